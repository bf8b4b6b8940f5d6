// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/scalar_reader.h"

#include <charconv>
#include <system_error>

#include "ledger/ascii.h"
#include "ledger/excerpt.h"
#include "ledger/input_limits.h"
#include "ledger/path.h"
#include "ledger/quote.h"
#include "ledger/scalar_rules.h"
#include "ledger/status.h"

namespace muster {

std::string_view NameOf(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::kNull:
      return "empty";
    case Node::Kind::kScalar:
      return "a text";
    case Node::Kind::kList:
      return "a list";
    case Node::Kind::kMap:
      break;
  }
  return "a map";
}

bool ReadScalar(RefusalSink& sink, const Node& node, std::string_view what, std::size_t bytes_max) {
  if (node.kind == Node::Kind::kNull ||
      (node.kind == Node::Kind::kScalar && Trimmed(node.text).empty())) {
    sink.Add(node.position, "empty-value", fmt::format("'{}' has an empty value", what));
    return false;
  }
  if (node.kind != Node::Kind::kScalar) {
    sink.Add(node.position, "wrong-type",
             fmt::format("'{}' must be a text, not {}", what, NameOf(node.kind)));
    return false;
  }
  if (node.text.size() > bytes_max) {
    sink.Add(node.position, "too-large",
             fmt::format("'{}' has {} bytes, more than {}", what, node.text.size(), bytes_max));
    return false;
  }
  if (!IsUtf8(node.text)) {
    sink.Add(node.position, "encoding", fmt::format("'{}' is not UTF-8", what));
    return false;
  }
  return true;
}

bool ReadId(RefusalSink& sink, const Node& node, std::string_view what, bool or_unspecified) {
  if (!ReadScalar(sink, node, what, kNameBytesMax)) return false;
  if (or_unspecified && node.text == kUnspecified) return true;
  const Status status = CheckId(node.text);
  if (!status.ok()) sink.Add(node.position, "bad-id", status);
  return status.ok();
}

bool ReadSlugs(RefusalSink& sink, const Node& node, std::string_view what, bool or_unspecified) {
  if (!ReadScalar(sink, node, what, kNameBytesMax)) return false;
  if (or_unspecified && node.text == kUnspecified) return true;
  const Status status = CheckSlugs(node.text);
  if (!status.ok()) sink.Add(node.position, "bad-id", status);
  return status.ok();
}

bool ReadCountry(RefusalSink& sink, const Node& node, std::string_view what, bool or_unspecified) {
  if (!ReadScalar(sink, node, what, kNameBytesMax)) return false;
  if (or_unspecified && node.text == kUnspecified) return true;
  const Status status = CheckCountry(node.text);
  if (!status.ok()) sink.Add(node.position, "bad-country", status);
  return status.ok();
}

bool ReadCount(RefusalSink& sink, const Node& node, std::string_view what, std::uint64_t least,
               std::uint64_t* value) {
  if (!ReadScalar(sink, node, what, kNameBytesMax)) return false;
  std::uint64_t number = 0;
  const char* const end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, number);
  if (error != std::errc() || stop != end || number < least) {
    sink.Add(node.position, "bad-value",
             fmt::format("'{}' must be a whole number from {}, not '{}'", what, least,
                         Excerpt(node.text)));
    return false;
  }
  *value = number;
  return true;
}

}  // namespace muster
