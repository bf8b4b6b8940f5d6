// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/bare_rocksdb.h"

#include <rocksdb/write_batch.h>

#include "ledger/big_endian.h"
#include "ledger/status.h"

namespace muster {

std::unique_ptr<rocksdb::DB> OpenBare(const std::filesystem::path& directory) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  MUSTER_CHECK(rocksdb::DB::Open(options, directory.string(), &db).ok());
  return std::unique_ptr<rocksdb::DB>(db);
}

void PutBare(rocksdb::DB& db, Position first, std::span<const std::string> records) {
  rocksdb::WriteBatch batch;
  for (const std::string& record : records) {
    MUSTER_CHECK(batch.Put(EncodeBigEndian(first.value++), record).ok());
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  MUSTER_CHECK(db.Write(options, &batch).ok());
}

std::uint64_t ScanBare(const std::filesystem::path& directory, const std::string& family,
                       void (*visit)(std::string_view value)) {
  std::vector<std::string> names;
  const std::string path = directory.string();
  MUSTER_CHECK(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  MUSTER_CHECK(rocksdb::DB::OpenForReadOnly({}, path, families, &handles, &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < handles.size(); ++i) {
    if (names[i] == family) {
      const std::unique_ptr<rocksdb::Iterator> entry(db->NewIterator({}, handles[i]));
      for (entry->SeekToFirst(); entry->Valid(); entry->Next()) {
        if (entry->key().size() != kBigEndianBytes) continue;  // the number of batches
        visit({entry->value().data(), entry->value().size()});
        ++count;
      }
      MUSTER_CHECK(entry->status().ok());
    }
    MUSTER_CHECK(db->DestroyColumnFamilyHandle(handles[i]).ok());
  }
  return count;
}

}  // namespace muster
