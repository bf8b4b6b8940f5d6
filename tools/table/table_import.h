// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Table import: a table as one or several field reports, its rows as their events (DESIGN section
// 9, `import`). The table is rehearsed whole, then appended in batches; the same import again goes
// on where one was interrupted.
#ifndef MUSTER_TOOLS_TABLE_TABLE_IMPORT_H_
#define MUSTER_TOOLS_TABLE_TABLE_IMPORT_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/draft.h"
#include "ledger/ledger.h"
#include "ledger/refusal.h"
#include "ledger/registry.h"
#include "ledger/status.h"
#include "tools/table/edition_changes.h"
#include "tools/table/table_reader.h"

namespace muster {

struct TableImportOptions {
  std::filesystem::path table;
  Encoding encoding = Encoding::kUtf8;
  // The map, as it was read from the file of that name.
  std::string map_file;
  Node map;
  // Put in the place of what the map says of the report: "published" and so on.
  std::vector<std::pair<std::string, std::string>> report;
  std::string recorded_by;
  // Rows that are refused are left out, instead of refusing all.
  bool skip_bad_rows = false;
  bool dry_run = false;
  // What an edition before had and this one does not is retracted, instead of only told.
  bool retract_missing = false;
  // What is being done, and how many bytes of how many.
  std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total)> progress;
};

// The grade of a field report that an edition before has otherwise: its events rest on that one.
struct EarlierGrade {
  Hash report{};       // of that edition
  std::string before;  // its grade; may be empty
  std::string now;     // that of this edition; may be empty
};

struct TableImportResult {
  // Of the map: then nothing else was looked at. Of rows: nothing was appended, unless they were to
  // be skipped.
  Refusals refusals;
  // Rows that have the key of an earlier one: taken, and most likely the same thing twice.
  Refusals likely_duplicates;
  bool appended = false;  // or, in a dry run, would have been
  std::uint64_t rows = 0;
  std::uint64_t idle_rows = 0;  // that no rule of the map was for
  std::uint64_t skipped_events = 0;
  std::uint64_t registrations = 0;
  std::uint64_t reports = 0;
  std::map<std::string, std::uint64_t> events;  // by kind
  std::uint64_t already_recorded = 0;
  // Editions of the table that were appended before it, and what it changes of them.
  std::uint64_t editions = 0;
  EditionSummary changes;
  std::vector<EarlierGrade> grades;
  LogHead head;
};

// Refusals name `options.table` and `options.map_file` as they are. `known`: what is registered.
// Errors: of files, naming them; as Ledger::Append.
StatusOr<TableImportResult> ImportTable(Ledger& ledger, const Registry& known,
                                        const TableImportOptions& options);

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_TABLE_IMPORT_H_
