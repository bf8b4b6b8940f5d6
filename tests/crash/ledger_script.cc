// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/ledger_script.h"

#include <charconv>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/views.h"
#include "tests/support/draft_nodes.h"

namespace muster {
namespace {

constexpr Day kFirstDay{19723};  // 2024-01-01
constexpr int kDays = 300;

std::uint64_t EventsOf(std::size_t thread, std::uint64_t number) {
  return 1 + (number * 7 + thread) % 12;
}
bool HasDocument(std::uint64_t number) { return number % 3 == 0; }

std::string DocumentOf(std::size_t thread, std::uint64_t number) {
  return fmt::format("Report {} of {}.\n", number, thread) + std::string(number % 5 * 20000, 'x');
}

// The number behind the slash of a title "1/23", if it is one of `thread`.
std::uint64_t NumberOf(const std::string& title) {
  std::uint64_t number = 0;
  std::from_chars(title.data() + 2, title.data() + title.size(), number);
  return number;
}

Status CheckReport(const Ledger& ledger, const StoredReport& stored, std::size_t thread,
                   std::uint64_t number) {
  std::uint64_t events = 0;
  for (const StoredReport::Run& run : stored.runs) events += run.count;
  if (events != EventsOf(thread, number)) {
    return Internal("report {} has {} events", stored.report->title(), events);
  }
  if (!HasDocument(number)) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const std::string document,
                          ledger.ReadDocument(HashFromBytes(stored.report->document().sha256())));
  if (document != DocumentOf(thread, number)) {
    return Internal("report {} has another document", stored.report->title());
  }
  return OkStatus();
}

}  // namespace

ReportDraft ScriptedNames() {
  std::vector<Node> events;
  events.push_back(MapNode({{"mission", MapNode({{"id", ScalarNode("M")}})}}));
  events.push_back(MapNode({{"place", MapNode({{"id", ScalarNode("A")}})}}));
  for (std::size_t thread = 0; thread < kScriptThreads; ++thread) {
    events.push_back(
        MapNode({{"contingent", MapNode({{"id", ScalarNode(fmt::format("C-{}", thread))},
                                         {"mission", ScalarNode("M")},
                                         {"contributor", ScalarNode("KEN")}})}}));
  }
  ReportDraft draft;
  draft.file = "names";
  draft.root = MapNode({{"report", MapNode({{"source", ScalarNode("Desk")}})},
                        {"events", ListNode(std::move(events))}});
  return draft;
}

ReportDraft ScriptedReport(std::size_t thread, std::uint64_t number) {
  const std::string day = FormatDay(kFirstDay + static_cast<int>(number % kDays));
  std::vector<Node> events;
  for (std::uint64_t i = 0; i < EventsOf(thread, number); ++i) {
    events.push_back(
        MapNode({{"arrival", MapNode({{"contingent", ScalarNode(fmt::format("C-{}", thread))},
                                      {"strength", ScalarNode("1")},
                                      {"place", ScalarNode("A")},
                                      {"on", ScalarNode(day)}})},
                 {"distinct", ScalarNode("true")}}));
  }
  ReportDraft draft;
  draft.file = fmt::format("{}/{}", thread, number);
  Node report = MapNode({{"source", ScalarNode("Desk")}, {"title", ScalarNode(draft.file)}});
  if (HasDocument(number)) {
    AddEntry(report, "document", ScalarNode("document.txt"));
    draft.document = DocumentOf(thread, number);
  }
  draft.root = MapNode({{"report", std::move(report)}, {"events", ListNode(std::move(events))}});
  return draft;
}

StatusOr<ReportCounts> CheckReports(const Ledger& ledger) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredReport> reports, ledger.Reports());
  ReportCounts counts = {};
  for (const StoredReport& stored : reports) {
    const std::string& title = stored.report->title();
    if (title.empty()) continue;  // the names
    const auto thread = static_cast<std::size_t>(title[0] - '0');
    const std::uint64_t number = NumberOf(title);
    if (thread >= kScriptThreads || number != counts[thread]) {
      return Internal("report {} is out of order", title);
    }
    ++counts[thread];
    MUSTER_RETURN_IF_ERROR(CheckReport(ledger, stored, thread, number));
  }
  std::uint64_t events = ScriptedNames().root.Find("events")->items.size();
  for (std::size_t thread = 0; thread < kScriptThreads; ++thread) {
    for (std::uint64_t number = 0; number < counts[thread]; ++number)
      events += EventsOf(thread, number);
  }
  if (ledger.Head().size.value != events) {
    return Internal("the ledger has {} records, its reports {}", ledger.Head().size.value, events);
  }
  // Decoded and checked, each at its position.
  MUSTER_RETURN_IF_ERROR(ledger.Read(Position{0}, ledger.Head().size,
                                     [](Position, const v1::Record&) { return OkStatus(); }));
  return counts;
}

Status CheckViews(const Ledger& ledger, const std::filesystem::path& directory) {
  ViewsOptions options;
  options.directory = directory;
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Views> followed, Views::Open(ledger, options));
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Views> folded, Views::Open(ledger));
  if (followed->StateBytes() != folded->StateBytes()) {
    return Internal("the saved views differ from views folded from zero");
  }
  ViewQuery query;
  query.known_at = ledger.Head().size;
  MUSTER_ASSIGN_OR_RETURN(const Headcount headcount,
                          followed->HeadcountOn(kFirstDay + kDays, query));
  const std::uint64_t arrivals =
      ledger.Head().size.value - ScriptedNames().root.Find("events")->items.size();
  if (headcount.total.strength.best != static_cast<std::int64_t>(arrivals)) {
    return Internal("{} arrivals are counted as {}", arrivals,
                    headcount.total.strength.best.value_or(-1));
  }
  return OkStatus();
}

}  // namespace muster
