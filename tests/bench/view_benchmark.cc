// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Catching up from zero, beside a bare scan-and-parse of the same records, headcounts at random
// days and states of knowledge, and a check of everything. MUSTER_BENCH_EVENTS is the number of
// events, a million unless said.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "ledger/ledger.h"
#include "ledger/log_verification.h"
#include "ledger/merkle.h"
#include "muster/v1/record.pb.h"
#include "projections/views.h"
#include "tests/bench/bare_rocksdb.h"
#include "tests/bench/workload.h"

namespace muster {
namespace {

const Ledger& OpenedLedger() {
  static const std::unique_ptr<Ledger> ledger = *Ledger::Open(BenchmarkLedger());
  return *ledger;
}

void CountRecords(benchmark::State& state) {
  state.SetItemsProcessed(
      static_cast<std::int64_t>(state.iterations() * OpenedLedger().Head().size.value));
}

void BareScanAndParse(benchmark::State& state) {
  OpenedLedger();
  for (auto _ : state) {
    const std::uint64_t count =
        ScanBare(BenchmarkLedger() / "log" / "db", "records", [](std::string_view value) {
          static v1::Record record;
          MUSTER_CHECK(record.ParseFromArray(value.data(), static_cast<int>(value.size())));
          benchmark::DoNotOptimize(record.position());
        });
    MUSTER_CHECK(count == OpenedLedger().Head().size.value);
  }
  CountRecords(state);
}
BENCHMARK(BareScanAndParse)->UseRealTime()->Unit(benchmark::kMillisecond);

// Hashing the records as leaves, and nothing else.
void BareScanAndHash(benchmark::State& state) {
  OpenedLedger();
  for (auto _ : state) {
    const std::uint64_t count =
        ScanBare(BenchmarkLedger() / "log" / "db", "records",
                 [](std::string_view value) { benchmark::DoNotOptimize(LeafHash(value)); });
    MUSTER_CHECK(count == OpenedLedger().Head().size.value);
  }
  CountRecords(state);
}
BENCHMARK(BareScanAndHash)->UseRealTime()->Unit(benchmark::kMillisecond);

void LogVerified(benchmark::State& state) {
  const Ledger& ledger = OpenedLedger();
  for (auto _ : state) {
    const auto verified = VerifyLog(ledger.log());
    MUSTER_CHECK(verified.ok() && verified->faults.empty());
  }
  CountRecords(state);
}
BENCHMARK(LogVerified)->UseRealTime()->Unit(benchmark::kMillisecond);

void LedgerRead(benchmark::State& state) {
  const Ledger& ledger = OpenedLedger();
  for (auto _ : state) {
    std::uint64_t count = 0;
    MUSTER_CHECK(ledger
                     .Read(Position{0}, ledger.Head().size,
                           [&count](Position, const v1::Record&) {
                             ++count;
                             return OkStatus();
                           })
                     .ok());
    MUSTER_CHECK(count == ledger.Head().size.value);
  }
  CountRecords(state);
}
BENCHMARK(LedgerRead)->UseRealTime()->Unit(benchmark::kMillisecond);

// In memory: saving the state is not part of the comparison.
void ViewsFromZero(benchmark::State& state) {
  const Ledger& ledger = OpenedLedger();
  for (auto _ : state) {
    const auto views = Views::Open(ledger);
    MUSTER_CHECK(views.ok() && (*views)->size() == ledger.Head().size);
  }
  CountRecords(state);
}
BENCHMARK(ViewsFromZero)->UseRealTime()->Unit(benchmark::kMillisecond);

const Views& OpenedViews() {
  static const std::unique_ptr<Views> views = *Views::Open(OpenedLedger());
  return *views;
}

ViewQuery ByContributor(LogSize known_at) {
  ViewQuery query;
  query.known_at = known_at;
  query.by = {"contributor"};
  return query;
}

void HeadcountKnownNow(benchmark::State& state) {
  const Views& views = OpenedViews();
  std::mt19937_64 random(kWorkloadSeed);
  for (auto _ : state) {
    const Day on = Workload::kFirstDay + static_cast<int>(random() % Workload::kDays);
    MUSTER_CHECK(views.HeadcountOn(on, ByContributor(views.size())).ok());
  }
}
BENCHMARK(HeadcountKnownNow)->Unit(benchmark::kMillisecond);

void HeadcountKnownAtRandom(benchmark::State& state) {
  const Views& views = OpenedViews();
  std::mt19937_64 random(kWorkloadSeed);
  for (auto _ : state) {
    const Day on = Workload::kFirstDay + static_cast<int>(random() % Workload::kDays);
    const LogSize known_at{random() % (views.size().value + 1)};
    MUSTER_CHECK(views.HeadcountOn(on, ByContributor(known_at)).ok());
  }
}
BENCHMARK(HeadcountKnownAtRandom)->Unit(benchmark::kMillisecond);

// 25 years by month.
void TimelineByContributor(benchmark::State& state) {
  const Views& views = OpenedViews();
  for (auto _ : state) {
    MUSTER_CHECK(views
                     .TimelineOver(Workload::kFirstDay, Workload::kFirstDay + (Workload::kDays - 1),
                                   Step::kMonth, ByContributor(views.size()))
                     .ok());
  }
}
BENCHMARK(TimelineByContributor)->Unit(benchmark::kMillisecond);

// Of a contingent on a random day.
void WhyOfContingent(benchmark::State& state) {
  const Views& views = OpenedViews();
  std::mt19937_64 random(kWorkloadSeed);
  for (auto _ : state) {
    ViewQuery query;
    query.known_at = views.size();
    query.where = {{"contingent", Workload(0, 1).ContingentId(random() % Workload::kContingents)}};
    const Day on = Workload::kFirstDay + static_cast<int>(random() % Workload::kDays);
    MUSTER_CHECK(views.Why(on, query).ok());
  }
}
BENCHMARK(WhyOfContingent)->Unit(benchmark::kMillisecond);

// Of every post: what is counted is as much as a check looks at.
void HeadcountOfAllPosts(benchmark::State& state) {
  const Views& views = OpenedViews();
  std::mt19937_64 random(kWorkloadSeed);
  ViewQuery query;
  query.known_at = views.size();
  query.by = {"contingent", "place", "duty"};
  for (auto _ : state) {
    const Day on = Workload::kFirstDay + static_cast<int>(random() % Workload::kDays);
    MUSTER_CHECK(views.HeadcountOn(on, query).ok());
  }
}
BENCHMARK(HeadcountOfAllPosts)->Unit(benchmark::kMillisecond);

// All kinds of findings.
void CheckKnownNow(benchmark::State& state) {
  const Views& views = OpenedViews();
  ViewQuery query;
  query.known_at = views.size();
  CheckRequest request;
  request.on = Workload::kFirstDay + Workload::kDays;
  for (auto _ : state) MUSTER_CHECK(views.Check(query, request).ok());
  CountRecords(state);
}
BENCHMARK(CheckKnownNow)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster
