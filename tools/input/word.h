// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Words: a sentence taken apart into words, numbers and signs.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_INPUT_WORD_H_
#define MUSTER_TOOLS_INPUT_WORD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

struct Word {
  enum class Kind {
    kWord,     // letters, also with digits among them: "Kenyan", "B2"; the "3" of "KEN-3"
    kNumber,   // "217", "2,500", "2.5"
    kOrdinal,  // "18th"
    kIsoDate,  // "2025-01-18"
    kTime,     // "11:26"
    kSign,     // one character: "," "$" "–"
  };
  Kind kind = Kind::kWord;
  std::string lower;        // in lower case (ASCII), as it stands otherwise
  std::uint64_t value = 0;  // of a number (its whole part) or an ordinal; 2^31 if it is larger
  bool fraction = false;    // of a number: something stands behind the decimal point
};

std::vector<Word> SplitWords(std::string_view sentence);

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_WORD_H_
