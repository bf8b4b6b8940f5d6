// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Standings: what a lens looks at in each field report, as corrected at a known-at.
#ifndef MUSTER_PROJECTIONS_STANDINGS_H_
#define MUSTER_PROJECTIONS_STANDINGS_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/lens.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/record_source.h"

namespace muster {

namespace v1 {
class ReportChange;
}  // namespace v1

class Standings {
 public:
  // The reports with a record below `known_at`, with the amendments below it.
  static StatusOr<Standings> At(const RecordSource& source, LogSize known_at) {
    return At(source, known_at, known_at);
  }
  // The same with the amendments below `amended_until` only.
  static StatusOr<Standings> At(const RecordSource& source, LogSize known_at,
                                LogSize amended_until);

  // Null if there is no such report. `report`: its id, 32 bytes.
  const ReportStanding* Find(const std::string& report) const;

  // Whether the lens admits a record. One without a report always counts. `own_grade`: the event's
  // own, as corrected; empty if it has none.
  bool Admits(const Lens& lens, const v1::Record& record, std::string_view own_grade) const;
  // The same of an event whose grade is as recorded.
  bool Admits(const Lens& lens, const v1::Record& record) const;

  // Every source and agency, sorted.
  std::vector<std::string> Sources() const;

 private:
  void Apply(const v1::ReportChange& change);

  std::unordered_map<std::string, ReportStanding> standings_;
  // For reports without a date of publication, or whose date is taken away.
  std::unordered_map<std::string, Day> assumed_days_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STANDINGS_H_
