// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/table_reader.h"

#include <csv.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/quote.h"

namespace muster {
namespace {

constexpr char kUtf8Hint[] = "save it as UTF-8";
constexpr char kLatin1Hint[] =
    "if it is in ISO 8859-1, say so with --encoding latin1; else save it as UTF-8";
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void AppendLatin1(std::string_view bytes, std::string& text) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text.push_back(c);
    } else {
      text.push_back(static_cast<char>(0xC0 | byte >> 6));
      text.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    }
  }
}

// A parser of libcsv that refuses what RFC 4180 does.
class CsvParser {
 public:
  using TakeCell = void (*)(void* bytes, std::size_t size, void* data);
  using TakeRow = void (*)(int end, void* data);

  explicit CsvParser(char delimiter) : delimiter_(delimiter) { Begin(); }
  ~CsvParser() { csv_free(&parser_); }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;

  // False if the bytes are wrong; then the parser must begin anew.
  bool Take(std::string_view bytes, TakeCell cell, TakeRow row, void* data) {
    return csv_parse(&parser_, bytes.data(), bytes.size(), cell, row, data) == bytes.size();
  }
  // False if something is not closed.
  bool Finish(TakeCell cell, TakeRow row, void* data) {
    return csv_fini(&parser_, cell, row, data) == 0;
  }
  void BeginAnew() {
    csv_free(&parser_);
    Begin();
  }

 private:
  void Begin() {
    MUSTER_CHECK(csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) == 0);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
  }

  const char delimiter_;
  csv_parser parser_ = {};
};

}  // namespace

StatusOr<std::unique_ptr<RowFetcher>> RowFetcher::Open(const std::filesystem::path& path,
                                                       char delimiter) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Unavailable("{}", std::strerror(errno));
  return std::unique_ptr<RowFetcher>(new RowFetcher(file, delimiter));
}

RowFetcher::~RowFetcher() { close(file_); }

StatusOr<TableRow> RowFetcher::Fetch(std::uint64_t begin, std::uint64_t end, std::uint32_t line) {
  buffer_.resize(end - begin);
  for (std::size_t done = 0; done < buffer_.size();) {
    const ssize_t count = pread(file_, buffer_.data() + done, buffer_.size() - done,
                                static_cast<off_t>(begin + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Unavailable("{}", std::strerror(errno));
    if (count == 0) return Unavailable("it became shorter while it was read");
    done += static_cast<std::size_t>(count);
  }
  TableRow row;
  row.line = line;
  row.begin = begin;
  row.end = end;
  CsvParser parser(delimiter_);
  const auto take = [](void* bytes, std::size_t size, void* cells) {
    static_cast<std::vector<std::string>*>(cells)->emplace_back(static_cast<const char*>(bytes),
                                                                size);
  };
  const auto end_row = [](int, void*) {};
  const bool whole =
      parser.Take(buffer_, take, end_row, &row.cells) && parser.Finish(take, end_row, &row.cells);
  if (!whole) return Unavailable("it changed while it was read");
  return row;
}

TableText::TableText(int file, std::uint64_t bytes, Encoding encoding)
    : file_(file), bytes_(bytes), encoding_(encoding) {}

TableText::~TableText() { close(file_); }

StatusOr<std::unique_ptr<TableText>> TableText::Open(const std::filesystem::path& path,
                                                     Encoding encoding) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    if (errno == ENOENT) return NotFound("there is no such file");
    return Unavailable("{}", std::strerror(errno));
  }
  struct stat status = {};
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(file);
    return FailedPrecondition("it is not a regular file: a table is read more than once");
  }
  const auto bytes = static_cast<std::uint64_t>(status.st_size);
  if (bytes > kTableBytesMax) {
    close(file);
    return ResourceExhausted("it has {} bytes, more than {} (1 GiB): divide it", bytes,
                             kTableBytesMax);
  }
  return std::unique_ptr<TableText>(new TableText(file, bytes, encoding));
}

StatusOr<std::string_view> TableText::Next() {
  buffer_.resize(kPieceBytes);
  ssize_t count = -1;
  do {
    count = read(file_, buffer_.data(), buffer_.size());
  } while (count < 0 && errno == EINTR);
  if (count < 0) return Unavailable("{}", std::strerror(errno));
  bytes_read_ += static_cast<std::uint64_t>(count);
  if (bytes_read_ > kTableBytesMax) return Unavailable("it grows while it is read");
  buffer_.resize(static_cast<std::size_t>(count));
  if (encoding_ == Encoding::kUtf8) return std::string_view(buffer_);
  converted_.clear();
  AppendLatin1(buffer_, converted_);
  return std::string_view(converted_);
}

class TableReader::State {
 public:
  State(std::unique_ptr<TableText> text, char delimiter)
      : text_(std::move(text)), parser_(delimiter) {}

  StatusOr<bool> Next(TableRow& row) {
    row.cells.clear();
    row.rule.clear();
    row.problem.clear();
    row.hint.clear();
    row_ = &row;
    done_ = false;
    row_goes_on_ = false;
    is_given_up_ = false;
    MUSTER_RETURN_IF_ERROR(SkipRestOfLine());
    std::uint64_t size = 0;
    bool begun = false;
    while (true) {
      MUSTER_ASSIGN_OR_RETURN(const std::string_view line, NextLine());
      if (line.empty()) return begun ? FinishLast(row) : false;
      if (!begun && Trimmed(line).empty()) continue;
      if (!begun) {
        begun = true;
        row.line = line_number_;
        row.begin = line_begin_;
      }
      row.end = line_begin_ + line.find_last_not_of("\r\n") + 1;
      size += line.size();
      Take(line, size, row);
      // A line end within quotes is a part of the cell.
      if (!done_ && !is_given_up_) continue;
      if (!row.problem.empty()) row.cells.clear();
      return true;
    }
  }

  std::uint64_t bytes_read() const { return text_->bytes_read(); }
  std::uint64_t bytes() const { return text_->bytes(); }

 private:
  static void TakeCell(void* bytes, std::size_t size, void* self) {
    State& state = *static_cast<State*>(self);
    if (state.done_) state.row_goes_on_ = true;
    if (state.row_->cells.size() < kRowCellsMax + 1) {
      state.row_->cells.emplace_back(static_cast<const char*>(bytes), size);
    }
  }
  static void TakeRow(int, void* self) { static_cast<State*>(self)->done_ = true; }

  // The row is read to its end all the same: what follows within quotes is no row of its own.
  void NoteEncoding(std::string_view line, TableRow& row) const {
    const std::string where =
        line_number_ == row.line ? std::string("the line") : fmt::format("line {}", line_number_);
    const bool has_mark = line.starts_with("\xFF\xFE") || line.starts_with("\xFE\xFF");
    std::size_t bad = 0;
    if (line_begin_ == 0 && has_mark) {
      row.problem = "the table is in UTF-16 or UTF-32";
      row.hint = kUtf8Hint;
    } else if (line.find('\0') != line.npos) {
      row.problem = where + " has a zero byte, as text in UTF-16 has";
      row.hint = kUtf8Hint;
    } else if (!IsUtf8(line, &bad)) {
      row.problem = fmt::format("byte {} of {} is not UTF-8", bad + 1, where);
      row.hint = kLatin1Hint;
    } else {
      return;
    }
    row.rule = "encoding";
  }

  void Take(std::string_view line, std::uint64_t size, TableRow& row) {
    if (row.problem.empty()) NoteEncoding(line, row);
    if (size > kRowBytesMax) {
      Fail(row, "bad-quotes",
           fmt::format("the row that begins here has more than {} bytes; a quote may not be closed",
                       kRowBytesMax));
      return;
    }
    if (!parser_.Take(line, &TakeCell, &TakeRow, this)) {
      Fail(row, "bad-quotes", "a quote stands within a cell that has none around it");
      return;
    }
    // Its cells would be taken for more of the same row.
    if (row_goes_on_) {
      Fail(row, "bad-row",
           "a carriage return stands within the line; lines end with a line feed, or with both");
      return;
    }
    if (row.cells.size() > kRowCellsMax) {
      Fail(row, "too-many", fmt::format("the row has more than {} cells", kRowCellsMax));
    }
  }

  // The last line of a file needs no line end.
  bool FinishLast(TableRow& row) {
    if (!parser_.Finish(&TakeCell, &TakeRow, this)) {
      Fail(row, "bad-quotes", "a quote of the row that begins here is not closed");
    }
    if (!row.problem.empty()) row.cells.clear();
    return true;
  }

  // Of several things that are wrong, the first is told.
  void Fail(TableRow& row, std::string_view rule, std::string problem) {
    is_given_up_ = true;
    if (row.problem.empty()) {
      row.rule = rule;
      row.problem = std::move(problem);
    }
    row.cells.clear();
    parser_.BeginAnew();
  }

  // Of a line that was refused before its end.
  Status SkipRestOfLine() {
    while (!line_is_whole_) {
      const std::uint32_t number = line_number_;
      MUSTER_RETURN_IF_ERROR(NextLine().status());
      line_number_ = number;
    }
    return OkStatus();
  }

  // The next line with its end; empty at the end of the file.
  StatusOr<std::string_view> NextLine() {
    line_begin_ += line_size_;
    buffer_begin_ += line_size_;
    line_size_ = 0;
    line_is_whole_ = true;
    std::size_t searched = 0;
    while (true) {
      const std::size_t end = buffer_.find('\n', buffer_begin_ + searched);
      if (end != buffer_.npos) {
        line_size_ = end + 1 - buffer_begin_;
        break;
      }
      searched = buffer_.size() - buffer_begin_;
      if (at_end_ || searched > 2 * kRowBytesMax) {
        line_size_ = searched;
        line_is_whole_ = at_end_;
        break;
      }
      MUSTER_ASSIGN_OR_RETURN(const std::string_view piece, text_->Next());
      buffer_.erase(0, std::exchange(buffer_begin_, 0));
      at_end_ = piece.empty();
      buffer_.append(piece);
      if (line_number_ == 0 && line_begin_ == 0 && buffer_.starts_with(kByteOrderMark)) {
        buffer_begin_ = line_begin_ = kByteOrderMark.size();
        searched = 0;
      }
    }
    if (line_size_ > 0) ++line_number_;
    return std::string_view(buffer_).substr(buffer_begin_, line_size_);
  }

  const std::unique_ptr<TableText> text_;
  CsvParser parser_;
  std::string buffer_;
  std::size_t buffer_begin_ = 0;
  bool at_end_ = false;
  std::uint64_t line_begin_ = 0;
  std::size_t line_size_ = 0;
  bool line_is_whole_ = true;
  std::uint32_t line_number_ = 0;
  TableRow* row_ = nullptr;
  bool done_ = false;
  bool row_goes_on_ = false;
  bool is_given_up_ = false;  // before the row's end
};

TableReader::TableReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
TableReader::~TableReader() = default;

StatusOr<std::unique_ptr<TableReader>> TableReader::Open(const std::filesystem::path& path,
                                                         Encoding encoding, char delimiter) {
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<TableText> text, TableText::Open(path, encoding));
  return std::unique_ptr<TableReader>(
      new TableReader(std::make_unique<State>(std::move(text), delimiter)));
}

StatusOr<bool> TableReader::Next(TableRow& row) { return state_->Next(row); }
std::uint64_t TableReader::bytes_read() const { return state_->bytes_read(); }
std::uint64_t TableReader::bytes() const { return state_->bytes(); }

}  // namespace muster
