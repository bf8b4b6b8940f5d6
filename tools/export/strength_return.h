// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// StrengthReturn: per contingent, who was there before a period, who came and went in it, and who
// is there at its end, as staffs report it (PERSTAT).
#ifndef MUSTER_TOOLS_EXPORT_STRENGTH_RETURN_H_
#define MUSTER_TOOLS_EXPORT_STRENGTH_RETURN_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/view.h"
#include "projections/view_flows.h"
#include "projections/views.h"

namespace muster {

// One contingent, or a whole mission. opening.best + the sum of flows' best = assigned.best.
struct ReturnRow {
  std::string mission;
  // "unspecified" where reports do not say it; empty of a whole mission.
  std::string contributor;
  std::string component;
  std::string contingent;
  // The mandates in force at the end of the period: of a whole mission only, for nobody authorises
  // a contingent. nullopt where none is in force.
  std::optional<People> authorised;
  // What its contributor promised, where a pledge is about it alone.
  std::optional<People> pledged;
  People opening;           // at the end of the day before the period
  std::vector<Flow> flows;  // gains above 0, losses below; ordered by kind
  People assigned;          // on strength at the end of the period
  People absent;            // of them, not on duty: leave, sick, detached
  People on_hand;           // assigned less absent
  People in_transit;        // dispatched, not yet arrived, not among the assigned
};

struct ReturnOfMission {
  ReturnRow whole;
  std::vector<ReturnRow> contingents;  // by contributor, component, contingent
};

struct StrengthReturn {
  Day from;
  Day to;
  LogSize known_at;
  std::vector<ReturnOfMission> missions;  // by their ids
};

// Of `query` the known-at, the lens, the scope, the depth and the part count. Errors: those of
// Views::FlowsOver.
StatusOr<StrengthReturn> ReadStrengthReturn(const Views& views, Day from, Day to,
                                            const ViewQuery& query);

// "arrivals", "transfers-in", "unexplained", as `muster flows` names them.
std::string_view FlowName(Flow::Kind kind);
// Whether flows of the kind add to a strength; those unexplained do either.
bool IsGain(Flow::Kind kind);

// Tidy: one row a figure, a loss with its sign. A whole mission has no contributor, component and
// contingent.
std::string StrengthReturnCsv(const StrengthReturn& strength_return);

// What stands above and below the tables of a page.
struct ReturnHeading {
  std::string origin;              // of the ledger
  std::string known_at;            // "known at 81 records, the last of ..."
  std::vector<std::string> scope;  // lines that narrow it
};

// One page of HTML that needs nothing else, to be read on a screen, aloud and on paper. All texts
// are escaped.
std::string StrengthReturnHtml(const StrengthReturn& strength_return, const ReturnHeading& heading);

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_STRENGTH_RETURN_H_
