// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "ledger/status.h"
#include "projections/circumstance_words.h"
#include "projections/group_strengths.h"
#include "projections/view_flows.h"
#include "projections/view_session.h"

namespace muster {
namespace {

struct FlowKey {
  Flow::Kind kind = Flow::Kind::kArrivals;
  Circumstances circumstances;
  friend auto operator<=>(const FlowKey&, const FlowKey&) = default;
};

Flow EmptyFlow(const FlowKey& key) {
  Flow flow;
  flow.kind = key.kind;
  CircumstanceWords words;
  if (key.kind == Flow::Kind::kArrivals) {
    words = WordsOf(MovementKind::kArrival, key.circumstances);
  } else if (key.kind == Flow::Kind::kDepartures) {
    words = WordsOf(MovementKind::kDeparture, key.circumstances);
  } else if (key.kind == Flow::Kind::kLosses) {
    words = WordsOf(MovementKind::kLoss, key.circumstances);
  }
  flow.reason = std::move(words.reason);
  flow.loss = std::move(words.loss);
  flow.cause = std::move(words.cause);
  return flow;
}

Flow::Kind KindOf(MovementKind kind, bool arrives) {
  switch (kind) {
    case MovementKind::kArrival:
      return Flow::Kind::kArrivals;
    case MovementKind::kDeparture:
      return Flow::Kind::kDepartures;
    case MovementKind::kLoss:
      return Flow::Kind::kLosses;
    case MovementKind::kTransfer:
      return arrives ? Flow::Kind::kTransfersIn : Flow::Kind::kTransfersOut;
    case MovementKind::kAssignment:
      break;
  }
  return arrives ? Flow::Kind::kAssignmentsIn : Flow::Kind::kAssignmentsOut;
}

// The flows of all groups of a partition in a period.
class FlowScan {
 public:
  FlowScan(World& world, StrengthWalk& walk, const Partition& partition, FactDay from, FactDay to)
      : world_(world), walk_(walk), partition_(partition), from_(from), to_(to) {}

  void Scan() {
    sums_.resize(partition_.size());
    ScanMovements();
    ScanSettings();
  }

  std::vector<Flow> FlowsOf(GroupId group) const {
    std::vector<Flow> flows;
    for (const auto& [key, sum] : sums_[group]) {
      Flow flow = EmptyFlow(key);
      flow.people = PeopleOf(sum.people);
      std::vector<FactPosition> roots = sum.roots;
      std::sort(roots.begin(), roots.end());
      roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
      for (const FactPosition root : roots) flow.events.push_back(Position{root});
      flows.push_back(std::move(flow));
    }
    return flows;
  }

 private:
  struct Sum {
    Interval people;
    std::vector<FactPosition> roots;
  };

  bool InPeriod(FactDay day) const { return from_ <= day && day <= to_; }

  void Add(GroupId group, const FlowKey& key, const Interval& people, FactPosition root) {
    Sum& sum = sums_[group][key];
    sum.people += people;
    sum.roots.push_back(root);
  }

  void ScanMovements() {
    const Movements& m = world_.facts().movements();
    for (std::size_t row = 0; row < world_.movements_known(); ++row) {
      if (!InPeriod(m.best_day[row]) || m.known_until[row] < world_.known_at()) continue;
      // Who went and came back within the period is where he was.
      if (m.leg[row] == MovementRow::kOut && InPeriod(m.best_day[row + 1])) continue;
      if (m.leg[row] == MovementRow::kBack && InPeriod(m.best_day[row - 1])) continue;
      const GroupId from = partition_.of_named()[m.from[row]];
      const GroupId to = partition_.of_named()[m.to[row]];
      if (from == to) continue;
      const Interval people = AmountInterval({m.least[row], m.best[row], m.most[row]});
      if (to != partition_.size()) {
        Add(to, {KindOf(m.kind[row], true), m.circumstances[row]}, people, m.root[row]);
      }
      if (from != partition_.size()) {
        Add(from, {KindOf(m.kind[row], false), m.circumstances[row]}, Negated(people), m.root[row]);
      }
    }
  }

  void ScanSettings() {
    if (!world_.has_settings()) return;
    for (ReachId reach = 0; reach < world_.facts().reaches.size(); ++reach) {
      for (const std::uint32_t row : world_.SettingsOf(reach)) {
        const FactDay day = world_.Setting(row).day;
        if (!InPeriod(day)) continue;
        if (!world_.IsApart(reach)) {
          AddDifference({row, world_.posts().OwnPost(reach)});
          continue;
        }
        for (const PostId post : world_.posts().PostsOf(reach)) {
          if (world_.OccursOn(post) <= day) AddDifference({row, post});
        }
      }
    }
  }

  // The difference goes to, or comes from, the setting's unattributed post.
  void AddDifference(const SettingRef& ref) {
    const GroupId group = partition_.Of(ref.post);
    if (group == kNoGroup) return;
    const Interval difference = walk_.DifferenceOf(ref);
    if (difference.best == 0) return;
    const SettingFact& setting = world_.Setting(ref.row);
    const Flow::Kind kind = setting.departs ? Flow::Kind::kDepartures : Flow::Kind::kUnexplained;
    Add(group, {kind, setting.circumstances}, difference, setting.root);
  }

  World& world_;
  StrengthWalk& walk_;
  const Partition& partition_;
  FactDay from_;
  FactDay to_;
  std::vector<std::map<FlowKey, Sum>> sums_;  // by group
};

// Fills in the best where a strength has none, for the books have it.
People OnTheBooks(const GroupStrengths& strengths, GroupId group) {
  People people = strengths.At(group).strength;
  if (!people.best) people.best = strengths.BestAt(group);
  return people;
}

std::vector<GroupFlows> FlowsOfGroups(ViewSession& session, const Partition& partition, Day from,
                                      Day to, bool only_known) {
  World& world = session.world();
  GroupStrengths opening(world, session.walk(), partition);
  opening.Prepare(from.value - 1);
  MovementScan(world).Add(from.value - 1, opening.Targets());
  GroupStrengths closing(world, session.walk(), partition);
  closing.Prepare(to.value);
  MovementScan(world).Add(to.value, closing.Targets());
  FlowScan scan(world, session.walk(), partition, from.value, to.value);
  scan.Scan();
  std::vector<GroupFlows> groups;
  for (GroupId group = 0; group < partition.size(); ++group) {
    if (only_known && !closing.IsTouched(group)) continue;
    groups.push_back({partition.KeysOf(group), OnTheBooks(opening, group),
                      OnTheBooks(closing, group), scan.FlowsOf(group)});
  }
  return groups;
}

bool IsQuiet(const GroupFlows& group) {
  return group.flows.empty() && IsNobody(group.opening) && IsNobody(group.closing);
}

}  // namespace

StatusOr<Flows> ComputeFlows(ViewSession& session, Day from, Day to, const ViewQuery& query) {
  if (to < from) {
    return InvalidArgument("the range from {} to {} is reversed", FormatDay(from), FormatDay(to));
  }
  const PostMap& posts = session.world().posts();
  const Names& names = session.world().facts().names;
  const Partition whole = Partition::Whole(posts, names, query);
  Flows flows{from, to, query.known_at, query.by, {}, {}};
  flows.total = FlowsOfGroups(session, whole, from, to, /*only_known=*/false).front();
  if (query.by.empty()) return flows;
  const Partition partition = Partition::ByKeys(posts, names, query);
  flows.rows = FlowsOfGroups(session, partition, from, to, /*only_known=*/true);
  if (!query.all_groups) std::erase_if(flows.rows, IsQuiet);
  return flows;
}

}  // namespace muster
