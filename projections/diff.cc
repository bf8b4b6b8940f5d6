// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/diff.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/path.h"
#include "muster/v1/event.pb.h"
#include "projections/bearing.h"
#include "projections/claim_changes.h"
#include "projections/group_strengths.h"
#include "projections/new_records.h"

namespace muster {
namespace {

using Keys = std::vector<std::string>;

constexpr People kNobody{0, 0, 0};

// --- Strengths of both sides
// -------------------------------------------------------------------

// The groups of an answer; the total, which has no keys, where none are asked for.
std::map<Keys, People> StrengthsOf(const Headcount& headcount) {
  std::map<Keys, People> strengths;
  for (const Group& group : headcount.rows) strengths.emplace(group.keys, group.strength);
  if (headcount.by.empty()) strengths.emplace(Keys(), headcount.total.strength);
  return strengths;
}

People Find(const std::map<Keys, People>& strengths, const Keys& keys) {
  const auto found = strengths.find(keys);
  return found != strengths.end() ? found->second : kNobody;
}

std::set<Keys> KeysOf(const std::map<Keys, People>& a, const std::map<Keys, People>& b) {
  std::set<Keys> keys;
  for (const auto* side : {&a, &b}) {
    for (const auto& [group, strength] : *side) keys.insert(group);
  }
  return keys;
}

std::vector<Change> ChangesOf(const Headcount& was, const Headcount& is) {
  const std::map<Keys, People> before = StrengthsOf(was);
  const std::map<Keys, People> after = StrengthsOf(is);
  std::vector<Change> changes;
  for (const Keys& keys : KeysOf(before, after)) {
    Change change{keys, Find(before, keys), Find(after, keys), {}};
    if (change.was != change.is) changes.push_back(std::move(change));
  }
  return changes;
}

ViewQuery WithAllGroups(ViewQuery query, LogSize known_at) {
  query.known_at = known_at;
  query.all_groups = true;
  return query;
}

// The first and the last day on which a fact of the worlds may make a difference; none: no facts.
std::optional<std::pair<FactDay, FactDay>> DaysOf(const Bearing& bearing, const FactTable& facts) {
  FactDay first = kNeverDay;
  FactDay last = kNeverBefore;
  const auto note = [&](FactDay day) {
    if (day == kOpenFactDay) return;
    first = std::min(first, day);
    last = std::max(last, day);
  };
  const Movements& movements = facts.movements();
  for (std::size_t row = 0; row < movements.size(); ++row) {
    if (!bearing.HoldsMovement(row)) continue;
    note(movements.earliest[row]);
    note(movements.best_day[row]);
    note(movements.latest[row]);
  }
  for (std::size_t row = 0; row < facts.settings().size(); ++row) {
    if (bearing.HoldsSetting(row)) note(facts.settings().rows[row].day);
  }
  if (first > last) return std::nullopt;
  return std::pair(first, last);
}

// The strengths of each group from the day before the first fact on, where they change.
using Course = std::map<Keys, std::map<Day, People>>;

Course CourseOf(const Timeline& timeline) {
  Course course;
  for (const Timeline::Point& point : timeline.points) {
    course[point.group.keys][point.on] = point.group.strength;
  }
  return course;
}

// The runs of days on which one group differs. `first` stands for all days before the second one.
void AddRuns(const Keys& keys, const std::map<Day, People>& was, const std::map<Day, People>& is,
             Day first, std::vector<Revision>& rows) {
  std::set<Day> days = {first};
  for (const auto* side : {&was, &is}) {
    for (const auto& [day, strength] : *side) days.insert(day);
  }
  const auto at = [](const std::map<Day, People>& side, Day day) {
    const auto next = side.upper_bound(day);
    return next == side.begin() ? kNobody : std::prev(next)->second;
  };
  bool in_run = false;
  for (const Day day : days) {
    Change change{keys, at(was, day), at(is, day), {}};
    if (in_run && rows.back().change == change) continue;
    if (in_run) rows.back().until = day - 1;
    in_run = change.was != change.is;
    if (!in_run) continue;
    const std::optional<Day> on = day == first ? std::nullopt : std::optional(day);
    rows.push_back({on, std::nullopt, std::move(change)});
  }
}

StatusOr<std::vector<Revision>> RunsOf(TwoStates& states, const Bearing& bearing, LogSize from,
                                       LogSize to, const ViewQuery& query) {
  std::vector<Revision> rows;
  const auto days = DaysOf(bearing, states.after().world().facts());
  if (!days) return rows;
  const Day first{days->first - 1};
  const Day last{days->second};
  MUSTER_ASSIGN_OR_RETURN(
      const Timeline was,
      ComputeTimeline(states.before(), first, last, Step::kChange, WithAllGroups(query, from)));
  MUSTER_ASSIGN_OR_RETURN(
      const Timeline is,
      ComputeTimeline(states.after(), first, last, Step::kChange, WithAllGroups(query, to)));
  const Course before = CourseOf(was);
  const Course after = CourseOf(is);
  std::set<Keys> groups;
  for (const Course* course : {&before, &after}) {
    for (const auto& [keys, strengths] : *course) groups.insert(keys);
  }
  static const std::map<Day, People> kNone;
  const auto in = [](const Course& course, const Keys& keys) -> const std::map<Day, People>& {
    const auto found = course.find(keys);
    return found != course.end() ? found->second : kNone;
  };
  for (const Keys& keys : groups) AddRuns(keys, in(before, keys), in(after, keys), first, rows);
  return rows;
}

// --- The records that did it
// -------------------------------------------------------------------

// The groups of both sides, as partitions of the posts of each.
class Groups {
 public:
  Groups(const std::vector<World*>& worlds, const ViewQuery& query) {
    for (World* world : worlds) {
      const Names& names = world->facts().names;
      partitions_.push_back(query.by.empty() ? Partition::Whole(world->posts(), names, query)
                                             : Partition::ByKeys(world->posts(), names, query));
      std::map<Keys, GroupId>& ids = ids_.emplace_back();
      for (GroupId group = 0; group < partitions_.back().size(); ++group) {
        ids.emplace(partitions_.back().KeysOf(group), group);
      }
    }
  }

  Regions RegionsOf(const Keys& keys, Bearing& bearing) const {
    Regions regions;
    for (std::size_t i = 0; i < partitions_.size(); ++i) {
      const auto found = ids_[i].find(keys);
      if (found != ids_[i].end()) bearing.AddGroup(i, partitions_[i], found->second, regions);
    }
    return regions;
  }

 private:
  std::vector<Partition> partitions_;
  std::vector<std::map<Keys, GroupId>> ids_;
};

// The regions that each event bears on, of those asked for.
std::unordered_map<std::uint64_t, Regions> RegionsOfEvents(const std::set<Position>& events,
                                                           const FactTable& facts,
                                                           Bearing& bearing) {
  std::unordered_map<std::uint64_t, Regions> regions;
  std::vector<bool> asked;
  for (const Position event : events) {
    if (event.value >= asked.size()) asked.resize(event.value + 1);
    asked[event.value] = true;
  }
  const auto is_asked = [&](FactPosition root) { return root < asked.size() && asked[root]; };
  const Movements& movements = facts.movements();
  for (std::size_t row = 0; row < movements.size(); ++row) {
    if (!is_asked(movements.root[row]) || !bearing.HoldsMovement(row)) continue;
    bearing.AddMovement(row, regions[movements.root[row]]);
  }
  const Settings& settings = facts.settings();
  for (std::size_t row = 0; row < settings.size(); ++row) {
    const FactPosition root = settings.rows[row].root;
    if (!is_asked(root) || !bearing.HoldsSetting(row)) continue;
    bearing.AddSetting(row, regions[root]);
  }
  return regions;
}

// The records that bear on each region.
using RecordsByRegion = std::unordered_map<RegionId, std::vector<Position>>;

std::vector<Position> Because(const Regions& regions, const RecordsByRegion& records_by_region) {
  std::vector<Position> because;
  for (const RegionId region : regions) {
    const auto found = records_by_region.find(region);
    if (found == records_by_region.end()) continue;
    because.insert(because.end(), found->second.begin(), found->second.end());
  }
  std::sort(because.begin(), because.end());
  because.erase(std::unique(because.begin(), because.end()), because.end());
  return because;
}

RecordsByRegion RecordsByRegionOf(const NewRecords& records, const ChangedContingents& contingents,
                                  const FactTable& facts, Bearing& bearing) {
  std::set<Position> events;
  for (const auto& [position, about] : records.about()) events.insert(about.begin(), about.end());
  const auto regions = RegionsOfEvents(events, facts, bearing);
  RecordsByRegion records_by_region;
  for (const auto& [position, about] : records.about()) {
    for (const Position event : about) {
      const auto found = regions.find(event.value);
      if (found == regions.end()) continue;
      for (const RegionId region : found->second) records_by_region[region].push_back(position);
    }
  }
  for (const auto& [id, positions] : contingents.changed) {
    // One below or above it takes from it, or gives to it, what is not said.
    Regions family;
    bearing.AddFamily(PathPrefix(id, 1), family);
    for (const RegionId region : family) {
      records_by_region[region].insert(records_by_region[region].end(), positions.begin(),
                                       positions.end());
    }
  }
  return records_by_region;
}

}  // namespace

StatusOr<Diff> ComputeDiff(const RecordSource& source, TwoStates& states, const Registry& registry,
                           LogSize from, LogSize to, std::optional<Day> on,
                           const ViewQuery& query) {
  const std::vector<World*> worlds = states.WorldsOfReasons();
  const FactTable& facts = worlds.front()->facts();
  const ChangedContingents& contingents = states.contingents();
  Bearing bearing(worlds);
  Diff diff{from, to, on, query.by, {}, {}};
  if (on) {
    const Headcount was = ComputeHeadcount(states.before(), *on, WithAllGroups(query, from));
    const Headcount is = ComputeHeadcount(states.after(), *on, WithAllGroups(query, to));
    for (Change& change : ChangesOf(was, is)) diff.rows.push_back({on, on, std::move(change)});
  } else {
    MUSTER_ASSIGN_OR_RETURN(diff.rows, RunsOf(states, bearing, from, to, query));
  }
  MUSTER_ASSIGN_OR_RETURN(const NewRecords records,
                          NewRecords::Read(source, from, to, !query.lens.IsClear()));
  MUSTER_ASSIGN_OR_RETURN(diff.claims,
                          ComputeClaimChanges(states, registry, records, from, to, on, query));
  if (diff.rows.empty()) return diff;
  const RecordsByRegion records_by_region = RecordsByRegionOf(records, contingents, facts, bearing);
  const Groups groups(worlds, query);
  for (Revision& row : diff.rows) {
    row.change.because = Because(groups.RegionsOf(row.change.keys, bearing), records_by_region);
  }
  return diff;
}

DayDiff ComputeDayDiff(ViewSession& session, Day from, Day to, const ViewQuery& query) {
  const ViewQuery all = WithAllGroups(query, query.known_at);
  const Headcount was = ComputeHeadcount(session, from, all);
  const Headcount is = ComputeHeadcount(session, to, all);
  DayDiff diff{from, to, query.known_at, query.by, ChangesOf(was, is)};
  if (diff.rows.empty()) return diff;
  World* const world = &session.world();
  const FactTable& facts = world->facts();
  Bearing bearing(std::array{world});
  std::map<Position, Regions> regions;
  const Movements& movements = facts.movements();
  for (std::size_t row = 0; row < movements.size(); ++row) {
    if (!bearing.HoldsMovement(row) || CertaintyIn(movements.earliest[row], movements.latest[row],
                                                   from.value, to.value) == Certainty::kNot) {
      continue;
    }
    bearing.AddMovement(row, regions[Position{movements.root[row]}]);
  }
  for (std::size_t row = 0; row < facts.settings().size(); ++row) {
    const SettingFact& setting = facts.settings().rows[row];
    if (!bearing.HoldsSetting(row) || setting.day <= from.value || setting.day > to.value) continue;
    bearing.AddSetting(row, regions[Position{setting.root}]);
  }
  RecordsByRegion records_by_region;
  for (const auto& [position, of_event] : regions) {
    for (const RegionId region : of_event) records_by_region[region].push_back(position);
  }
  const Groups groups({world}, query);
  for (Change& change : diff.rows) {
    change.because = Because(groups.RegionsOf(change.keys, bearing), records_by_region);
  }
  return diff;
}

}  // namespace muster
