// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Table reader: a CSV file (RFC 4180) row by row, with the place of each row.
#ifndef MUSTER_TOOLS_TABLE_TABLE_READER_H_
#define MUSTER_TOOLS_TABLE_TABLE_READER_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"

namespace muster {

enum class Encoding { kUtf8, kLatin1 };

// A table has at most so many bytes, and a row so many bytes and cells.
inline constexpr std::uint64_t kTableBytesMax = std::uint64_t{1} << 30;
inline constexpr std::size_t kRowBytesMax = std::size_t{1} << 20;
inline constexpr std::size_t kRowCellsMax = 16384;

struct TableRow {
  std::uint32_t line = 0;  // its first, from 1
  // Its bytes in the text, without the line end.
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  // Blanks around a cell are no part of it.
  std::vector<std::string> cells;
  // What is wrong with it: then it has no cells. A rule's name, a message, and what to do, if
  // there is more to say than that.
  std::string rule;
  std::string problem;
  std::string hint;
};

// Thread-compatible. Memory: one row, and a buffer.
class TableReader {
 public:
  // Errors, without the path: as ReadFileBytes; RESOURCE_EXHAUSTED beyond kTableBytesMax.
  static StatusOr<std::unique_ptr<TableReader>> Open(const std::filesystem::path& path,
                                                     Encoding encoding, char delimiter);
  ~TableReader();

  // Reads the next row; false at the end. Lines without anything are passed over. Errors:
  // UNAVAILABLE if the file cannot be read.
  StatusOr<bool> Next(TableRow& row);

  // Bytes of the file that were read so far, and all.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes() const;

 private:
  class State;
  explicit TableReader(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

// Reads again the rows of a table of which the places are known. Thread-compatible.
class RowFetcher {
 public:
  // Errors: as TableReader::Open.
  static StatusOr<std::unique_ptr<RowFetcher>> Open(const std::filesystem::path& path,
                                                    char delimiter);
  ~RowFetcher();

  // The row whose bytes are [begin, end) of the file. Errors: UNAVAILABLE.
  StatusOr<TableRow> Fetch(std::uint64_t begin, std::uint64_t end, std::uint32_t line);

 private:
  RowFetcher(int file, char delimiter) : file_(file), delimiter_(delimiter) {}

  const int file_;
  const char delimiter_;
  std::string buffer_;
};

// Reads a file in pieces, as the text that a table's rows point into: in UTF-8, from the first byte
// on. Thread-compatible.
class TableText {
 public:
  // Errors: as TableReader::Open.
  static StatusOr<std::unique_ptr<TableText>> Open(const std::filesystem::path& path,
                                                   Encoding encoding);
  ~TableText();

  // The next piece; empty at the end. Valid until the next call. Errors: UNAVAILABLE.
  StatusOr<std::string_view> Next();

  std::uint64_t bytes_read() const { return bytes_read_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  TableText(int file, std::uint64_t bytes, Encoding encoding);

  const int file_;
  const std::uint64_t bytes_;
  const Encoding encoding_;
  std::uint64_t bytes_read_ = 0;
  std::string buffer_;
  std::string converted_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_TABLE_READER_H_
