// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/gate.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "tools/serve/listen_address.h"
#include "tools/serve/multipart.h"
#include "tools/serve/openapi.h"
#include "tools/serve/problem.h"

namespace muster {
namespace {

constexpr std::string_view kReportsPath = "/v1/reports";
constexpr std::string_view kReportTypes[] = {"application/yaml", "application/x-yaml",
                                             "text/yaml",        "text/x-yaml",
                                             "application/json", "multipart/form-data"};

// What a request takes; nullopt: what anybody may have. So are the files of the page, which say
// nothing of the ledger, and whether the server is well.
std::optional<Action> ActionOf(const HttpRequest& request) {
  if (request.method == "POST") return Action::kAppend;
  const std::string_view path = request.path;
  if (path == "/checkpoint" || path.starts_with("/tile/") || path.starts_with("/v1/audit/")) {
    return Action::kAudit;
  }
  if (path == "/v1/me" || path == kOpenApiPath) return std::nullopt;
  if (path.starts_with("/v1/") || path == "/metrics") return Action::kRead;
  return std::nullopt;
}

std::optional<HttpResponse> RefuseMethod(const HttpRequest& request) {
  const bool takes_post = request.path == kReportsPath;
  if (request.method == "GET" || request.method == "HEAD") return std::nullopt;
  if (request.method == "POST" && takes_post) return std::nullopt;
  HttpResponse refusal = Problem(405, fmt::format("only GET{} HEAD {} answered here",
                                                  takes_post ? ", POST and" : " and", "are"));
  refusal.headers.emplace_back("Allow", takes_post ? "GET, HEAD, POST" : "GET, HEAD");
  return refusal;
}

HttpResponse TooOften(std::chrono::duration<double> wait) {
  HttpResponse refusal = Problem(429, "too many requests; ask again later");
  refusal.headers.emplace_back("Retry-After",
                               fmt::format("{}", std::max(1L, std::lround(wait.count() + 0.5))));
  return refusal;
}

std::optional<HttpResponse> RefusePost(const HttpRequest& request) {
  // A page from elsewhere has no token, and a browser asks before it sends one along; this holds
  // even where it would not.
  if (!IsOwnOrigin(request)) {
    return Problem(403, "a page of another origin may not append");
  }
  const std::string type = MediaTypeOf(request.content_type);
  if (std::find(std::begin(kReportTypes), std::end(kReportTypes), type) != std::end(kReportTypes)) {
    return std::nullopt;
  }
  return Problem(415, fmt::format("`Content-Type: {}` is not taken; there are {}", type,
                                  fmt::join(kReportTypes, ", ")));
}

}  // namespace

bool IsOwnOrigin(const HttpRequest& request) {
  if (request.origin.empty()) return true;
  const std::size_t slashes = request.origin.find("://");
  return slashes != std::string::npos &&
         std::string_view(request.origin).substr(slashes + 3) == request.host;
}

std::optional<HttpResponse> Gate::Refuse(HttpRequest& request) {
  if (options_.loopback_names_only && !IsLoopbackHost(request.host)) {
    return Problem(421, "this server answers to localhost only; it was asked for another name");
  }
  const auto now = RateLimit::Clock::now();
  if (const auto wait = addresses_.Take(request.client, now)) return TooOften(*wait);
  if (auto refusal = RefuseMethod(request)) return refusal;
  const std::optional<Action> action = ActionOf(request);
  const StatusOr<Principal> principal = doorkeeper_.Admit(request.authorization);
  if (!principal.ok()) {
    // Who shows a token, is told if it is none, wherever.
    if (!action && request.authorization.empty()) return std::nullopt;
    return ProblemOf(principal.status());
  }
  request.principal = *principal;
  request.is_known = true;
  if (!principal->name.empty()) {
    if (const auto wait = principals_.Take(principal->name, now)) return TooOften(*wait);
  }
  if (action) {
    const Status allowed = CheckAllowed(*principal, *action);
    if (!allowed.ok()) return ProblemOf(allowed);
  }
  return request.method == "POST" ? RefusePost(request) : std::nullopt;
}

}  // namespace muster
