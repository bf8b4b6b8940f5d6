// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what a ledger answers depends on its records alone. How they were appended, when the views
// were brought up to date, and what came later, changes nothing.
#include <fmt/format.h>

#include <optional>
#include <set>

#include "muster/v1/record.pb.h"
#include "projections/views.h"
#include "tests/model/model_lens.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

// The answers of `views` to all queries at known-ats up to `size`, as text. `log`: what the views
// know, or more.
std::string Answers(const Views& views, const model::Log& log, LogSize size,
                    const std::vector<Choices>& queries) {
  std::string answers;
  for (const Choices& choices : queries) {
    Chooser choose(choices);
    ViewQuery query = RandomQuery(choose, size);
    // Some are left in, to see that errors stay the same.
    if (!choose.Percent(5)) DropUnknownValues(log, &query);
    const Day on = RandomQueryDay(choose);
    const StatusOr<Headcount> headcount = views.HeadcountOn(on, query);
    answers += Show(query) + "\n";
    answers += headcount.ok() ? Show(*headcount) : headcount.status().ToString() + "\n";
    if (choose.Percent(50)) {
      const StatusOr<Reconciliation> reconciliation = views.Reconcile(std::nullopt, query);
      answers +=
          reconciliation.ok() ? Show(*reconciliation) : reconciliation.status().ToString() + "\n";
    }
    if (choose.Percent(50)) {
      const StatusOr<Coverage> coverage = views.CoverageOn(on, query);
      answers += coverage.ok() ? Show(*coverage) : coverage.status().ToString() + "\n";
    }
    if (!choose.Percent(20)) continue;
    const StatusOr<Timeline> timeline = views.TimelineOver(on, on + 9, RandomStep(choose), query);
    answers += timeline.ok() ? Show(*timeline) : timeline.status().ToString() + "\n";
  }
  return answers;
}

void ExpectSame(const std::string& expected, const std::string& actual,
                const RandomLedger& random) {
  if (expected != actual) RC_FAIL(fmt::format("{}\n{}\nbut\n{}", random.Show(), expected, actual));
}

std::vector<ReportDraft> FirstDrafts(const RandomLedger& random, std::size_t count) {
  return {random.drafts.begin(), random.drafts.begin() + std::ptrdiff_t(count)};
}

std::size_t SomeDraft(const RandomLedger& random) {
  return std::size_t(*rc::gen::inRange(0, 1000)) * random.drafts.size() / 1000 + 1;
}

TEST(KnowledgeProperty, AppendingNeverChangesAnEarlierState) {
  CheckProperty(150, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const std::vector<Choices> queries = *ChoicesList(10);
    const model::Log log = ReadModelLog(random.ledger());
    const std::size_t count = SomeDraft(random);
    MemoryLedger ledger;
    ledger.Append(FirstDrafts(random, count));
    const auto views = Views::Open(ledger.ledger()).value();
    const LogSize size = ledger.ledger().Head().size;
    const std::string before = Answers(*views, log, size, queries);
    for (std::size_t i = count; i < random.drafts.size(); ++i) ledger.Append({random.drafts[i]});
    RC_ASSERT(views->Update().ok());
    RC_ASSERT(views->size() == random.ledger().Head().size);
    ExpectSame(before, Answers(*views, log, size, queries), random);
  });
}

TEST(KnowledgeProperty, AnEarlierStateIsThatOfALedgerWithItsRecordsOnly) {
  CheckProperty(150, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const std::vector<Choices> queries = *ChoicesList(10);
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    MemoryLedger earlier;
    earlier.Append(FirstDrafts(random, SomeDraft(random)));
    const auto earlier_views = Views::Open(earlier.ledger()).value();
    const LogSize size = earlier.ledger().Head().size;
    ExpectSame(Answers(*earlier_views, log, size, queries), Answers(*views, log, size, queries),
               random);
  });
}

TEST(KnowledgeProperty, BatchingDoesNotMatter) {
  CheckProperty(150, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const std::vector<Choices> queries = *ChoicesList(6);
    const model::Log log = ReadModelLog(random.ledger());
    MemoryLedger batched;
    batched.Append(random.drafts);
    const auto records = [](const Ledger& ledger) {
      std::vector<std::string> bytes;
      const Status status =
          ledger.Read(Position{0}, ledger.Head().size, [&](Position, const v1::Record& record) {
            v1::Record copy = record;
            copy.clear_recorded_at_us();
            bytes.push_back(copy.DebugString());
            return OkStatus();
          });
      RC_ASSERT(status.ok());
      return bytes;
    };
    const std::vector<std::string> one_by_one = records(random.ledger());
    const std::vector<std::string> at_once = records(batched.ledger());
    RC_ASSERT(one_by_one.size() == at_once.size());
    for (std::size_t i = 0; i < at_once.size(); ++i) {
      if (one_by_one[i] != at_once[i]) {
        RC_FAIL(random.Show() + one_by_one[i] + "but at once\n" + at_once[i]);
      }
    }
    const LogSize size = random.ledger().Head().size;
    ExpectSame(Answers(*Views::Open(random.ledger()).value(), log, size, queries),
               Answers(*Views::Open(batched.ledger()).value(), log, size, queries), random);
  });
}

TEST(KnowledgeProperty, RebuildingAnswersAsFollowingDoes) {
  CheckProperty(150, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const std::vector<Choices> queries = *ChoicesList(6);
    const model::Log log = ReadModelLog(random.ledger());
    MemoryLedger ledger;
    const auto following = Views::Open(ledger.ledger()).value();
    for (const ReportDraft& draft : random.drafts) {
      ledger.Append({draft});
      if (*rc::gen::inRange(0, 3) > 0) RC_ASSERT(following->Update().ok());
    }
    RC_ASSERT(following->Update().ok());
    const auto rebuilt = Views::Rebuild(ledger.ledger(), {}).value();
    if (following->StateBytes() != rebuilt->StateBytes()) {
      RC_FAIL(random.Show() + "the state of following differs from the rebuilt one");
    }
    const LogSize size = ledger.ledger().Head().size;
    ExpectSame(Answers(*rebuilt, log, size, queries), Answers(*following, log, size, queries),
               random);
  });
}

TEST(KnowledgeProperty, ADryRunShowsWhatAnAppendWouldAnswer) {
  CheckProperty(120, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(25));
    const std::vector<Choices> queries = *ChoicesList(6);
    const model::Log log = ReadModelLog(random.ledger());
    const std::size_t count = SomeDraft(random);
    MemoryLedger ledger;
    ledger.Append(FirstDrafts(random, count));
    const auto views = Views::Open(ledger.ledger()).value();
    const std::vector<ReportDraft> rest(random.drafts.begin() + std::ptrdiff_t(count),
                                        random.drafts.end());
    if (rest.empty()) return;
    const AppendResult dry =
        ledger.ledger().Append(rest, {.recorded_by = "test", .dry_run = true}).value();
    RC_ASSERT(dry.refusals.empty());
    std::vector<RecordPtr> pending;
    for (const AdmittedEvent& event : dry.events) pending.push_back(event.record);
    const auto foretold = views->WithPending(pending, dry.reports).value();
    ledger.Append(rest);
    RC_ASSERT(views->Update().ok());
    const LogSize size = ledger.ledger().Head().size;
    ExpectSame(Answers(*views, log, size, queries), Answers(*foretold, log, size, queries), random);
  });
}

TEST(LensProperty, ALensThatAdmitsEveryReportIsNone) {
  CheckProperty(150, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const auto views = Views::Open(random.ledger()).value();
    const model::Log log = ReadModelLog(random.ledger());
    for (const Choices& choices : *ChoicesList(10)) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      DropUnknownValues(log, &query);
      query.lens = {};
      const Day on = RandomQueryDay(choose);
      const std::string none = Show(views->HeadcountOn(on, query).value());
      const std::set<std::string> sources = model::SourcesAt(log, query.known_at.value);
      query.lens.sources = {sources.begin(), sources.end()};
      query.lens.published_by = ParseDay("2999-01-01").value();
      ExpectSame(none, Show(views->HeadcountOn(on, query).value()), random);
    }
  });
}

}  // namespace
}  // namespace muster
