// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a browser is told of every response, so that it does no more with it than is meant.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_SERVE_SECURITY_HEADERS_H_
#define MUSTER_TOOLS_SERVE_SECURITY_HEADERS_H_

#include "tools/serve/http_message.h"

namespace muster {

// The type is the one that is said; a page loads from this server alone, and all else loads nothing
// and is framed by nobody (Content Security Policy, level 3); other sites neither embed it nor
// learn from which page somebody comes.
Parameters SecurityHeadersOf(const HttpResponse& response);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_SECURITY_HEADERS_H_
