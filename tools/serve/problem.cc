// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/problem.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace muster {
namespace {

std::string_view TitleOf(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

int StatusOf(StatusCode code) {
  switch (code) {
    case StatusCode::kInvalidArgument:
      return 400;
    case StatusCode::kNotFound:
      return 404;
    case StatusCode::kFailedPrecondition:
    case StatusCode::kAborted:
    case StatusCode::kAlreadyExists:
      return 409;
    case StatusCode::kResourceExhausted:
      return 413;
    case StatusCode::kUnauthenticated:
      return 401;
    case StatusCode::kPermissionDenied:
      return 403;
    case StatusCode::kUnavailable:
      return 503;
    default:
      return 500;
  }
}

}  // namespace

HttpResponse Problem(int status, std::string_view detail) {
  return Problem(status, detail, nlohmann::ordered_json::object());
}

HttpResponse Problem(int status, std::string_view detail, const nlohmann::ordered_json& more) {
  nlohmann::ordered_json problem = {
      {"type", "about:blank"}, {"title", TitleOf(status)}, {"status", status}, {"detail", detail}};
  problem.update(more);
  HttpResponse response;
  response.status = status;
  response.content_type = "application/problem+json";
  // A detail may quote bytes that are not UTF-8.
  response.body = std::make_shared<const std::string>(
      problem.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse ProblemOf(const Status& error) {
  HttpResponse response = Problem(StatusOf(error.code()), Message(error));
  // RFC 6750, section 3.
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace muster
