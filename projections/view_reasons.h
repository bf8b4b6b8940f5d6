// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Why a number is what it is: the movements, counts and differences that make it up, and what the
// reports say of each.
#ifndef MUSTER_PROJECTIONS_VIEW_REASONS_H_
#define MUSTER_PROJECTIONS_VIEW_REASONS_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/ledger.h"
#include "ledger/position.h"
#include "projections/post_values.h"
#include "projections/view.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// One record that says something of an event.
struct EventAccount {
  enum class Verdict {
    kAgrees,    // the event reads within what it says
    kDiffers,   // its strength or its date excludes how the event reads
    kCorrects,  // an amendment: it says how the event is to be read
    kJoint,     // an account of several events, compared with their sum
  };
  Position position;
  RecordPtr record;
  // What it says by now: an account as corrected; of the event itself, what its own report says as
  // far as it was read rightly. Never null.
  std::shared_ptr<const v1::Event> says;
  ReportPtr report;  // as corrected; null of a record that a command wrote
  Verdict verdict = Verdict::kAgrees;
};

// An event as it reads at a known-at through a lens, with the records that the lens admits, its own
// first.
struct AccountedEvent {
  Position position;  // of its first record
  std::shared_ptr<const v1::Event> reading;
  std::vector<EventAccount> accounts;
};

// One share of a number.
struct Reason {
  enum class Kind {
    kMovement,    // people who came, went, or changed over the scope's edge
    kSetting,     // a count that was chosen: it gives its level, and nothing earlier counts there
    kDifference,  // what a count that was not chosen leaves unexplained
    kFloor,       // a strength is not below 0: what `least` is raised by
  };
  Kind kind = Kind::kMovement;
  // Its place in Reasons::events; none of the floor.
  std::optional<std::size_t> event;
  // When it acts. A setting acts at the closing of one day. Earliest is nullopt where it is open.
  std::optional<Day> earliest;
  Day best;
  Day latest;
  // Of a movement and a difference: the posts; nullopt is abroad. A difference comes from abroad,
  // or goes there if its best is below 0.
  std::optional<PostValues> from;
  std::optional<PostValues> to;
  bool way_back = false;  // of an assignment with `until`
  // Of a setting and a difference: the posts that it is about.
  std::vector<Condition> scope;
  bool rest = false;        // without those that a line of its complete muster covers
  bool departs = false;     // a departure of all
  std::size_t covered = 0;  // of a setting: how many posts it covers
  // Of a setting: the numbers of the answer that rest on it. Where the two walks (DESIGN section 4,
  // step 8) chose otherwise, these may not be all three.
  bool in_least = false, in_best = false, in_most = false;
  // A movement's own, the level of a setting, or the whole difference.
  People strength;
  // What it gives to each number of the answer, with its sign. Of a group of which only losses are
  // known, nothing, as the answer itself.
  People share;
};

// The shares add up to the total: its best exactly, its least and most likewise, each by the walk
// that gave it (a bound that some share has not, the sum has not; only the floor, where it has
// nothing, stands against a share that has no least, and brings it to 0).
struct Reasons {
  Day on;
  LogSize known_at;
  Group total;                         // as a headcount's
  std::vector<AccountedEvent> events;  // by position
  // By best day, counts after the movements of their day, then by position; the floor last.
  std::vector<Reason> lines;
  // The least and the most come from walks that chose different counts.
  bool both_walks = false;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_REASONS_H_
