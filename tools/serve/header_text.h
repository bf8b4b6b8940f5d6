// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#ifndef MUSTER_TOOLS_SERVE_HEADER_TEXT_H_
#define MUSTER_TOOLS_SERVE_HEADER_TEXT_H_

#include <string>
#include <string_view>

namespace muster {

// A text as a header can have it: what is not printable ASCII, and '%', by its bytes in %XX.
// Thread-safety: a pure function.
std::string HeaderText(std::string_view text);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_HEADER_TEXT_H_
