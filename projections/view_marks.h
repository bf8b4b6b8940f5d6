// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What stands beside a timeline in a picture: claims, musters, and what is authorised. Plain
// values, as in view.h.
#ifndef MUSTER_PROJECTIONS_VIEW_MARKS_H_
#define MUSTER_PROJECTIONS_VIEW_MARKS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "projections/mandates.h"
#include "projections/view.h"
#include "projections/view_claims.h"

namespace muster {

// A claim about exactly what a group holds, or about the total.
struct ClaimMark {
  std::vector<std::string> keys;  // of the group; none: the total
  ClaimVerdict verdict;
  friend bool operator==(const ClaimMark&, const ClaimMark&) = default;
};

// A muster of exactly such a scope.
struct MusterMark {
  std::vector<std::string> keys;
  Position position;  // the first member of the muster's chain
  Day on;             // at whose closing it acts; of an opening one, the day before
  People counted;     // of a complete one that gives lines alone, what is derived for it by then
  friend bool operator==(const MusterMark&, const MusterMark&) = default;
};

// What is authorised from a day on, until the next.
struct AuthorisedLevel {
  Day on;
  std::optional<People> authorised;  // nullopt: no mandate that says a number is in force
  friend bool operator==(const AuthorisedLevel&, const AuthorisedLevel&) = default;
};

struct TimelineMarks {
  std::vector<ClaimMark> claims;    // by day, then position
  std::vector<MusterMark> musters;  // by day, position, then keys
  // How many there are within the view's scope and days that are about neither the total nor a
  // group, such as a claim of one component where groups are contributors. Claims are counted line
  // by line.
  std::size_t claims_elsewhere = 0;
  std::size_t musters_elsewhere = 0;
  // The first is that of the first day; neighbours differ. Empty where nothing ever is authorised.
  std::vector<AuthorisedLevel> authorised;
  // Those that begin in these days, by that day.
  std::vector<Mandate> mandates;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_MARKS_H_
