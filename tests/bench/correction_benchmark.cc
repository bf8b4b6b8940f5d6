// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Headcounts where nearly all of a ledger is about one thing: 100,000 amendments of one arrival, or
// musters of one scope, beside as many plain arrivals.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "projections/views.h"
#include "tests/bench/workload.h"
#include "tests/support/draft_nodes.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

constexpr int kMembers = 100000;
constexpr int kEventsOfReport = 1000;
// Arrivals before all of them, so that there is somebody to count.
constexpr int kArrivalsBefore = 5000;
constexpr int kMembersOfMonth = kMembers / 300;

enum class Kind {
  kArrivals,
  kAmendments,
  kContingentMusters,
  kMissionMusters,
  kShuffledMissionMusters,  // recorded in a random order of days
  // With a muster of one of its contingents a month.
  kMixedMissionMusters,
};

Day DayOf(int number, int count) {
  return Workload::kFirstDay + static_cast<int>(std::int64_t{number} * Workload::kDays / count);
}

Node ArrivalNode(const Workload& workload, int number, Day day) {
  const auto n = static_cast<std::uint64_t>(number);
  return MapNode({{"arrival", MapNode({{"contingent", ScalarNode(workload.ContingentId(n % 200))},
                                       {"place", ScalarNode(Workload::PlaceId(n * 7 % 500))},
                                       {"strength", ScalarNode(std::to_string(1 + n % 200))},
                                       {"on", ScalarNode(FormatDay(day))}})},
                  {"distinct", ScalarNode("true")}});
}

Node AmendmentNode(std::uint64_t target, int number) {
  return MapNode(
      {{"amendment",
        MapNode({{"of", ScalarNode(std::to_string(target))},
                 {"change", MapNode({{"strength", ScalarNode(std::to_string(1 + number % 300))}})},
                 {"why", ScalarNode("revised")}})}});
}

Node MusterNode(const char* dimension, std::string value, int number, Day day) {
  return MapNode(
      {{"muster", MapNode({{"scope", MapNode({{dimension, ScalarNode(std::move(value))}})},
                           {"strength", ScalarNode(std::to_string(5000 + number % 300))},
                           {"on", ScalarNode(FormatDay(day))}})}});
}

// A ledger with its views, all in one directory that goes with it.
struct Case {
  TemporaryDirectory directory;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<Views> views;
};

void Append(Ledger& ledger, const ReportDraft& draft) {
  const auto result =
      ledger.Append({&draft, 1}, {.recorded_by = "bench", .expected_size = {}, .dry_run = false});
  MUSTER_CHECK(result.ok() && result->refusals.empty());
}

// Calls `make` for so many numbers, and appends what it returns in reports.
template <typename Make>
void AppendMany(Ledger& ledger, const Workload& workload, const char* title, int count, Make make) {
  for (int first = 0; first < count; first += kEventsOfReport) {
    std::vector<Node> events;
    for (int i = first; i < std::min(first + kEventsOfReport, count); ++i)
      events.push_back(make(i));
    Append(ledger, workload.DraftOf(fmt::format("{} {}", title, first), DayOf(first, count),
                                    std::move(events)));
  }
}

void Fill(Ledger& ledger, Kind kind) {
  Workload workload(kWorkloadSeed, kMembers);
  Append(ledger, workload.Registrations());
  const std::uint64_t first_arrival = ledger.Head().size.value;
  AppendMany(ledger, workload, "Before", kArrivalsBefore,
             [&](int i) { return ArrivalNode(workload, i, DayOf(i, kArrivalsBefore)); });
  std::mt19937_64 random(kWorkloadSeed);
  AppendMany(ledger, workload, "Member", kMembers, [&](int i) {
    const Day day = kind == Kind::kShuffledMissionMusters
                        ? Workload::kFirstDay + static_cast<int>(random() % Workload::kDays)
                        : DayOf(i, kMembers);
    switch (kind) {
      case Kind::kAmendments:
        return AmendmentNode(first_arrival, i);
      case Kind::kContingentMusters:
        return MusterNode("contingent", workload.ContingentId(0), i, day);
      case Kind::kMixedMissionMusters:
        if (i % kMembersOfMonth == 0) {
          return MusterNode("contingent", workload.ContingentId(0), i, day);
        }
        [[fallthrough]];
      case Kind::kMissionMusters:
      case Kind::kShuffledMissionMusters:
        return MusterNode("mission", Workload::MissionId(0), i, day);
      case Kind::kArrivals:
        break;
    }
    return ArrivalNode(workload, i, day);
  });
}

std::unique_ptr<Case> MakeCase(Kind kind) {
  auto made = std::make_unique<Case>();
  const auto path = made->directory.path() / "ledger";
  MUSTER_CHECK(Ledger::Create(path, "bench.example/ledger").ok());
  Fill(**Ledger::Open(path, {.write = true, .clock = nullptr}), kind);
  made->ledger = *Ledger::Open(path);
  made->views = *Views::Open(*made->ledger);
  return made;
}

// Made when first asked for, so that it goes before what RocksDB keeps until the end.
template <Kind kind>
const Case& CaseOf() {
  static const std::unique_ptr<Case> made = MakeCase(kind);
  return *made;
}
template <Kind kind>
const Views& ViewsOf() {
  return *CaseOf<kind>().views;
}
template <Kind kind>
const Ledger& LedgerOf() {
  return *CaseOf<kind>().ledger;
}

void HeadcountAmid(benchmark::State& state, const Views& (*views_of)(), bool known_now) {
  const Views& views = views_of();
  std::mt19937_64 random(kWorkloadSeed);
  ViewQuery query;
  query.by = {"contributor"};
  // What the second known-at that asks makes for all of them is measured by itself.
  for (const std::uint64_t part : {2, 3}) {
    query.known_at = LogSize{views.size().value / part};
    MUSTER_CHECK(views.HeadcountOn(Workload::kFirstDay + Workload::kDays, query).ok());
  }
  for (auto _ : state) {
    const Day on = Workload::kFirstDay + static_cast<int>(random() % Workload::kDays);
    query.known_at = known_now ? views.size() : LogSize{random() % (views.size().value + 1)};
    MUSTER_CHECK(views.HeadcountOn(on, query).ok());
  }
}

BENCHMARK_CAPTURE(HeadcountAmid, arrivals, &ViewsOf<Kind::kArrivals>, true)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, amendments, &ViewsOf<Kind::kAmendments>, true)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, contingent_musters, &ViewsOf<Kind::kContingentMusters>, true)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, mission_musters, &ViewsOf<Kind::kMissionMusters>, true)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, shuffled_mission_musters, &ViewsOf<Kind::kShuffledMissionMusters>,
                  true)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, mixed_mission_musters, &ViewsOf<Kind::kMixedMissionMusters>, true)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, arrivals_known_at_random, &ViewsOf<Kind::kArrivals>, false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, amendments_known_at_random, &ViewsOf<Kind::kAmendments>, false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, contingent_musters_known_at_random,
                  &ViewsOf<Kind::kContingentMusters>, false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, mission_musters_known_at_random, &ViewsOf<Kind::kMissionMusters>,
                  false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, shuffled_mission_musters_known_at_random,
                  &ViewsOf<Kind::kShuffledMissionMusters>, false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(HeadcountAmid, mixed_mission_musters_known_at_random,
                  &ViewsOf<Kind::kMixedMissionMusters>, false)
    ->Unit(benchmark::kMillisecond);

// Of views that were asked nothing yet, the first question at a second known-at.
void SecondKnownAtAmid(benchmark::State& state, const Ledger& (*ledger_of)()) {
  for (auto _ : state) {
    state.PauseTiming();
    std::unique_ptr<Views> views = *Views::Open(ledger_of());
    ViewQuery query;
    query.by = {"contributor"};
    query.known_at = LogSize{views->size().value / 2};
    MUSTER_CHECK(views->HeadcountOn(Workload::kFirstDay + Workload::kDays, query).ok());
    state.ResumeTiming();
    query.known_at = views->size();
    MUSTER_CHECK(views->HeadcountOn(Workload::kFirstDay + Workload::kDays, query).ok());
    state.PauseTiming();
    views.reset();
    state.ResumeTiming();
  }
}
BENCHMARK_CAPTURE(SecondKnownAtAmid, mission_musters, &LedgerOf<Kind::kMissionMusters>)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SecondKnownAtAmid, shuffled_mission_musters,
                  &LedgerOf<Kind::kShuffledMissionMusters>)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster
