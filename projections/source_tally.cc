// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/source_tally.h"

#include <map>
#include <set>
#include <utility>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

// Who tells of which event: one pass over the log, then the chains that were corrected.
class Tellings {
 public:
  explicit Tellings(const ReportVersions& reports) : reports_(reports) {}

  void Add(Position position, const v1::Record& record) {
    const v1::Event& event = record.event();
    const ReportVersions::Versions* report =
        record.report().empty() ? nullptr : reports_.Find(HashFromBytes(record.report()));
    const std::vector<Position> targets = TargetsOf(record);
    if (event.has_amendment() || event.has_retraction()) {
      corrected_.insert(targets.begin(), targets.end());
      return;
    }
    if (report == nullptr) return;
    std::set<Position>& told = told_by_[report->reads->source()];
    if (!event.has_account()) {
      told.insert(position);
      return;
    }
    for (const Position target : targets) accounts_.push_back({position, target, &told});
  }

  // Leaves out what counts for nothing.
  Status Finish(const RecordSource& source, LogSize known_at) {
    std::set<Position> withdrawn;
    for (const Position root : corrected_) {
      MUSTER_ASSIGN_OR_RETURN(const Chain chain, ReadChain(source, root, known_at));
      if (chain.Reading() == nullptr) withdrawn.insert(root);
    }
    for (const AccountTold& account : accounts_) {
      if (!withdrawn.contains(account.position)) account.told->insert(account.event);
    }
    for (auto& [name, told] : told_by_) {
      for (const Position root : withdrawn) told.erase(root);
    }
    return OkStatus();
  }

  const std::map<std::string, std::set<Position>>& told_by() const { return told_by_; }

 private:
  struct AccountTold {
    Position position;
    Position event;
    std::set<Position>* told;
  };

  const ReportVersions& reports_;
  std::map<std::string, std::set<Position>> told_by_;
  std::vector<AccountTold> accounts_;
  std::set<Position> corrected_;
};

// Of each claim, whether it agrees in all that it says.
std::map<Position, bool> AgreeingClaims(const Reconciliation& reconciliation) {
  std::map<Position, bool> agrees;
  for (const ClaimVerdict& claim : reconciliation.claims) {
    bool& all = agrees.try_emplace(claim.position, true).first->second;
    all = all && claim.verdict == Agreement::kAgrees;
  }
  return agrees;
}

}  // namespace

StatusOr<std::vector<SourceTally>> TallySources(const RecordSource& source,
                                                const ReportVersions& reports,
                                                const Reconciliation& reconciliation) {
  const LogSize known_at = reconciliation.known_at;
  Tellings tellings(reports);
  MUSTER_RETURN_IF_ERROR(
      source.Read(Position{0}, known_at, [&](Position position, const v1::Record& record) {
        tellings.Add(position, record);
        return OkStatus();
      }));
  MUSTER_RETURN_IF_ERROR(tellings.Finish(source, known_at));
  std::map<std::string, SourceTally> tallies;
  for (const ReportVersions::Versions& report : reports.all()) {
    ++tallies[report.reads->source()].reports;
  }
  const std::map<Position, bool> claims = AgreeingClaims(reconciliation);
  for (const auto& [name, told] : tellings.told_by()) {
    SourceTally& tally = tallies[name];
    tally.events = told.size();
    for (const Position root : told) {
      const auto claim = claims.find(root);
      if (claim == claims.end()) continue;
      ++tally.claims;
      if (claim->second) ++tally.claims_agreed;
    }
  }
  std::vector<SourceTally> result;
  for (auto& [name, tally] : tallies) {
    tally.source = name;
    result.push_back(std::move(tally));
  }
  return result;
}

}  // namespace muster
