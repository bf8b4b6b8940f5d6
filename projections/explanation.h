// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Explanation: what a strength is made up of (`muster why`).
#ifndef MUSTER_PROJECTIONS_EXPLANATION_H_
#define MUSTER_PROJECTIONS_EXPLANATION_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/grade.h"
#include "ledger/position.h"
#include "projections/posts.h"
#include "projections/view.h"

namespace muster {

// The values of a post by dimension, "unspecified" where it lacks one.
using PostValues = std::array<std::string, kDimensions>;

// What an event rests on: a record that tells of it.
struct ShareAccount {
  Position position;
  // Of its report, as corrected at the known-at; empty of a record written by a command.
  std::string source;
  Grade grade;  // of this information, else of the report
  std::optional<Day> published;
  friend bool operator==(const ShareAccount& a, const ShareAccount& b) {
    return a.position == b.position;
  }
};

enum class ShareKind {
  kMovement,     // a movement, or what a departure of all emptied
  kMuster,       // a level that was set and taken as it stands
  kUnexplained,  // the difference that a muster left
  kFloor         // what `least` lacked to 0
};

struct Share {
  ShareKind kind = ShareKind::kMovement;
  // Of the event; nullopt of the floor.
  std::optional<Position> position;
  // For the strength, or against it. A bound is nullopt where there is none.
  People people;
  std::optional<DateBounds> on;
  // Of an assignment that goes back: the last day of it.
  std::optional<Day> until;
  // nullopt: abroad. Of a setting, `to` is the post that it is booked at.
  std::optional<PostValues> from;
  std::optional<PostValues> to;
  // The event's own record first, then the accounts and amendments of it that the lens admits.
  std::vector<ShareAccount> accounts;
};

// The shares add up to the strength: all `best`, all `least` and all `most`, each for itself. Two
// walks give the bounds (DESIGN section 4, step 8): `least` stands in the shares of the walk that
// gave it, `most` likewise, and what only the other walk counts is 0 there. Where a share of
// `least` has no bound, the floor has none either and the strength's is 0. A strength of which only
// losses are known has no numbers that its shares could add up to.
struct Explanation {
  Day on;
  LogSize known_at;
  People strength;
  Basis basis = Basis::kAddedUp;
  std::optional<Day> latest;
  std::vector<Share> shares;  // by best day, then position; the floor last
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_EXPLANATION_H_
