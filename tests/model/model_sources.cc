// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_sources.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tests/model/model_chain.h"
#include "tests/model/model_claims.h"
#include "tests/model/model_lens.h"

namespace muster::model {
namespace {

std::string SourceOf(const Log& log, std::uint64_t known_at, std::uint64_t position) {
  return CorrectedReport(log, known_at, log.records[position].report()).source();
}

// The sources whose reports tell of the event at `root`: the event's own, and those of its accounts
// that stand.
std::set<std::string> TellersOf(const Log& log, std::uint64_t known_at, std::uint64_t root) {
  std::set<std::string> tellers;
  if (!log.records[root].report().empty()) tellers.insert(SourceOf(log, known_at, root));
  for (const AccountAt& account : CountedAccounts(log, known_at, Lens{}, root)) {
    if (log.records[account.position].report().empty()) continue;
    tellers.insert(SourceOf(log, known_at, account.position));
  }
  return tellers;
}

bool AllAgree(const Reconciliation& reconciliation, std::uint64_t claim) {
  return std::all_of(reconciliation.claims.begin(), reconciliation.claims.end(),
                     [claim](const ClaimVerdict& verdict) {
                       return verdict.position.value != claim ||
                              verdict.verdict == Agreement::kAgrees;
                     });
}

}  // namespace

std::vector<SourceTally> TallySources(const Log& log, std::uint64_t known_at) {
  std::map<std::string, SourceTally> tallies;
  std::set<std::string> reports;
  for (std::uint64_t p = 0; log.Holds(p, known_at); ++p) {
    const std::string& report = log.records[p].report();
    if (report.empty() || !reports.insert(report).second) continue;
    ++tallies[SourceOf(log, known_at, p)].reports;
  }
  ViewQuery query;
  query.known_at = LogSize{known_at};
  const Reconciliation reconciliation = Reconcile(log, std::nullopt, query);
  for (const auto& [root, event] : EffectiveSet(log, known_at, Lens{})) {
    for (const std::string& source : TellersOf(log, known_at, root)) {
      SourceTally& tally = tallies[source];
      ++tally.events;
      if (!event.has_claim()) continue;
      ++tally.claims;
      if (AllAgree(reconciliation, root)) ++tally.claims_agreed;
    }
  }
  std::vector<SourceTally> result;
  for (auto& [source, tally] : tallies) {
    tally.source = source;
    result.push_back(tally);
  }
  return result;
}

}  // namespace muster::model
