// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Views answers every question about a ledger. It keeps the projections, brings them up to date,
// and saves them beside the log if it may write.
//
// Thread-safety: const methods are safe for concurrent use; Update is not safe beside them.
#ifndef MUSTER_PROJECTIONS_VIEWS_H_
#define MUSTER_PROJECTIONS_VIEWS_H_

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/registry.h"
#include "ledger/status.h"
#include "projections/report_versions.h"
#include "projections/source_tally.h"
#include "projections/view.h"
#include "projections/view_changes.h"
#include "projections/view_claims.h"
#include "projections/view_coverage.h"
#include "projections/view_findings.h"
#include "projections/view_flows.h"
#include "projections/view_history.h"
#include "projections/view_journal.h"
#include "projections/view_marks.h"
#include "projections/view_reasons.h"

namespace muster {

struct ViewsOptions {
  // Where the state is saved; empty: in memory only.
  std::filesystem::path directory;
  // Save the state (the process holds the ledger for writing). Without it a saved state is read if
  // there is one, and caught up in memory.
  bool write = false;
  // With `write`: save when Save is called, not at each Update.
  bool save_when_asked = false;
  // Told of the positions folded so far and of the log's size, now and then.
  std::function<void(Position, LogSize)> progress;
};

class Views {
 public:
  // Opens the views of `ledger`, which must outlive them, caught up with its head. A saved state of
  // another format or of another log is thrown away and rebuilt. Errors: DATA_LOSS; UNAVAILABLE.
  static StatusOr<std::unique_ptr<Views>> Open(const Ledger& ledger, ViewsOptions options = {});

  // Throws the saved state away and folds the log from position 0.
  static StatusOr<std::unique_ptr<Views>> Rebuild(const Ledger& ledger, ViewsOptions options);

  ~Views();

  // Catches up with the ledger's head, and saves, unless that is to be asked for.
  Status Update();
  // Saves what is not saved yet; no effect without `write`. Not safe beside other methods. Errors:
  // UNAVAILABLE.
  Status Save();

  // The size of the log that the answers can speak of.
  LogSize size() const;

  // The strength of each group at the end of `on`. Errors: INVALID_ARGUMENT if the query names a
  // known-at above size(), a dimension that is none, or a value that nothing in the ledger has at
  // that known-at (naming the nearest); DATA_LOSS.
  StatusOr<Headcount> HeadcountOn(Day on, const ViewQuery& query) const;

  // Headcounts at the ends of the steps of [from, to]. Errors: as above, and a reversed range, or
  // one of more than kTimelinePointsMax steps.
  StatusOr<Timeline> TimelineOver(Day from, Day to, Step step, const ViewQuery& query) const;

  // What is drawn beside such a timeline: claims and musters of the total or of a group, what was
  // authorised, and by which mandates. Errors: as HeadcountOn.
  StatusOr<TimelineMarks> MarksOver(Day from, Day to, const ViewQuery& query) const;

  // Everything that is wrong, contradictory or unproved, the settled among it. Reads the log. Of
  // `query` only the known-at and the lens count. Errors: as HeadcountOn, and INVALID_ARGUMENT for
  // a kind of finding that there is not.
  StatusOr<Findings> Check(const ViewQuery& query, const CheckRequest& request) const;
  // Where the answers of two states of knowledge differ, and by which records; on one day, or on
  // all. The query's known-at is not looked at. Errors: INVALID_ARGUMENT if `to` is above size() or
  // below `from`; as above for the state `to`.
  StatusOr<Diff> DiffOf(LogSize from, LogSize to, std::optional<Day> on,
                        const ViewQuery& query) const;

  // Where the strengths at the ends of two days differ, and by which events. Errors: as
  // HeadcountOn, and a reversed range.
  StatusOr<DayDiff> DiffOfDays(Day from, Day to, const ViewQuery& query) const;

  // Everything that was said of the event or the report that `target` names, at a known-at. See
  // TargetFinder for the forms. Errors: INVALID_ARGUMENT if it names none, or several; DATA_LOSS.
  StatusOr<History> HistoryOf(std::string_view target, LogSize known_at) const;

  // The field reports with a record below `known_at`, as appended and as corrected.
  StatusOr<ReportVersions> ReportsAt(LogSize known_at) const;

  // What makes up the total of HeadcountOn: shares that add up to it, with the events that they
  // come from and the reports that say so. The query's groups are not looked at. Errors: as
  // HeadcountOn.
  StatusOr<Reasons> Why(Day on, const ViewQuery& query) const;

  // An answer of Why with what it takes to make it anew elsewhere.
  struct Rested {
    Reasons reasons;
    ViewQuery query;                // with canonical names
    std::vector<Position> records;  // see FindAnswerRecords
  };
  // Errors: as Why.
  StatusOr<Rested> RestsOn(Day on, const ViewQuery& query) const;

  // What changed the strength of each group from the end of the day before `from` to the end of
  // `to`. Errors: as HeadcountOn, and a reversed range.
  StatusOr<Flows> FlowsOver(Day from, Day to, const ViewQuery& query) const;

  // The double entry behind the bests of HeadcountOn, up to the end of `until`. Its `where` and
  // groups are not looked at. Errors: as HeadcountOn; those of `visit`.
  Status JournalUpTo(Day until, const ViewQuery& query, const JournalVisitor& visit) const;

  // Every claim beside the derived strength of its scope, of those from `since` on (by best day)
  // whose scope lies within `query.where`; `by` and `depth` have no meaning here. Of a part, what
  // claims say of it. Errors: as HeadcountOn.
  StatusOr<Reconciliation> Reconcile(std::optional<Day> since, const ViewQuery& query) const;

  // What rests on each source, and how many of its claims agree. `reports` are those of ReportsAt
  // at the same known-at. Costs a reading of the log. Errors: INVALID_ARGUMENT for a known-at above
  // size(); DATA_LOSS.
  StatusOr<std::vector<SourceTally>> TallySources(LogSize known_at,
                                                  const ReportVersions& reports) const;

  // What is authorised, pledged, deployed, absent and in transit at the end of `on`, by group.
  // Errors: as HeadcountOn.
  StatusOr<Coverage> CoverageOn(Day on, const ViewQuery& query) const;

  // What the answers would be if `records` stood at the end of the log: for the receipt of a dry
  // run. `reports`: those of the records that the ledger does not hold yet. Without effect on these
  // views.
  StatusOr<std::unique_ptr<Views>> WithPending(std::span<const RecordPtr> records,
                                               std::span<const StoredReport> reports) const;

  // The names of the parts (`of_which`) that any record speaks of.
  std::vector<std::string> PartNames() const;

  // The names that the views resolve by.
  const Registry& registry() const;

  // For tests and audits: the state in one canonical form; equal bytes, equal answers.
  std::string StateBytes() const;

 private:
  class State;
  explicit Views(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

inline constexpr int kTimelinePointsMax = 100000;

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEWS_H_
