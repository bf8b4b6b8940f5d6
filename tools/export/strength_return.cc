// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/strength_return.h"

#include <algorithm>
#include <map>
#include <utility>

#include "tools/output/csv.h"

namespace muster {
namespace {

using RowKeys = std::vector<std::string>;

// At most one is open: a strength has no least only where it has no number at all.
People Less(const People& whole, const People& part) {
  People rest;
  if (!whole.best || !part.best) return rest;
  rest.best = *whole.best - *part.best;
  if (whole.least && part.most) rest.least = *whole.least - *part.most;
  // As of every strength, least stops at 0 unless best is below.
  if (*rest.best >= 0) rest.least = std::max<std::int64_t>(0, rest.least.value_or(0));
  if (whole.most && part.least) rest.most = *whole.most - *part.least;
  return rest;
}

ReturnRow RowOf(const RowKeys& keys, const GroupFlows& flows, const CoverageRow* coverage) {
  ReturnRow row;
  row.mission = keys.front();
  if (keys.size() > 1) {
    row.contributor = keys[1];
    row.component = keys[2];
    row.contingent = keys[3];
  }
  row.opening = flows.opening;
  row.flows = flows.flows;
  row.assigned = flows.closing;
  row.absent = {0, 0, 0};
  row.in_transit = {0, 0, 0};
  if (coverage != nullptr) {
    row.authorised = coverage->authorised;
    row.pledged = coverage->pledged;
    row.absent = coverage->absent;
    row.in_transit = coverage->in_transit;
  }
  row.on_hand = Less(row.assigned, row.absent);
  return row;
}

// The rows of a period and of the state at its end, by their keys. A group may be in one of them
// alone: who is promised and has not come, or has come and gone.
StatusOr<std::vector<ReturnRow>> RowsBy(const Views& views, Day from, Day to, ViewQuery query,
                                        RowKeys by) {
  query.by = std::move(by);
  MUSTER_ASSIGN_OR_RETURN(const Flows flows, views.FlowsOver(from, to, query));
  MUSTER_ASSIGN_OR_RETURN(const Coverage coverage, views.CoverageOn(to, query));
  std::map<RowKeys, std::pair<const GroupFlows*, const CoverageRow*>> groups;
  for (const GroupFlows& group : flows.rows) groups[group.keys].first = &group;
  for (const CoverageRow& row : coverage.rows) groups[row.keys].second = &row;
  const GroupFlows nothing{{}, {0, 0, 0}, {0, 0, 0}, {}};
  std::vector<ReturnRow> rows;
  for (const auto& [keys, group] : groups) {
    rows.push_back(RowOf(keys, group.first == nullptr ? nothing : *group.first, group.second));
  }
  return rows;
}

bool IsQuiet(const ReturnRow& row) {
  constexpr People kNobody = {0, 0, 0};
  return !row.authorised && !row.pledged && row.flows.empty() && row.opening == kNobody &&
         row.assigned == kNobody && row.in_transit == kNobody;
}

std::string BoundCell(const std::optional<std::int64_t>& bound) {
  return bound ? fmt::format("{}", *bound) : std::string();
}

class ReturnCsv {
 public:
  explicit ReturnCsv(const StrengthReturn& strength_return) : return_(strength_return) {
    text_ = CsvLine(std::vector<std::string>{"from", "to", "known_at", "mission", "contributor",
                                             "component", "contingent", "figure", "flow", "reason",
                                             "kind", "cause", "least", "best", "most", "events"});
    for (const ReturnOfMission& mission : return_.missions) {
      Add(mission.whole);
      for (const ReturnRow& row : mission.contingents) Add(row);
    }
  }

  std::string Text() && { return std::move(text_); }

 private:
  void Add(const ReturnRow& row) {
    if (row.authorised) Add(row, "authorised", *row.authorised);
    if (row.pledged) Add(row, "pledged", *row.pledged);
    Add(row, "opening", row.opening);
    for (const Flow& flow : row.flows) Add(row, FigureOf(flow), flow.people, &flow);
    Add(row, "assigned", row.assigned);
    Add(row, "absent", row.absent);
    Add(row, "on-hand", row.on_hand);
    Add(row, "in-transit", row.in_transit);
  }

  static std::string_view FigureOf(const Flow& flow) {
    if (flow.kind == Flow::Kind::kUnexplained) return "unexplained";
    return IsGain(flow.kind) ? "gain" : "loss";
  }

  void Add(const ReturnRow& row, std::string_view figure, const People& people,
           const Flow* flow = nullptr) {
    std::vector<std::string> cells = {FormatDay(return_.from),
                                      FormatDay(return_.to),
                                      fmt::format("{}", return_.known_at.value),
                                      row.mission,
                                      row.contributor,
                                      row.component,
                                      row.contingent,
                                      std::string(figure)};
    if (flow != nullptr) {
      const std::string name(FlowName(flow->kind));
      cells.insert(cells.end(), {name, flow->reason, flow->loss, flow->cause});
    } else {
      cells.resize(cells.size() + 4);
    }
    for (const auto& bound : {people.least, people.best, people.most}) {
      cells.push_back(BoundCell(bound));
    }
    cells.push_back(flow != nullptr ? fmt::format("{}", flow->events.size()) : std::string());
    text_ += CsvLine(cells);
  }

  const StrengthReturn& return_;
  std::string text_;
};

}  // namespace

std::string_view FlowName(Flow::Kind kind) {
  switch (kind) {
    case Flow::Kind::kArrivals:
      return "arrivals";
    case Flow::Kind::kDepartures:
      return "departures";
    case Flow::Kind::kLosses:
      return "losses";
    case Flow::Kind::kTransfersIn:
      return "transfers-in";
    case Flow::Kind::kTransfersOut:
      return "transfers-out";
    case Flow::Kind::kAssignmentsIn:
      return "assignments-in";
    case Flow::Kind::kAssignmentsOut:
      return "assignments-out";
    case Flow::Kind::kUnexplained:
      break;
  }
  return "unexplained";
}

bool IsGain(Flow::Kind kind) {
  return kind == Flow::Kind::kArrivals || kind == Flow::Kind::kTransfersIn ||
         kind == Flow::Kind::kAssignmentsIn;
}

StatusOr<StrengthReturn> ReadStrengthReturn(const Views& views, Day from, Day to,
                                            const ViewQuery& query) {
  StrengthReturn strength_return{from, to, query.known_at, {}};
  ViewQuery of_missions = query;
  of_missions.all_groups = true;
  MUSTER_ASSIGN_OR_RETURN(std::vector<ReturnRow> missions,
                          RowsBy(views, from, to, of_missions, {"mission"}));
  MUSTER_ASSIGN_OR_RETURN(
      std::vector<ReturnRow> contingents,
      RowsBy(views, from, to, query, {"mission", "contributor", "component", "contingent"}));
  auto row = contingents.begin();
  for (ReturnRow& mission : missions) {
    ReturnOfMission of_mission;
    of_mission.whole = std::move(mission);
    for (; row != contingents.end() && row->mission == of_mission.whole.mission; ++row) {
      of_mission.contingents.push_back(std::move(*row));
    }
    if (of_mission.contingents.empty() && IsQuiet(of_mission.whole)) continue;
    strength_return.missions.push_back(std::move(of_mission));
  }
  MUSTER_CHECK(row == contingents.end());
  return strength_return;
}

std::string StrengthReturnCsv(const StrengthReturn& strength_return) {
  return ReturnCsv(strength_return).Text();
}

}  // namespace muster
