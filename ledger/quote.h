// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Quotes: where a passage stands in a field report.
#ifndef MUSTER_LEDGER_QUOTE_H_
#define MUSTER_LEDGER_QUOTE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

struct ByteRange {
  std::size_t begin = 0;  // half-open [begin, end)
  std::size_t end = 0;
};

// Finds a passage again and again in one text without folding it anew. Holds a view of the text, which
// must outlive it. Thread-compatible.
class QuoteFinder {
 public:
  explicit QuoteFinder(std::string_view text);

  // The `occurrence`-th place (from 1) at which `quote` stands in the text. A run of white space (ASCII
  // and Unicode, no-break space included) on either side equals any other; all else must be the same
  // bytes. nullopt if there is none.
  std::optional<ByteRange> Find(std::string_view quote, std::size_t occurrence = 1) const;

  // For an error message: the passage of the text that is most like `quote`, on one line and cut to a
  // readable length, if any is like it (dashes, quotation marks and case folded, or most words equal).
  std::optional<std::string> Nearest(std::string_view quote) const;

 private:
  std::string_view text_;
  std::string folded_;
};

// Whether `text` is well-formed UTF-8 (RFC 3629). If not, `*bad_offset` is the first byte that is not.
bool IsUtf8(std::string_view text, std::size_t* bad_offset = nullptr);

}  // namespace muster

#endif  // MUSTER_LEDGER_QUOTE_H_
