// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/service.h"

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "ledger/date.h"
#include "ledger/sha256.h"
#include "ledger/tile_export.h"
#include "ledger/tile_name.h"
#include "ledger/tree_reader.h"
#include "tools/cli/command.h"
#include "tools/cli/command_asked.h"
#include "tools/cli/view_request.h"
#include "tools/serve/document.h"
#include "tools/serve/entity_tag.h"
#include "tools/serve/gzip.h"
#include "tools/serve/header_text.h"
#include "tools/serve/openapi.h"
#include "tools/serve/page_files.h"
#include "tools/serve/printed_answer.h"
#include "tools/serve/problem.h"
#include "tools/serve/question.h"
#include "tools/serve/report_post.h"

namespace muster {
namespace {

constexpr std::string_view kApi = "/v1/";
// What is smaller is not packed: it would hardly shrink.
constexpr std::size_t kPackedBytesMin = 1024;

HttpResponse Text(std::string_view content_type, std::string text) {
  HttpResponse response;
  response.content_type = content_type;
  response.body = std::make_shared<const std::string>(std::move(text));
  return response;
}

void Pack(HttpResponse& response) {
  if (response.body == nullptr || response.body->size() < kPackedBytesMin) return;
  response.body = std::make_shared<const std::string>(Gzip(*response.body));
  response.headers.emplace_back("Content-Encoding", "gzip");
}

// All that an answer depends on beside the question: the log, and the day that it is.
std::string StateOf(LogSize size, Day today) {
  return fmt::format("{} {}", size.value, FormatDay(today));
}

std::string CacheKeyOf(const HttpRequest& request) {
  return KeyOf(request.path, request.parameters) +
         (TakesGzip(request.accept_encoding) ? "\ngzip" : "");
}

std::string TagOf(const std::string& state, const std::string& key) {
  return EntityTag(fmt::format("{} {}\n{}", MUSTER_VERSION, state, key));
}

std::string HeadText(LogHead head, const std::string& origin) {
  const nlohmann::ordered_json json = {
      {"size", head.size.value}, {"root", ToHex(head.root)}, {"origin", origin}};
  return json.dump();
}

std::string_view ContentTypeOf(const Invocation& invocation) {
  if (invocation.Has("text")) return "text/plain";
  if (invocation.format == Format::kTable) return "text/plain; charset=utf-8";
  if (invocation.format == Format::kCsv) return "text/csv; charset=utf-8; header=present";
  // Lists are a JSON text a line.
  const std::string_view name = invocation.command->name;
  const bool is_list =
      name == "log" || name == "check" || (name == "reports" && invocation.operands.empty());
  return is_list ? "application/jsonl" : "application/json";
}

HttpResponse MakePageResponse(const PageFile& file, bool takes_gzip) {
  HttpResponse response = Text(ContentTypeOf(file), std::string(file.bytes));
  response.headers = {
      {"ETag", EntityTag(std::string(file.bytes) + (takes_gzip ? "gzip" : ""))},
      {"Cache-Control",
       IsNamedByContents(file) ? "public, max-age=31536000, immutable" : "no-cache"},
      {"Vary", "Accept-Encoding"}};
  if (takes_gzip) Pack(response);
  return response;
}

// Each is made once: the thread of the connections gives them away.
HttpResponse PageFileOf(const PageFile& file, const HttpRequest& request) {
  using Responses = std::map<std::pair<std::string_view, bool>, HttpResponse>;
  static const Responses* const kResponses = [] {
    auto* const made = new Responses();
    for (const PageFile& each : PageFiles()) {
      for (const bool takes_gzip : {false, true}) {
        made->emplace(std::pair(each.path, takes_gzip), MakePageResponse(each, takes_gzip));
      }
    }
    return made;
  }();
  const HttpResponse& response = kResponses->at({file.path, TakesGzip(request.accept_encoding)});
  const std::string& tag = response.headers.front().second;
  return HasTag(request.if_none_match, tag) ? NotModified(tag) : response;
}

}  // namespace

std::string Service::RouteOf(const HttpRequest& request) {
  if (!request.path.starts_with(kApi)) {
    for (const char* own : {"/healthz", "/readyz", "/metrics", "/checkpoint"}) {
      if (request.path == own) return own;
    }
    if (ParseTilePath(request.path.substr(1))) return "/tile";
    return FindPageFile(request.path) != nullptr ? "page" : "none";
  }
  if (request.path.starts_with(kDocumentsPath)) return "/v1/documents";
  if (request.path == kOpenApiPath) return std::string(kOpenApiPath);
  const std::string_view name = std::string_view(request.path).substr(kApi.size());
  const std::vector<std::string_view> asked = CommandsAsked();
  const bool is_known = name == "head" || name == "events" || name == "me" ||
                        std::any_of(asked.begin(), asked.end(), [name](std::string_view command) {
                          return PathOf(command) == name;
                        });
  return is_known ? request.path : "none";
}

std::optional<HttpResponse> Service::AnswerAtOnce(const HttpRequest& request) {
  if (request.method == "POST") return std::nullopt;
  if (request.path == "/healthz") return Text("text/plain; charset=utf-8", "ok\n");
  if (request.path == "/readyz") return Ready();
  if (request.path == "/v1/head") {
    if (ledger_.IsBehind()) return std::nullopt;
    return Head();
  }
  if (request.path == "/v1/events") return Events(request);
  if (request.path == "/v1/me") return Me(request);
  if (request.path == "/metrics" || request.path.starts_with("/tile/") ||
      request.path.starts_with(kDocumentsPath)) {
    return std::nullopt;
  }
  if (request.path == kOpenApiPath) return OpenApi(request);
  if (request.path.starts_with(kApi) || request.path == "/checkpoint") {
    if (ledger_.IsBehind()) return std::nullopt;
    const std::string state = StateOf(ledger_.Now().head.size, Today());
    const std::string key = CacheKeyOf(request);
    const std::string tag = TagOf(state, key);
    if (HasTag(request.if_none_match, tag) && request.if_none_match != "*") return NotModified(tag);
    return cache_.Find(state, key);
  }
  const PageFile* const file = FindPageFile(request.path);
  if (file != nullptr) return PageFileOf(*file, request);
  return Problem(404, fmt::format("there is nothing at {}", request.path));
}

HttpResponse Service::Answer(const HttpRequest& request) {
  try {
    if (request.method == "POST") return AnswerReportPost(ledger_, request, metrics_);
    if (request.path == "/metrics") return Metrics();
    if (request.path == "/v1/head") {
      ledger_.AwaitAcknowledged();
      return Head();
    }
    if (request.path.starts_with(kDocumentsPath)) return AnswerDocumentRequest(request);
    return request.path.starts_with("/tile/") ? AnswerTile(request) : AnswerQuestion(request);
  } catch (const std::exception&) {
    // Nothing is expected to throw up to here but the allocation of memory.
    return Problem(500, "the answer could not be made");
  }
}

HttpResponse Service::AnswerQuestion(const HttpRequest& request) {
  const bool is_checkpoint = request.path == "/checkpoint";
  StatusOr<Invocation> invocation = InvocationOf(
      is_checkpoint ? "audit/checkpoint" : std::string_view(request.path).substr(kApi.size()),
      is_checkpoint ? Parameters() : request.parameters);
  if (!invocation.ok()) return ProblemOf(invocation.status());
  // The signed note itself.
  if (is_checkpoint) invocation->format = Format::kTable;
  const std::string_view content_type = ContentTypeOf(*invocation);
  PrintedAnswer printed;
  const Status status =
      AnswerOf(ledger_, *std::move(invocation), options_.passphrase_file, {}, printed);
  if (!status.ok()) return ProblemOf(status);
  const std::string state = StateOf(printed.size, printed.today);
  const std::string key = CacheKeyOf(request);
  HttpResponse response = Text(content_type, std::move(printed.text));
  response.headers = {
      {"ETag", TagOf(state, key)}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  for (const Remark& remark : printed.remarks) {
    response.headers.emplace_back("Muster-Note", HeaderText(remark.text));
  }
  if (TakesGzip(request.accept_encoding)) Pack(response);
  cache_.Keep(state, key, response);
  return response;
}

HttpResponse Service::Head() const {
  HttpResponse response =
      Text("application/json", HeadText(ledger_.Now().head, ledger_.origin()) + '\n');
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse Service::AnswerDocumentRequest(const HttpRequest& request) const {
  HttpResponse response;
  ledger_.Answer([&](const OpenedLedger& opened) {
    response =
        AnswerDocument(*opened.ledger, std::string_view(request.path).substr(kDocumentsPath.size()),
                       request.if_none_match);
  });
  if (response.status == 200 && TakesGzip(request.accept_encoding)) Pack(response);
  return response;
}

HttpResponse Service::AnswerTile(const HttpRequest& request) const {
  const auto name = ParseTilePath(std::string_view(request.path).substr(1));
  if (!name) return Problem(404, fmt::format("{} is no tile", request.path));
  StatusOr<std::string> bytes = Internal("not read");
  ledger_.Answer([&](const OpenedLedger& opened) {
    const Log& log = opened.ledger->log();
    bytes = ReadTile(log, TreeReader(log), *name);
  });
  if (!bytes.ok()) return ProblemOf(bytes.status());
  HttpResponse response = Text("application/octet-stream", *std::move(bytes));
  // What is in a tile never changes. What takes a token is for who shows it alone.
  response.headers.emplace_back("Cache-Control",
                                fmt::format("{}, max-age=31536000, immutable",
                                            request.authorization.empty() ? "public" : "private"));
  return response;
}

LiveFeed::Event Service::EventOf(const ServedLedger& ledger, LogHead head) {
  return {"head", fmt::format("{}", head.size.value), HeadText(head, ledger.origin())};
}

HttpResponse Service::Events(const HttpRequest& request) const {
  HttpResponse response;
  response.content_type = "text/event-stream";
  response.stream = feed_.Listen(request.last_event_id, [may_read = options_.may_read,
                                                         authorization = request.authorization]() {
    return may_read(authorization);
  });
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse Service::Me(const HttpRequest& request) const {
  const Principal& principal = request.principal;
  nlohmann::ordered_json json = {{"name", nullptr}, {"role", nullptr}};
  if (!principal.name.empty()) json["name"] = principal.name;
  json["may"] = nlohmann::ordered_json::array();
  if (request.is_known) {
    json["role"] = RoleName(principal.role);
    for (const Action action : {Action::kRead, Action::kAudit, Action::kAppend}) {
      if (Allows(principal.role, action)) json["may"].push_back(ActionName(action));
    }
  }
  json["takes_appends"] = ledger_.writes();
  HttpResponse response = Text("application/json", json.dump() + '\n');
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse Service::OpenApi(const HttpRequest& request) {
  static const std::string* const kText = new std::string(OpenApiText());
  HttpResponse response = Text("application/json", *kText);
  const std::string tag = EntityTag(*kText + (TakesGzip(request.accept_encoding) ? "gzip" : ""));
  if (HasTag(request.if_none_match, tag)) return NotModified(tag);
  response.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  if (TakesGzip(request.accept_encoding)) Pack(response);
  return response;
}

HttpResponse Service::Metrics() const {
  metrics_.SetListeners(feed_.listeners());
  metrics_.SetLag(ledger_.Lag());
  metrics_.SetStore(ledger_.Figures());
  return Text("text/plain; version=0.0.4; charset=utf-8", metrics_.Text());
}

HttpResponse Service::Ready() const {
  const ServedLedger::News news = ledger_.Now();
  if (!news.status.ok()) {
    return Problem(503, fmt::format("the ledger cannot be followed: {}", Message(news.status)));
  }
  if (!news.appends.ok()) {
    return Problem(503, fmt::format("appends fail until the server is started anew: {}",
                                    Message(news.appends)));
  }
  return Text("text/plain; charset=utf-8", "ok\n");
}

}  // namespace muster
