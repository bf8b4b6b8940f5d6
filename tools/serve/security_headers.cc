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
  Parameters headers = {{"X-Content-Type-Options", "nosniff"},
                        {"Referrer-Policy", "no-referrer"},
                        {"Cross-Origin-Resource-Policy", "same-origin"}};
  // A browser takes the headers of a 304 for those of what it kept (RFC 9111, section 3.2): a page
  // that is loaded again would have the policy of data.
  if (response.status == 304) return headers;
  const bool is_page = response.content_type.starts_with("text/html");
  headers.emplace_back("Content-Security-Policy", is_page ? kPagePolicy : kDataPolicy);
  return headers;
}

}  // namespace muster
