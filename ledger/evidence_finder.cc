// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/evidence_finder.h"

#include "ledger/excerpt.h"
#include "ledger/status.h"

namespace muster {

std::vector<ByteRange> EvidenceFinder::Find(const std::vector<ParsedQuote>& quotes,
                                            const DraftSite& site) {
  std::vector<ByteRange> ranges;
  if (quotes.empty() || unreadable_) return ranges;
  if (!text_) {
    site.Refuse(quotes.front().position, "quote-without-document",
                "the report has no document that the quote could stand in",
                "name its `document`, or type the passage into `text: |`");
    return ranges;
  }
  if (!finder_) finder_.emplace(*text_);
  for (const ParsedQuote& quote : quotes) {
    if (const std::optional<ByteRange> range = finder_->Find(quote.text, quote.occurrence)) {
      ranges.push_back(*range);
    } else {
      RefuseMissing(quote, site);
    }
  }
  return ranges;
}

void EvidenceFinder::RefuseMissing(const ParsedQuote& quote, const DraftSite& site) const {
  const std::string excerpt = Excerpt(quote.text);
  if (quote.occurrence > 1 && finder_->Find(quote.text)) {
    std::uint32_t count = 1;
    while (finder_->Find(quote.text, count + 1)) ++count;
    site.Refuse(quote.position, "quote-not-found",
                fmt::format("the document has '{}' {} time{}, not {}", excerpt, count,
                            count == 1 ? "" : "s", quote.occurrence),
                fmt::format("write `occurrence:` 1 to {}", count));
    return;
  }
  const std::optional<std::string> nearest = finder_->Nearest(quote.text);
  site.Refuse(quote.position, "quote-not-found",
              fmt::format("the document does not have '{}'", excerpt),
              nearest ? fmt::format("the nearest passage is: {}", *nearest)
                      : "quote the words as they stand in the document; white space may differ");
}

}  // namespace muster
