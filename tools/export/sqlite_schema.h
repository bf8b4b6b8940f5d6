// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The tables of the export as a database, with their documentation in them.
#ifndef MUSTER_TOOLS_EXPORT_SQLITE_SCHEMA_H_
#define MUSTER_TOOLS_EXPORT_SQLITE_SCHEMA_H_

#include <span>
#include <string_view>

namespace muster {

// Tables and views, before they are filled.
std::string_view SqliteTables();
// Indexes, quicker made of tables that are full.
std::span<const std::string_view> SqliteIndexes();

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_SQLITE_SCHEMA_H_
