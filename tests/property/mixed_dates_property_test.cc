// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a check finds the dates that are unlike the rest of their report where the model finds
// them. The other properties' ledgers lie within a few days; these reports lie years apart.
#include <fmt/format.h>

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/date.h"
#include "projections/views.h"
#include "tests/model/model_findings.h"
#include "tests/model/model_report_dates.h"
#include "tests/property/nodes.h"
#include "tests/property/property.h"
#include "tests/property/random_event.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

// At and about what the rule sets as its limits.
std::string FarDate(Chooser& choose) {
  const int years = choose.Weighted<int>({{0, 45}, {-365, 25}, {366, 10}, {-730, 10}, {184, 10}});
  const int days =
      choose.Weighted<int>({{0, 50}, {14, 10}, {15, 10}, {31, 10}, {47, 10}, {62, 10}});
  const Day day = FirstDay() + years + days + choose.Below(3);
  return choose.Percent(10) ? FormatDay(day).substr(0, 7) : FormatDay(day);
}

Node EntryOf(const char* kind, Node body) {
  Node entry = MapNode({});
  Put(entry, kind, std::move(body));
  return entry;
}

Node FarEvent(Chooser& choose, std::size_t records) {
  Node body = MapNode({});
  switch (choose.Weighted<int>({{0, 45}, {1, 20}, {2, 15}, {3, 10}, {4, 10}})) {
    case 1:
      Put(body, "text", "They are few.");
      Put(body, "on", FarDate(choose));
      return EntryOf("statement", std::move(body));
    case 2:
      Put(body, "of", std::to_string(records - 1 - std::size_t(choose.Below(4))));
      Put(body, "on", FarDate(choose));
      return EntryOf("account", std::move(body));
    case 3:
    case 4: {
      const bool claim = choose.Percent(50);
      Put(body, "scope", MapNode({{"mission", ScalarNode("M-1")}}));
      Put(body, "strength", "5");
      Put(body, "on", FormatDay(FirstDay() + choose.Below(100) - 50));
      if (choose.Percent(50)) Put(body, "at", "opening");
      return EntryOf(claim ? "claim" : "muster", std::move(body));
    }
    default:
      break;
  }
  Put(body, "contingent", "KEN-1");
  Put(body, "strength", "5");
  Put(body, "on", FarDate(choose));
  Node entry = EntryOf("arrival", std::move(body));
  Put(entry, "distinct", "true");
  return entry;
}

ReportDraft FarDraft(Node report, std::vector<Node> events) {
  ReportDraft draft;
  draft.file = "far.yaml";
  draft.root = MapNode({{"report", std::move(report)}, {"events", ListNode(std::move(events))}});
  return draft;
}

ReportDraft FarReport(Chooser& choose, int number) {
  Node report = MapNode({});
  Put(report, "source", choose.Of({{"A", 50}, {"B", 50}}));
  Put(report, "title", fmt::format("report {}", number));
  if (choose.Percent(50)) Put(report, "published", FarDate(choose));
  return FarDraft(std::move(report), {});
}

// Claims and musters of one day, and perhaps one or two of another.
void AddTotals(Chooser& choose, std::vector<Node>& events) {
  const int count = 4 + choose.Below(8);
  const int odd = choose.Below(4);
  for (int i = 0; i < count + odd; ++i) {
    const int away = i < count ? 0 : choose.Weighted<int>({{31, 30}, {32, 40}, {-32, 30}});
    Node body = MapNode({});
    Put(body, "scope", MapNode({{"mission", ScalarNode("M-1")}}));
    Put(body, "strength", "5");
    Put(body, "on", FormatDay(FirstDay() + away));
    events.push_back(EntryOf(choose.Percent(50) ? "claim" : "muster", std::move(body)));
  }
}

// Each plan is a report of up to six events, or of some more totals.
RandomLedger FarLedger(const std::vector<Choices>& plan) {
  RandomLedger random;
  Ledger& ledger = random.memory.ledger();
  const auto append = [&](const ReportDraft& draft, bool dry_run) {
    const AppendOptions options{.recorded_by = "test", .expected_size = {}, .dry_run = dry_run};
    return ledger.Append(std::vector{draft}, options).value().refusals.empty();
  };
  random.drafts.push_back(FarDraft(MapNode({{"source", ScalarNode("Desk")}}), FoundingEvents()));
  RC_ASSERT(append(random.drafts.back(), false));
  for (const Choices& choices : plan) {
    Chooser choose(choices);
    ReportDraft draft = FarReport(choose, int(random.drafts.size()));
    std::vector<Node>& events = draft.root.entries[1].value.items;
    if (choose.Percent(30)) AddTotals(choose, events);
    if (!events.empty() && !append(draft, true)) events.clear();
    const int count = 2 + choose.Below(5);
    for (int i = 0; i < count; ++i) {
      events.push_back(FarEvent(choose, ledger.Head().size.value));
      if (!append(draft, true)) events.pop_back();
    }
    if (events.empty()) continue;
    RC_ASSERT(append(draft, false));
    random.drafts.push_back(std::move(draft));
  }
  return random;
}

TEST(MixedDatesProperty, ACheckFindsWhatTheModelFinds) {
  int found = 0;
  int not_found = 0;
  CheckProperty(500, [&] {
    const RandomLedger random = FarLedger(*ChoicesList(8));
    const auto views = Views::Open(random.ledger()).value();
    const model::Log log = ReadModelLog(random.ledger());
    for (const Choices& choices : *ChoicesList(4)) {
      Chooser choose(choices);
      ViewQuery query;
      query.known_at = random.ledger().Head().size;
      if (choose.Percent(40)) {
        query.known_at.value = query.known_at.value * std::uint64_t(choose.Below(100)) / 100;
      }
      if (choose.Percent(40)) query.lens = RandomLens(choose);
      DropUnknownValues(log, &query);
      CheckRequest request;
      request.on = FirstDay();
      request.only = {"mixed-dates"};
      const Findings findings = views->Check(query, request).value();
      std::multiset<std::string> actual;
      for (const Finding& finding : findings.findings) {
        model::Found each{finding.finding, {}, finding.on->value, std::nullopt};
        for (const Position position : finding.positions) each.positions.push_back(position.value);
        actual.insert(model::Show(each));
      }
      std::multiset<std::string> expected;
      for (const model::Found& each : model::MixedDatesOf(log, query)) {
        expected.insert(model::Show(each));
      }
      ++(expected.empty() ? not_found : found);
      if (actual != expected) {
        RC_FAIL(fmt::format("{}\nquery: {}\ncheck:\n{}\nmodel:\n{}", random.Show(), Show(query),
                            fmt::join(actual, "\n"), fmt::join(expected, "\n")));
      }
    }
  });
  EXPECT_GT(found, 0);
  EXPECT_GT(not_found, 0);
}

}  // namespace
}  // namespace muster
