// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The tables of a release, as CSV: what their columns mean, and their rows from the views.
#ifndef MUSTER_TOOLS_RELEASE_RELEASE_TABLES_H_
#define MUSTER_TOOLS_RELEASE_RELEASE_TABLES_H_

#include <span>
#include <string_view>

#include "ledger/ledger.h"
#include "ledger/status.h"
#include "projections/views.h"
#include "tools/release/file_writer.h"
#include "tools/release/release_state.h"

namespace muster {

struct ColumnMeaning {
  std::string_view name;
  std::string_view type;  // "integer", "text", "date (2025-01-18)", ...
  std::string_view meaning;
};

struct ReleaseTable {
  std::string_view file;
  std::string_view meaning;  // what a row is, and which there are
  std::span<const ColumnMeaning> columns;
  // Writes the rows below the header. Errors: those of the views.
  Status (*write)(const ReleaseState& state, const Ledger& ledger, const Views& views,
                  FileWriter& out);
};

// In the order of the codebook.
std::span<const ReleaseTable> ReleaseTables();

// Header and rows. Errors: as `write`.
Status WriteReleaseTable(const ReleaseTable& table, const ReleaseState& state, const Ledger& ledger,
                         const Views& views, FileWriter& out);

}  // namespace muster

#endif  // MUSTER_TOOLS_RELEASE_RELEASE_TABLES_H_
