// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Journal: the double entry of DESIGN section 4, transaction by transaction. What a post has is the
// sum of what went there, less what went from there; over all posts and abroad the sum is 0.
#ifndef MUSTER_PROJECTIONS_VIEW_JOURNAL_H_
#define MUSTER_PROJECTIONS_VIEW_JOURNAL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/circumstance_words.h"
#include "projections/fact_table.h"
#include "projections/post_values.h"
#include "projections/view.h"

namespace muster {

// People who go from one post to another, each an index into the posts; nullopt is abroad. Best is
// not below 0; of a difference, whose sign is in its direction, least may be.
struct JournalPosting {
  std::optional<std::uint32_t> from;
  std::optional<std::uint32_t> to;
  People people;
  friend bool operator==(const JournalPosting&, const JournalPosting&) = default;
};

// A count that a muster sets: the posts that it counted together, and to what.
struct JournalLevel {
  std::span<const std::uint32_t> posts;
  Dimension narrowest = kMission;  // the last of those that the scope fixes
  People level;                    // best is the derived one where the muster has none of its own
};

// One transaction: a movement, or a muster (or a departure of all) with its differences.
struct JournalEntry {
  enum class Kind { kArrival, kAssignment, kDeparture, kLoss, kTransfer, kMuster };
  Kind kind = Kind::kArrival;
  Position position;            // of the event's first record
  bool way_back = false;        // of an assignment with `until`
  bool all = false;             // a departure of all
  std::optional<Day> earliest;  // nullopt where it is open
  Day on;                       // the best day; of an opening muster, the day before it
  Day latest;
  CircumstanceWords words;
  // One of a movement. Of a muster, those differences that are not [0, 0, 0].
  std::vector<JournalPosting> postings;
  // Of a muster, its counts; those that are taken apart into posts left out.
  std::vector<JournalLevel> levels;
};

// Takes the entries in order: by best day, musters after the movements of their day, by position.
// `posts` are the same at each call; the entry lives until it returns. An error ends the reading.
using JournalVisitor =
    std::function<Status(const std::vector<PostValues>& posts, const JournalEntry& entry)>;

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_JOURNAL_H_
