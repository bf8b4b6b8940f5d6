// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The process that crash tests kill: log_writer DIRECTORY SEED APPENDS BUFFER_BYTES
//
// Appends the script with several threads, in batches of random sizes, and after each
// acknowledgement writes the log's size that was acknowledged to standard output, 8 bytes. Ends
// after APPENDS appends, closing the log. Exits with 1 and a message if anything goes wrong.
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "ledger/rocks_environment.h"
#include "tests/crash/script.h"

namespace muster {
namespace {

constexpr int kThreads = 4;
constexpr std::size_t kBatchMax = 40;

int Run(const char* directory, std::uint64_t seed, std::uint64_t appends, std::size_t wal_bytes) {
  const StatusOr<std::unique_ptr<Log>> log =
      OpenRocksWriter(directory, {.env = nullptr, .statistics = nullptr, .wal_bytes = wal_bytes});
  if (!log.ok()) {
    std::fprintf(stderr, "log_writer: %s\n", log.status().ToString().c_str());
    return 1;
  }
  absl::Mutex mutex;
  std::uint64_t next = (*log)->Head().size.value;
  std::uint64_t begun = 0;
  std::mt19937_64 random(seed);
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      while (failures == 0) {
        std::unique_ptr<Log::Pending> pending;
        {
          absl::MutexLock lock(&mutex);
          if (begun == appends) return;
          ++begun;
          const std::size_t count = 1 + random() % kBatchMax;
          auto started = (*log)->Begin(ScriptedBatch(Position{next}, count), LogSize{next});
          if (!started.ok()) {
            ++failures;
            return;
          }
          pending = *std::move(started);
          next += count;
        }
        const std::uint64_t size = pending->head_after().size.value;
        if (!pending->Wait().ok() || write(STDOUT_FILENO, &size, sizeof(size)) != sizeof(size))
          ++failures;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  return muster::Run(argv[1], std::strtoull(argv[2], nullptr, 10),
                     std::strtoull(argv[3], nullptr, 10), std::strtoull(argv[4], nullptr, 10));
}
