// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/sqlite_database.h"

#include <sqlite3.h>

#include <cstdio>
#include <utility>

namespace muster {
namespace {

Status ErrorOf(sqlite3* database) {
  const std::string message = sqlite3_errmsg(database);
  if (sqlite3_errcode(database) == SQLITE_ERROR) return Internal("SQLite: {}", message);
  return Unavailable("cannot write the database: {}", message);
}

}  // namespace

SqliteInsert::SqliteInsert(SqliteInsert&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      next_(other.next_) {}

SqliteInsert::~SqliteInsert() { sqlite3_finalize(statement_); }

SqliteInsert& SqliteInsert::Add(std::int64_t number) {
  sqlite3_bind_int64(statement_, next_++, number);
  return *this;
}

SqliteInsert& SqliteInsert::Add(std::string_view text) {
  sqlite3_bind_text64(statement_, next_++, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

SqliteInsert& SqliteInsert::AddNull() {
  sqlite3_bind_null(statement_, next_++);
  return *this;
}

Status SqliteInsert::Insert() {
  MUSTER_CHECK(next_ == sqlite3_bind_parameter_count(statement_) + 1);
  next_ = 1;
  const bool is_done = sqlite3_step(statement_) == SQLITE_DONE;
  if (sqlite3_reset(statement_) == SQLITE_OK && is_done) return OkStatus();
  return ErrorOf(database_);
}

StatusOr<std::unique_ptr<SqliteDatabase>> SqliteDatabase::Create(const std::string& file) {
  std::remove(file.c_str());
  sqlite3* database = nullptr;
  const int opened =
      sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  std::unique_ptr<SqliteDatabase> made(new SqliteDatabase(database));
  if (opened != SQLITE_OK) {
    return Unavailable("cannot write {}: {}", file, sqlite3_errmsg(database));
  }
  const Status begun = made->Execute(
      "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536; PRAGMA threads = 2; BEGIN");
  if (!begun.ok()) return Unavailable("cannot write {}: {}", file, Message(begun));
  return made;
}

SqliteDatabase::~SqliteDatabase() { sqlite3_close_v2(database_); }

Status SqliteDatabase::Execute(std::string_view sql) {
  const std::string text(sql);
  if (sqlite3_exec(database_, text.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) {
    return OkStatus();
  }
  return ErrorOf(database_);
}

StatusOr<SqliteInsert> SqliteDatabase::Prepare(std::string_view table, int columns) {
  std::string sql = fmt::format("INSERT INTO {} VALUES (?", table);
  for (int i = 1; i < columns; ++i) sql += ", ?";
  sql += ')';
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement,
                         nullptr) != SQLITE_OK) {
    return ErrorOf(database_);
  }
  return SqliteInsert(database_, statement);
}

Status SqliteDatabase::Finish() {
  MUSTER_RETURN_IF_ERROR(Execute("COMMIT"));
  if (sqlite3_close(database_) != SQLITE_OK) return ErrorOf(database_);
  database_ = nullptr;
  return OkStatus();
}

}  // namespace muster
