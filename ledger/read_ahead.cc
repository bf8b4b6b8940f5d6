// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/read_ahead.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/record_codec.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

// Large enough that the two threads seldom wait for each other.
constexpr std::size_t kBatchRecords = 1024;
constexpr std::size_t kBatches = 4;

// The records of one batch serve the next: they keep their memory.
struct Batch {
  Position first;
  std::size_t size = 0;
  std::vector<v1::Record> records = std::vector<v1::Record>(kBatchRecords);
};

using BatchPtr = std::unique_ptr<Batch>;

// Between the two threads.
class Exchange {
 public:
  Exchange() {
    for (std::size_t i = 0; i < kBatches; ++i) empty_.push_back(std::make_unique<Batch>());
  }

  // Null once nobody wants more.
  BatchPtr TakeEmpty() {
    const absl::MutexLock lock(&mutex_);
    const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return stopped_ || !empty_.empty();
    };
    mutex_.Await(absl::Condition(&ready));
    return stopped_ ? nullptr : TakeFirst(empty_);
  }
  void GiveFull(BatchPtr batch) {
    const absl::MutexLock lock(&mutex_);
    full_.push_back(std::move(batch));
  }
  void End(Status outcome) {
    const absl::MutexLock lock(&mutex_);
    ended_ = true;
    outcome_ = std::move(outcome);
  }

  // Null after the last.
  BatchPtr TakeFull() {
    const absl::MutexLock lock(&mutex_);
    const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return ended_ || !full_.empty();
    };
    mutex_.Await(absl::Condition(&ready));
    return full_.empty() ? nullptr : TakeFirst(full_);
  }
  void GiveEmpty(BatchPtr batch) {
    batch->size = 0;
    const absl::MutexLock lock(&mutex_);
    empty_.push_back(std::move(batch));
  }
  void Stop() {
    const absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  Status outcome() {
    const absl::MutexLock lock(&mutex_);
    return outcome_;
  }

 private:
  static BatchPtr TakeFirst(std::deque<BatchPtr>& batches) {
    BatchPtr first = std::move(batches.front());
    batches.pop_front();
    return first;
  }

  absl::Mutex mutex_;
  std::deque<BatchPtr> empty_ ABSL_GUARDED_BY(mutex_);
  std::deque<BatchPtr> full_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  Status outcome_ ABSL_GUARDED_BY(mutex_);
};

void Fill(const Log& log, Position from, LogSize until, Exchange& exchange) {
  BatchPtr batch;
  Status outcome = log.Read(from, until, [&](Position position, std::string_view bytes) -> Status {
    if (batch == nullptr) {
      batch = exchange.TakeEmpty();
      if (batch == nullptr) return Aborted("nobody wants more");
      batch->first = position;
    }
    MUSTER_RETURN_IF_ERROR(DecodeRecordInto(position, bytes, batch->records[batch->size]));
    if (++batch->size == kBatchRecords) exchange.GiveFull(std::move(batch));
    return OkStatus();
  });
  if (batch != nullptr && batch->size > 0) exchange.GiveFull(std::move(batch));
  exchange.End(std::move(outcome));
}

Status VisitBatch(const Batch& batch, const Ledger::RecordVisitor& visit) {
  for (std::size_t i = 0; i < batch.size; ++i) {
    MUSTER_RETURN_IF_ERROR(visit(Position{batch.first.value + i}, batch.records[i]));
  }
  return OkStatus();
}

}  // namespace

Status ReadAhead(const Log& log, Position from, LogSize until, const Ledger::RecordVisitor& visit) {
  Exchange exchange;
  std::thread reader([&] { Fill(log, from, until, exchange); });
  Status visited = OkStatus();
  while (BatchPtr batch = exchange.TakeFull()) {
    visited = VisitBatch(*batch, visit);
    if (!visited.ok()) break;
    exchange.GiveEmpty(std::move(batch));
  }
  exchange.Stop();
  reader.join();
  return visited.ok() ? exchange.outcome() : visited;
}

}  // namespace muster
