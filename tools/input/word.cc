// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/word.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "ledger/ascii.h"

namespace muster {
namespace {

constexpr std::uint64_t kValueMax = std::uint64_t{1} << 31;

// The length in bytes of a sign outside ASCII that is no letter; 0 if there is none.
std::size_t WideSign(std::string_view text, std::size_t at) {
  constexpr std::array<std::string_view, 13> kSigns = {"–", "—", "“", "”", "‘",      "’", "«",
                                                       "»", "€", "£", "…", "\u00a0", "°"};
  for (const std::string_view sign : kSigns) {
    if (text.substr(at).substr(0, sign.size()) == sign) return sign.size();
  }
  return 0;
}

bool IsWordByte(std::string_view text, std::size_t at) {
  const char c = text[at];
  const bool letter = (Lower(c) >= 'a' && Lower(c) <= 'z') || IsDigit(c);
  return letter || (static_cast<unsigned char>(c) >= 0x80 && WideSign(text, at) == 0);
}

std::size_t DigitsEnd(std::string_view text, std::size_t at) {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

bool IsIsoDate(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  if (text.size() < kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == 'd' ? !IsDigit(text[i]) : text[i] != kForm[i]) return false;
  }
  return text.size() == kForm.size() || !IsDigit(text[kForm.size()]);
}

class WordSplitter {
 public:
  explicit WordSplitter(std::string_view text) : text_(text) {}

  std::vector<Word> Split() {
    while (at_ < text_.size()) {
      if (IsSpace(text_[at_])) {
        ++at_;
      } else if (IsDigit(text_[at_])) {
        TakeNumber();
      } else if (IsWordByte(text_, at_)) {
        Take(Word::Kind::kWord, WordEnd(at_));
      } else {
        Take(Word::Kind::kSign, at_ + std::max<std::size_t>(WideSign(text_, at_), 1));
      }
    }
    return std::move(words_);
  }

 private:
  std::size_t WordEnd(std::size_t at) const {
    while (at < text_.size() && IsWordByte(text_, at)) ++at;
    return at;
  }

  Word& Take(Word::Kind kind, std::size_t end) {
    Word word{.kind = kind, .lower = std::string(text_.substr(at_, end - at_))};
    std::transform(word.lower.begin(), word.lower.end(), word.lower.begin(), Lower);
    words_.push_back(std::move(word));
    at_ = end;
    return words_.back();
  }

  // The "3" of "KEN-3".
  bool IsEndOfName() const {
    return at_ >= 2 && text_[at_ - 1] == '-' && IsWordByte(text_, at_ - 2) &&
           !IsDigit(text_[at_ - 2]);
  }

  void TakeNumber() {
    if (IsIsoDate(text_.substr(at_))) {
      Take(Word::Kind::kIsoDate, at_ + 10);
      return;
    }
    std::size_t end = DigitsEnd(text_, at_);
    std::string digits(text_.substr(at_, end - at_));
    // "2,500": groups of three digits.
    while (end + 3 < text_.size() && text_[end] == ',' && DigitsEnd(text_, end + 1) == end + 4) {
      digits += text_.substr(end + 1, 3);
      end += 4;
    }
    const std::size_t word_end = WordEnd(end);
    const std::string_view tail = text_.substr(end, word_end - end);
    const bool ordinal = tail == "st" || tail == "nd" || tail == "rd" || tail == "th";
    if (IsEndOfName() || (!tail.empty() && !ordinal)) {
      Take(Word::Kind::kWord, word_end);
      return;
    }
    const auto followed_by = [&](char sign) {
      return end + 1 < text_.size() && text_[end] == sign && IsDigit(text_[end + 1]);
    };
    const bool time = followed_by(':');
    const bool fraction = followed_by('.');
    if (time || fraction) end = DigitsEnd(text_, end + 1);
    Word& word = Take(time      ? Word::Kind::kTime
                      : ordinal ? Word::Kind::kOrdinal
                                : Word::Kind::kNumber,
                      ordinal ? word_end : end);
    word.fraction = fraction;
    for (const char digit : digits) {
      word.value = std::min(word.value * 10 + static_cast<std::uint64_t>(digit - '0'), kValueMax);
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
};

}  // namespace

std::vector<Word> SplitWords(std::string_view sentence) { return WordSplitter(sentence).Split(); }

}  // namespace muster
