// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/report_index.h"

#include <algorithm>

namespace muster {

ReportIndex::ReportIndex(const ReportVersions& reports) {
  for (const ReportVersions::Versions& report : reports.all()) {
    for (const StoredReport::Run& run : report.stored.runs) {
      runs_.push_back({run.position.value, run.position.value + run.count, &report});
    }
  }
  std::sort(runs_.begin(), runs_.end(),
            [](const Run& a, const Run& b) { return a.begin < b.begin; });
}

const ReportVersions::Versions* ReportIndex::Find(Position position) const {
  auto after =
      std::upper_bound(runs_.begin(), runs_.end(), position.value,
                       [](std::uint64_t wanted, const Run& run) { return wanted < run.begin; });
  if (after == runs_.begin()) return nullptr;
  --after;
  return position.value < after->end ? after->report : nullptr;
}

}  // namespace muster
