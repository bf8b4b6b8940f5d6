// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/report_post.h"

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/quote.h"
#include "tools/cli/effect.h"
#include "tools/cli/invocation.h"
#include "tools/cli/receipt.h"
#include "tools/export/record_json.h"
#include "tools/input/report_file.h"
#include "tools/output/refusal_text.h"
#include "tools/serve/header_text.h"
#include "tools/serve/multipart.h"
#include "tools/serve/problem.h"
#include "tools/serve/report_append.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kReportPart = "report";

struct PostOptions {
  AppendOptions append;
  std::string file = "report";
};

StatusOr<PostOptions> ParsePostOptions(const HttpRequest& request) {
  PostOptions options;
  options.append.recorded_by = request.principal.name;
  for (const auto& [name, value] : request.parameters) {
    if (name == "dry-run") {
      if (value != "true" && value != "false") {
        return InvalidArgument("`dry-run={}`: there are true, false", value);
      }
      options.append.dry_run = value == "true";
    } else if (name == "expect-size") {
      MUSTER_ASSIGN_OR_RETURN(const std::uint64_t size, ParseNumber(value, "`expect-size`"));
      options.append.expected_size = LogSize{size};
    } else if (name == "file") {
      if (!IsUtf8(value)) return InvalidArgument("the value of `file` is not UTF-8");
      options.file = value;
    } else if (name == "by") {
      return InvalidArgument("who records is who the token belongs to: there is no `by`");
    } else {
      return InvalidArgument(
          "appending has no parameter `{}`; there are dry-run, expect-size, file", name);
    }
  }
  return options;
}

// What a report names is in the request, or nowhere.
NamedDocuments DocumentsOf(const std::vector<Part>& parts) {
  const auto read = [&parts](const std::string& name) -> StatusOr<std::string> {
    for (const Part& part : parts) {
      if (part.name != name || part.name == kReportPart) continue;
      if (part.bytes.size() > kDocumentBytesMax) {
        return ResourceExhausted("it has more than {} MiB", kDocumentBytesMax >> 20);
      }
      return std::string(part.bytes);
    }
    return NotFound("no part of the request has this name");
  };
  return {read,
          "send it along, as a part of multipart/form-data whose name is that which the report "
          "gives it"};
}

StatusOr<ReportInput> ReadPost(const HttpRequest& request, const PostOptions& options) {
  ReportInput input;
  if (MediaTypeOf(request.content_type) != "multipart/form-data") {
    input.Add(ParseReportFile(options.file, request.body, DocumentsOf({})));
    return input;
  }
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Part> parts,
                          ParseMultipart(request.content_type, request.body));
  for (const Part& part : parts) {
    if (part.name != kReportPart) continue;
    // It is told in messages, which are text.
    const bool is_named = !part.file_name.empty() && IsUtf8(part.file_name);
    const std::string& name = is_named ? part.file_name : options.file;
    input.Add(ParseReportFile(name, part.bytes, DocumentsOf(parts)));
  }
  if (input.files.empty()) {
    return InvalidArgument("no part has the name `{}`: there is no report file", kReportPart);
  }
  return input;
}

HttpResponse Refused(const AllRefusals& refused) {
  const std::size_t count = refused.refusals.size();
  const std::string detail =
      fmt::format("{} mistake{}; nothing was appended{}", count, count == 1 ? "" : "s",
                  refused.names_unchecked ? "; names are checked once every file can be read" : "");
  return Problem(422, detail, {{"refusals", RefusalsJson(refused.refusals)}});
}

StatusOr<ReportAppend> Append(ServedLedger& ledger, const HttpRequest& request) {
  MUSTER_ASSIGN_OR_RETURN(const PostOptions options, ParsePostOptions(request));
  MUSTER_ASSIGN_OR_RETURN(const ReportInput input, ReadPost(request, options));
  return AppendReports(ledger, input, options.append);
}

HttpResponse Received(const ReportAppend& append) {
  const bool is_new = !append.receipt.dry_run && !NewRecords(append.receipt.result).empty();
  HttpResponse response;
  response.status = is_new ? 201 : 200;
  response.content_type = "application/json";
  response.body = std::make_shared<const std::string>(JsonLine(ReceiptJson(append.receipt)));
  response.headers.emplace_back("Cache-Control", "no-store");
  if (!append.effects_status.ok()) {
    response.headers.emplace_back("Muster-Note",
                                  HeaderText(fmt::format("the receipt is without effects: {}",
                                                         Message(append.effects_status))));
  }
  return response;
}

}  // namespace

HttpResponse AnswerReportPost(ServedLedger& ledger, const HttpRequest& request,
                              ServiceMetrics& metrics) {
  const auto began = std::chrono::steady_clock::now();
  const StatusOr<ReportAppend> append = Append(ledger, request);
  const bool is_refused = append.ok() && !append->refused.refusals.empty();
  metrics.CountAppend(!append.ok()              ? AppendOutcome::kFailed
                      : is_refused              ? AppendOutcome::kRefused
                      : append->receipt.dry_run ? AppendOutcome::kRehearsed
                                                : AppendOutcome::kAppended,
                      append.ok() ? NewRecords(append->receipt.result).size() : 0,
                      std::chrono::steady_clock::now() - began);
  if (!append.ok()) return ProblemOf(append.status());
  return is_refused ? Refused(append->refused) : Received(*append);
}

}  // namespace muster
