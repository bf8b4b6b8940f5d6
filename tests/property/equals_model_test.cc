// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: every headcount, timeline, reconciliation and coverage is the model's. Method: random
// ledgers, and random queries of each.
#include <fmt/format.h>

#include <map>
#include <optional>

#include "projections/views.h"
#include "tests/model/model_claims.h"
#include "tests/model/model_coverage.h"
#include "tests/model/model_headcount.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

// What the ledgers of a property held, to be sure that they were worth the trouble.
struct Harvest {
  int tried = 0;
  int admitted = 0;
  std::map<std::string, int> kinds;

  void Add(const RandomLedger& random) {
    tried += random.tried;
    admitted += random.admitted;
    for (const ReportDraft& draft : random.drafts) {
      for (const Node& entry : draft.root.Find("events")->items) {
        ++kinds[entry.entries.front().key];
      }
    }
  }
};

// Fails, and shows the ledger and the query, unless the views answer as the model does.
template <typename View>
void ExpectSame(const RandomLedger& random, const std::string& query, const StatusOr<View>& actual,
                const View& expected) {
  const std::string shown = actual.ok() ? Show(*actual) : actual.status().ToString();
  if (shown == Show(expected)) return;
  RC_FAIL(fmt::format("{}\nquery: {}\nviews: {}model: {}", random.Show(), query, shown,
                      Show(expected)));
}

void CompareHeadcount(const RandomLedger& random, const Views& views, const model::Log& log, Day on,
                      const ViewQuery& query) {
  ExpectSame(random, Show(query), views.HeadcountOn(on, query), model::HeadcountOn(log, on, query));
}

void CompareTimeline(const RandomLedger& random, const Views& views, const model::Log& log,
                     Chooser& choose, const ViewQuery& query) {
  const Day from = RandomQueryDay(choose);
  const Day to = from + choose.Below(20);
  const Step step = RandomStep(choose);
  ExpectSame(random, fmt::format("{} step {}", Show(query), int(step)),
             views.TimelineOver(from, to, step, query),
             model::TimelineOver(log, from, to, step, query));
}

void CompareReconciliation(const RandomLedger& random, const Views& views, const model::Log& log,
                           Chooser& choose, const ViewQuery& query) {
  std::optional<Day> since;
  if (choose.Percent(20)) since = RandomQueryDay(choose);
  ExpectSame(random, Show(query), views.Reconcile(since, query),
             model::Reconcile(log, since, query));
}

void CompareCoverage(const RandomLedger& random, const Views& views, const model::Log& log, Day on,
                     const ViewQuery& query) {
  ExpectSame(random, Show(query), views.CoverageOn(on, query), model::CoverageOn(log, on, query));
}

TEST(ModelProperty, ViewsAnswerLikeTheModel) {
  Harvest harvest;
  CheckProperty(1200, [&] {
    const std::vector<Choices> plan = *ChoicesList(30);
    const std::vector<Choices> queries = *ChoicesList(10);
    const RandomLedger random = MakeLedger(plan);
    harvest.Add(random);
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : queries) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      DropUnknownValues(log, &query);
      CompareHeadcount(random, *views, log, RandomQueryDay(choose), query);
      if (choose.Percent(25)) CompareTimeline(random, *views, log, choose, query);
    }
  });
  // Otherwise the ledgers are too poor to tell anything.
  EXPECT_GT(harvest.admitted, harvest.tried * 6 / 10);
  for (const char* kind : {"arrival", "assignment", "departure", "loss", "transfer", "muster",
                           "account", "amendment", "retraction", "claim", "dispatch"}) {
    EXPECT_GT(harvest.kinds[kind], 0) << kind;
  }
  for (const auto& [kind, count] : harvest.kinds) std::cout << kind << ' ' << count << "  ";
  std::cout << "of " << harvest.tried << " admitted " << harvest.admitted << std::endl;
}

TEST(ModelProperty, ReconciliationsAndCoveragesAnswerLikeTheModel) {
  Harvest harvest;
  CheckProperty(1200, [&] {
    const std::vector<Choices> plan = *ChoicesList(30);
    const std::vector<Choices> queries = *ChoicesList(10);
    const RandomLedger random = MakeLedger(plan);
    harvest.Add(random);
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : queries) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      DropUnknownValues(log, &query);
      CompareReconciliation(random, *views, log, choose, query);
      CompareCoverage(random, *views, log, RandomQueryDay(choose), query);
    }
  });
  for (const char* kind : {"arrival", "muster", "claim", "pledge", "dispatch", "mandate"}) {
    EXPECT_GT(harvest.kinds[kind], 50) << kind;
  }
}

}  // namespace
}  // namespace muster
