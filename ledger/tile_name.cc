// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/tile_name.h"

#include <fmt/format.h>

#include <charconv>

#include "ledger/merkle.h"

namespace muster {
namespace {

constexpr int kLevels = 8;
constexpr std::uint64_t kGroup = 1000;  // three digits

std::optional<std::uint64_t> ParseDigits(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return number;
}

// What stands before the next slash, which is taken away with it.
std::string_view TakePart(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  path.remove_prefix(slash == path.npos ? path.size() : slash + 1);
  return part;
}

std::string IndexPath(std::uint64_t index) {
  std::string path = fmt::format("{:03}", index % kGroup);
  for (index /= kGroup; index > 0; index /= kGroup) {
    path = fmt::format("x{:03}/{}", index % kGroup, path);
  }
  return path;
}

}  // namespace

std::string TilePath(const TileName& name) {
  std::string path = fmt::format(
      "tile/{}/{}", name.level ? fmt::format("{}", *name.level) : "entries", IndexPath(name.index));
  if (name.width < kTileWidth) path += fmt::format(".p/{}", name.width);
  return path;
}

std::optional<TileName> ParseTilePath(std::string_view path) {
  const std::string_view whole = path;
  if (TakePart(path) != "tile") return std::nullopt;
  TileName name;
  const std::string_view level = TakePart(path);
  if (level != "entries") {
    const auto number = ParseDigits(level);
    if (!number || *number >= kLevels) return std::nullopt;
    name.level = static_cast<int>(*number);
  }
  name.width = kTileWidth;
  for (bool more = true; more;) {
    std::string_view group = TakePart(path);
    more = group.starts_with('x');
    if (more) group.remove_prefix(1);
    if (!more && group.ends_with(".p")) {
      group.remove_suffix(2);
      const auto width = ParseDigits(TakePart(path));
      if (!width || *width == 0 || *width >= kTileWidth) return std::nullopt;
      name.width = *width;
    }
    const auto digits = ParseDigits(group);
    if (!digits || name.index > (UINT64_MAX - *digits) / kGroup) return std::nullopt;
    name.index = name.index * kGroup + *digits;
  }
  // Everything has one name.
  if (TilePath(name) != whole) return std::nullopt;
  return name;
}

}  // namespace muster
