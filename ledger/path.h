// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Paths: the values of component, contingent, place and duty, such as "HTI/Ouest/Port-au-Prince". A
// path includes itself and what lies below it.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_PATH_H_
#define MUSTER_LEDGER_PATH_H_

#include <optional>
#include <string>
#include <string_view>

namespace muster {

// The word for a dimension that a post does not have. No id may be this word.
inline constexpr std::string_view kUnspecified = "unspecified";

// Whether `outer` is `inner` or lies above it. An empty path is no path: it includes only itself.
bool PathIncludes(std::string_view outer, std::string_view inner);

// What lies directly above, or nullopt for a path of one element.
std::optional<std::string_view> PathParent(std::string_view path);

// "Port-au-Prince" of "HTI/Ouest/Port-au-Prince".
std::string_view PathLast(std::string_view path);

// The first `depth` elements. REQUIRES: depth >= 1.
std::string_view PathPrefix(std::string_view path, int depth);

}  // namespace muster

#endif  // MUSTER_LEDGER_PATH_H_
