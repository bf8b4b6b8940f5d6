// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// stale: people who are still counted, though nothing was heard of them for a year.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/date.h"
#include "ledger/status.h"
#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"
#include "projections/partition.h"

namespace muster {
namespace {

// The groups of one partition of all posts, and on what each of them rests last.
class StaleSearch {
 public:
  StaleSearch(CheckedState& state, std::vector<std::string> by) : state_(state) {
    query_.known_at = state.query.known_at;
    query_.by = std::move(by);
  }

  // The stale groups of which `skip` does not hold.
  template <typename Skip>
  void Run(Skip skip) {
    const Headcount headcount = ComputeHeadcount(state_.session, state_.on, query_);
    const Day old = YearsLater(state_.on, -1);
    for (const Group& group : headcount.rows) {
      const bool named = std::none_of(group.keys.begin(), group.keys.end(),
                                      [](const std::string& key) { return key == "unspecified"; });
      const bool peopled = group.strength.best && *group.strength.best > 0;
      if (!named || !peopled || !group.latest || *group.latest > old || skip(group)) continue;
      stale_.emplace(group.keys, group);
    }
    if (!stale_.empty()) FindLastRecords();
  }

  const std::map<std::vector<std::string>, Group>& stale() const { return stale_; }

  void Report(FindingList* findings) const {
    for (const auto& [keys, group] : stale_) {
      const auto last = last_.find(keys);
      MUSTER_CHECK(last != last_.end());
      Finding finding = NewFinding("stale", last->second);
      finding.on = *group.latest;
      std::vector<std::string> words;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        finding.scope.push_back({query_.by[i], {keys[i]}});
        words.push_back(query_.by[i] + " " + keys[i]);
      }
      finding.message = fmt::format("{} counts {} people on {}, but rests on nothing newer than {}",
                                    fmt::join(words, " "), *group.strength.best,
                                    FormatDay(state_.on), FormatDay(*group.latest));
      finding.remedy =
          "look for a newer report: record the departure or a muster if they are gone, a muster if "
          "they are there";
      findings->push_back(std::move(finding));
    }
  }

 private:
  // The records of the last day that touches each stale group.
  void FindLastRecords() {
    World& world = state_.session.world();
    const FactTable& facts = world.facts();
    const PostMap& posts = world.posts();
    const Partition partition = Partition::ByKeys(posts, facts.names, query_);
    std::map<GroupId, FactDay> days;
    for (GroupId group = 0; group < partition.size(); ++group) {
      const auto found = stale_.find(partition.KeysOf(group));
      if (found != stale_.end()) days.emplace(group, found->second.latest->value);
    }
    const auto take = [&](PostId post, FactDay day, FactPosition root) {
      if (post == kNoPost) return;
      const auto found = days.find(partition.Of(post));
      if (found == days.end() || found->second != day) return;
      last_[partition.KeysOf(found->first)].push_back(Position{root});
    };
    const Movements& m = facts.movements();
    for (std::size_t row = 0; row < world.movements_known(); ++row) {
      if (!m.Holds(row, world.known_at())) continue;
      take(posts.Of(m.from[row]), m.best_day[row], m.root[row]);
      take(posts.Of(m.to[row]), m.best_day[row], m.root[row]);
    }
    const Settings& settings = facts.settings();
    for (std::size_t row = 0; row < settings.size(); ++row) {
      if (!settings.known[row].Holds(world.known_at())) continue;
      const SettingFact& setting = settings.rows[row];
      for (const PostId post : posts.PostsOf(setting.reach)) {
        if (world.OccursOn(post) <= setting.day) take(post, setting.day, setting.root);
      }
    }
  }

  CheckedState& state_;
  ViewQuery query_;
  std::map<std::vector<std::string>, Group> stale_;
  std::map<std::vector<std::string>, std::vector<Position>> last_;
};

}  // namespace

Status FindStaleViews(CheckedState& state, FindingList* findings) {
  StaleSearch missions(state, {"mission"});
  missions.Run([](const Group&) { return false; });
  missions.Report(findings);
  // Where a mission is stale, so is everybody in it.
  StaleSearch contributors(state, {"mission", "contributor"});
  contributors.Run(
      [&](const Group& group) { return missions.stale().contains({group.keys.front()}); });
  contributors.Report(findings);
  return OkStatus();
}

}  // namespace muster
