// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Proofs from a log of MUSTER_BENCH_EVENTS records (a million), each with tiles that were not read
// before.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "ledger/rocks_log.h"
#include "ledger/tree_reader.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

constexpr std::uint64_t kLogBatch = 10'000;
constexpr std::size_t kLogRecordBytes = 160;

std::uint64_t LogRecordCount() {
  const char* const count = std::getenv("MUSTER_BENCH_EVENTS");
  return count != nullptr ? std::strtoull(count, nullptr, 10) : 1'000'000;
}

// A log of records that do not compress well, made once.
class BigLog {
 public:
  BigLog() : path_(directory_.path() / "log") {
    MUSTER_CHECK(RocksLog::Create(path_).ok());
    const std::unique_ptr<Log> writer = *RocksLog::OpenWriter(path_);
    std::mt19937_64 chance(1);
    for (std::uint64_t size = 0; size < LogRecordCount();) {
      LogBatch batch;
      for (; batch.records.size() < kLogBatch && size < LogRecordCount(); ++size) {
        std::string record = std::to_string(size);
        while (record.size() < kLogRecordBytes) record.push_back(static_cast<char>(chance() >> 32));
        batch.records.push_back(std::move(record));
      }
      MUSTER_CHECK((*writer->Begin(std::move(batch), writer->Head().size))->Wait().ok());
    }
  }
  std::unique_ptr<Log> Open() const { return *RocksLog::OpenReader(path_); }

 private:
  const TemporaryDirectory directory_;
  const std::filesystem::path path_;
};

const BigLog& SharedLog() {
  static const BigLog kLog;  // goes with the program, and its directory with it
  return kLog;
}

void Prove(benchmark::State& state, bool at_random_size) {
  const std::unique_ptr<Log> log = SharedLog().Open();
  const std::uint64_t head = log->Head().size.value;
  std::mt19937_64 chance(2);
  std::size_t hashes = 0;
  for (auto _ : state) {
    const std::uint64_t size = at_random_size ? 1 + chance() % head : head;
    TreeReader tree(*log);
    const auto proof = tree.Inclusion(Position{chance() % size}, LogSize{size});
    MUSTER_CHECK(proof.ok());
    hashes += proof->size();
  }
  state.counters["hashes"] =
      benchmark::Counter(static_cast<double>(hashes), benchmark::Counter::kAvgIterations);
}

void ProveInclusion(benchmark::State& state) { Prove(state, false); }
BENCHMARK(ProveInclusion)->Unit(benchmark::kMicrosecond);

void ProveInclusionAtRandomSize(benchmark::State& state) { Prove(state, true); }
BENCHMARK(ProveInclusionAtRandomSize)->Unit(benchmark::kMicrosecond);

void ProveConsistency(benchmark::State& state) {
  const std::unique_ptr<Log> log = SharedLog().Open();
  const std::uint64_t head = log->Head().size.value;
  std::mt19937_64 chance(3);
  for (auto _ : state) {
    TreeReader tree(*log);
    MUSTER_CHECK(tree.Consistency(LogSize{1 + chance() % head}, LogSize{head}).ok());
  }
}
BENCHMARK(ProveConsistency)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace muster
