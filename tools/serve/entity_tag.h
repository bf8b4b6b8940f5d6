// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Entity tags: what a client has already is not sent again (RFC 9110, sections 8.8.3 and 13.1.2).
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_SERVE_ENTITY_TAG_H_
#define MUSTER_TOOLS_SERVE_ENTITY_TAG_H_

#include <string>
#include <string_view>

#include "tools/serve/http_message.h"

namespace muster {

// The tag of what depends on `content` alone.
std::string EntityTag(std::string_view content);

// Whether the header If-None-Match has the tag.
bool HasTag(std::string_view header, std::string_view tag);

// 304, with the headers that go with it.
HttpResponse NotModified(const std::string& tag);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_ENTITY_TAG_H_
