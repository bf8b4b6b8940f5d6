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
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 421:
      return "Misdirected Request";
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
    case StatusCode::kUnavailable:
      return 503;
    default:
      return 500;
  }
}

}  // namespace

HttpResponse Problem(int status, std::string_view detail) {
  const nlohmann::ordered_json problem = {
      {"type", "about:blank"}, {"title", TitleOf(status)}, {"status", status}, {"detail", detail}};
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
  return Problem(StatusOf(error.code()), Message(error));
}

}  // namespace muster
