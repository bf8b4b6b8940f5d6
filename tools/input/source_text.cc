// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/source_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/quote.h"

namespace muster {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kBadCharactersMax = 20;
constexpr std::size_t kBlockBytes = 256;

std::string WithPlainLineEnds(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\r') {
      text += bytes[i];
      continue;
    }
    text += '\n';
    if (i + 1 < bytes.size() && bytes[i + 1] == '\n') ++i;
  }
  return text;
}

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The code point of a control character at `i`, or nullopt. C1 controls are C2 80 .. C2 9F; the
// "next line" among them (85) is white space to YAML.
std::optional<unsigned> ControlAt(std::string_view text, std::size_t i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte < 0x20 && byte != '\t' && byte != '\n') return byte;
  if (byte == 0x7F) return byte;
  if (byte != 0xC2 || i + 1 >= text.size()) return std::nullopt;
  const auto next = static_cast<unsigned char>(text[i + 1]);
  if (next < 0xA0 && next != 0x85) return next;
  return std::nullopt;
}

std::string_view EncodingGuess(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return "UTF-16";
  return "another encoding";
}

}  // namespace

SourceText::SourceText(std::string_view bytes) : text_(WithPlainLineEnds(bytes)) {
  line_starts_.push_back(0);
  std::size_t continuations = 0;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (i % kBlockBytes == 0) block_continuations_.push_back(continuations);
    if (IsContinuation(text_[i])) ++continuations;
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

std::size_t SourceText::ContinuationsBefore(std::size_t offset) const {
  if (block_continuations_.empty()) return 0;
  const std::size_t block = std::min(offset / kBlockBytes, block_continuations_.size() - 1);
  std::size_t count = block_continuations_[block];
  for (std::size_t i = block * kBlockBytes; i < offset; ++i) {
    if (IsContinuation(text_[i])) ++count;
  }
  return count;
}

std::string_view SourceText::Line(std::uint32_t line) const {
  if (line == 0 || line > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[line - 1];
  const std::size_t end = line < line_starts_.size() ? line_starts_[line] - 1 : text_.size();
  return std::string_view(text_).substr(begin, end - begin);
}

SourcePosition SourceText::PositionInLine(std::uint32_t line, std::size_t byte) const {
  if (line == 0 || line > line_starts_.size()) return {line, static_cast<std::uint32_t>(byte + 1)};
  const std::size_t begin = line_starts_[line - 1];
  const std::size_t end = std::min(begin + byte, text_.size());
  const std::size_t continuations = ContinuationsBefore(end) - ContinuationsBefore(begin);
  return {line, static_cast<std::uint32_t>(byte - continuations + 1)};
}

SourcePosition SourceText::PositionOfOffset(std::size_t offset) const {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(next - line_starts_.begin());
  return PositionInLine(line, offset - line_starts_[line - 1]);
}

std::size_t SourceText::OffsetOf(SourcePosition position) const {
  if (position.line == 0 || position.line > line_starts_.size()) return text_.size();
  std::size_t offset = line_starts_[position.line - 1];
  for (std::uint32_t column = 1; column < position.column && offset < text_.size(); ++column) {
    ++offset;
    while (offset < text_.size() && IsContinuation(text_[offset])) ++offset;
  }
  return offset;
}

std::vector<SourceText::BadCharacter> SourceText::BadCharacters() const {
  std::vector<BadCharacter> found;
  std::size_t end = text_.size();
  std::size_t bad_offset = 0;
  const bool is_utf8 = IsUtf8(text_, &bad_offset);
  if (!is_utf8) end = bad_offset;
  for (std::size_t i = 0; i < end && found.size() < kBadCharactersMax; ++i) {
    if (const auto control = ControlAt(text_, i)) {
      found.push_back(
          {PositionOfOffset(i), false, fmt::format("control character U+{:04X}", *control)});
    }
  }
  if (!is_utf8) {
    found.push_back(
        {PositionOfOffset(bad_offset), true,
         fmt::format("byte {:02X} is not UTF-8: the file is in {}",
                     static_cast<unsigned char>(text_[bad_offset]), EncodingGuess(text_))});
  }
  return found;
}

}  // namespace muster
