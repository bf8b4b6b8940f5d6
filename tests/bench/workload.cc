// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/workload.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "ledger/ledger.h"
#include "tests/support/draft_nodes.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

constexpr const char* kContributors[] = {"KEN", "JAM", "BLZ", "BHS", "GTM", "SLV", "BRA", "URY",
                                         "ARG", "CHL", "NPL", "BGD", "IND", "PAK", "LKA", "JOR",
                                         "EGY", "SEN", "NGA", "GHA", "RWA", "UGA", "TZA", "ETH",
                                         "IDN", "PHL", "FRA", "ESP", "ITA", "POL"};
constexpr const char* kMissions[] = {"NORTH", "SOUTH", "EAST", "WEST"};
constexpr const char* kHosts[] = {"HTI", "SSD", "LBN", "MLI"};
constexpr const char* kComponents[] = {"military", "police", "police/formed-unit", "civilian"};
constexpr const char* kDuties[] = {"patrol", "guard", "training", "absent/leave", "staff"};
constexpr std::size_t kReportEvents = 1000;

}  // namespace

Workload::Workload(std::uint64_t seed, std::uint64_t events, Content content)
    : random_(seed), events_(events), content_(content) {}

Workload::Workload(std::uint64_t seed, std::uint64_t events, int lane)
    : random_(seed + static_cast<std::uint64_t>(lane)), events_(events), lane_(lane) {}

std::string Workload::ContingentId(std::uint64_t number) const {
  const char* const contributor = kContributors[number % std::size(kContributors)];
  return lane_ ? fmt::format("{}-{}-{}", contributor, *lane_, number)
               : fmt::format("{}-{}", contributor, number);
}

std::string Workload::PlaceId(std::uint64_t number) {
  return fmt::format("LAND/Region-{}/Town-{}", number % 25, number);
}

std::string Workload::MissionId(std::uint64_t number) {
  return kMissions[number % std::size(kMissions)];
}

ReportDraft Workload::DraftOf(std::string title, Day published, std::vector<Node> events) const {
  ReportDraft draft;
  draft.file = title;
  draft.root = MapNode(
      {{"report", MapNode({{"source", ScalarNode(lane_ ? fmt::format("Desk {}", *lane_) : "Desk")},
                           {"title", ScalarNode(std::move(title))},
                           {"published", ScalarNode(FormatDay(published))},
                           {"grade", ScalarNode("B2")}})},
       {"events", ListNode(std::move(events))}});
  return draft;
}

ReportDraft Workload::Registrations() {
  std::vector<Node> events;
  for (std::size_t i = 0; i < std::size(kMissions); ++i) {
    events.push_back(MapNode({{"mission", MapNode({{"id", ScalarNode(kMissions[i])},
                                                   {"host", ScalarNode(kHosts[i])}})}}));
  }
  for (std::uint64_t i = 0; i < kPlaces; ++i) {
    events.push_back(MapNode({{"place", MapNode({{"id", ScalarNode(PlaceId(i))}})}}));
  }
  for (std::uint64_t i = 0; i < kContingents; ++i) {
    events.push_back(MapNode(
        {{"contingent",
          MapNode({{"id", ScalarNode(ContingentId(i))},
                   {"mission", ScalarNode(kMissions[i % std::size(kMissions)])},
                   {"contributor", ScalarNode(kContributors[i % std::size(kContributors)])},
                   {"component", ScalarNode(kComponents[i / 7 % std::size(kComponents)])}})}}));
  }
  next_position_ += events.size();
  return DraftOf("Register", kFirstDay, std::move(events));
}

ReportDraft Workload::NextReport(std::size_t events) {
  arrivals_before_report_ = arrivals_.size();
  std::vector<Node> nodes;
  nodes.reserve(events);
  for (std::size_t i = 0; i < events; ++i) {
    nodes.push_back(NextEvent());
    ++next_position_;
    ++done_;
  }
  return DraftOf(fmt::format("Report {}", ++reports_), Today(), std::move(nodes));
}

Day Workload::Today() const {
  return kFirstDay + static_cast<int>(done_ % events_ * kDays / events_);
}

std::string Workload::DateText(Day day) {
  const std::string text = FormatDay(day);
  if (content_ == Content::kPlain || Below(100) >= 5) return text;
  switch (Below(3)) {
    case 0:
      return text + "~";
    case 1:
      return text.substr(0, 7);
    default:
      return FormatDay(day - 10) + "/" + text;
  }
}

std::string Workload::StrengthText(std::uint64_t people) {
  const bool about = content_ == Content::kFull && Below(20) == 0;
  return about ? fmt::format("about {}", people) : std::to_string(people);
}

Node Workload::Movement(std::string* kind) {
  const std::uint64_t chance = Below(100);
  Node body = MapNode({{"contingent", ScalarNode(ContingentId(Below(kContingents)))},
                       {"on", ScalarNode(DateText(Today()))}});
  const std::uint64_t people = 1 + Below(chance < 45 ? 200 : 60);
  AddEntry(body, "strength", ScalarNode(StrengthText(people)));
  if (chance < 45) {
    *kind = "arrival";
    AddEntry(body, "place", ScalarNode(PlaceId(Below(kPlaces))));
  } else if (chance < 70) {
    *kind = "assignment";
    AddEntry(body, "to",
             MapNode({{"place", ScalarNode(PlaceId(Below(kPlaces)))},
                      {"duty", ScalarNode(kDuties[Below(std::size(kDuties))])}}));
  } else {
    *kind = chance < 98 ? "departure" : "loss";
    if (Below(2) == 0)
      AddEntry(body, "from", MapNode({{"place", ScalarNode(PlaceId(Below(kPlaces)))}}));
  }
  return body;
}

Node Workload::MusterOf(int contingent, Day day) {
  return MapNode(
      {{"muster",
        MapNode({{"scope", MapNode({{"contingent", ScalarNode(ContingentId(
                                                       static_cast<std::uint64_t>(contingent)))}})},
                 {"strength", ScalarNode(std::to_string(100 + Below(400)))},
                 {"on", ScalarNode(FormatDay(day))}})}});
}

Node Workload::AmendmentOfAnEarlierArrival() {
  return MapNode(
      {{"amendment",
        MapNode({{"of", ScalarNode(std::to_string(arrivals_[Below(arrivals_before_report_)]))},
                 {"change", MapNode({{"strength", ScalarNode(std::to_string(1 + Below(200)))}})},
                 {"why", ScalarNode("revised")}})}});
}

Node Workload::NextEvent() {
  const Day today = Today();
  if (const int month = (today.value - kFirstDay.value) / 30;
      content_ == Content::kFull && month != month_) {
    month_ = month;
    for (int contingent = 0; contingent < kContingents; contingent += 10)
      musters_due_.push_back(contingent);
  }
  if (!musters_due_.empty()) {
    const int contingent = musters_due_.back();
    musters_due_.pop_back();
    return MusterOf(contingent, today);
  }
  if (!lane_ && arrivals_before_report_ > 0 && Below(100) < 2) return AmendmentOfAnEarlierArrival();
  std::string kind;
  Node body = Movement(&kind);
  if (kind == "arrival") arrivals_.push_back(next_position_);
  Node event = MapNode({{kind.c_str(), std::move(body)}});
  // Much happens in one place within three days here; none of it is meant to be the same.
  if (kind != "assignment") AddEntry(event, "distinct", ScalarNode("true"));
  return event;
}

Status MakeLedger(const std::filesystem::path& directory, std::uint64_t seed, std::uint64_t events,
                  Workload::Content content, std::chrono::nanoseconds* appending) {
  MUSTER_RETURN_IF_ERROR(Ledger::Create(directory, "bench.example/ledger"));
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(directory, {.write = true, .clock = nullptr}));
  Workload workload(seed, events, content);
  const AppendOptions options{.recorded_by = "bench", .expected_size = {}, .dry_run = false};
  ReportDraft draft = workload.Registrations();
  std::chrono::nanoseconds took{0};
  for (std::uint64_t done = 0;; done += kReportEvents) {
    const auto begin = std::chrono::steady_clock::now();
    MUSTER_ASSIGN_OR_RETURN(const AppendResult result, ledger->Append({&draft, 1}, options));
    took += std::chrono::steady_clock::now() - begin;
    if (!result.refusals.empty()) {
      return Internal("the workload was refused: {}: {}", result.refusals[0].rule,
                      result.refusals[0].message);
    }
    if (done >= events) break;
    draft = workload.NextReport(std::min<std::uint64_t>(kReportEvents, events - done));
  }
  if (appending != nullptr) *appending = took;
  return OkStatus();
}

const std::filesystem::path& BenchmarkLedger() {
  static const TemporaryDirectory directory;
  static const std::filesystem::path path = [] {
    const char* const text = std::getenv("MUSTER_BENCH_EVENTS");
    const std::uint64_t events = text != nullptr ? std::strtoull(text, nullptr, 10) : 1000000;
    const std::filesystem::path ledger = directory.path() / "ledger";
    const Status made = MakeLedger(ledger, kWorkloadSeed, events);
    if (!made.ok()) fmt::print(stderr, "{}\n", Message(made));
    MUSTER_CHECK(made.ok());
    return ledger;
  }();
  return path;
}

}  // namespace muster
