// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The text of an input file by lines: for positions that a person can look up, and for excerpts.
#ifndef MUSTER_TOOLS_INPUT_SOURCE_TEXT_H_
#define MUSTER_TOOLS_INPUT_SOURCE_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/draft.h"

namespace muster {

// Owns a text whose line ends have been made "\n" and whose byte order mark, if any, was taken off.
// Thread-safety: const methods are safe for concurrent use.
class SourceText {
 public:
  SourceText() : SourceText(std::string_view()) {}
  explicit SourceText(std::string_view bytes);

  const std::string& text() const { return text_; }

  // The line of that number, from 1, without its end; empty beyond the last.
  std::string_view Line(std::uint32_t line) const;

  // The position of a byte of text(), and of a byte of a line (both from 0). Columns are counted in
  // characters.
  SourcePosition PositionOfOffset(std::size_t offset) const;
  SourcePosition PositionInLine(std::uint32_t line, std::size_t byte) const;

  // The byte of text() at a position; its end for one that is beyond it.
  std::size_t OffsetOf(SourcePosition position) const;

  // A character that no report file may hold, and what to say of it.
  struct BadCharacter {
    SourcePosition position;
    bool is_encoding;  // not UTF-8; otherwise a control character
    std::string message;
  };
  // The first few of them, in order; nothing after bytes that are not UTF-8.
  std::vector<BadCharacter> BadCharacters() const;

 private:
  // How many bytes before `offset` do not begin a character.
  std::size_t ContinuationsBefore(std::size_t offset) const;

  std::string text_;
  std::vector<std::size_t> line_starts_;
  // ContinuationsBefore the beginning of each block, so that a position on a line of megabytes, as
  // programs write JSON, costs no scan of it.
  std::vector<std::size_t> block_continuations_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_SOURCE_TEXT_H_
