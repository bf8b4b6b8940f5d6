// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Quotes in documents: the first line is looked for in the rest. What is found reads as the quote
// does, places ascend, and a passage of the text is found in it.
#include <optional>
#include <string>

#include "ledger/quote.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {
namespace {

void CheckFound(const QuoteFinder& finder, std::string_view text, std::string_view quote) {
  std::size_t before = 0;
  for (std::size_t occurrence = 1; occurrence <= 3; ++occurrence) {
    const std::optional<ByteRange> place = finder.Find(quote, occurrence);
    if (!place) return;
    MUSTER_CHECK(place->begin < place->end && place->end <= text.size());
    MUSTER_CHECK(occurrence == 1 || place->begin > before);
    before = place->begin;
    const std::string_view passage = text.substr(place->begin, place->end - place->begin);
    const std::optional<ByteRange> itself = QuoteFinder(quote).Find(passage);
    MUSTER_CHECK(itself.has_value());
  }
}

}  // namespace

void FuzzQuote(std::string_view bytes) {
  const std::string_view quote = TakeLine(&bytes);
  const QuoteFinder finder(bytes);
  CheckFound(finder, bytes, quote);
  if (IsUtf8(bytes) && IsUtf8(quote)) {
    if (const std::optional<std::string> nearest = finder.Nearest(quote)) {
      MUSTER_CHECK(IsUtf8(*nearest) && nearest->find('\n') == std::string::npos);
      MUSTER_CHECK(nearest->size() <= 1000);
    }
  }
  std::size_t bad = 0;
  if (!IsUtf8(bytes, &bad)) MUSTER_CHECK(bad < bytes.size() && IsUtf8(bytes.substr(0, bad)));
}

}  // namespace muster
