// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/findings/check.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "ledger/finding_names.h"
#include "ledger/spelling.h"
#include "projections/findings/checked_log.h"
#include "projections/findings/finders.h"
#include "projections/findings/scope_levels.h"

namespace muster {
namespace {

struct FinderOfKind {
  std::string_view finding;
  Status (*find)(CheckedState& state, FindingList* findings);
};

constexpr std::array<FinderOfKind, kFindingNames.size()> kFinders = {{
    {"overdrawn", FindOverdrafts},
    {"above-authorised", FindAboveAuthorised},
    {"outside-mandate", FindOutsideMandates},
    {"claim-disagrees", FindDisagreeingClaims},
    {"account-differs", FindDifferingAccounts},
    {"muster-unexplained", FindUnexplainedMusters},
    {"musters-differ", FindDifferingMusters},
    {"lines-do-not-add-up", FindLines},
    {"mixed-dates", FindMixedDates},
    {"published-before", FindPublishedBefore},
    {"dispatch-without-arrival", FindDispatches},
    {"likely-duplicate", FindLikelyDuplicates},
    {"strength-unknown", FindUnknownStrengths},
    {"stale", FindStaleViews},
}};

std::size_t OrderOf(std::string_view finding) {
  return static_cast<std::size_t>(std::find(kFindingNames.begin(), kFindingNames.end(), finding) -
                                  kFindingNames.begin());
}

Status CheckFindingNames(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (OrderOf(name) < kFindingNames.size()) continue;
    const std::vector<std::string> known(kFindingNames.begin(), kFindingNames.end());
    const std::optional<std::string> nearest = NearestName(name, known);
    if (nearest) {
      return InvalidArgument("there is no finding `{}`; did you mean `{}`?", name, *nearest);
    }
    return InvalidArgument("there is no finding `{}`; there are {}", name, fmt::join(known, ", "));
  }
  return OkStatus();
}

void Settle(const CheckedLog& log, FindingList* findings) {
  std::map<std::pair<std::string, std::vector<Position>>, Position> settled;
  for (const Settlement& settlement : log.settlements) {
    settled.try_emplace({settlement.finding, settlement.positions}, settlement.at);
  }
  for (Finding& finding : *findings) {
    const auto found = settled.find({finding.finding, finding.positions});
    if (found != settled.end()) finding.settled_by = found->second;
  }
}

void SortFindings(FindingList* findings) {
  std::stable_sort(findings->begin(), findings->end(), [](const Finding& a, const Finding& b) {
    return std::tuple(-static_cast<int>(a.weight), OrderOf(a.finding), a.on, a.positions) <
           std::tuple(-static_cast<int>(b.weight), OrderOf(b.finding), b.on, b.positions);
  });
}

}  // namespace

std::string_view WeightName(Weight weight) {
  switch (weight) {
    case Weight::kError:
      return "error";
    case Weight::kWarning:
      return "warning";
    case Weight::kNote:
      break;
  }
  return "note";
}

Weight WeightOf(std::string_view finding) {
  // Errors cannot be true in any world; notes tell what is not known.
  constexpr std::array<std::string_view, 2> kErrors = {"overdrawn", "lines-do-not-add-up"};
  constexpr std::array<std::string_view, 3> kNotes = {"dispatch-without-arrival",
                                                      "strength-unknown", "stale"};
  if (std::find(kErrors.begin(), kErrors.end(), finding) != kErrors.end()) return Weight::kError;
  if (std::find(kNotes.begin(), kNotes.end(), finding) != kNotes.end()) return Weight::kNote;
  return Weight::kWarning;
}

bool CheckRequest::Wants(std::string_view finding) const {
  const auto names = [finding](const std::vector<std::string>& kinds) {
    return std::find(kinds.begin(), kinds.end(), finding) != kinds.end();
  };
  return (only.empty() || names(only)) && !names(ignore);
}

StatusOr<Findings> ComputeFindings(ViewSession& session, const RecordSource& source,
                                   const Registry& registry, const ViewQuery& query,
                                   const CheckRequest& request) {
  MUSTER_RETURN_IF_ERROR(CheckFindingNames(request.only));
  MUSTER_RETURN_IF_ERROR(CheckFindingNames(request.ignore));
  MUSTER_ASSIGN_OR_RETURN(const CheckedLog log,
                          CheckedLog::Read(source, query.lens, query.known_at));
  ScopeLevels levels;
  if (request.Wants("overdrawn") || request.Wants("above-authorised")) {
    levels = FindScopeLevels(session.world(), registry, query.known_at);
  }
  CheckedState state = {session, log, levels, registry, query, request.on};
  FindingList findings;
  for (std::size_t i = 0; i < kFinders.size(); ++i) {
    if (request.progress) request.progress(i, kFinders.size());
    if (!request.Wants(kFinders[i].finding)) continue;
    MUSTER_RETURN_IF_ERROR(kFinders[i].find(state, &findings));
  }
  Settle(log, &findings);
  SortFindings(&findings);
  return Findings{std::move(findings), log.admits_any};
}

}  // namespace muster
