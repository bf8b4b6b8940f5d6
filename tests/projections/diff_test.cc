// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Where answers differ between two states of knowledge and between two days, and by which records.
#include "projections/diff.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/model/log_builder.h"
#include "tests/projections/group_answers.h"
#include "tests/projections/log_source.h"
#include "tests/projections/random_log.h"

namespace muster {
namespace {

using model::DayOf;
using model::LogBuilder;

std::string ShowBecause(const Change& change) {
  std::vector<std::uint64_t> positions;
  for (const Position position : change.because) positions.push_back(position.value);
  return fmt::format("{}", fmt::join(positions, ","));
}

// "KEN: 0 -> 200 because 3,4".
std::string ShowChange(const Change& change) {
  return fmt::format("{}: {} -> {} because {}", fmt::join(change.keys, "/"),
                     model::Show(change.was), model::Show(change.is), ShowBecause(change));
}

std::string ShowRow(const Revision& row) {
  return fmt::format("{}/{} {}", row.on ? FormatDay(*row.on) : "..",
                     row.until ? FormatDay(*row.until) : "..", ShowChange(row.change));
}

std::vector<std::string> Rows(const LogBuilder& builder, std::uint64_t from, std::uint64_t to,
                              const ViewQuery& query, const std::string& on = "") {
  const LogAnswers answers(builder.log());
  const auto day = on.empty() ? std::nullopt : std::optional(DayOf(on));
  std::vector<std::string> rows;
  for (const Revision& row : answers.DiffOf(LogSize{from}, LogSize{to}, day, query).rows) {
    rows.push_back(ShowRow(row));
  }
  return rows;
}

ViewQuery ByContributor(const LogBuilder& builder) {
  ViewQuery query = model::QueryOf(builder);
  query.by = {"contributor"};
  return query;
}

using Strings = std::vector<std::string>;

// Two contributors, of which one has 200; the rest of each test comes after these four records.
class DiffTest : public testing::Test {
 protected:
  DiffTest() {
    log.Report("Red");
    log.Contingent("K-1", "M-1", "KEN", "police");
    log.Contingent("J-1", "M-1", "JAM", "military");
    log.Arrival("K-1", "200", "H/O", "2025-01-01");
    log.Arrival("J-1", "20", "H/O", "2025-01-01");
    start = log.size();
  }
  Strings Since(const std::string& on = "") const {
    return Rows(log, start, log.size(), ByContributor(log), on);
  }

  LogBuilder log;
  std::uint64_t start = 0;
};

TEST_F(DiffTest, NothingNewChangesNothing) {
  EXPECT_EQ(Since(), Strings{});
  EXPECT_EQ(Since("2025-01-05"), Strings{});
}

TEST_F(DiffTest, ArrivalChangesTheDaysFromItOn) {
  log.Arrival("K-1", "217", "H/O", "2025-01-18");
  EXPECT_EQ(Since(), Strings{"2025-01-18/.. KEN: 200 -> 417 because 4"});
  EXPECT_EQ(Since("2025-01-17"), Strings{});
  EXPECT_EQ(Since("2025-01-18"), Strings{"2025-01-18/2025-01-18 KEN: 200 -> 417 because 4"});
}

TEST_F(DiffTest, RunsOfDaysEndWhereTheAnswersMeetAgain) {
  log.Arrival("K-1", "10", "H/O", "2025-01-05");
  log.Departure("K-1", "10", "H/O", "2025-01-08");
  EXPECT_EQ(Since(), Strings{"2025-01-05/2025-01-07 KEN: 200 -> 210 "
                             "because 4,5"});
}

TEST_F(DiffTest, RunThatHasNoBeginningIsOfAnOpenDate) {
  log.Arrival("J-1", "5", "H/O", "../2024-12-01");
  EXPECT_EQ(Since(), (Strings{"../2024-11-30 JAM: 0 -> 0..5 best 0 because 4",
                              "2024-12-01/2024-12-31 JAM: 0 -> 5 because 4",
                              "2025-01-01/.. JAM: 20 -> 25 because 4"}));
}

TEST_F(DiffTest, AccountsAndCorrectionsAreAmongTheReasons) {
  const std::uint64_t account = log.Account(2, "150 to 250");
  log.Revision(2, "arrival", "about 200", "");
  log.Revision(account, "account", "210", "");
  log.Retraction(3, v1::MISREAD);
  EXPECT_EQ(Since(), (Strings{"2025-01-01/.. JAM: 20 -> 0 because 7",
                              "2025-01-01/.. KEN: 200 -> 210 because "
                              "4,5,6"}));
}

TEST_F(DiffTest, RecordsOfOtherGroupsAndStatementsAreNoReasons) {
  log.Arrival("J-1", "5", "H/O", "2025-01-03");
  v1::Event claim;
  claim.mutable_claim()->mutable_scope()->add_contributor("KEN");
  log.Add(claim);
  log.Arrival("K-1", "1", "H/O", "2025-01-03");
  EXPECT_EQ(Since("2025-01-03"), (Strings{"2025-01-03/2025-01-03 JAM: 20 -> 25 because 4",
                                          "2025-01-03/2025-01-03 KEN: 200 -> 201 because "
                                          "6"}));
}

TEST_F(DiffTest, RecordThatCountsElsewhereReachesInThroughASetting) {
  log.Add(model::MusterOf("mission=M-1", "250", "2025-01-10"));
  start = log.size();
  log.Arrival("K-1", "10", "H/O", "2025-01-05");
  const Strings rows = Since("2025-01-10");
  // The muster's difference shrinks, and with it what is not attributed.
  EXPECT_EQ(
      rows,
      (Strings{"2025-01-10/2025-01-10 JAM: 20..50 best 20 -> 20..40 best 20 because 5",
               "2025-01-10/2025-01-10 KEN: 200..230 best 200 -> 210..230 best 210 because 5",
               "2025-01-10/2025-01-10 unspecified: 0..30 best 30 -> 0..20 best 20 because 5"}));
}

TEST_F(DiffTest, MusterIsAReasonWhereItReaches) {
  log.Add(model::MusterOf("mission=M-1 contributor=KEN", "190", "2025-01-10"));
  EXPECT_EQ(Since("2025-01-10"), Strings{"2025-01-10/2025-01-10 KEN: 200 -> "
                                         "190 because 4"});
}

TEST_F(DiffTest, TotalHasNoKeys) {
  log.Arrival("K-1", "1", "H/O", "2025-01-03");
  EXPECT_EQ(Rows(log, start, log.size(), model::QueryOf(log)),
            Strings{"2025-01-03/.. : 220 -> 221 because 4"});
}

// An amendment of one registration, which gives it another contributor.
v1::Event ContributorChange(std::uint64_t of, const std::string& contributor) {
  v1::Event event;
  v1::Amendment& amendment = *event.mutable_amendment();
  amendment.mutable_of()->set_position(of);
  amendment.set_why(v1::MISREAD);
  amendment.mutable_change()->add_fields("contributor");
  amendment.mutable_change()->mutable_values()->mutable_contingent()->set_contributor(contributor);
  return event;
}

TEST_F(DiffTest, CorrectedRegistrationIsAReason) {
  log.Add(ContributorChange(1, "BLZ"));
  EXPECT_EQ(Since("2025-01-03"), (Strings{"2025-01-03/2025-01-03 BLZ: 0 -> 20 because 4",
                                          "2025-01-03/2025-01-03 JAM: 20 -> 0 because 4"}));
}

TEST_F(DiffTest, ANewContingentBelowAChangedOneIsLookedAtAsItWasBeforeTheChange) {
  log.Contingent("K-1/S", "", "");                 // 4
  log.Add(ContributorChange(0, "BLZ"));            // 5: without it, the next would be KEN's
  log.Arrival("K-1/S", "7", "H/O", "2025-01-02");  // 6
  EXPECT_EQ(Since("2025-01-03"), (Strings{"2025-01-03/2025-01-03 BLZ: 0 -> 207 because 5,6",
                                          "2025-01-03/2025-01-03 KEN: 200 -> 0 because 5,6"}));
}

TEST_F(DiffTest, ANewRegistrationAboveOthersThatTakeFromItIsAReason) {
  LogBuilder other;
  other.Report("Red");
  other.Contingent("K-1/S", "M-1", "");
  other.Arrival("K-1/S", "7", "H/O", "2025-01-02");
  other.Contingent("K-1", "M-1", "KEN");
  EXPECT_EQ(Rows(other, 2, 3, ByContributor(other), "2025-01-03"),
            (Strings{"2025-01-03/2025-01-03 KEN: 0 -> 7 because 2",
                     "2025-01-03/2025-01-03 unspecified: 7 -> 0 because 2"}));
}

TEST_F(DiffTest, ReportsChangeIsAReasonThroughALens) {
  log.Report("Blue");
  log.Arrival("K-1", "7", "H/O", "2025-01-02");
  start = log.size();
  v1::Event event;
  v1::ReportChange& change = *event.mutable_amendment()->mutable_report_change();
  change.set_report(log.log().records.back().report());
  change.set_source("Red");
  change.add_fields("source");
  log.Add(event);
  ViewQuery query = ByContributor(log);
  EXPECT_EQ(Rows(log, start, log.size(), query), Strings{});
  query.lens.sources = {"Red"};
  EXPECT_EQ(Rows(log, start, log.size(), query, "2025-01-02"),
            Strings{"2025-01-02/2025-01-02 KEN: 200 -> 207 because 5"});
}

TEST_F(DiffTest, WhatAReportsChangeKeepsOutIsNamedWithIt) {
  log.Report("Blue");
  log.Arrival("K-1", "7", "H/O", "2025-01-02");  // 4
  log.Arrival("K-1", "9", "H/O", "2025-01-02");  // 5: without the change, it would count
  v1::Event event;
  v1::ReportChange& change = *event.mutable_amendment()->mutable_report_change();
  change.set_report(log.log().records.back().report());
  change.set_source("Green");
  change.add_fields("source");
  log.Add(event);  // 6
  log.Report("Red");
  log.Account(4, "7");
  ViewQuery query = ByContributor(log);
  query.lens.sources = {"Red", "Blue"};
  EXPECT_EQ(Rows(log, start, log.size(), query, "2025-01-02"),
            Strings{"2025-01-02/2025-01-02 KEN: 200 -> 207 because 4,5,6,7"});
}

TEST_F(DiffTest, BetweenTwoDaysTheMovementsAndSettingsOfTheWindowDidIt) {
  log.Arrival("K-1", "217", "H/O", "2025-01-18");
  log.Departure("J-1", "3", "H/O", "2025-01-16/2025-01-20");
  log.Add(model::MusterOf("mission=M-1 contributor=KEN", "410", "2025-01-19"));
  log.Departure("K-1", "5", "H/O", "2025-01-21");
  const DayDiff diff = LogAnswers(log.log()).DiffOfDays(DayOf("2025-01-17"), DayOf("2025-01-20"),
                                                        ByContributor(log));
  Strings rows;
  for (const Change& change : diff.rows) rows.push_back(ShowChange(change));
  EXPECT_EQ(rows, (Strings{"JAM: 17..20 best 20 -> 17 because 5", "KEN: 200 -> 410 because 4,6"}));
}

// --- Random logs
// --------------------------------------------------------------------------------

class RandomDiffs : public testing::TestWithParam<unsigned> {};

TEST_P(RandomDiffs, NameWhatDiffersAndWithoutTheirReasonsNothingDoes) {
  int rows = 0;
  for (unsigned seed = GetParam(); seed < GetParam() + 250; ++seed) {
    RandomLog log(seed);
    const model::Log& records = log.builder().log();
    const LogAnswers answers(records);
    const ViewQuery query = log.Query();
    const std::uint64_t to = query.known_at.value;
    const std::uint64_t from = static_cast<std::uint64_t>(log.Below(static_cast<int>(to) + 1));
    const Day on = log.RandomDay();
    const Diff diff = answers.DiffOf(LogSize{from}, LogSize{to}, on, query);
    const Answer was = AnswerOn(answers, on, query, LogSize{from});
    const Answer is = AnswerOn(answers, on, query, LogSize{to});
    std::map<std::vector<std::string>, const Change*> changes;
    for (const Revision& row : diff.rows) changes[row.change.keys] = &row.change;
    Answer groups = was;
    groups.insert(is.begin(), is.end());
    for (const auto& [keys, strength] : groups) {
      const bool differs = At(was, keys) != At(is, keys);
      ASSERT_EQ(changes.contains(keys), differs)
          << "seed " << seed << " from " << from << " on " << FormatDay(on) << "\n"
          << Describe(log.builder(), query);
      if (!differs) continue;
      ++rows;
      const Change& change = *changes[keys];
      EXPECT_EQ(change.was, At(was, keys));
      EXPECT_EQ(change.is, At(is, keys));
      const model::Log rest = Without(records, change.because);
      ASSERT_EQ(At(AnswerOn(LogAnswers(rest), on, query, LogSize{to}), keys), change.was)
          << "seed " << seed << " from " << from << " on " << FormatDay(on) << " "
          << ShowChange(change) << "\n"
          << Describe(log.builder(), query);
    }
  }
  EXPECT_GT(rows, 100);
}

TEST_P(RandomDiffs, RunsHoldOnEachOfTheirDaysAndOnNoOther) {
  for (unsigned seed = GetParam(); seed < GetParam() + 15; ++seed) {
    RandomLog log(seed);
    const LogAnswers answers(log.builder().log());
    const ViewQuery query = log.Query();
    const LogSize to = query.known_at;
    const LogSize from{static_cast<std::uint64_t>(log.Below(static_cast<int>(to.value) + 1))};
    const Diff runs = answers.DiffOf(from, to, std::nullopt, query);
    for (Day on = DayOf("2024-12-20"); on < DayOf("2025-02-10"); on = on + 1) {
      Strings expected;
      for (const Revision& row : answers.DiffOf(from, to, on, query).rows) {
        expected.push_back(ShowChange(row.change));
      }
      Strings actual;
      for (const Revision& row : runs.rows) {
        const bool holds = (!row.on || *row.on <= on) && (!row.until || on <= *row.until);
        if (holds) actual.push_back(ShowChange(row.change));
      }
      ASSERT_EQ(actual, expected) << "seed " << seed << " from " << from.value << " on "
                                  << FormatDay(on) << "\n"
                                  << Describe(log.builder(), query);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomDiffs, testing::Values(0u, 1000u, 2000u, 3000u));

}  // namespace
}  // namespace muster
