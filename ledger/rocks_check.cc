// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What RocksStore checks of a database that it opened.
#include <rocksdb/metadata.h>

#include <algorithm>
#include <optional>
#include <string>

#include "ledger/big_endian.h"
#include "ledger/rocks_options.h"
#include "ledger/rocks_store.h"

namespace muster {

Status RocksStore::Check(const HeadFile& floor) const {
  MUSTER_RETURN_IF_ERROR(CheckBatches());
  MUSTER_ASSIGN_OR_RETURN(const MerkleFrontier frontier, ReadFrontier());
  const LogSize vouched = floor.frontier.size();
  if (frontier.size() < vouched ||
      (frontier.size() == vouched && frontier.Root() != floor.frontier.Root())) {
    return DataLoss(
        "log has {} records with root {}, but its head file vouches for {} with root {}",
        frontier.size().value, ToHex(frontier.Root()), vouched.value, ToHex(floor.frontier.Root()));
  }
  return CheckTail(floor, frontier);
}

StatusOr<LogSize> RocksStore::SizeInFiles() const {
  rocksdb::ColumnFamilyMetaData metadata;
  db_->GetColumnFamilyMetaData(Records(), &metadata);
  LogSize size;
  for (const rocksdb::LevelMetaData& level : metadata.levels) {
    for (const rocksdb::SstFileMetaData& file : level.files) {
      const std::optional<std::uint64_t> last = DecodeBigEndian(file.largestkey);
      if (!last) return DataLoss("table file {} has a key that is no position", file.name);
      size = std::max(size, LogSize{*last + 1});
    }
  }
  return size;
}

// Table files are checked by RocksDB; between them and the write-ahead log, a reader that opened
// while the writer was replacing files may find a gap, and damage may have cut the log short.
Status RocksStore::CheckTail(const HeadFile& floor, const MerkleFrontier& frontier) const {
  const LogSize size = frontier.size();
  MUSTER_ASSIGN_OR_RETURN(const LogSize in_files, SizeInFiles());
  if (in_files > size) {
    return DataLoss("log has {} records, but its table files {}", size.value, in_files.value);
  }
  MerkleFrontier checked = floor.frontier;
  std::uint64_t first = std::min(in_files, checked.size()).value;
  if (first == size.value && first > 0) --first;  // the last record at least
  MUSTER_RETURN_IF_ERROR(
      ReadRecords(Position{first}, size, [&checked](Position position, std::string_view record) {
        if (!Holds(checked.size(), position)) checked.Add(LeafHash(record));
        return OkStatus();
      }));
  if (checked.Root() != frontier.Root()) {
    return DataLoss(
        "the records up to {} that followed the head file's {} have root {}, but the log says {}",
        size.value, floor.frontier.size().value, ToHex(checked.Root()), ToHex(frontier.Root()));
  }
  const std::unique_ptr<rocksdb::Iterator> beyond(db_->NewIterator({}, Records()));
  beyond->Seek(EncodeBigEndian(size.value));
  if (beyond->Valid()) return DataLoss("log has {} records and one beyond them", size.value);
  return StatusOfRead(beyond->status(), "cannot read the end of the log");
}

}  // namespace muster
