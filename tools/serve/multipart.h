// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Multipart: a body of multipart/form-data (RFC 7578), taken apart.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_SERVE_MULTIPART_H_
#define MUSTER_TOOLS_SERVE_MULTIPART_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"

namespace muster {

struct Part {
  std::string name;       // of the field
  std::string file_name;  // as its sender calls it; may be empty
  std::string_view bytes;
};

inline constexpr std::size_t kPartsMax = 1000;

// The parts of `body`, which must outlive them, in their order. `content_type`: the header, with
// its boundary. Errors: INVALID_ARGUMENT, saying what is wrong; RESOURCE_EXHAUSTED for more than
// kPartsMax.
StatusOr<std::vector<Part>> ParseMultipart(std::string_view content_type, std::string_view body);

// The media type of a header `Content-Type`, in lower case, without its parameters.
std::string MediaTypeOf(std::string_view content_type);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_MULTIPART_H_
