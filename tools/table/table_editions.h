// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Table editions: which tables that the ledger has are earlier editions of another one.
//
// A table is an edition of another if one of its field reports has the source and the title of one
// of the other's, or if it says that it updates one (`updates`). Editions stand in the order in
// which they were first appended.
#ifndef MUSTER_TOOLS_TABLE_TABLE_EDITIONS_H_
#define MUSTER_TOOLS_TABLE_TABLE_EDITIONS_H_

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"

namespace muster {

namespace v1 {
class Report;
}  // namespace v1

// What a field report of a table is known by.
using ReportTitle = std::pair<std::string, std::string>;  // its source, its title

struct TableEdition {
  Hash document{};  // the table
  Hash text{};      // what evidence points into: the table, or its transcript
  std::vector<StoredReport> reports;
};

struct TableEditions {
  std::vector<TableEdition> earlier;
  // The records below this are from before the table itself, if it was appended already, in part or
  // whole.
  LogSize until;
  // The positions of the first records of all their reports.
  std::shared_ptr<const std::set<Position>> positions;
};

// The title of the report in which the names of a table with this title are registered.
std::string TitleOfNames(std::string_view title);

// A digest of what a report says of itself, without its documents and what it updates.
Hash MetadataDigest(v1::Report report);

// The editions of the table with the digest `document` that are earlier than it. `titles`: of its
// reports; those without a title are no editions of each other. `ours`: the MetadataDigest of each
// of them; the same bytes under other metadata are an edition of the table, too. `updates`: the
// beginning of the id of a report, or empty. Errors: FAILED_PRECONDITION if it is the same as an
// edition that is not the last one; NOT_FOUND, INVALID_ARGUMENT of `updates`; DATA_LOSS.
StatusOr<TableEditions> FindEditions(const Ledger& ledger, const Hash& document,
                                     std::set<ReportTitle> titles, const std::set<Hash>& ours,
                                     const std::string& updates);

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_TABLE_EDITIONS_H_
