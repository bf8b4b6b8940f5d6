// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/sentence.h"

#include <algorithm>
#include <array>
#include <string>

#include "ledger/ascii.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, 31> kAbbreviations = {
    "mr",  "mrs", "ms",  "dr",   "prof", "gen", "col", "lt",  "maj", "sgt", "capt",
    "cpl", "pvt", "st",  "no",   "nos",  "vs",  "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct",  "nov", "dec", "e.g", "i.e"};

// The length in bytes of a closing quotation mark or bracket at `at`; 0 if there is none.
std::size_t ClosingMark(std::string_view text, std::size_t at) {
  constexpr std::array<std::string_view, 7> kMarks = {"\"", "'", ")", "]", "”", "’", "»"};
  for (const std::string_view mark : kMarks) {
    if (text.substr(at).substr(0, mark.size()) == mark) return mark.size();
  }
  return 0;
}

// Whether the full stop at `stop` belongs to an abbreviation or an initial: "Gen.", "U.S.", "J.".
bool IsAbbreviation(std::string_view text, std::size_t stop) {
  std::size_t begin = stop;
  while (begin > 0 && (IsLetter(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  std::string word(text.substr(begin, stop - begin));
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (word.size() == 1) return true;
  if (std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end()) {
    return true;
  }
  // "U.S", "U.N": single letters parted by stops. They may also end a sentence, but a sentence that
  // is too long is a better piece of evidence than one cut in two.
  if (word.find('.') == std::string::npos) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((word[i] == '.') != (i % 2 == 1)) return false;
  }
  return true;
}

// The end of the sentence whose mark is at `mark`, closing quotation marks included; npos if it
// goes on.
std::size_t SentenceEnd(std::string_view text, std::size_t mark) {
  if (text[mark] == '.' && IsAbbreviation(text, mark)) return std::string_view::npos;
  std::size_t end = mark + 1;
  while (end < text.size()) {
    const std::size_t closing = ClosingMark(text, end);
    if (closing == 0) break;
    end += closing;
  }
  if (end < text.size() && !IsSpace(text[end])) return std::string_view::npos;
  return end;
}

// Whether the line break at `at` is followed by an empty line.
bool IsParagraphEnd(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size() && IsSpace(text[i]); ++i) {
    if (text[i] == '\n') return true;
  }
  return false;
}

class SentenceSplitter {
 public:
  explicit SentenceSplitter(std::string_view text) : text_(text) {}

  std::vector<Sentence> Split() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '.' || c == '!' || c == '?') {
        const std::size_t end = SentenceEnd(text_, at);
        at = end == std::string_view::npos ? at + 1 : end;
        if (end != std::string_view::npos) Add(end);
      } else {
        if (c == '\n' && IsParagraphEnd(text_, at)) Add(at);
        ++at;
      }
    }
    Add(text_.size());
    return std::move(sentences_);
  }

 private:
  // Ends the sentence that began at `begin_`.
  void Add(std::size_t end) {
    const std::size_t next = end;
    while (begin_ < end && IsSpace(text_[begin_])) ++begin_;
    while (end > begin_ && IsSpace(text_[end - 1])) --end;
    if (begin_ < end) {
      line_ += static_cast<std::size_t>(
          std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                     text_.begin() + static_cast<std::ptrdiff_t>(begin_), '\n'));
      counted_ = begin_;
      sentences_.push_back({.text = text_.substr(begin_, end - begin_), .line = line_});
    }
    begin_ = next;
  }

  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t counted_ = 0;  // line breaks before here are in `line_`
  std::size_t line_ = 1;
  std::vector<Sentence> sentences_;
};

}  // namespace

std::vector<Sentence> SplitSentences(std::string_view text) {
  return SentenceSplitter(text).Split();
}

}  // namespace muster
