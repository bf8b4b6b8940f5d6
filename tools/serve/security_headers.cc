// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/security_headers.h"

namespace muster {
namespace {

constexpr const char* kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr const char* kDataPolicy = "default-src 'none'; frame-ancestors 'none'";

}  // namespace

Parameters SecurityHeadersOf(const HttpResponse& response) {
  const bool is_page = response.content_type.starts_with("text/html");
  return {{"X-Content-Type-Options", "nosniff"},
          {"Content-Security-Policy", is_page ? kPagePolicy : kDataPolicy},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Resource-Policy", "same-origin"}};
}

}  // namespace muster
