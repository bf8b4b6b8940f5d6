// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/record_sources.h"

#include "muster/v1/record.pb.h"
#include "projections/ledger_source.h"
#include "projections/standings.h"

namespace muster {

StatusOr<RecordSources> SourcesOf(const ViewRequest& request,
                                  const std::vector<Position>& positions) {
  RecordSources sources;
  if (positions.empty()) return sources;
  const LedgerSource records(*request.ledger, request.known_at.size);
  MUSTER_ASSIGN_OR_RETURN(const Standings standings, Standings::At(records, request.known_at.size));
  for (const Position position : positions) {
    const auto [found, is_new] = sources.try_emplace(position);
    if (!is_new) continue;
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, records.ReadRecord(position));
    if (const ReportStanding* standing = standings.Find(record->report())) {
      found->second = standing->source;
    }
  }
  return sources;
}

std::string WhoSays(const std::string& speaker, const std::string& source) {
  if (speaker.empty()) return source;
  return source.empty() ? speaker : fmt::format("{} ({})", speaker, source);
}

}  // namespace muster
