// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// gzip (RFC 1952), for bodies of HTTP responses.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_SERVE_GZIP_H_
#define MUSTER_TOOLS_SERVE_GZIP_H_

#include <string>
#include <string_view>

namespace muster {

std::string Gzip(std::string_view bytes);

// Whether an Accept-Encoding header (RFC 9110, section 12.5.3) lets a body be gzip.
bool TakesGzip(std::string_view accept_encoding);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_GZIP_H_
