// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/history.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "ledger/chain.h"
#include "ledger/event_fields.h"
#include "ledger/narrowing.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/report_versions.h"

namespace muster {
namespace {

EventPtr ReadingOf(const Chain& chain) {
  const v1::Event* reading = chain.Reading();
  return reading != nullptr ? std::make_shared<const v1::Event>(*reading) : nullptr;
}

// The sum of what the targets of an account read; those that count for nothing add nothing. Bounds
// beyond those of a strength are as good as none.
StatusOr<v1::Strength> SumOfTargets(const RecordSource& source, const v1::Account& account,
                                    LogSize known_at) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint32_t>::max() - 1;
  std::uint64_t least = 0;
  std::optional<std::uint64_t> most = 0;
  for (const v1::Target& target : account.of()) {
    MUSTER_ASSIGN_OR_RETURN(const Chain chain,
                            ReadChain(source, Position{target.position()}, known_at));
    const v1::Event* reading = chain.Reading();
    const v1::Strength* strength = reading != nullptr ? StrengthOf(*reading) : nullptr;
    if (strength == nullptr) continue;
    least += strength->least();
    most = most && strength->has_most() ? std::optional(*most + strength->most()) : std::nullopt;
  }
  v1::Strength sum;
  sum.set_least(static_cast<std::uint32_t>(std::min(least, kMax)));
  if (most && *most < kMax) sum.set_most(static_cast<std::uint32_t>(*most));
  return sum;
}

StatusOr<Verdict> VerdictOn(const RecordSource& source, Position position, const Chain& event,
                            LogSize known_at) {
  MUSTER_ASSIGN_OR_RETURN(const Chain chain, ReadChain(source, position, known_at));
  if (chain.Reading() == nullptr) return Verdict::kRetracted;
  const v1::Account& account = chain.Reading()->account();
  if (account.of_size() == 1) {
    const auto differing = event.Differing();
    const bool differs = std::find(differing.begin(), differing.end(), position) != differing.end();
    return differs ? Verdict::kDiffers : Verdict::kAgrees;
  }
  if (!account.has_strength()) return Verdict::kAgrees;
  MUSTER_ASSIGN_OR_RETURN(const v1::Strength sum, SumOfTargets(source, account, known_at));
  return Intersects(sum, account.strength()) ? Verdict::kAgrees : Verdict::kDiffers;
}

StatusOr<EventHistory> ReadEventHistory(const RecordSource& source, Position root,
                                        CorrectedReports& reports, LogSize known_at) {
  EventHistory history{root, known_at, {}};
  MUSTER_ASSIGN_OR_RETURN(const RecordPtr first, source.ReadRecord(root));
  Chain chain(root, *first, /*admitted=*/true);
  const auto add = [&](Position position, const RecordPtr& record) -> Status {
    MUSTER_ASSIGN_OR_RETURN(ReportPtr report, reports.Of(*record));
    history.versions.push_back(
        {position, record, std::move(report), Verdict::kNone, ReadingOf(chain)});
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(add(root, first));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members, source.ChainMembers(root, known_at));
  for (const Position member : members) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, source.ReadRecord(member));
    chain.Add(member, *record, /*admitted=*/true);
    MUSTER_RETURN_IF_ERROR(add(member, record));
  }
  for (EventVersion& version : history.versions) {
    if (!version.record->event().has_account()) continue;
    MUSTER_ASSIGN_OR_RETURN(version.verdict, VerdictOn(source, version.position, chain, known_at));
  }
  return history;
}

StatusOr<ReportHistory> ReadReportHistory(const RecordSource& source, const Hash& id,
                                          CorrectedReports& reports, LogSize known_at) {
  MUSTER_ASSIGN_OR_RETURN(StoredReport stored, source.FindReport(id));
  ReportHistory history{std::move(stored), known_at, {}};
  ReportPtr reads = history.report.report;
  for (const RecordPtr& record : reports.ChangesOf(id)) {
    auto changed = std::make_shared<v1::Report>(*reads);
    ApplyReportChange(record->event().amendment().report_change(), *changed);
    reads = std::move(changed);
    MUSTER_ASSIGN_OR_RETURN(ReportPtr report, reports.Of(*record));
    history.versions.push_back({Position{record->position()}, record, std::move(report), reads});
  }
  return history;
}

}  // namespace

StatusOr<History> ReadHistory(const RecordSource& source, CorrectedReports& reports,
                              const FoundTarget& target, LogSize known_at) {
  if (const Position* root = std::get_if<Position>(&target)) {
    MUSTER_ASSIGN_OR_RETURN(EventHistory history,
                            ReadEventHistory(source, *root, reports, known_at));
    return History(std::move(history));
  }
  MUSTER_ASSIGN_OR_RETURN(ReportHistory history,
                          ReadReportHistory(source, std::get<Hash>(target), reports, known_at));
  return History(std::move(history));
}

}  // namespace muster
