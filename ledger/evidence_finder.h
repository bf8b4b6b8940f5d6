// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Evidence finder: the passages of a report's text that its events quote.
#ifndef MUSTER_LEDGER_EVIDENCE_FINDER_H_
#define MUSTER_LEDGER_EVIDENCE_FINDER_H_

#include <optional>
#include <string_view>
#include <vector>

#include "ledger/draft_site.h"
#include "ledger/event_parser.h"
#include "ledger/quote.h"

namespace muster {

// Of one report. Thread-compatible.
class EvidenceFinder {
 public:
  // `text`: the report's transcript, document or excerpt, which must outlive the finder; nullopt if
  // it has none. `unreadable`: it has one that could not be read, which is refused elsewhere.
  EvidenceFinder(std::optional<std::string_view> text, bool unreadable)
      : text_(text), unreadable_(unreadable) {}

  // Where the quotes stand, in their order; refuses those that do not.
  std::vector<ByteRange> Find(const std::vector<ParsedQuote>& quotes, const DraftSite& site);

 private:
  void RefuseMissing(const ParsedQuote& quote, const DraftSite& site) const;

  const std::optional<std::string_view> text_;
  const bool unreadable_;
  std::optional<QuoteFinder> finder_;  // made for the first quote: it reads the whole text
};

}  // namespace muster

#endif  // MUSTER_LEDGER_EVIDENCE_FINDER_H_
