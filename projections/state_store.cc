// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/state_store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <cstdarg>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "ledger/merkle.h"
#include "ledger/table_check.h"
#include "ledger/wal_check.h"
#include "muster/v1/record.pb.h"
#include "projections/byte_codec.h"
#include "projections/state_columns.h"

namespace muster {
namespace {

constexpr char kHeadKey[] = "head";
// Of a state that is written anew, so much is in memory at a time.
constexpr std::size_t kPieceBytes = std::size_t{4} << 20;

// RocksDB's own diary is of no use for a store that can be thrown away.
class NoLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Options OptionsFor(bool write) {
  rocksdb::Options options;
  options.create_if_missing = write;
  options.info_log = std::make_shared<NoLogger>();
  options.compression = rocksdb::kNoCompression;
  options.max_open_files = -1;
  options.max_file_opening_threads = 1;  // as in the log
  options.write_buffer_size = kPieceBytes;
  return options;
}

std::string BlockKey(int table, std::size_t block) {
  return fmt::format("block/{}/{:08x}", table, block);
}

std::string PageKey(int table, std::size_t page) {
  return fmt::format("page/{}/{:08x}", table, page);
}

// Which log a state is of: what its first and its last folded record are.
StatusOr<std::string> IdentityOf(const Ledger& ledger, LogSize size) {
  std::string identity;
  if (size.value == 0) return identity;
  for (const Position position : {Position{0}, Position{size.value - 1}}) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, ledger.ReadRecord(position));
    identity += ToBytes(LeafHash(record->SerializeAsString()));
  }
  return identity;
}

// The first block that is there, of a table of which so many rows are in columns.
std::size_t FirstBlock(std::size_t columns, std::size_t rows) {
  return columns == rows ? BlocksOf(rows) : columns / kBlockRows;
}

}  // namespace

// Written with every state, in the same batch.
struct StateHead {
  LogSize size;
  std::string identity;
  StateCounts counts{};
  StateCounts columns{};       // how many of the rows are in columns
  std::uint64_t checksum = 0;  // the sum of those of all blocks and pages
};

namespace {

std::string EncodeHead(const StateHead& head) {
  ByteWriter out;
  out.U32(kStateFormat);
  out.U64(head.size.value);
  out.Text(head.identity);
  for (const std::uint64_t count : head.counts) out.U64(count);
  for (const std::uint64_t count : head.columns) out.U64(count);
  out.U64(head.checksum);
  std::string bytes = out.Take();
  ByteWriter checksum;
  checksum.U64(ChecksumOf(bytes));
  return bytes + checksum.Take();
}

std::optional<StateHead> DecodeHead(std::string_view bytes) {
  ByteReader in(bytes);
  StateHead head;
  if (in.U32() != kStateFormat) return std::nullopt;
  head.size = LogSize{in.U64()};
  head.identity = in.Text();
  for (std::uint64_t& count : head.counts) count = in.U64();
  for (std::uint64_t& count : head.columns) count = in.U64();
  head.checksum = in.U64();
  const std::uint64_t checksum = in.U64();
  if (!in.ok() || !in.AtEnd() || checksum != ChecksumOf(bytes.substr(0, bytes.size() - 8))) {
    return std::nullopt;
  }
  for (int table = 0; table < kStateTables; ++table) {
    if (head.columns[table] > head.counts[table]) return std::nullopt;
  }
  return head;
}

}  // namespace

struct StateStore::Database {
  std::unique_ptr<rocksdb::DB> db;

  // nullopt if there is none, or if it cannot be read.
  std::optional<std::string> Get(const std::string& key) const {
    std::string value;
    const rocksdb::Status status = db->Get(rocksdb::ReadOptions(), key, &value);
    if (!status.ok()) return std::nullopt;
    return value;
  }

  static StatusOr<std::unique_ptr<Database>> OpenWriter(const std::filesystem::path& directory) {
    std::error_code error;
    // What would end the process is thrown away before it is opened.
    if (!CheckTables(directory).ok()) std::filesystem::remove_all(directory, error);
    std::filesystem::create_directories(directory, error);
    for (const bool last_try : {false, true}) {
      rocksdb::DB* db = nullptr;
      const rocksdb::Status status = rocksdb::DB::Open(OptionsFor(true), directory.string(), &db);
      if (status.ok()) {
        return std::make_unique<Database>(Database{std::unique_ptr<rocksdb::DB>(db)});
      }
      const bool damaged = !status.IsIOError() && !status.IsBusy() && !status.IsTryAgain();
      if (!damaged || last_try) {
        return Unavailable("the saved views in {} do not open: {}", directory.string(),
                           status.ToString());
      }
      std::filesystem::remove_all(directory, error);
    }
    return Internal("unreachable");
  }

  // Null if there is nothing to read.
  static std::unique_ptr<Database> OpenReader(const std::filesystem::path& directory) {
    // What is damaged is no saved state; a secondary instance might read it without end.
    if (!CheckTables(directory).ok() || !CheckWals(directory).ok() ||
        !CheckManifestIsWhole(directory).ok()) {
      return nullptr;
    }
    // A secondary instance writes nothing: its own directory would only hold the diary.
    const std::string nowhere = (directory / "reader").string();
    rocksdb::DB* db = nullptr;
    const rocksdb::Status status =
        rocksdb::DB::OpenAsSecondary(OptionsFor(false), directory.string(), nowhere, &db);
    if (!status.ok()) return nullptr;
    return std::make_unique<Database>(Database{std::unique_ptr<rocksdb::DB>(db)});
  }
};

StateStore::StateStore(std::filesystem::path directory, bool write, std::size_t rows_beside,
                       std::unique_ptr<Database> database)
    : directory_(std::move(directory)),
      write_(write),
      rows_beside_(rows_beside),
      database_(std::move(database)) {}
StateStore::~StateStore() = default;

StatusOr<std::unique_ptr<StateStore>> StateStore::Open(const std::filesystem::path& directory,
                                                       bool write, std::size_t rows_beside) {
  std::unique_ptr<Database> database;
  if (write) {
    MUSTER_ASSIGN_OR_RETURN(database, Database::OpenWriter(directory));
  } else {
    database = Database::OpenReader(directory);
  }
  return std::unique_ptr<StateStore>(
      new StateStore(directory, write, rows_beside, std::move(database)));
}

StatusOr<std::optional<EffectiveSet>> StateStore::Load(const Ledger& ledger) {
  if (database_ == nullptr) return std::optional<EffectiveSet>();
  const std::optional<std::string> head_bytes = database_->Get(kHeadKey);
  const std::optional<StateHead> head = head_bytes ? DecodeHead(*head_bytes) : std::nullopt;
  if (!head || head->size > ledger.Head().size) return std::optional<EffectiveSet>();
  MUSTER_ASSIGN_OR_RETURN(const std::string identity, IdentityOf(ledger, head->size));
  if (identity != head->identity) return std::optional<EffectiveSet>();

  StateDecoder decoder(head->size, head->counts, head->columns);
  if (!MapColumns(directory_, head->columns, decoder.parts())) return std::optional<EffectiveSet>();
  decoder.Reserve();
  Checksums checksums;
  for (int table = 0; table < kStateTables; ++table) {
    if (!LoadTable(*head, table, decoder, checksums)) return std::optional<EffectiveSet>();
  }
  if (checksums.Sum() != head->checksum) return std::optional<EffectiveSet>();
  StatusOr<EffectiveSet> set = decoder.Finish();
  if (!set.ok()) return std::optional<EffectiveSet>();
  saved_size_ = head->size;
  saved_counts_ = head->counts;
  columns_ = head->columns;
  checksums_ = std::move(checksums);
  return std::optional<EffectiveSet>(*std::move(set));
}

std::uint64_t StateStore::Checksums::Sum() const {
  std::uint64_t sum = 0;
  for (const auto* tables : {&blocks, &pages}) {
    for (const std::vector<std::uint64_t>& table : *tables) {
      for (const std::uint64_t checksum : table) sum += checksum;
    }
  }
  return sum;
}

bool StateStore::LoadTable(const StateHead& head, int table, StateDecoder& decoder,
                           Checksums& checksums) const {
  const auto id = static_cast<StateTable>(table);
  const std::size_t in_columns = head.columns[table];
  for (std::size_t page = 0; page < PagesOf(in_columns); ++page) {
    const std::optional<std::string> bytes = database_->Get(PageKey(table, page));
    if (!bytes || !TakePage(*bytes, id, page, in_columns, decoder.parts())) return false;
    checksums.pages[table].push_back(ChecksumOf(*bytes));
  }
  const std::size_t first = FirstBlock(in_columns, head.counts[table]);
  checksums.blocks[table].resize(first);
  for (std::size_t block = first; block < BlocksOf(head.counts[table]); ++block) {
    const std::optional<std::string> bytes = database_->Get(BlockKey(table, block));
    if (!bytes || !decoder.Add(id, block, *bytes).ok()) return false;
    checksums.blocks[table].push_back(ChecksumOf(*bytes));
  }
  return true;
}

StateStore::Dirty StateStore::FindDirty(const StateCounts& counts, const StateCounts& columns,
                                        const EffectiveSet::ClosedRows& closed) const {
  Dirty dirty;
  for (int table = 0; table < kStateTables; ++table) {
    for (std::size_t page = columns_[table] / kPageRows;
         columns[table] > columns_[table] && page < PagesOf(columns[table]); ++page) {
      dirty.pages[table].insert(page);
    }
    // Mentions are sorted, so a new one moves the others.
    const bool grows_inside = table == static_cast<int>(StateTable::kMentions);
    const std::size_t first = grows_inside ? 0 : std::max(saved_counts_[table], columns[table]);
    for (std::size_t block = first / kBlockRows;
         counts[table] > saved_counts_[table] && block < BlocksOf(counts[table]); ++block) {
      if (columns[table] < counts[table]) dirty.blocks[table].insert(block);
    }
  }
  constexpr auto kMovements = static_cast<std::size_t>(StateTable::kMovements);
  for (const std::size_t row : closed.movements) {
    if (row < columns[kMovements]) {
      dirty.pages[kMovements].insert(row / kPageRows);
    } else {
      dirty.blocks[kMovements].insert(row / kBlockRows);
    }
  }
  for (const std::size_t row : closed.settings) {
    dirty.blocks[static_cast<int>(StateTable::kSettings)].insert(row / kBlockRows);
  }
  for (const std::size_t row : closed.statements) {
    dirty.blocks[static_cast<int>(StateTable::kStatements)].insert(row / kBlockRows);
  }
  return dirty;
}

// Which rows are to be in columns from now on: all that there are, if many are not.
StateCounts StateStore::NextColumns(const StateCounts& counts) const {
  StateCounts columns = columns_;
  const auto has_many = [&](StateTable table) {
    const auto at = static_cast<std::size_t>(table);
    return counts[at] - columns_[at] >= rows_beside_;
  };
  if (!std::any_of(kColumnTables.begin(), kColumnTables.end(), has_many)) return columns;
  for (const StateTable table : kColumnTables) {
    columns[static_cast<std::size_t>(table)] = counts[static_cast<std::size_t>(table)];
  }
  return columns;
}

Status StateStore::Save(const Ledger& ledger, EffectiveSet& set) {
  MUSTER_CHECK(write_);
  if (saved_size_ && *saved_size_ > set.size()) MUSTER_RETURN_IF_ERROR(Discard());
  const EffectiveSet::ClosedRows closed = set.TakeClosedRows();
  if (saved_size_ == set.size()) return OkStatus();
  const Status status = SaveChanges(ledger, set, closed);
  // What changed is known to nobody then: the next state is written whole.
  if (!status.ok()) Forget();
  return status;
}

void StateStore::Forget() {
  saved_size_ = std::nullopt;
  saved_counts_ = {};
  columns_ = {};
  checksums_ = {};
}

Status StateStore::SaveChanges(const Ledger& ledger, const EffectiveSet& set,
                               const EffectiveSet::ClosedRows& closed) {
  const StateCounts counts = CountsOf(set);
  // Of a log that has more than doubled, the state that was saved is no loss: then the new one is
  // written in pieces, and a crash before the last of them leaves none.
  const bool in_pieces = set.size().value > 2 * saved_size_.value_or(LogSize{}).value;
  const StateCounts columns = NextColumns(counts);
  const Dirty dirty = FindDirty(counts, columns, closed);
  // A crash before the batch leaves rows that no state speaks of.
  if (columns != columns_) {
    MUSTER_RETURN_IF_ERROR(AppendColumns(directory_, set, columns_, columns));
  }

  rocksdb::WriteBatch batch;
  StateHead head{set.size(), {}, counts, columns, 0};
  MUSTER_ASSIGN_OR_RETURN(head.identity, IdentityOf(ledger, set.size()));
  for (int table = 0; table < kStateTables; ++table) {
    const auto id = static_cast<StateTable>(table);
    std::vector<std::uint64_t>& of_blocks = checksums_.blocks[table];
    // All rows that were in blocks are in columns then.
    for (std::size_t block = FirstBlock(columns_[table], saved_counts_[table]);
         columns[table] > columns_[table] && block < of_blocks.size(); ++block) {
      batch.Delete(BlockKey(table, block));
      of_blocks[block] = 0;
    }
    of_blocks.resize(BlocksOf(counts[table]));
    for (const std::size_t block : dirty.blocks[table]) {
      const std::string bytes = EncodeBlock(set, id, block, columns[table]);
      of_blocks[block] = ChecksumOf(bytes);
      batch.Put(BlockKey(table, block), bytes);
      if (in_pieces && batch.GetDataSize() >= kPieceBytes) {
        MUSTER_RETURN_IF_ERROR(WritePiece(batch));
      }
    }
    checksums_.pages[table].resize(PagesOf(columns[table]));
    for (const std::size_t page : dirty.pages[table]) {
      const std::string bytes = EncodePage(set, id, page, columns[table]);
      checksums_.pages[table][page] = ChecksumOf(bytes);
      batch.Put(PageKey(table, page), bytes);
    }
  }
  head.checksum = checksums_.Sum();
  batch.Put(kHeadKey, EncodeHead(head));
  rocksdb::WriteOptions synced;
  synced.sync = true;
  MUSTER_RETURN_IF_ERROR(StatusOfSaving(database_->db->Write(synced, &batch)));
  saved_size_ = set.size();
  saved_counts_ = counts;
  columns_ = columns;
  return OkStatus();
}

// Writes what is in the batch into a table file, and empties the batch.
Status StateStore::WritePiece(rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;
  MUSTER_RETURN_IF_ERROR(StatusOfSaving(database_->db->Write(unlogged, &batch)));
  MUSTER_RETURN_IF_ERROR(StatusOfSaving(database_->db->Flush(rocksdb::FlushOptions())));
  batch.Clear();
  return OkStatus();
}

Status StateStore::StatusOfSaving(const rocksdb::Status& status) const {
  if (status.ok()) return OkStatus();
  return Unavailable("the views cannot be saved in {}: {}", directory_.string(), status.ToString());
}

Status StateStore::Discard() {
  Forget();
  if (!write_) {
    database_ = nullptr;
    return OkStatus();
  }
  database_ = nullptr;
  std::error_code error;
  std::filesystem::remove_all(directory_, error);
  MUSTER_ASSIGN_OR_RETURN(database_, Database::OpenWriter(directory_));
  return OkStatus();
}

}  // namespace muster
