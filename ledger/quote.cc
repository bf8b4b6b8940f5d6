// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/quote.h"

#include <string.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <utility>

#include "ledger/excerpt.h"

namespace muster {
namespace {

constexpr std::size_t kBlockBytes = 4096;
// A passage shown in a message is no longer than this.
constexpr std::size_t kPassageBytesMax = 160;

// The size of the white-space character that begins at text[i]; 0 if there is none.
std::size_t SpaceAt(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
  };
  const unsigned lead = byte(i);
  if (lead == ' ' || (lead >= '\t' && lead <= '\r')) return 1;
  if (lead == 0xc2) return byte(i + 1) == 0x85 || byte(i + 1) == 0xa0 ? 2 : 0;
  const unsigned second = byte(i + 1);
  const unsigned third = byte(i + 2);
  if (lead == 0xe1) return second == 0x9a && third == 0x80 ? 3 : 0;  // U+1680
  if (lead == 0xe3) return second == 0x80 && third == 0x80 ? 3 : 0;  // U+3000
  if (lead != 0xe2) return 0;
  if (second == 0x81) return third == 0x9f ? 3 : 0;  // U+205F
  const bool space =
      (third >= 0x80 && third <= 0x8a) || third == 0xa8 || third == 0xa9 || third == 0xaf;
  return second == 0x80 && space ? 3 : 0;  // U+2000 to U+200A, U+2028, U+2029, U+202F
}

// The bytes with which a white-space character may begin.
constexpr std::array<bool, 256> kMayBeSpace = [] {
  std::array<bool, 256> may_be{};
  for (const unsigned byte :
       {0x09u, 0x0au, 0x0bu, 0x0cu, 0x0du, 0x20u, 0xc2u, 0xe1u, 0xe2u, 0xe3u}) {
    may_be[byte] = true;
  }
  return may_be;
}();

// The end of the run of white space, or of anything else, that begins at text[i].
std::size_t EndOfSpace(std::string_view text, std::size_t i) {
  while (const std::size_t size = i < text.size() ? SpaceAt(text, i) : 0) i += size;
  return i;
}
std::size_t EndOfWord(std::string_view text, std::size_t i) {
  while (i < text.size() &&
         (!kMayBeSpace[static_cast<unsigned char>(text[i])] || SpaceAt(text, i) == 0)) {
    ++i;
  }
  return i;
}

// `text` without the white space at its ends, each run of it inside a blank.
std::string Fold(std::string_view text) {
  std::string folded;
  for (std::size_t i = EndOfSpace(text, 0); i < text.size();) {
    const std::size_t end = EndOfWord(text, i);
    if (!folded.empty()) folded += ' ';
    folded += text.substr(i, end - i);
    i = EndOfSpace(text, end);
  }
  return folded;
}

// A word as it is compared for likeness: letters and digits only, in lower case. Accented letters
// and other scripts stay as they are; the dashes and quotation marks of U+2010 to U+201F go.
std::string LooseWord(std::string_view word) {
  std::string loose;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0xe2 && i + 2 < word.size() && word[i + 1] == '\x80' &&
        static_cast<unsigned char>(word[i + 2]) >= 0x90 &&
        static_cast<unsigned char>(word[i + 2]) <= 0x9f) {
      i += 2;
    } else if (c >= 'A' && c <= 'Z') {
      loose += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80) {
      loose += c;
    }
  }
  return loose;
}

// How many words of a passage are wanted, as the passage moves through the text.
class WordWindow {
 public:
  // The words of `quote`, by how often each is wanted.
  explicit WordWindow(std::string_view quote) {
    for (std::size_t i = EndOfSpace(quote, 0); i < quote.size();) {
      const std::size_t end = EndOfWord(quote, i);
      if (std::string word = LooseWord(quote.substr(i, end - i)); !word.empty()) {
        ++words_[std::move(word)].wanted;
        ++size_;
      }
      i = EndOfSpace(quote, end);
    }
  }

  std::size_t size() const { return size_; }
  std::size_t score() const { return score_; }

  // Takes the next word of the text, and lets go of one that is too far back.
  void Push(const std::string& word, ByteRange range) {
    const auto found = words_.find(word);
    Count* count = found != words_.end() ? &found->second : nullptr;
    if (count != nullptr && count->present++ < count->wanted) ++score_;
    window_.push_back({count, range});
    if (window_.size() <= size_) return;
    Count* gone = window_.front().count;
    if (gone != nullptr && gone->present-- <= gone->wanted) --score_;
    window_.pop_front();
  }

  // From the first to the last wanted word.
  ByteRange Passage() const {
    const auto wanted = [](const Entry& entry) { return entry.count != nullptr; };
    const auto first = std::find_if(window_.begin(), window_.end(), wanted);
    const auto last = std::find_if(window_.rbegin(), window_.rend(), wanted);
    if (first == window_.end()) return {};
    return {first->range.begin, last->range.end};
  }

 private:
  struct Count {
    std::size_t wanted = 0;
    std::size_t present = 0;
  };
  struct Entry {
    Count* count = nullptr;  // null for a word that is not wanted
    ByteRange range;
  };
  std::map<std::string, Count> words_;
  std::deque<Entry> window_;
  std::size_t size_ = 0;
  std::size_t score_ = 0;
};

}  // namespace

QuoteFinder::QuoteFinder(std::string_view text) : text_(text) {
  folded_.reserve(text.size());
  const auto note_blocks = [this](std::size_t folded_end, std::size_t text_end) {
    // Both ends are those of a run that was copied as it is.
    while (block_offsets_.size() * kBlockBytes < folded_end) {
      block_offsets_.push_back(text_end - (folded_end - block_offsets_.size() * kBlockBytes));
    }
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t space_end = EndOfSpace(text, i);
    if (space_end != i) {
      if (folded_.size() == block_offsets_.size() * kBlockBytes) block_offsets_.push_back(i);
      folded_ += ' ';
    }
    const std::size_t word_end = EndOfWord(text, space_end);
    folded_ += text.substr(space_end, word_end - space_end);
    note_blocks(folded_.size(), word_end);
    i = word_end;
  }
}

std::size_t QuoteFinder::TextOffset(std::size_t folded_offset) const {
  const std::size_t block = folded_offset / kBlockBytes;
  std::size_t at = block_offsets_[block];
  for (std::size_t left = folded_offset - block * kBlockBytes; left > 0; --left) {
    const std::size_t space_end = EndOfSpace(text_, at);
    at = space_end != at ? space_end : at + 1;
  }
  return at;
}

std::optional<ByteRange> QuoteFinder::Find(std::string_view quote, std::size_t occurrence) const {
  const std::string wanted = Fold(quote);
  if (wanted.empty() || occurrence == 0) return std::nullopt;
  std::size_t at = 0;
  while (true) {
    const void* found =
        memmem(folded_.data() + at, folded_.size() - at, wanted.data(), wanted.size());
    if (found == nullptr) return std::nullopt;
    at = static_cast<std::size_t>(static_cast<const char*>(found) - folded_.data());
    if (--occurrence == 0) break;
    ++at;
  }
  // Neither end of a folded quote is white space: both map to bytes that were copied.
  return ByteRange{TextOffset(at), TextOffset(at + wanted.size() - 1) + 1};
}

std::optional<std::string> QuoteFinder::Nearest(std::string_view quote) const {
  const std::string_view text = text_.substr(0, kNearestBytesMax);
  WordWindow window(quote);
  std::size_t best_score = 0;
  ByteRange best;
  for (std::size_t i = EndOfSpace(text, 0); i < text.size();) {
    const std::size_t end = EndOfWord(text, i);
    if (const std::string word = LooseWord(text.substr(i, end - i)); !word.empty()) {
      window.Push(word, {i, end});
      if (window.score() > best_score) {
        best_score = window.score();
        best = window.Passage();
      }
    }
    i = EndOfSpace(text, end);
  }
  // Three words in five, so that a passage is not taken for like by its articles alone.
  if (best_score == 0 || best_score * 5 < window.size() * 3) return std::nullopt;
  return Excerpt(text.substr(best.begin, best.end - best.begin), kPassageBytesMax);
}

bool IsUtf8(std::string_view text, std::size_t* bad_offset) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const std::size_t size = text.size();
  std::size_t i = 0;
  const auto continues = [&](std::size_t at, unsigned least = 0x80, unsigned most = 0xbf) {
    return at < size && bytes[at] >= least && bytes[at] <= most;
  };
  while (i < size) {
    // Eight bytes of ASCII at once: nearly all of nearly every text.
    std::uint64_t word = 0;
    if (size - i >= sizeof(word)) {
      std::memcpy(&word, bytes + i, sizeof(word));
      if ((word & 0x8080808080808080u) == 0) {
        i += sizeof(word);
        continue;
      }
    }
    const unsigned lead = bytes[i];
    std::size_t length = 0;
    if (lead < 0x80) {
      length = 1;
    } else if (lead >= 0xc2 && lead <= 0xdf) {
      length = continues(i + 1) ? 2 : 0;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      // Neither overlong forms nor surrogates.
      const bool second = continues(i + 1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
      length = second && continues(i + 2) ? 3 : 0;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      // Neither overlong forms nor code points above U+10FFFF.
      const bool second = continues(i + 1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
      length = second && continues(i + 2) && continues(i + 3) ? 4 : 0;
    }
    if (length == 0) {
      if (bad_offset != nullptr) *bad_offset = i;
      return false;
    }
    i += length;
  }
  return true;
}

}  // namespace muster
