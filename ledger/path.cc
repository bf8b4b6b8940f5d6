// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/path.h"

#include <cstddef>

namespace muster {

bool PathIncludes(std::string_view outer, std::string_view inner) {
  if (inner.size() == outer.size()) return inner == outer;
  return !outer.empty() && inner.size() > outer.size() && inner[outer.size()] == '/' &&
         inner.substr(0, outer.size()) == outer;
}

std::optional<std::string_view> PathParent(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return path.substr(0, slash);
}

std::string_view PathLast(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view PathPrefix(std::string_view path, int depth) {
  std::size_t end = path.find('/');
  for (; depth > 1 && end != std::string_view::npos; --depth) end = path.find('/', end + 1);
  return path.substr(0, end);
}

}  // namespace muster
