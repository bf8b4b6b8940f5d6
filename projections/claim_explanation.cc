// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/claim_explanation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <span>
#include <string>
#include <tuple>

#include "ledger/path.h"
#include "projections/strength_walk.h"

namespace muster {
namespace {

constexpr std::size_t kCandidates = 64;
constexpr std::size_t kExplainingMost = 3;

std::int64_t DaysBetween(FactDay a, FactDay b) { return std::abs(std::int64_t{a} - b); }

Interval StrengthOfRow(const Movements& movements, std::uint32_t row) {
  return AmountInterval({movements.least[row], movements.best[row], movements.most[row]});
}

// A movement as the search sees it.
struct Candidate {
  std::int64_t days = 0;
  FactPosition root = 0;
  Interval strength;  // what it brings into the scope
  bool counted = false;
};

// `derived` without or with the movement, bound by bound. A bound that is missing stays missing; a
// movement without one takes none away that is there, and brings it where it is added.
Interval Shifted(const Interval& derived, const Candidate& candidate) {
  const Interval& own = candidate.strength;
  if (!candidate.counted) {
    Interval with = derived;
    with += own;
    return with;
  }
  Interval without = derived;
  if (derived.least != Interval::kNoLeast && own.least != Interval::kNoLeast) {
    without.least -= own.least;
  }
  if (derived.most != Interval::kNoMost && own.most != Interval::kNoMost) without.most -= own.most;
  return without;
}

// Some candidates, by their indexes.
struct Choice {
  std::int64_t days = 0;
  std::vector<FactPosition> positions;  // ascending
  std::vector<std::size_t> indexes;
};

// Looks for the best choice of exactly so many candidates.
class Search {
 public:
  Search(std::span<const Candidate> candidates, const Interval& claimed)
      : candidates_(candidates), claimed_(claimed) {}

  const Choice* Find(const Interval& derived, std::size_t count) {
    Choose(0, count, derived, 0);
    return found_ ? &best_ : nullptr;
  }

 private:
  void Choose(std::size_t from, std::size_t count, const Interval& shifted, std::int64_t days) {
    if (count == 0) {
      if (Meet(shifted, claimed_)) Take(days);
      return;
    }
    for (std::size_t i = from; i < candidates_.size(); ++i) {
      // The candidates come nearest first.
      if (found_ && days + candidates_[i].days > best_.days) break;
      chosen_.push_back(i);
      Choose(i + 1, count - 1, Shifted(shifted, candidates_[i]), days + candidates_[i].days);
      chosen_.pop_back();
    }
  }

  void Take(std::int64_t days) {
    Choice choice{days, {}, chosen_};
    for (const std::size_t index : chosen_) choice.positions.push_back(candidates_[index].root);
    std::sort(choice.positions.begin(), choice.positions.end());
    if (found_ &&
        std::tie(best_.days, best_.positions) <= std::tie(choice.days, choice.positions)) {
      return;
    }
    best_ = std::move(choice);
    found_ = true;
  }

  std::span<const Candidate> candidates_;
  Interval claimed_;
  std::vector<std::size_t> chosen_;
  Choice best_;
  bool found_ = false;
};

// "KEN-3", or "KEN police of MSS-HTI" where no contingent is known.
std::string WhoAt(const PostMap& posts, const Names& names, PostId post) {
  const auto value = [&](Dimension dimension) {
    return std::string(names[posts.ValuesOf(dimension)[posts.ValueIndex(post, dimension)]]);
  };
  const std::string contingent = value(kContingent);
  if (contingent != kUnspecified) return contingent;
  std::string who;
  for (const Dimension dimension : {kContributor, kComponent}) {
    const std::string part = value(dimension);
    if (part != kUnspecified) who += part + ' ';
  }
  const std::string mission = value(kMission);
  return who.empty() ? mission : who + "of " + mission;
}

}  // namespace

Crossings::Crossings(const World& world, const Partition& scope) : world_(world) {
  const Movements& m = world.facts().movements();
  const auto lies_in_scope = [&](NamedPostId name) {
    const PostId post = world.posts().Of(name);
    return post != kNoPost && scope.Of(post) != kNoGroup;
  };
  for (std::uint32_t row = 0; row < world.movements_known(); ++row) {
    if (!m.Holds(row, world.known_at())) continue;
    const bool enters = lies_in_scope(m.to[row]);
    if (enters == lies_in_scope(m.from[row])) continue;
    crossings_.push_back({m.best_day[row], m.root[row], row, enters});
  }
  std::sort(crossings_.begin(), crossings_.end(), [](const Crossing& a, const Crossing& b) {
    return std::tie(a.day, a.root, a.row) < std::tie(b.day, b.root, b.row);
  });
}

std::vector<Crossings::Crossing> Crossings::Nearest(FactDay claim_day) const {
  std::vector<Crossing> nearest;
  auto right =
      std::lower_bound(crossings_.begin(), crossings_.end(), claim_day,
                       [](const Crossing& crossing, FactDay day) { return crossing.day < day; });
  auto left = right;
  // All that are as near as the last one that is wanted, for positions decide among them.
  std::int64_t reached = -1;
  while (left != crossings_.begin() || right != crossings_.end()) {
    const bool from_right =
        left == crossings_.begin() ||
        (right != crossings_.end() &&
         DaysBetween(right->day, claim_day) <= DaysBetween((left - 1)->day, claim_day));
    const Crossing& next = from_right ? *right : *(left - 1);
    const std::int64_t days = DaysBetween(next.day, claim_day);
    if (nearest.size() >= kCandidates && days > reached) break;
    reached = days;
    nearest.push_back(next);
    if (from_right) {
      ++right;
    } else {
      --left;
    }
  }
  std::sort(nearest.begin(), nearest.end(), [claim_day](const Crossing& a, const Crossing& b) {
    return std::tuple(DaysBetween(a.day, claim_day), a.root, a.row) <
           std::tuple(DaysBetween(b.day, claim_day), b.root, b.row);
  });
  nearest.resize(std::min(nearest.size(), kCandidates));
  return nearest;
}

ExplainingMovement Crossings::Describe(const Crossing& crossing, FactDay derived_day) const {
  const FactTable& facts = world_.facts();
  const Movements& m = facts.movements();
  const NamedPostId inside = crossing.enters ? m.to[crossing.row] : m.from[crossing.row];
  ExplainingMovement movement;
  movement.position = Position{crossing.root};
  movement.kind = m.kind[crossing.row];
  movement.way_back = m.leg[crossing.row] == MovementRow::kBack;
  movement.counted = crossing.day <= derived_day;
  movement.who = WhoAt(world_.posts(), facts.names, world_.posts().Of(inside));
  const Interval strength = StrengthOfRow(m, crossing.row);
  movement.strength = {strength.least, strength.best, strength.most};
  if (strength.most == Interval::kNoMost) movement.strength.most = std::nullopt;
  movement.on = Day{crossing.day};
  return movement;
}

std::vector<ExplainingMovement> Crossings::Explain(const Interval& claimed, const Interval& derived,
                                                   FactDay claim_day, FactDay derived_day) const {
  const std::vector<Crossing> nearest = Nearest(claim_day);
  std::vector<Candidate> candidates;
  for (const Crossing& crossing : nearest) {
    const Interval strength = StrengthOfRow(world_.facts().movements(), crossing.row);
    candidates.push_back({DaysBetween(crossing.day, claim_day), crossing.root,
                          crossing.enters ? strength : Negated(strength),
                          crossing.day <= derived_day});
  }
  std::vector<ExplainingMovement> explaining;
  for (std::size_t count = 1; count <= kExplainingMost; ++count) {
    Search search(candidates, claimed);
    const Choice* choice = search.Find(derived, count);
    if (choice == nullptr) continue;
    for (const std::size_t index : choice->indexes) {
      explaining.push_back(Describe(nearest[index], derived_day));
    }
    break;
  }
  std::sort(explaining.begin(), explaining.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.position, a.on) < std::tuple(b.position, b.on);
  });
  return explaining;
}

}  // namespace muster
