// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A realistic deployment history out of a seed: 200 contingents of 30 contributors in 4 missions,
// 500 places, 25 years; arrivals, assignments, departures and losses, 2 % amendments, 5 %
// uncertain dates, and monthly musters of every tenth contingent.
#ifndef MUSTER_TESTS_BENCH_WORKLOAD_H_
#define MUSTER_TESTS_BENCH_WORKLOAD_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/draft.h"
#include "ledger/status.h"

namespace muster {

// Of all benchmarks.
inline constexpr std::uint64_t kWorkloadSeed = 20250118;

// Thread-compatible. The same seed and number of events give the same drafts.
class Workload {
 public:
  static constexpr int kContingents = 200;
  static constexpr int kPlaces = 500;
  static constexpr Day kFirstDay{10957};  // 2000-01-01
  static constexpr int kDays = 9132;      // to 2024-12-31

  // What programs of one number a cell can follow, too: kPlain has no musters and nothing
  // uncertain.
  enum class Content { kFull, kPlain };

  // The history is spread over `events` events.
  Workload(std::uint64_t seed, std::uint64_t events, Content content = Content::kFull);
  // One of several that are appended to one ledger at the same time: its contingents and reports
  // are its own, and it amends nothing, for nobody knows beforehand where an event will stand.
  Workload(std::uint64_t seed, std::uint64_t events, int lane);

  // Everything that the events name. Comes first.
  ReportDraft Registrations();
  // The next events, as one report.
  ReportDraft NextReport(std::size_t events);

  // The names that it uses, and a report of other events with them.
  std::string ContingentId(std::uint64_t number) const;
  static std::string PlaceId(std::uint64_t number);
  static std::string MissionId(std::uint64_t number);
  ReportDraft DraftOf(std::string title, Day published, std::vector<Node> events) const;

 private:
  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }
  Day Today() const;
  std::string DateText(Day day);
  std::string StrengthText(std::uint64_t people);
  Node Movement(std::string* kind);
  Node NextEvent();
  Node MusterOf(int contingent, Day day);
  Node AmendmentOfAnEarlierArrival();

  std::mt19937_64 random_;
  const std::uint64_t events_;
  const Content content_ = Content::kFull;
  const std::optional<int> lane_;
  std::uint64_t next_position_ = 0;
  std::uint64_t done_ = 0;
  int reports_ = 0;
  int month_ = 0;
  std::vector<int> musters_due_;
  // Positions of arrivals; those of the report in hand cannot be amended by it.
  std::vector<std::uint64_t> arrivals_;
  std::size_t arrivals_before_report_ = 0;
};

// Makes a ledger with so many events in `directory`, in reports of 1,000. `appending`, if given, is
// told how long the appends took, without the making of the drafts.
Status MakeLedger(const std::filesystem::path& directory, std::uint64_t seed, std::uint64_t events,
                  Workload::Content content = Workload::Content::kFull,
                  std::chrono::nanoseconds* appending = nullptr);

// The directory of a ledger with MUSTER_BENCH_EVENTS events, a million unless said. Made once, for
// all benchmarks that read.
const std::filesystem::path& BenchmarkLedger();

}  // namespace muster

#endif  // MUSTER_TESTS_BENCH_WORKLOAD_H_
