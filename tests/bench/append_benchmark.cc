// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Appends, each beside the same records put to bare RocksDB: batches of 1,000, and single durable
// ones by 1, 16 and 64 threads.
#include <benchmark/benchmark.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "ledger/append_pipeline.h"
#include "ledger/ledger.h"
#include "ledger/log.h"
#include "ledger/rocks_log.h"
#include "tests/bench/bare_rocksdb.h"
#include "tests/bench/workload.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

constexpr std::size_t kBatch = 1000;
constexpr std::uint64_t kSampleEvents = 20000;

// The records of a part of the workload, as the ledger writes them.
const std::vector<std::string>& SampleRecords() {
  static const std::vector<std::string> records = [] {
    const TemporaryDirectory directory;
    MUSTER_CHECK(MakeLedger(directory.path() / "ledger", kWorkloadSeed, kSampleEvents).ok());
    const auto log = RocksLog::OpenReader(directory.path() / "ledger" / "log");
    MUSTER_CHECK(log.ok());
    std::vector<std::string> read;
    MUSTER_CHECK((*log)
                     ->Read(Position{0}, (*log)->Head().size,
                            [&read](Position, std::string_view record) {
                              read.emplace_back(record);
                              return OkStatus();
                            })
                     .ok());
    // Whole batches.
    read.resize(read.size() / kBatch * kBatch);
    return read;
  }();
  return records;
}

std::span<const std::string> SampleBatch(std::uint64_t number) {
  const std::vector<std::string>& records = SampleRecords();
  return std::span(records).subspan(number * kBatch % records.size(), kBatch);
}

void BareBatches(benchmark::State& state) {
  SampleRecords();
  const TemporaryDirectory directory;
  const std::unique_ptr<rocksdb::DB> db = OpenBare(directory.path() / "db");
  std::uint64_t number = 0;
  for (auto _ : state) {
    PutBare(*db, Position{number * kBatch}, SampleBatch(number));
    ++number;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBatch));
}
BENCHMARK(BareBatches)->UseRealTime();

void LogBatches(benchmark::State& state) {
  SampleRecords();
  const TemporaryDirectory directory;
  MUSTER_CHECK(RocksLog::Create(directory.path() / "log").ok());
  const auto log = RocksLog::OpenWriter(directory.path() / "log");
  MUSTER_CHECK(log.ok());
  std::uint64_t number = 0;
  for (auto _ : state) {
    const std::span<const std::string> records = SampleBatch(number);
    auto pending = (*log)->Begin({{records.begin(), records.end()}, {}}, LogSize{number * kBatch});
    MUSTER_CHECK(pending.ok() && (*pending)->Wait().ok());
    ++number;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBatch));
}
BENCHMARK(LogBatches)->UseRealTime();

const AppendOptions& BenchOptions() {
  static const AppendOptions options{.recorded_by = "bench", .expected_size = {}, .dry_run = false};
  return options;
}

// A ledger with the names that the workload uses.
std::unique_ptr<Ledger> OpenLedgerOf(Workload& workload, const std::filesystem::path& directory) {
  MUSTER_CHECK(Ledger::Create(directory, "bench.example/ledger").ok());
  auto ledger = Ledger::Open(directory, {.write = true, .clock = nullptr});
  MUSTER_CHECK(ledger.ok());
  const ReportDraft draft = workload.Registrations();
  MUSTER_CHECK((*ledger)->Append({&draft, 1}, BenchOptions())->refusals.empty());
  return *std::move(ledger);
}

void LedgerBatches(benchmark::State& state) {
  const TemporaryDirectory directory;
  Workload workload(kWorkloadSeed, 1000000);
  const std::unique_ptr<Ledger> ledger = OpenLedgerOf(workload, directory.path() / "ledger");
  for (auto _ : state) {
    state.PauseTiming();
    const ReportDraft draft = workload.NextReport(kBatch);
    state.ResumeTiming();
    const auto result = ledger->Append({&draft, 1}, BenchOptions());
    MUSTER_CHECK(result.ok() && result->refusals.empty());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBatch));
}
BENCHMARK(LedgerBatches)->UseRealTime();

// The same as an import does it: some under way at once, each acknowledged when it is durable.
void LedgerPipeline(benchmark::State& state) {
  constexpr std::size_t kBatches = 32;
  const TemporaryDirectory directory;
  Workload workload(kWorkloadSeed, 1000000);
  const std::unique_ptr<Ledger> ledger = OpenLedgerOf(workload, directory.path() / "ledger");
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<std::vector<ReportDraft>> batches(kBatches);
    for (std::vector<ReportDraft>& batch : batches) batch.push_back(workload.NextReport(kBatch));
    state.ResumeTiming();
    AppendPipeline pipeline(*ledger, BenchOptions(), [](const AppendResult& result) {
      MUSTER_CHECK(result.refusals.empty());
      return OkStatus();
    });
    for (std::vector<ReportDraft>& batch : batches) {
      MUSTER_CHECK(pipeline.Submit(std::move(batch)));
    }
    MUSTER_CHECK(pipeline.Finish().ok());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kBatches * kBatch));
}
BENCHMARK(LedgerPipeline)->UseRealTime();

// What the threads of one benchmark share.
struct Shared {
  TemporaryDirectory directory;
  std::unique_ptr<rocksdb::DB> bare;
  std::unique_ptr<Log> log;
  std::unique_ptr<Ledger> ledger;
  std::mutex mutex;
  std::uint64_t size = 0;
};
std::unique_ptr<Shared> shared;

void TearDown(const benchmark::State&) { shared.reset(); }

void SetUpBare(const benchmark::State&) {
  SampleRecords();
  shared = std::make_unique<Shared>();
  shared->bare = OpenBare(shared->directory.path() / "db");
}

void BareSingles(benchmark::State& state) {
  for (auto _ : state) {
    std::uint64_t position = 0;
    {
      const std::lock_guard lock(shared->mutex);
      position = shared->size++;
    }
    PutBare(*shared->bare, Position{position},
            {&SampleRecords()[position % SampleRecords().size()], 1});
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BareSingles)
    ->Setup(SetUpBare)
    ->Teardown(TearDown)
    ->Threads(1)
    ->Threads(16)
    ->Threads(64)
    ->UseRealTime();

void SetUpLog(const benchmark::State&) {
  SampleRecords();
  shared = std::make_unique<Shared>();
  MUSTER_CHECK(RocksLog::Create(shared->directory.path() / "log").ok());
  shared->log = *RocksLog::OpenWriter(shared->directory.path() / "log");
}

void LogSingles(benchmark::State& state) {
  for (auto _ : state) {
    std::unique_ptr<Log::Pending> pending;
    {
      const std::lock_guard lock(shared->mutex);
      const std::string& record = SampleRecords()[shared->size % SampleRecords().size()];
      pending = *shared->log->Begin({{record}, {}}, LogSize{shared->size});
      ++shared->size;
    }
    MUSTER_CHECK(pending->Wait().ok());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(LogSingles)
    ->Setup(SetUpLog)
    ->Teardown(TearDown)
    ->Threads(1)
    ->Threads(16)
    ->Threads(64)
    ->UseRealTime();

void SetUpLedger(const benchmark::State& state) {
  shared = std::make_unique<Shared>();
  MUSTER_CHECK(Ledger::Create(shared->directory.path() / "ledger", "bench.example/ledger").ok());
  shared->ledger =
      *Ledger::Open(shared->directory.path() / "ledger", {.write = true, .clock = nullptr});
  for (int lane = 0; lane < state.threads(); ++lane) {
    const ReportDraft draft = Workload(kWorkloadSeed, kSampleEvents, lane).Registrations();
    const auto result = shared->ledger->Append({&draft, 1}, BenchOptions());
    MUSTER_CHECK(result.ok() && result->refusals.empty());
  }
}

// A report with one event for each append, all made beforehand: other threads would not wait while
// one makes more.
void LedgerSingles(benchmark::State& state) {
  Workload workload(kWorkloadSeed, kSampleEvents, state.thread_index());
  workload.Registrations();
  std::vector<ReportDraft> drafts;
  const auto count = static_cast<std::size_t>(state.max_iterations);
  drafts.reserve(count);
  while (drafts.size() < count) drafts.push_back(workload.NextReport(1));
  std::size_t next = 0;
  for (auto _ : state) {
    const auto result = shared->ledger->Append({&drafts[next++], 1}, BenchOptions());
    MUSTER_CHECK(result.ok() && result->refusals.empty());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(LedgerSingles)
    ->Setup(SetUpLedger)
    ->Teardown(TearDown)
    ->Threads(1)
    ->Threads(8)
    ->Threads(16)
    ->Threads(32)
    ->Threads(64)
    ->UseRealTime();

}  // namespace
}  // namespace muster
