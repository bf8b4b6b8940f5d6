// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// overdrawn: more people left than came.
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "ledger/path.h"
#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"

namespace muster {
namespace {

// Whether the dimension tells the scope; what a contingent fixes goes without saying.
bool IsTold(const LeveledScope& scope, int dimension) {
  if (scope.values[dimension].empty()) return false;
  return scope.kind != ScopeKind::kPost || dimension >= kContingent;
}

std::string OverdrawnText(const LeveledScope& scope) {
  const auto& values = scope.values;
  switch (scope.kind) {
    case ScopeKind::kContingent:
      return "contingent " + values[kContingent];
    case ScopeKind::kContributor:
      return fmt::format("contributor {} in {}", values[kContributor], values[kMission]);
    case ScopeKind::kMission:
      return "mission " + values[kMission];
    case ScopeKind::kPost:
      break;
  }
  std::string text = values[kContingent];
  if (values[kPlace] != kUnspecified) text += " at " + values[kPlace];
  if (values[kDuty] != kUnspecified) return text + " on duty " + values[kDuty];
  return text + (values[kPlace] != kUnspecified ? " without a duty" : " without a place");
}

Finding OverdraftFinding(const std::vector<const Overdraft*>& together) {
  const Overdraft& first = *together.front();
  Finding finding = NewFinding("overdrawn", PositionsOf(first.takers));
  finding.on = Day{first.since};
  if (first.until) finding.until = Day{*first.until};
  for (int i = 0; i < kDimensions; ++i) {
    if (!IsTold(first.scope, i)) continue;
    finding.scope.emplace_back(DimensionName(static_cast<Dimension>(i)),
                               std::vector<std::string>{first.scope.values[i]});
  }
  finding.message = fmt::format("{} is at {} at the end of {}", OverdrawnText(first.scope),
                                first.best, FactDayText(first.since));
  finding.message += first.until ? fmt::format(", and below 0 until {}", FactDayText(*first.until))
                                 : ", and below 0 from then on";
  if (together.size() > 1) {
    std::vector<std::string> others;
    for (std::size_t i = 1; i < together.size(); ++i) {
      const Overdraft& other = *together[i];
      others.push_back(OverdrawnText(other.scope));
      if (other.best != first.best) others.back() += fmt::format(" ({})", other.best);
    }
    finding.message += fmt::format("; likewise {}", fmt::join(others, ", "));
  }
  finding.remedy = fmt::format(
      "see whether the strength, the date or the post of {} is wrong, or whether an arrival before "
      "{} is not recorded yet",
      RecordsText(finding.positions), finding.positions.size() == 1 ? "it" : "them");
  return finding;
}

}  // namespace

Status FindOverdrafts(CheckedState& state, FindingList* findings) {
  // What the same records bring about on the same day is one finding: a contingent, its post, its
  // contributor and its mission are overdrawn together.
  using Cause = std::pair<FactDay, std::vector<FactPosition>>;
  std::map<Cause, std::vector<const Overdraft*>> causes;
  for (const Overdraft& overdraft : state.levels.overdrafts) {
    causes[{overdraft.since, overdraft.takers}].push_back(&overdraft);
  }
  for (const auto& [cause, together] : causes) {
    findings->push_back(OverdraftFinding(together));
  }
  return OkStatus();
}

}  // namespace muster
