// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What rests on each source.
#ifndef MUSTER_PROJECTIONS_SOURCE_TALLY_H_
#define MUSTER_PROJECTIONS_SOURCE_TALLY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/status.h"
#include "projections/record_source.h"
#include "projections/report_versions.h"
#include "projections/view_claims.h"

namespace muster {

struct SourceTally {
  std::string source;  // as corrected
  std::uint64_t reports = 0;
  // Events that stand and that a report of the source tells of: as its own, or by an account.
  std::uint64_t events = 0;
  // Those of the events that are claims, and of these, those that agree in all that they say.
  std::uint64_t claims = 0;
  std::uint64_t claims_agreed = 0;
  friend bool operator==(const SourceTally&, const SourceTally&) = default;
};

// By source, sorted; of the records that `reconciliation` knows, whose reports are `reports`, and
// whose claims it has all. Costs a reading of the log. Errors: those of `source`.
StatusOr<std::vector<SourceTally>> TallySources(const RecordSource& source,
                                                const ReportVersions& reports,
                                                const Reconciliation& reconciliation);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_SOURCE_TALLY_H_
