// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_writer.h"

#include <utility>
#include <vector>

#include "ledger/head_file.h"
#include "ledger/rocks_diagnosis.h"
#include "ledger/rocks_files.h"
#include "ledger/rocks_snapshot.h"
#include "ledger/wal_check.h"

namespace muster {
namespace {

// Opening for writing may delete files that a damaged manifest no longer lists. So damage must be
// found before: by the manifest's digest after a clean close, else by opening for reading first.
Status CheckBeforeWriting(const std::filesystem::path& directory, const HeadFile& head,
                          const RocksEnvironment& environment) {
  if (head.manifest) {
    MUSTER_RETURN_IF_ERROR(CheckManifest(DatabaseOf(directory), *head.manifest));
    HeadFile open = head;
    open.manifest.reset();
    return open.Write(HeadFileOf(directory));
  }
  MUSTER_RETURN_IF_ERROR(CheckWals(DatabaseOf(directory)));
  MUSTER_ASSIGN_OR_RETURN(
      const std::unique_ptr<RocksStore> store,
      RocksStore::Open(DatabaseOf(directory), RocksStore::Mode::kReadOnly, environment));
  return store->Check(head);
}

StatusOr<std::unique_ptr<RocksStore>> OpenChecked(const std::filesystem::path& directory,
                                                  const RocksEnvironment& environment) {
  MUSTER_ASSIGN_OR_RETURN(const HeadFile head, HeadFile::Read(HeadFileOf(directory)));
  MUSTER_RETURN_IF_ERROR(CheckBeforeWriting(directory, head, environment));
  MUSTER_ASSIGN_OR_RETURN(
      std::unique_ptr<RocksStore> store,
      RocksStore::Open(DatabaseOf(directory), RocksStore::Mode::kWrite, environment));
  MUSTER_RETURN_IF_ERROR(store->Check(head));
  return store;
}

// The tree as it is, with the leaves of the tile that is not complete.
StatusOr<TileBuilder> ReadTree(const RocksStore& store) {
  MUSTER_ASSIGN_OR_RETURN(MerkleFrontier frontier, store.ReadFrontier());
  const LogSize size = frontier.size();
  std::vector<Hash> leaves;
  MUSTER_RETURN_IF_ERROR(store.ReadRecords(Position{size.value - size.value % kTileWidth}, size,
                                           [&leaves](Position, std::string_view record) {
                                             leaves.push_back(LeafHash(record));
                                             return OkStatus();
                                           }));
  return TileBuilder(std::move(frontier), std::move(leaves));
}

}  // namespace

class RocksWriter::RocksPending : public Log::Pending {
 public:
  RocksPending(AppendQueue& queue, std::shared_ptr<QueuedAppend> append)
      : queue_(queue), append_(std::move(append)) {}

  LogHead head_after() const override { return append_->head_after; }
  Status Wait() override { return queue_.Wait(*append_); }

 private:
  AppendQueue& queue_;
  const std::shared_ptr<QueuedAppend> append_;
};

StatusOr<std::unique_ptr<Log>> RocksWriter::Open(const std::filesystem::path& directory,
                                                 const RocksEnvironment& environment) {
  MUSTER_ASSIGN_OR_RETURN(WriteLock lock, WriteLock::Acquire(LockFileOf(directory)));
  StatusOr<std::unique_ptr<RocksStore>> store = OpenChecked(directory, environment);
  if (!store.ok()) return Diagnose(DatabaseOf(directory), store.status());
  MUSTER_ASSIGN_OR_RETURN(TileBuilder tree, ReadTree(**store));
  std::unique_ptr<RocksWriter> writer(
      new RocksWriter(directory, std::move(lock), *std::move(store), std::move(tree)));
  return std::unique_ptr<Log>(std::move(writer));
}

RocksWriter::RocksWriter(std::filesystem::path directory, WriteLock lock,
                         std::unique_ptr<RocksStore> store, TileBuilder tree)
    : directory_(std::move(directory)),
      lock_(std::move(lock)),
      store_(std::move(store)),
      queue_(std::move(tree), [this](std::span<const std::shared_ptr<QueuedAppend>> group) {
        MUSTER_RETURN_IF_ERROR(store_->Write(group));
        head_keeper_->Advance(group.back()->frontier_after);
        return OkStatus();
      }) {
  head_keeper_.emplace(HeadFileOf(directory_), queue_.frontier(),
                       [this](const Status& status) { queue_.Poison(status); });
}

RocksWriter::~RocksWriter() {
  head_keeper_.reset();
  // After a failure the files stay as a crash would leave them: opening again finds out what is
  // there.
  if (queue_.poisoned()) return;
  HeadFile head;
  head.frontier = queue_.frontier();
  // Nobody is left to tell of an error; without the manifest's digest the next opening looks
  // closer, and a head file that could not be written is older and still true.
  if (store_->FlushAndClose().ok()) {
    StatusOr<HeadFile::Manifest> manifest = ReadManifest(DatabaseOf(directory_));
    if (manifest.ok()) head.manifest = *std::move(manifest);
  }
  head.Write(HeadFileOf(directory_)).IgnoreError();
}

Status RocksWriter::Read(Position from, LogSize until, const RecordVisitor& visit) const {
  if (const LogSize size = Head().size; until > size) {
    return InvalidArgument("log has {} records, asked for {}", size.value, until.value);
  }
  return store_->ReadRecords(from, until, visit);
}

StatusOr<std::optional<std::string>> RocksWriter::Get(Table table, std::string_view key) const {
  return store_->Get(table, key);
}

Status RocksWriter::Scan(Table table, std::string_view prefix, std::string_view from,
                         const EntryVisitor& visit) const {
  return store_->Scan(table, prefix, from, visit);
}

StatusOr<std::unique_ptr<Log::Pending>> RocksWriter::Begin(LogBatch batch, LogSize expected_size) {
  MUSTER_ASSIGN_OR_RETURN(std::shared_ptr<QueuedAppend> append,
                          queue_.Begin(std::move(batch), expected_size));
  return std::unique_ptr<Pending>(std::make_unique<RocksPending>(queue_, std::move(append)));
}

StatusOr<std::unique_ptr<Log>> RocksWriter::OpenBeside() const {
  return RocksSnapshot::Of(*store_);
}

StatusOr<std::uint32_t> RocksWriter::BackUp(const std::filesystem::path& directory,
                                            const std::string& label,
                                            const CopyProgress& progress) {
  // What is acknowledged while the backup is made may be in it, too.
  HeadFile head;
  head.frontier = queue_.frontier();
  return store_->BackUp(directory, head, label, progress);
}

}  // namespace muster
