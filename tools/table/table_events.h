// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Table events: all that a map makes of a table, in the order in which it is appended: the events
// of single rows as these stand, then those of groups by their first rows.
#ifndef MUSTER_TOOLS_TABLE_TABLE_EVENTS_H_
#define MUSTER_TOOLS_TABLE_TABLE_EVENTS_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "ledger/refusal.h"
#include "ledger/status.h"
#include "tools/table/row_mapper.h"
#include "tools/table/table_map.h"
#include "tools/table/table_reader.h"

namespace muster {

// A table that can be read.
struct TableSource {
  std::filesystem::path text;  // in UTF-8
  std::string name;            // for messages
  TableForm form;
};

// Errors: as TableReader::Open, with the table's name.
StatusOr<std::unique_ptr<TableReader>> OpenTable(const TableSource& table);

struct TableVisitor {
  // Puts in what each report has besides. May be empty.
  RowMapper::ReportEditor report;
  // The events of one row, or that of a group. There may be none.
  std::function<Status(std::vector<MappedEvent> events)> events;
  // A row of which something was refused. May be empty.
  std::function<void(const TableRow& row)> refused;
  // How many bytes of how many are read, now and then. May be empty.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct TableCounts {
  std::uint64_t rows = 0;
  std::uint64_t idle_rows = 0;  // that no rule of the map was for
  std::vector<RowMapper::SameKey> same_keys;
};

// Reads the table once. What cannot be understood of its rows goes to `refusals`. Errors: of the
// file, naming the table; what `visitor.events` returns.
StatusOr<TableCounts> VisitTable(const TableSource& table, const TableMap& map, Refusals& refusals,
                                 const TableVisitor& visitor);

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_TABLE_EVENTS_H_
