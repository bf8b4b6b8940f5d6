// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// SqliteDatabase: a new database file, filled in one transaction.
#ifndef MUSTER_TOOLS_EXPORT_SQLITE_DATABASE_H_
#define MUSTER_TOOLS_EXPORT_SQLITE_DATABASE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/status.h"

struct sqlite3;
struct sqlite3_stmt;

namespace muster {

// A prepared INSERT. Values are bound in the order of the columns; texts must live until Insert.
// Thread-compatible.
class SqliteInsert {
 public:
  SqliteInsert(SqliteInsert&& other) noexcept;
  SqliteInsert& operator=(SqliteInsert&&) = delete;
  ~SqliteInsert();

  SqliteInsert& Add(std::int64_t number);
  SqliteInsert& Add(std::string_view text);
  SqliteInsert& AddNull();
  SqliteInsert& Add(const std::optional<std::int64_t>& number) {
    return number ? Add(*number) : AddNull();
  }
  // NULL for an empty text.
  SqliteInsert& AddOrNull(std::string_view text) { return text.empty() ? AddNull() : Add(text); }

  // Inserts the row, and begins the next. Errors: UNAVAILABLE.
  Status Insert();

 private:
  friend class SqliteDatabase;
  SqliteInsert(sqlite3* database, sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}

  sqlite3* database_;
  sqlite3_stmt* statement_;
  int next_ = 1;
};

// Thread-compatible. Outlives the inserts that it prepares.
class SqliteDatabase {
 public:
  // Makes `file` anew and begins its one transaction. Nothing is synced meanwhile, and no journal
  // kept: a file that was not finished is of no use, and its maker removes it. Errors: UNAVAILABLE.
  static StatusOr<std::unique_ptr<SqliteDatabase>> Create(const std::string& file);
  ~SqliteDatabase();
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  // Errors: UNAVAILABLE; a statement that is no SQL is INTERNAL.
  Status Execute(std::string_view sql);
  // For a table with so many columns. Errors: as Execute.
  StatusOr<SqliteInsert> Prepare(std::string_view table, int columns);
  // Ends the transaction and closes the file. Errors: UNAVAILABLE.
  Status Finish();

 private:
  explicit SqliteDatabase(sqlite3* database) : database_(database) {}

  sqlite3* database_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_SQLITE_DATABASE_H_
