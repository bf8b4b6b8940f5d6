// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: whatever moment the writer of a ledger is killed at, every acknowledged report is there
// whole, no other is there in part, and the saved views neither skip nor repeat a record. Method:
// as log_crash_test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <thread>

#include "tests/crash/child_process.h"
#include "tests/crash/crash_options.h"
#include "tests/crash/ledger_script.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

// Runs one child until it is killed or ends, and notes what it acknowledged.
void RunAndKill(const std::string& ledger, std::mt19937_64& random, ReportCounts& acknowledged) {
  const std::uint64_t reports = random() % 4 == 0 ? random() % 10 : 100000;
  ChildProcess child(MUSTER_LEDGER_WRITER, {ledger, std::to_string(reports)});
  const auto note = [&acknowledged](std::uint64_t report) {
    std::uint64_t& count = acknowledged[report >> 32];
    count = std::max(count, report & 0xffffffff);
  };
  if (random() % 4 != 0) {
    if (const auto report = child.NextReport()) note(*report);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(random() % 150));
  child.Kill();
  while (const auto report = child.NextReport()) note(*report);
  EXPECT_LE(child.Join(), 0) << "the writer could not append";
}

TEST(LedgerCrash, LeavesEveryAcknowledgedReportWholeAndTheViewsRight) {
  const CrashOptions options = CrashOptions::FromEnvironment(10);
  std::mt19937_64 random(options.seed);
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory.path() / "ledger";
  ASSERT_THAT(Ledger::Create(path, "crash.example/ledger"), IsOk());
  {
    const ReportDraft names = ScriptedNames();
    const auto ledger = Ledger::Open(path, {.write = true, .clock = nullptr});
    ASSERT_THAT(ledger, IsOk());
    const auto result = (*ledger)->Append(
        {&names, 1}, {.recorded_by = "test", .expected_size = {}, .dry_run = false});
    ASSERT_THAT(result, IsOk());
    ASSERT_TRUE(result->refusals.empty()) << result->refusals[0].message;
  }
  ReportCounts acknowledged = {};
  for (std::uint64_t run = 0; run < options.kills; ++run) {
    SCOPED_TRACE("after kill " + std::to_string(run));
    RunAndKill(path.string(), random, acknowledged);
    const auto ledger = Ledger::Open(path, {.write = random() % 2 == 0, .clock = nullptr});
    ASSERT_THAT(ledger, IsOk());
    const StatusOr<ReportCounts> counts = CheckReports(**ledger);
    ASSERT_THAT(counts.status(), IsOk());
    for (std::size_t thread = 0; thread < kScriptThreads; ++thread) {
      ASSERT_GE((*counts)[thread], acknowledged[thread]) << "of thread " << thread;
    }
    ASSERT_THAT(CheckViews(**ledger, path / "projections"), IsOk());
    acknowledged = *counts;
  }
  std::cout << acknowledged[0] << ", " << acknowledged[1] << ", " << acknowledged[2] << " reports"
            << std::endl;
  EXPECT_GT(acknowledged[0], 0u);
}

}  // namespace
}  // namespace muster
