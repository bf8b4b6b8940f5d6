// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Projections on a log in memory, without a ledger: what the model calls a log, as a source of
// records.
#ifndef MUSTER_TESTS_PROJECTIONS_LOG_SOURCE_H_
#define MUSTER_TESTS_PROJECTIONS_LOG_SOURCE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/sha256.h"
#include "projections/diff.h"
#include "projections/effective_set.h"
#include "projections/lensed_facts.h"
#include "projections/part_facts.h"
#include "projections/query_check.h"
#include "projections/record_source.h"
#include "projections/standings.h"
#include "projections/two_states.h"
#include "projections/view_session.h"
#include "tests/model/model_log.h"

namespace muster {

class LogSource : public RecordSource {
 public:
  // `log` outlives the source.
  explicit LogSource(const model::Log& log) : log_(log) {}

  LogSize size() const override { return LogSize{log_.records.size()}; }
  StatusOr<RecordPtr> ReadRecord(Position position) const override {
    return std::make_shared<const v1::Record>(log_.records.at(position.value));
  }
  Status Read(Position from, LogSize until, const Ledger::RecordVisitor& visit) const override {
    for (std::uint64_t p = from.value; p < until.value; ++p) {
      MUSTER_RETURN_IF_ERROR(visit(Position{p}, log_.records[p]));
    }
    return OkStatus();
  }
  StatusOr<std::vector<Position>> ChainMembers(Position root, LogSize until) const override {
    std::vector<Position> members;
    for (std::uint64_t p = root.value + 1; p < until.value; ++p) {
      MUSTER_ASSIGN_OR_RETURN(const bool is_member, IsMember(log_.records[p], root, *this));
      if (is_member) members.push_back(Position{p});
    }
    return members;
  }
  StatusOr<StoredReport> FindReport(const Hash& id) const override {
    return Stored(ToBytes(id), log_.reports.at(ToBytes(id)));
  }
  StatusOr<std::vector<StoredReport>> Reports() const override {
    std::vector<StoredReport> reports;
    for (const auto& [id, report] : log_.reports) reports.push_back(Stored(id, report));
    return reports;
  }

 private:
  static StoredReport Stored(const std::string& id, const model::LogReport& report) {
    StoredReport stored;
    stored.id = HashFromBytes(id);
    stored.report = std::make_shared<const v1::Report>(report.report);
    stored.recorded_at = report.recorded_at;
    return stored;
  }

  const model::Log& log_;
};

// Answers queries on a log.
class LogAnswers {
 public:
  explicit LogAnswers(const model::Log& log) : source_(log) {
    const Status status =
        source_.Read(Position{0}, source_.size(), [&](Position position, const v1::Record& record) {
          return set.Fold(position, record, source_);
        });
    MUSTER_CHECK(status.ok());
    index_ = std::make_unique<FactIndex>(set.facts());
  }

  std::unique_ptr<ViewSession> Session(const ViewQuery& query) const {
    const FactPosition known_at = FactKnownAt(query.known_at);
    if (query.lens.IsClear() && !query.of) {
      auto posts = std::make_shared<const PostMap>(set.facts(), set.registry(), query.known_at);
      return std::make_unique<ViewSession>(set.facts(), *index_, posts, known_at);
    }
    auto lensed = std::make_unique<const FactTable>(
        query.lens.IsClear()
            ? set.facts()
            : *FactsThroughLens(source_, query.lens, *Standings::At(source_, query.known_at),
                                query.known_at, set.facts().names));
    if (query.of) {
      lensed = std::make_unique<const FactTable>(
          FactsOfPart(*lensed, *query.of, query.lens.IsClear() ? known_at : 1));
    }
    auto index = std::make_unique<const FactIndex>(*lensed);
    auto posts = std::make_shared<const PostMap>(*lensed, set.registry(), query.known_at);
    return std::make_unique<ViewSession>(std::move(lensed), std::move(index), std::move(posts));
  }

  Headcount HeadcountOn(Day on, const ViewQuery& query) const {
    return ComputeHeadcount(*Session(query), on, query);
  }
  // The query's known-at is not looked at.
  Diff DiffOf(LogSize from, LogSize to, std::optional<Day> on, ViewQuery query) const {
    query.known_at = to;
    const auto states = TwoStates::Make(source_, set, *index_, query, from, to).value();
    return ComputeDiff(source_, *states, set.registry(), from, to, on, query).value();
  }
  DayDiff DiffOfDays(Day from, Day to, const ViewQuery& query) const {
    return ComputeDayDiff(*Session(query), from, to, query);
  }
  StatusOr<Timeline> TimelineOver(Day from, Day to, Step step, const ViewQuery& query) const {
    return ComputeTimeline(*Session(query), from, to, step, query);
  }
  Reconciliation Reconcile(std::optional<Day> since, const ViewQuery& query) const {
    return ComputeReconciliation(*Session(query), set.registry(), since, query).value();
  }
  Coverage CoverageOn(Day on, const ViewQuery& query) const {
    return ComputeCoverage(*Session(query), set.registry(), on, query).value();
  }

  EffectiveSet set;

 private:
  LogSource source_;
  std::unique_ptr<FactIndex> index_;
};

}  // namespace muster

#endif  // MUSTER_TESTS_PROJECTIONS_LOG_SOURCE_H_
