// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The process that the ledger's crash test kills: ledger_writer DIRECTORY REPORTS
//
// Each of some threads appends its reports, from the one after the last that is there, until it has
// appended REPORTS; another brings the views up to date and saves them. After each acknowledgement
// the thread's number and the number of its reports are written to standard output: thread << 32 |
// reports, 8 bytes.
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "projections/views.h"
#include "tests/crash/ledger_script.h"

namespace muster {
namespace {

Status AppendReports(Ledger& ledger, std::size_t thread, std::uint64_t first, std::uint64_t count) {
  for (std::uint64_t number = first; number < first + count; ++number) {
    const ReportDraft draft = ScriptedReport(thread, number);
    MUSTER_ASSIGN_OR_RETURN(
        const AppendResult result,
        ledger.Append({&draft, 1}, {.recorded_by = "test", .expected_size = {}, .dry_run = false}));
    if (!result.refusals.empty()) return Internal("refused: {}", result.refusals[0].message);
    const std::uint64_t report = std::uint64_t{thread} << 32 | (number + 1);
    if (write(STDOUT_FILENO, &report, sizeof(report)) != sizeof(report))
      return Internal("nobody listens");
  }
  return OkStatus();
}

Status Run(const std::filesystem::path& directory, std::uint64_t count) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(directory, {.write = true, .clock = nullptr}));
  MUSTER_ASSIGN_OR_RETURN(const ReportCounts before, CheckReports(*ledger));
  ViewsOptions options;
  options.directory = directory / "projections";
  options.write = true;
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Views> views, Views::Open(*ledger, options));
  std::vector<Status> outcomes(kScriptThreads);
  std::vector<std::thread> threads;
  std::atomic<std::size_t> running = kScriptThreads;
  for (std::size_t thread = 0; thread < kScriptThreads; ++thread) {
    threads.emplace_back([&, thread] {
      outcomes[thread] = AppendReports(*ledger, thread, before[thread], count);
      --running;
    });
  }
  Status followed;
  while (running > 0 && followed.ok()) followed = views->Update();
  for (std::thread& thread : threads) thread.join();
  for (const Status& outcome : outcomes) MUSTER_RETURN_IF_ERROR(outcome);
  MUSTER_RETURN_IF_ERROR(followed);
  return views->Update();
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const muster::Status status = muster::Run(argv[1], std::strtoull(argv[2], nullptr, 10));
  if (!status.ok()) std::fprintf(stderr, "ledger_writer: %s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
