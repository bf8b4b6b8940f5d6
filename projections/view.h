// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a view is asked, and what it answers: plain values, shared by the projections, the command
// line and the model that the tests compare with.
#ifndef MUSTER_PROJECTIONS_VIEW_H_
#define MUSTER_PROJECTIONS_VIEW_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "ledger/lens.h"
#include "ledger/position.h"

namespace muster {

// One `--where dimension=value`. The dimension is mission, contributor, component, contingent,
// place, duty or label.NAME; the value is canonical (a path includes what lies below it) or
// "unspecified".
struct Condition {
  std::string dimension;
  std::string value;
  friend bool operator==(const Condition&, const Condition&) = default;
};

// Before the NAME of a label.
inline constexpr std::string_view kLabelPrefix = "label.";

// Told, now and then, how many of the things that a view goes through are done, and of how many:
// "days", "claims", "entries". It outlives the view.
using ViewProgress =
    std::function<void(std::string_view things, std::uint64_t done, std::uint64_t total)>;

// What all views are asked.
struct ViewQuery {
  LogSize known_at;  // at most the log's size
  Lens lens;
  // Of one dimension, either; of several, all.
  std::vector<Condition> where;
  // Dimensions whose values make the groups; empty: only the total.
  std::vector<std::string> by;
  // Groups of a path by its first elements; nullopt: whole. At least 1.
  std::optional<int> depth;
  // The name of a part (`of_which`) that is asked for in place of the whole.
  std::optional<std::string> of;
  // Keep groups whose strength is [0, 0, 0].
  bool all_groups = false;
  // May be null.
  ViewProgress progress = {};
};

// People, with bounds. A bound is nullopt where there is none; all three are for a group of which
// only losses are known. Best may be negative: more left than came.
struct People {
  std::optional<std::int64_t> least;
  std::optional<std::int64_t> best;
  std::optional<std::int64_t> most;
  friend bool operator==(const People&, const People&) = default;
};

// On what a number rests (DESIGN section 5).
enum class Basis { kAddedUp, kCounted, kLossesOnly };

struct Group {
  std::vector<std::string> keys;  // one for each of `by`; "unspecified" where a post lacks it
  People strength;
  Basis basis = Basis::kAddedUp;
  std::optional<Day> latest;  // the last best day up to the day asked for of what touches the group
  friend bool operator==(const Group&, const Group&) = default;
};

struct Headcount {
  Day on;
  LogSize known_at;
  std::vector<std::string> by;
  std::vector<Group> rows;  // ordered by their keys
  Group total;              // without keys
};

// What somebody said, beside the numbers: a `statement` as it reads.
struct TimelineStatement {
  Day on;            // its best day
  std::string date;  // as it is written; "2024-10" of a month
  Position position;
  std::string text;
  std::string speaker;  // empty if nobody is named; likewise `role`
  std::string role;
  std::string according_to;  // whom the report quotes for it; likewise
  friend bool operator==(const TimelineStatement&, const TimelineStatement&) = default;
};

enum class Step { kDay, kWeek, kMonth, kYear, kChange };

struct Timeline {
  Day from;
  Day to;
  Step step = Step::kMonth;
  LogSize known_at;
  std::vector<std::string> by;
  struct Point {
    Day on;
    Group group;
    friend bool operator==(const Point&, const Point&) = default;
  };
  // Ordered by day, then keys. A group present at any point stands at every point. Without `by`,
  // one point a day with the total; with `by`, the groups alone.
  std::vector<Point> points;
  // The total of each day, in order.
  std::vector<Point> totals;
  // Those whose best day lies in [from, to], by that day, then by position. A statement has no
  // scope: the query's `where` narrows the numbers alone.
  std::vector<TimelineStatement> statements;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_H_
