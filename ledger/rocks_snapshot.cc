// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_snapshot.h"

#include <utility>

namespace muster {

StatusOr<std::unique_ptr<Log>> RocksSnapshot::Of(const RocksStore& store) {
  std::unique_ptr<RocksSnapshot> log(new RocksSnapshot(store));
  MUSTER_RETURN_IF_ERROR(log->Refresh());
  return std::unique_ptr<Log>(std::move(log));
}

std::shared_ptr<const RocksSnapshot::State> RocksSnapshot::CurrentState() const {
  const absl::MutexLock lock(&mutex_);
  return state_;
}

Status RocksSnapshot::Refresh() {
  State state;
  state.snapshot = store_.TakeSnapshot();
  // What a snapshot sees was synced: RocksDB shows a batch once it is in the write-ahead log.
  MUSTER_ASSIGN_OR_RETURN(const MerkleFrontier frontier, store_.ReadFrontier(state.snapshot));
  state.head = {frontier.size(), frontier.Root()};
  auto next = std::make_shared<const State>(std::move(state));
  const absl::MutexLock lock(&mutex_);
  // Another thread may have refreshed meanwhile, and further.
  if (state_ == nullptr || next->head.size >= state_->head.size) state_.swap(next);
  return OkStatus();
}

Status RocksSnapshot::Read(Position from, LogSize until, const RecordVisitor& visit) const {
  const std::shared_ptr<const State> state = CurrentState();
  if (until > state->head.size) {
    return InvalidArgument("log has {} records, asked for {}", state->head.size.value, until.value);
  }
  return store_.ReadRecords(from, until, visit, state->snapshot);
}

StatusOr<std::optional<std::string>> RocksSnapshot::Get(Table table, std::string_view key) const {
  return store_.Get(table, key, CurrentState()->snapshot);
}

Status RocksSnapshot::Scan(Table table, std::string_view prefix, std::string_view from,
                           const EntryVisitor& visit) const {
  return store_.Scan(table, prefix, from, visit, CurrentState()->snapshot);
}

}  // namespace muster
