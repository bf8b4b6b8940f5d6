// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// muster-unexplained, musters-differ: what musters say, against the movements and each other.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"
#include "projections/strength_walk.h"

namespace muster {
namespace {

// A setting of a muster: a line, its whole, or the rest of a complete one.
struct MusterSetting {
  std::uint32_t row = 0;
  bool rest = false;
};

bool IsRest(const Reach& reach) { return !reach.own_post.has_value(); }

// The settings of musters by the scope that they set, in the order in which they are applied.
std::map<ScopeConditions, std::vector<MusterSetting>> SettingsByScope(World& world) {
  std::map<ScopeConditions, std::vector<MusterSetting>> scopes;
  const FactTable& facts = world.facts();
  if (!world.has_settings()) return scopes;
  for (ReachId id = 0; id < facts.reaches.size(); ++id) {
    const Reach& reach = facts.reaches[id];
    for (const std::uint32_t row : world.SettingsOf(id)) {
      if (world.Setting(row).departs) continue;
      scopes[reach.scope].push_back({row, IsRest(reach)});
    }
  }
  for (auto& [scope, settings] : scopes) {
    std::sort(settings.begin(), settings.end(),
              [&world](const MusterSetting& a, const MusterSetting& b) {
                const SettingFact& x = world.Setting(a.row);
                const SettingFact& y = world.Setting(b.row);
                return std::tie(x.day, x.root, x.written) < std::tie(y.day, y.root, y.written);
              });
  }
  return scopes;
}

// A difference that movements do not explain.
struct Unexplained {
  std::string scope;
  Interval difference;
};

std::string SignedText(const Interval& difference) {
  if (difference.least != difference.most) return IntervalText(difference);
  return fmt::format("{:+}", difference.best);
}

class UnexplainedSearch {
 public:
  explicit UnexplainedSearch(ViewSession& session)
      : world_(session.world()), walk_(session.walk()), names_(world_.facts().names) {}

  // By muster, in the order as written.
  std::map<FactPosition, std::map<std::uint32_t, std::vector<Unexplained>>> Run() {
    for (const auto& [scope, settings] : SettingsByScope(world_)) {
      const FactPosition first = world_.Setting(settings.front().row).root;
      for (const MusterSetting& setting : settings) {
        // The first of a scope sets its level: there is nothing that it could contradict.
        if (world_.Setting(setting.row).root == first) continue;
        Weigh(scope, setting);
      }
    }
    return std::move(found_);
  }

 private:
  void Weigh(const ScopeConditions& scope, const MusterSetting& setting) {
    const SettingFact& row = world_.Setting(setting.row);
    const auto weigh = [&](PostId post, const std::string& where) {
      const Interval difference = walk_.DifferenceOf({setting.row, post});
      if (difference.Contains(0)) return;
      found_[row.root][row.written].push_back({where, difference});
    };
    if (!world_.IsApart(row.reach)) {
      weigh(world_.posts().OwnPost(row.reach), ScopeText(scope, names_));
      return;
    }
    for (const PostId post : world_.OccurringIn(row.reach).posts) {
      if (world_.OccursOn(post) > row.day) break;
      weigh(post, PostText(post));
    }
  }

  std::string PostText(PostId post) const {
    const PostMap& posts = world_.posts();
    std::string text;
    for (const Dimension dimension : {kContributor, kContingent, kPlace, kDuty}) {
      const NameId value = posts.ValuesOf(dimension)[posts.ValueIndex(post, dimension)];
      if (value == kUnspecifiedName) continue;
      text.append(text.empty() ? "" : " ").append(DimensionName(dimension)).append("=");
      text.append(names_[value]);
    }
    return text.empty() ? "what is unspecified" : text;
  }

  World& world_;
  StrengthWalk& walk_;
  const Names& names_;
  std::map<FactPosition, std::map<std::uint32_t, std::vector<Unexplained>>> found_;
};

// The whole of a muster, or its first line, tells a reader best what it is about.
std::string UnexplainedText(const std::map<std::uint32_t, std::vector<Unexplained>>& settings) {
  constexpr std::size_t kListed = 3;
  std::vector<std::string> parts;
  std::size_t count = 0;
  for (auto setting = settings.rbegin(); setting != settings.rend(); ++setting) {
    for (const Unexplained& each : setting->second) {
      if (++count > kListed) continue;
      parts.push_back(fmt::format("{} of {}", SignedText(each.difference), each.scope));
    }
  }
  std::string text = fmt::format("{}", fmt::join(parts, ", "));
  if (count > kListed) text += fmt::format(", and {} more", count - kListed);
  return text;
}

// --- musters-differ
// ---------------------------------------------------------------------------------

// A strength that one or more musters of a scope and day state.
struct StatedLevel {
  Interval level;
  FactPosition root = 0;
  CheckedReportId report = kNoCheckedReport;
  // The first of another report.
  std::optional<FactPosition> other;
};

// The first muster from another report whose level does not meet `level`.
std::optional<std::pair<FactPosition, Interval>> FirstThatDiffers(
    const std::vector<StatedLevel>& levels, const Interval& level, CheckedReportId report) {
  std::optional<std::pair<FactPosition, Interval>> first;
  for (const StatedLevel& stated : levels) {
    if (stated.level.least <= level.most && level.least <= stated.level.most) continue;
    const bool same_report = report != kNoCheckedReport && stated.report == report;
    const std::optional<FactPosition> root =
        same_report ? stated.other : std::optional<FactPosition>(stated.root);
    if (root && (!first || *root < first->first)) first = {*root, stated.level};
  }
  return first;
}

void NoteLevel(std::vector<StatedLevel>& levels, const Interval& level, FactPosition root,
               CheckedReportId report) {
  const auto same = std::find_if(levels.begin(), levels.end(),
                                 [&](const StatedLevel& each) { return each.level == level; });
  if (same == levels.end()) {
    levels.push_back({level, root, report, std::nullopt});
  } else if (!same->other && same->report != report) {
    same->other = root;
  }
}

}  // namespace

Status FindUnexplainedMusters(CheckedState& state, FindingList* findings) {
  World& world = state.session.world();
  const Names& names = world.facts().names;
  std::map<FactPosition, const SettingFact*> rows;
  for (const auto& [scope, settings] : SettingsByScope(world)) {
    for (const MusterSetting& setting : settings) {
      const SettingFact& row = world.Setting(setting.row);
      const SettingFact*& last = rows[row.root];
      // The whole, which is written last.
      if (last == nullptr || last->written < row.written) last = &row;
    }
  }
  for (const auto& [root, settings] : UnexplainedSearch(state.session).Run()) {
    const SettingFact& row = *rows.at(root);
    Finding finding = NewFinding("muster-unexplained", {Position{root}});
    finding.on = Day{row.day};
    SetScope(world.facts().reaches[row.reach].scope, names, &finding);
    finding.message = fmt::format("the muster of {} differs from what was added up: {}",
                                  FactDayText(row.day), UnexplainedText(settings));
    finding.remedy =
        "record the movements since the muster before it that are missing, or correct those that "
        "are wrong";
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

Status FindDifferingMusters(CheckedState& state, FindingList* findings) {
  World& world = state.session.world();
  const Names& names = world.facts().names;
  std::unordered_map<std::uint64_t, CheckedReportId> reports;
  for (const CheckedEvent& event : state.log.musters) reports[event.root.value] = event.report;
  std::map<std::pair<FactPosition, FactPosition>, Finding> pairs;
  for (const auto& [scope, settings] : SettingsByScope(world)) {
    FactDay day = kNeverBefore;
    std::vector<StatedLevel> levels;
    for (const MusterSetting& setting : settings) {
      const SettingFact& row = world.Setting(setting.row);
      if (setting.rest) continue;
      if (row.day != day) levels.clear();
      day = row.day;
      const Interval level = AmountInterval(row.amount);
      const CheckedReportId report = reports.at(row.root);
      const auto other = FirstThatDiffers(levels, level, report);
      NoteLevel(levels, level, row.root, report);
      if (!other || pairs.contains({other->first, row.root})) continue;
      Finding finding = NewFinding("musters-differ", {Position{other->first}, Position{row.root}});
      finding.on = Day{row.day};
      SetScope(scope, names, &finding);
      finding.message =
          fmt::format("two reports count {} at the end of {}: {} and {}", ScopeText(scope, names),
                      FactDayText(row.day), IntervalText(other->second), IntervalText(level));
      finding.remedy = fmt::format(
          "the later one stands; see which is right, and retract or amend the other of {}",
          RecordsText(finding.positions));
      pairs.emplace(std::pair(other->first, row.root), std::move(finding));
    }
  }
  for (auto& [pair, finding] : pairs) findings->push_back(std::move(finding));
  return OkStatus();
}

}  // namespace muster
