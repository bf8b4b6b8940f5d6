// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report files, as far as into a ledger and out again: a refusal has a place, and nothing was
// appended; what is admitted is as a dry run said, is there when it is appended again, and can be
// folded, told and written as JSON.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "ledger/ledger.h"
#include "ledger/record_codec.h"
#include "muster/v1/record.pb.h"
#include "projections/views.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/memory_log.h"
#include "tools/input/report_file.h"
#include "tools/output/event_json.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

constexpr char kNames[] =
    "report: {source: Desk, title: Names}\n"
    "events:\n"
    "- mission: {id: M, name: The mission, host: HTI}\n"
    "- place: {id: A/B, aliases: [bee]}\n"
    "- place: {id: D}\n"
    "- contingent: {id: KEN-1, mission: M, contributor: KEN, component: police}\n"
    "- contingent: {id: JAM-1, mission: M, contributor: JAM, component: military}\n"
    "- contingent: {id: KEN-1/SWAT, component: police/swat}\n"
    "- arrival: {contingent: KEN-1, strength: 200, place: A/B, on: 2024-06-25}\n"
    "- arrival: {contingent: JAM-1, strength: about 24, place: D, on: 2024-09}\n";

class StillClock : public Clock {
 public:
  Time Now() override { return Time(std::chrono::microseconds(1'735'689'600'000'000)); }
};

std::unique_ptr<Ledger> LedgerWithNames() {
  static StillClock clock;
  auto ledger = *Ledger::OnLog(std::make_unique<MemoryLog>(), {.write = true, .clock = &clock});
  const ReportFile names = ParseReportFile("names.yaml", kNames, "/nonexistent");
  const auto result = ledger->Append(names.drafts, {.recorded_by = "fuzz"});
  MUSTER_CHECK(result.ok() && result->refusals.empty());
  return ledger;
}

void CheckRefusals(const AppendResult& result) {
  for (const Refusal& refusal : result.refusals) {
    MUSTER_CHECK(!refusal.rule.empty() && !refusal.message.empty());
    MUSTER_CHECK(refusal.position.line > 0 && refusal.position.column > 0);
  }
}

void CheckAdmitted(const AppendResult& expected, const AppendResult& result, const Ledger& ledger) {
  MUSTER_CHECK(result.events.size() == expected.events.size());
  for (std::size_t i = 0; i < result.events.size(); ++i) {
    const AdmittedEvent& event = result.events[i];
    MUSTER_CHECK(event.record->SerializeAsString() ==
                 expected.events[i].record->SerializeAsString());
    MUSTER_CHECK(EncodeRecord(**ledger.ReadRecord(event.position)) == EncodeRecord(*event.record));
    MUSTER_CHECK(!EventSentence(event.record->event()).empty());
    // Throws where a text is not UTF-8.
    MUSTER_CHECK(!EventJson(event.record->event()).dump().empty());
  }
}

void CheckFolded(const Ledger& ledger) {
  const auto views = Views::Open(ledger);
  MUSTER_CHECK(views.ok());
  ViewQuery query;
  query.known_at = ledger.Head().size;
  const auto headcount = (*views)->HeadcountOn(Day{20100}, query);
  MUSTER_CHECK(headcount.ok());
  const People& total = headcount->total.strength;
  if (total.least && total.best) MUSTER_CHECK(*total.least <= *total.best);
  if (total.best && total.most) MUSTER_CHECK(*total.best <= *total.most);
  MUSTER_CHECK((*views)->Check(query, {}).ok());
}

}  // namespace

void FuzzAdmission(std::string_view bytes) {
  static const std::unique_ptr<Ledger> names = LedgerWithNames();
  const ReportFile file = ParseReportFile("report.yaml", bytes, "/nonexistent");
  if (!file.refusals.empty()) return;
  const AppendOptions options{.recorded_by = "fuzz"};
  AppendOptions dry = options;
  dry.dry_run = true;
  const auto tried = names->Append(file.drafts, dry);
  if (!tried.ok()) return CheckRefused(tried.status(), StatusCode::kResourceExhausted);
  CheckRefusals(*tried);
  if (!tried->refusals.empty()) return;

  const std::unique_ptr<Ledger> ledger = LedgerWithNames();
  const auto result = ledger->Append(file.drafts, options);
  MUSTER_CHECK(result.ok() && result->refusals.empty());
  CheckAdmitted(*tried, *result, *ledger);
  const LogSize size = ledger->Head().size;
  const auto again = ledger->Append(file.drafts, options);
  MUSTER_CHECK(again.ok() && again->refusals.empty());
  MUSTER_CHECK(ledger->Head().size == size);
  CheckFolded(*ledger);
}

}  // namespace muster
