// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Sentences: a text taken apart where a reader would stop.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_INPUT_SENTENCE_H_
#define MUSTER_TOOLS_INPUT_SENTENCE_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace muster {

struct Sentence {
  std::string_view text;  // without white space at its ends; may hold line breaks
  std::size_t line = 1;   // of its first character, from 1
};

// Splits at full stops, question and exclamation marks that are followed by white space
// (abbreviations and initials excepted), and at empty lines. A line break alone ends no sentence.
// The views point into `text`.
std::vector<Sentence> SplitSentences(std::string_view text);

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_SENTENCE_H_
