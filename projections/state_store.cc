// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/state_store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <cstdarg>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "ledger/merkle.h"
#include "ledger/sha256.h"
#include "ledger/table_check.h"
#include "ledger/wal_check.h"
#include "muster/v1/record.pb.h"
#include "projections/byte_codec.h"

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

std::uint64_t ChecksumOf(std::string_view bytes) {
  const Hash hash = Sha256(bytes);
  std::uint64_t checksum = 0;
  for (int i = 0; i < 8; ++i) checksum = checksum << 8 | hash[i];
  return checksum;
}

std::string BlockKey(int table, std::size_t block) {
  return fmt::format("block/{}/{:08x}", table, block);
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

// Written with every state, in the same batch.
struct StateHead {
  LogSize size;
  std::string identity;
  StateCounts counts{};
  std::uint64_t checksum = 0;  // the sum of those of all blocks
};

std::string EncodeHead(const StateHead& head) {
  ByteWriter out;
  out.U32(kStateFormat);
  out.U64(head.size.value);
  out.Text(head.identity);
  for (const std::uint64_t count : head.counts) out.U64(count);
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
  head.checksum = in.U64();
  const std::uint64_t checksum = in.U64();
  if (!in.ok() || !in.AtEnd() || checksum != ChecksumOf(bytes.substr(0, bytes.size() - 8))) {
    return std::nullopt;
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

StateStore::StateStore(std::filesystem::path directory, bool write,
                       std::unique_ptr<Database> database)
    : directory_(std::move(directory)), write_(write), database_(std::move(database)) {}
StateStore::~StateStore() = default;

StatusOr<std::unique_ptr<StateStore>> StateStore::Open(const std::filesystem::path& directory,
                                                       bool write) {
  std::unique_ptr<Database> database;
  if (write) {
    MUSTER_ASSIGN_OR_RETURN(database, Database::OpenWriter(directory));
  } else {
    database = Database::OpenReader(directory);
  }
  return std::unique_ptr<StateStore>(new StateStore(directory, write, std::move(database)));
}

StatusOr<std::optional<EffectiveSet>> StateStore::Load(const Ledger& ledger) {
  if (database_ == nullptr) return std::optional<EffectiveSet>();
  const std::optional<std::string> head_bytes = database_->Get(kHeadKey);
  const std::optional<StateHead> head = head_bytes ? DecodeHead(*head_bytes) : std::nullopt;
  if (!head || head->size > ledger.Head().size) return std::optional<EffectiveSet>();
  MUSTER_ASSIGN_OR_RETURN(const std::string identity, IdentityOf(ledger, head->size));
  if (identity != head->identity) return std::optional<EffectiveSet>();

  StateDecoder decoder(head->size, head->counts);
  decoder.Reserve();
  std::array<std::vector<std::uint64_t>, kStateTables> checksums;
  std::uint64_t sum = 0;
  for (int table = 0; table < kStateTables; ++table) {
    for (std::size_t block = 0; block < BlocksOf(head->counts[table]); ++block) {
      const std::optional<std::string> bytes = database_->Get(BlockKey(table, block));
      if (!bytes) return std::optional<EffectiveSet>();
      checksums[table].push_back(ChecksumOf(*bytes));
      sum += checksums[table].back();
      if (!decoder.Add(static_cast<StateTable>(table), block, *bytes).ok()) {
        return std::optional<EffectiveSet>();
      }
    }
  }
  if (sum != head->checksum) return std::optional<EffectiveSet>();
  StatusOr<EffectiveSet> set = decoder.Finish();
  if (!set.ok()) return std::optional<EffectiveSet>();
  saved_size_ = head->size;
  saved_counts_ = head->counts;
  checksums_ = std::move(checksums);
  return std::optional<EffectiveSet>(*std::move(set));
}

Status StateStore::Save(const Ledger& ledger, EffectiveSet& set) {
  MUSTER_CHECK(write_);
  if (saved_size_ && *saved_size_ > set.size()) MUSTER_RETURN_IF_ERROR(Discard());
  const EffectiveSet::ClosedRows closed = set.TakeClosedRows();
  if (saved_size_ == set.size()) return OkStatus();
  const StateCounts counts = CountsOf(set);
  std::array<std::set<std::size_t>, kStateTables> dirty;
  for (int table = 0; table < kStateTables; ++table) {
    // Mentions are sorted, so a new one moves the others.
    const bool grows_inside = table == static_cast<int>(StateTable::kMentions);
    const std::size_t first = grows_inside && counts[table] > saved_counts_[table]
                                  ? 0
                                  : saved_counts_[table] / kBlockRows;
    for (std::size_t block = first; block < BlocksOf(counts[table]); ++block) {
      if (counts[table] > saved_counts_[table]) dirty[table].insert(block);
    }
  }
  for (const std::size_t row : closed.movements) {
    dirty[static_cast<int>(StateTable::kMovements)].insert(row / kBlockRows);
  }
  for (const std::size_t row : closed.settings) {
    dirty[static_cast<int>(StateTable::kSettings)].insert(row / kBlockRows);
  }
  for (const std::size_t row : closed.statements) {
    dirty[static_cast<int>(StateTable::kStatements)].insert(row / kBlockRows);
  }

  // Of a log that has more than doubled, the state that was saved is no loss: then the new one is
  // written in pieces, and a crash before the last of them leaves none.
  const bool in_pieces = set.size().value > 2 * saved_size_.value_or(LogSize{}).value;
  rocksdb::WriteBatch batch;
  StateHead head{set.size(), {}, counts, 0};
  MUSTER_ASSIGN_OR_RETURN(head.identity, IdentityOf(ledger, set.size()));
  for (int table = 0; table < kStateTables; ++table) {
    checksums_[table].resize(BlocksOf(counts[table]));
    for (const std::size_t block : dirty[table]) {
      const std::string bytes = EncodeBlock(set, static_cast<StateTable>(table), block);
      checksums_[table][block] = ChecksumOf(bytes);
      batch.Put(BlockKey(table, block), bytes);
      if (in_pieces && batch.GetDataSize() >= kPieceBytes) {
        MUSTER_RETURN_IF_ERROR(WritePiece(batch));
      }
    }
    for (const std::uint64_t checksum : checksums_[table]) head.checksum += checksum;
  }
  batch.Put(kHeadKey, EncodeHead(head));
  rocksdb::WriteOptions synced;
  synced.sync = true;
  MUSTER_RETURN_IF_ERROR(StatusOfSaving(database_->db->Write(synced, &batch)));
  saved_size_ = set.size();
  saved_counts_ = counts;
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
  saved_size_ = std::nullopt;
  saved_counts_ = {};
  checksums_ = {};
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
