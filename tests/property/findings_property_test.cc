// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a check finds what the model finds, at every known-at and through every lens, and an
// earlier state of knowledge is that of a ledger with its records only.
#include <fmt/format.h>

#include <map>
#include <set>
#include <string>

#include "projections/views.h"
#include "tests/model/model_findings.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

const std::set<std::string> kModelled = {
    "overdrawn",       "above-authorised",    "outside-mandate",          "muster-unexplained",
    "musters-differ",  "claim-disagrees",     "dispatch-without-arrival", "strength-unknown",
    "account-differs", "lines-do-not-add-up", "likely-duplicate",         "stale"};

std::string Lines(const std::multiset<std::string>& lines) {
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string ShowWhole(const Findings& findings) {
  std::string shown;
  for (const Finding& finding : findings.findings) {
    std::vector<std::uint64_t> positions;
    for (const Position position : finding.positions) positions.push_back(position.value);
    shown += fmt::format("{} {} [{}] {} {}\n", WeightName(finding.weight), finding.finding,
                         fmt::join(positions, ", "), finding.message,
                         finding.settled_by ? finding.settled_by->value : 0);
  }
  return shown;
}

model::Found AsFound(const Finding& finding) {
  model::Found found{finding.finding, {}, std::nullopt, std::nullopt};
  for (const Position position : finding.positions) found.positions.push_back(position.value);
  if (finding.on) found.on = finding.on->value;
  if (finding.until) found.until = finding.until->value;
  return found;
}

ViewQuery RandomCheckQuery(Chooser& choose, const model::Log& log, LogSize size) {
  ViewQuery query;
  query.known_at = size;
  if (choose.Percent(40)) query.known_at.value = size.value * choose.Below(100) / 100;
  if (choose.Percent(40)) query.lens = RandomLens(choose);
  DropUnknownValues(log, &query);
  return query;
}

TEST(FindingsProperty, ACheckFindsWhatTheModelFinds) {
  std::map<std::string, int> kinds;
  CheckProperty(1500, [&kinds] {
    const RandomLedger random = MakeLedger(*ChoicesList(35));
    const auto views = Views::Open(random.ledger()).value();
    const model::Log log = ReadModelLog(random.ledger());
    for (const Choices& choices : *ChoicesList(6)) {
      Chooser choose(choices);
      const ViewQuery query = RandomCheckQuery(choose, log, random.ledger().Head().size);
      CheckRequest request;
      request.on = RandomQueryDay(choose) + choose.Below(3) * 250;
      const Findings findings = views->Check(query, request).value();
      std::multiset<std::string> actual;
      std::set<std::uint64_t> ahead;
      for (const Finding& finding : findings.findings) {
        ++kinds[finding.finding];
        if (kModelled.contains(finding.finding)) actual.insert(model::Show(AsFound(finding)));
        if (finding.finding != "published-before") continue;
        for (const Position position : finding.positions) {
          if (model::IsPlain(log, query, position.value)) ahead.insert(position.value);
        }
      }
      const std::multiset<std::string> expected = model::FindingsOf(log, query, request.on);
      if (actual != expected) {
        RC_FAIL(fmt::format("{}\nquery: {} on {}\ncheck:\n{}model:\n{}", random.Show(), Show(query),
                            FormatDay(request.on), Lines(actual), Lines(expected)));
      }
      const std::set<std::uint64_t> expected_ahead = model::DatedAhead(log, query);
      if (ahead != expected_ahead) {
        RC_FAIL(fmt::format("{}\nquery: {}\npublished before: {}\nmodel: {}", random.Show(),
                            Show(query), fmt::join(ahead, " "), fmt::join(expected_ahead, " ")));
      }
    }
  });
  for (const std::string& kind : kModelled) EXPECT_GT(kinds[kind], 0) << kind;
  EXPECT_GT(kinds["published-before"], 0);
}

TEST(FindingsProperty, AnEarlierStateIsThatOfALedgerWithItsRecordsOnly) {
  CheckProperty(150, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    MemoryLedger earlier;
    const std::size_t count =
        std::size_t(*rc::gen::inRange(0, 1000)) * random.drafts.size() / 1000 + 1;
    earlier.Append({random.drafts.begin(), random.drafts.begin() + std::ptrdiff_t(count)});
    const auto earlier_views = Views::Open(earlier.ledger()).value();
    for (const Choices& choices : *ChoicesList(6)) {
      Chooser choose(choices);
      const ViewQuery query = RandomCheckQuery(choose, log, earlier.ledger().Head().size);
      CheckRequest request;
      request.on = RandomQueryDay(choose) + choose.Below(3) * 200;
      const std::string alone = ShowWhole(earlier_views->Check(query, request).value());
      const std::string later = ShowWhole(views->Check(query, request).value());
      if (alone != later) RC_FAIL(fmt::format("{}\n{}\nbut\n{}", random.Show(), alone, later));
    }
  });
}

}  // namespace
}  // namespace muster
