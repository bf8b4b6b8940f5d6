// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A ledger as a database of SQLite.
#ifndef MUSTER_TOOLS_EXPORT_SQLITE_EXPORT_H_
#define MUSTER_TOOLS_EXPORT_SQLITE_EXPORT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/date.h"
#include "ledger/ledger.h"
#include "ledger/status.h"
#include "projections/view.h"
#include "projections/views.h"

namespace muster {

struct SqliteCounts {
  std::uint64_t records = 0;
  std::uint64_t reports = 0;
  std::uint64_t movements = 0;
  std::uint64_t headcounts = 0;
  std::uint64_t claims = 0;
};

// Rows of the table `about`.
using AboutRows = std::vector<std::pair<std::string, std::string>>;

// Makes the database `file` (sqlite_schema.cc says what is in it): records and reports below the
// query's known-at, the movements and claims up to `until` through its lens, and the headcounts of
// months. `views` are those of `ledger`. The query's progress is told of "records", then "entries",
// "days", "claims" and "indexes". A file that could not be finished is removed.
//
// Errors: those of the views; UNAVAILABLE; DATA_LOSS.
StatusOr<SqliteCounts> WriteSqlite(const Ledger& ledger, const Views& views, Day until,
                                   const ViewQuery& query, const AboutRows& about,
                                   const std::string& file);

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_SQLITE_EXPORT_H_
