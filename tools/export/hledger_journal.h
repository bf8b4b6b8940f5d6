// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The double entry of a ledger as a journal of hledger, and of what reads the same format.
#ifndef MUSTER_TOOLS_EXPORT_HLEDGER_JOURNAL_H_
#define MUSTER_TOOLS_EXPORT_HLEDGER_JOURNAL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/status.h"
#include "projections/view.h"
#include "projections/views.h"
#include "tools/output/text_sink.h"

namespace muster {

struct HledgerCounts {
  std::uint64_t transactions = 0;  // movements and musters
  std::uint64_t assertions = 0;
  std::uint64_t comments = 0;  // claims that are no assertion
};

// Writes what Views::JournalUpTo tells, and the claims up to `until`. Posts are accounts
// (account_tree.h), with their dimensions as tags; abroad has accounts for arrivals, departures,
// losses and what musters leave unexplained. A claim that is exact, agrees and whose scope is one
// account with all below it is a balance assertion, and so is a muster of which the same holds; all
// other claims are comments, for an assertion that fails makes hledger refuse the file. Of `query`
// the known-at, the lens and the part count. `heading`: lines of text to begin with.
//
// Errors: those of the views; those of `sink`.
StatusOr<HledgerCounts> WriteHledgerJournal(const Views& views, Day until, const ViewQuery& query,
                                            const std::vector<std::string>& heading,
                                            const TextSink& sink);

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_HLEDGER_JOURNAL_H_
