// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Exports of a whole ledger, to be seen beside a bare scan-and-parse of its records
// (view_benchmark).
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <string_view>

#include "ledger/ledger.h"
#include "projections/views.h"
#include "tests/bench/workload.h"
#include "tests/support/temporary_directory.h"
#include "tools/export/hledger_journal.h"
#include "tools/export/record_lines.h"
#include "tools/export/sqlite_export.h"

namespace muster {
namespace {

const Ledger& ExportedLedger() {
  static const std::unique_ptr<Ledger> ledger = *Ledger::Open(BenchmarkLedger());
  return *ledger;
}

void CountExported(benchmark::State& state) {
  state.SetItemsProcessed(
      static_cast<std::int64_t>(state.iterations() * ExportedLedger().Head().size.value));
}

void ExportLines(benchmark::State& state) {
  const LogSize size = ExportedLedger().Head().size;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto take = [&](std::string_view text) {
      bytes += text.size();
      return OkStatus();
    };
    MUSTER_CHECK(WriteRecordLines(ExportedLedger(), size, take).ok());
  }
  CountExported(state);
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(ExportLines)->Unit(benchmark::kMillisecond);

struct ExportedViews {
  std::unique_ptr<Views> views = *Views::Open(ExportedLedger());
  ViewQuery query;
  Day until = Workload::kFirstDay + Workload::kDays;
  ExportedViews() { query.known_at = ExportedLedger().Head().size; }
};

const ExportedViews& Exported() {
  static const ExportedViews exported;
  return exported;
}

void ExportJournal(benchmark::State& state) {
  const ExportedViews& exported = Exported();
  for (auto _ : state) {
    const auto take = [](std::string_view text) {
      benchmark::DoNotOptimize(text.data());
      return OkStatus();
    };
    MUSTER_CHECK(
        WriteHledgerJournal(*exported.views, exported.until, exported.query, {}, take).ok());
  }
  CountExported(state);
}
BENCHMARK(ExportJournal)->Unit(benchmark::kMillisecond)->Iterations(1);

void ExportDatabase(benchmark::State& state) {
  const ExportedViews& exported = Exported();
  const TemporaryDirectory directory;
  const std::string file = (directory.path() / "ledger.db").string();
  for (auto _ : state) {
    MUSTER_CHECK(
        WriteSqlite(ExportedLedger(), *exported.views, exported.until, exported.query, {}, file)
            .ok());
  }
  CountExported(state);
}
BENCHMARK(ExportDatabase)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace muster
