// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Quotes: where a passage stands in a field report.
#ifndef MUSTER_LEDGER_QUOTE_H_
#define MUSTER_LEDGER_QUOTE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

struct ByteRange {
  std::size_t begin = 0;  // half-open [begin, end)
  std::size_t end = 0;
};

// Finds a passage again and again in one text without folding it anew. Holds a view of the text,
// which must outlive it, and about as much memory as the text again. Thread-compatible; const
// methods are safe for concurrent use.
class QuoteFinder {
 public:
  static constexpr std::size_t kNearestBytesMax = std::size_t{4} << 20;

  explicit QuoteFinder(std::string_view text);

  // The `occurrence`-th place (from 1) at which `quote` stands in the text. A run of white space
  // (ASCII and Unicode, no-break space included) on either side equals any other; all else must be
  // the same bytes. White space at the ends of `quote` counts for nothing, and places may overlap.
  // nullopt if there is none. Takes time linear in the text.
  std::optional<ByteRange> Find(std::string_view quote, std::size_t occurrence = 1) const;

  // For an error message: the passage of the text that is most like `quote`, on one line and cut to
  // a readable length, if any is like it (most of its words stand there, case, dashes and
  // punctuation folded). Looks through the first kNearestBytesMax of the text only.
  std::optional<std::string> Nearest(std::string_view quote) const;

 private:
  // The offset in the text of the byte at `folded_offset` in the folded text.
  std::size_t TextOffset(std::size_t folded_offset) const;

  std::string_view text_;
  // The text with one blank for each run of white space.
  std::string folded_;
  // The offsets in the text of every kBlockBytes-th byte of the folded text. A map of every byte
  // would take eight times the memory of the text.
  std::vector<std::size_t> block_offsets_;
};

// Whether `text` is well-formed UTF-8 (RFC 3629). If not, `*bad_offset` is the first byte that is
// not.
bool IsUtf8(std::string_view text, std::size_t* bad_offset = nullptr);

}  // namespace muster

#endif  // MUSTER_LEDGER_QUOTE_H_
