// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/random_ledger.h"

#include <fmt/format.h>

#include <utility>

#include "muster/v1/record.pb.h"
#include "tests/property/nodes.h"
#include "tests/property/random_event.h"
#include "tests/support/memory_log.h"

namespace muster {
namespace {

ReportDraft Draft(Node report, std::vector<Node> events) {
  ReportDraft draft;
  draft.file = "random.yaml";
  draft.root = MapNode({{"report", std::move(report)}, {"events", ListNode(std::move(events))}});
  return draft;
}

Node& EventsOf(ReportDraft& draft) { return draft.root.entries[1].value; }

std::string KindOfEntry(const Node& entry) { return entry.entries.front().key; }

std::string Hex(const Hash& hash) {
  std::string hex;
  for (auto byte : hash) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

}  // namespace

TickingClock::TickingClock()
    : now_(std::chrono::sys_days(std::chrono::days(FirstDay().value)) + std::chrono::hours(12)) {}

Time TickingClock::Now() { return now_ += std::chrono::seconds(1); }

MemoryLedger::MemoryLedger() : clock_(std::make_unique<TickingClock>()) {
  ledger_ =
      Ledger::OnLog(std::make_unique<MemoryLog>(), {.write = true, .clock = clock_.get()}).value();
}

void MemoryLedger::Append(const std::vector<ReportDraft>& drafts) {
  const AppendResult result = ledger_->Append(drafts, {.recorded_by = "test"}).value();
  if (!result.refusals.empty()) {
    const Refusal& refusal = result.refusals.front();
    RC_FAIL(fmt::format("refused: {}: {}\n{}", refusal.rule, refusal.message, ShowDrafts(drafts)));
  }
}

RandomLedger MakeLedger(const std::vector<Choices>& plan) {
  RandomLedger random;
  Ledger& ledger = random.memory.ledger();
  EventContext context;
  const auto append = [&](ReportDraft draft) {
    for (const Node& entry : EventsOf(draft).items) context.kinds.push_back(KindOfEntry(entry));
    const AppendResult result = ledger.Append(std::vector{draft}, {.recorded_by = "test"}).value();
    RC_ASSERT(result.refusals.empty());
    context.report_ids.push_back(Hex(result.reports.front().id));
    random.drafts.push_back(std::move(draft));
  };

  Node founding_report = MapNode({});
  Put(founding_report, "source", "Desk");
  append(Draft(std::move(founding_report), FoundingEvents()));

  // One report goes on until an event begins another.
  ReportDraft draft = Draft(MapNode({}), {});
  const auto finish = [&] {
    if (!EventsOf(draft).items.empty()) append(draft);
  };
  int number = 0;
  for (const Choices& choices : plan) {
    Chooser choose(choices);
    if (number == 0 || !choose.Percent(30)) {
      finish();
      draft = Draft(RandomReport(choose, ++number), {});
    }
    // An event may refer to those before it in its own report.
    EventContext seen = context;
    for (const Node& entry : EventsOf(draft).items) seen.kinds.push_back(KindOfEntry(entry));
    EventsOf(draft).items.push_back(RandomEvent(choose, seen));
    ++random.tried;
    const AppendResult result =
        ledger.Append(std::vector{draft}, {.recorded_by = "test", .dry_run = true}).value();
    if (result.refusals.empty()) {
      ++random.admitted;
    } else {
      EventsOf(draft).items.pop_back();
    }
  }
  finish();
  return random;
}

model::Log ReadModelLog(const Ledger& ledger) {
  model::Log log;
  const Status status =
      ledger.Read(Position{0}, ledger.Head().size, [&](Position, const v1::Record& record) {
        log.records.push_back(record);
        return OkStatus();
      });
  RC_ASSERT(status.ok());
  const std::vector<StoredReport> reports = ledger.Reports().value();
  for (const StoredReport& stored : reports) {
    const std::string id(reinterpret_cast<const char*>(stored.id.data()), stored.id.size());
    log.reports[id] = {*stored.report, stored.recorded_at};
  }
  return log;
}

std::string ShowDrafts(const std::vector<ReportDraft>& drafts) {
  std::string shown;
  int position = 0;
  for (const ReportDraft& draft : drafts) {
    shown += "---\nreport: " + ShowNode(*draft.root.Find("report")) + "\nevents:\n";
    for (const Node& entry : draft.root.Find("events")->items) {
      shown += fmt::format("  - {}  # {}\n", ShowNode(entry), position++);
    }
  }
  return shown;
}

std::string RandomLedger::Show() const { return ShowDrafts(drafts); }

}  // namespace muster
