// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/record_extract.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/accounted_event.h"
#include "projections/corrected_reports.h"
#include "projections/effective_set.h"
#include "projections/lensed_facts.h"
#include "projections/part_facts.h"
#include "projections/query_check.h"
#include "projections/standings.h"
#include "projections/view_session.h"

namespace muster {

RecordExtract::RecordExtract(ProvedRecords records, LogSize size)
    : records_(std::move(records)), size_(size) {
  for (const auto& [position, record] : records_.records) {
    const std::vector<Position> targets = TargetsOf(*record);
    std::vector<Position> roots = targets;
    for (const Position target : targets) {
      // What corrects an account is a member of the chains that the account is of.
      const auto corrected = records_.records.find(target);
      if (record->event().has_account() || corrected == records_.records.end()) continue;
      if (!corrected->second->event().has_account()) continue;
      for (const Position event : TargetsOf(*corrected->second)) roots.push_back(event);
    }
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    for (const Position root : roots) members_[root].push_back(position);
    if (record->report().size() != sizeof(Hash)) continue;
    const Hash id = HashFromBytes(record->report());
    const auto report = records_.reports.find(id);
    if (report == records_.reports.end() || reports_.contains(id)) continue;
    StoredReport stored;
    stored.id = id;
    stored.report = report->second;
    stored.recorded_at = Time(std::chrono::microseconds(record->recorded_at_us()));
    stored.first_position = position;
    reports_.emplace(id, std::move(stored));
  }
}

StatusOr<RecordPtr> RecordExtract::ReadRecord(Position position) const {
  const auto found = records_.records.find(position);
  if (found == records_.records.end()) {
    return NotFound("record {} is not among those that came", position.value);
  }
  return found->second;
}

Status RecordExtract::Read(Position from, LogSize until, const Ledger::RecordVisitor& visit) const {
  for (auto record = records_.records.lower_bound(from);
       record != records_.records.end() && Holds(until, record->first); ++record) {
    MUSTER_RETURN_IF_ERROR(visit(record->first, *record->second));
  }
  return OkStatus();
}

StatusOr<std::vector<Position>> RecordExtract::ChainMembers(Position root, LogSize until) const {
  const auto found = members_.find(root);
  if (found == members_.end()) return std::vector<Position>();
  std::vector<Position> members = found->second;
  std::erase_if(members, [until](Position position) { return !Holds(until, position); });
  return members;
}

StatusOr<StoredReport> RecordExtract::FindReport(const Hash& id) const {
  const auto found = reports_.find(id);
  if (found == reports_.end()) {
    return NotFound("the report {} is not among those that came", ToHex(id));
  }
  return found->second;
}

StatusOr<std::vector<StoredReport>> RecordExtract::Reports() const {
  std::vector<StoredReport> reports;
  for (const auto& [id, report] : reports_) reports.push_back(report);
  return reports;
}

namespace {

// The fold of an extract.
StatusOr<EffectiveSet> FoldOf(const RecordExtract& extract, LogSize known_at) {
  EffectiveSet set;
  const auto fold = [&](Position position, const v1::Record& record) -> Status {
    MUSTER_RETURN_IF_ERROR(set.SkipTo(position));
    return set.Fold(position, record, extract);
  };
  MUSTER_RETURN_IF_ERROR(extract.Read(Position{0}, known_at, fold));
  MUSTER_RETURN_IF_ERROR(set.SkipTo(Position{known_at.value}));
  return set;
}

// The facts that the query is about, true at every known-at above 0.
StatusOr<FactTable> FactsFor(const RecordExtract& extract, const EffectiveSet& set,
                             const ViewQuery& query, const Standings* standings) {
  FactPosition known_at = FactKnownAt(query.known_at);
  std::optional<FactTable> facts;
  if (standings != nullptr) {
    MUSTER_ASSIGN_OR_RETURN(facts, FactsThroughLens(extract, query.lens, *standings, query.known_at,
                                                    set.facts().names));
    known_at = 1;
  }
  if (query.of) return FactsOfPart(facts ? *facts : set.facts(), *query.of, known_at);
  return *std::move(facts);
}

}  // namespace

StatusOr<Reasons> ReasonsOf(const RecordExtract& extract, Day on, const ViewQuery& query) {
  MUSTER_ASSIGN_OR_RETURN(const EffectiveSet set, FoldOf(extract, query.known_at));
  std::optional<Standings> standings;
  if (!query.lens.IsClear()) {
    MUSTER_ASSIGN_OR_RETURN(standings, Standings::At(extract, query.known_at));
  }
  const Standings* const lens = standings ? &*standings : nullptr;
  std::optional<FactTable> derived;
  if (lens != nullptr || query.of) {
    MUSTER_ASSIGN_OR_RETURN(derived, FactsFor(extract, set, query, lens));
  }
  const FactTable& facts = derived ? *derived : set.facts();
  const FactIndex index(facts);
  ViewSession session(facts, index,
                      std::make_shared<const PostMap>(facts, set.registry(), query.known_at),
                      derived ? 1 : FactKnownAt(query.known_at));
  Reasons reasons = ComputeReasons(session, on, query);
  MUSTER_ASSIGN_OR_RETURN(CorrectedReports reports,
                          CorrectedReports::At(extract, set.report_changes(), query.known_at));
  for (AccountedEvent& event : reasons.events) {
    MUSTER_ASSIGN_OR_RETURN(event, ReadAccountedEvent(extract, reports, event.position,
                                                      query.known_at, query.lens, lens));
  }
  return reasons;
}

}  // namespace muster
