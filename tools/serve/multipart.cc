// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/multipart.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace muster {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kBoundaryBytesMax = 70;  // RFC 2046
constexpr std::size_t kHeadBytesMax = std::size_t{8} << 10;

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The value at the beginning of `rest`, a token or in quotes, which is taken away with it. In
// quotes browsers write `"` and line ends in percent signs, other programs with a backslash.
std::string TakeValue(std::string_view& rest) {
  std::string value;
  if (!rest.starts_with('"')) {
    value = Trimmed(rest.substr(0, rest.find(';')));
    rest.remove_prefix(std::min(rest.find(';'), rest.size()));
    return value;
  }
  rest.remove_prefix(1);
  while (!rest.empty() && rest.front() != '"') {
    if (rest.starts_with("\\\"") || rest.starts_with("\\\\")) rest.remove_prefix(1);
    if (rest.starts_with("%22")) {
      value += '"';
      rest.remove_prefix(3);
      continue;
    }
    value += rest.front();
    rest.remove_prefix(1);
  }
  if (!rest.empty()) rest.remove_prefix(1);
  return value;
}

// The parameter of a header: "boundary" of `multipart/form-data; boundary=x`.
std::optional<std::string> ParameterOf(std::string_view header, std::string_view name) {
  std::string_view rest = header.substr(std::min(header.find(';'), header.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t equals = rest.find('=');
    if (equals == rest.npos) return std::nullopt;
    const std::string found = Lower(Trimmed(rest.substr(0, equals)));
    rest = Trimmed(rest.substr(equals + 1));
    std::string value = TakeValue(rest);
    if (found == name) return value;
    rest.remove_prefix(std::min(rest.find(';'), rest.size()));
  }
  return std::nullopt;
}

// A part of its header lines, without the bytes.
StatusOr<Part> PartOf(std::string_view head, std::size_t number) {
  while (!head.empty()) {
    const std::size_t end = std::min(head.find(kLineEnd), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + kLineEnd.size(), head.size()));
    const std::size_t colon = line.find(':');
    if (colon == line.npos || Lower(line.substr(0, colon)) != "content-disposition") continue;
    const std::string_view value = Trimmed(line.substr(colon + 1));
    std::optional<std::string> name = ParameterOf(value, "name");
    if (!Lower(value).starts_with("form-data") || !name || name->empty()) break;
    return Part{*std::move(name), ParameterOf(value, "filename").value_or(""), {}};
  }
  return InvalidArgument("part {} has no name: Content-Disposition: form-data; name=\"report\"",
                         number);
}

}  // namespace

std::string MediaTypeOf(std::string_view content_type) {
  return Lower(Trimmed(content_type.substr(0, content_type.find(';'))));
}

StatusOr<std::vector<Part>> ParseMultipart(std::string_view content_type, std::string_view body) {
  const std::optional<std::string> boundary = ParameterOf(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kBoundaryBytesMax) {
    return InvalidArgument("multipart/form-data takes a boundary of 1 to {} characters",
                           kBoundaryBytesMax);
  }
  const std::string dashes = "--" + *boundary;
  const std::string between = std::string(kLineEnd) + dashes;
  // What stands before the first boundary is nothing.
  std::size_t at = body.starts_with(dashes) ? dashes.size() : body.find(between);
  if (at == body.npos) return InvalidArgument("the body does not have its boundary");
  if (!body.starts_with(dashes)) at += between.size();
  std::vector<Part> parts;
  while (!body.substr(at).starts_with("--")) {
    if (parts.size() == kPartsMax) {
      return ResourceExhausted("the body has more than {} parts", kPartsMax);
    }
    const std::size_t line_end = body.find(kLineEnd, at);
    if (line_end == body.npos || !Trimmed(body.substr(at, line_end - at)).empty()) {
      return InvalidArgument("a boundary is followed by something on its line");
    }
    // The header lines end with an empty one; there may be none before it.
    const std::size_t head_end = body.find("\r\n\r\n", line_end);
    if (head_end == body.npos || head_end - line_end > kHeadBytesMax) {
      return InvalidArgument("the header lines of part {} have no end", parts.size() + 1);
    }
    const std::size_t head_begin = std::min(line_end + kLineEnd.size(), head_end);
    MUSTER_ASSIGN_OR_RETURN(
        Part part, PartOf(body.substr(head_begin, head_end - head_begin), parts.size() + 1));
    const std::size_t begin = head_end + 2 * kLineEnd.size();
    // The bytes may be none, so that the boundary is at once behind the empty line.
    const std::size_t end = body.find(between, begin - kLineEnd.size());
    if (end == body.npos) {
      return InvalidArgument("part {} has no end: the body is cut off", parts.size() + 1);
    }
    part.bytes = body.substr(begin, end < begin ? 0 : end - begin);
    parts.push_back(std::move(part));
    at = end + between.size();
  }
  return parts;
}

}  // namespace muster
