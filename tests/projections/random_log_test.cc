// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Compares the projections with the model on random logs of records: every kind of movement and
// setting, uncertain strengths and dates, corrections and lenses, with few names so that scopes
// overlap. Unlike the property tests it needs no admission, so it also makes logs that admission
// would refuse.
#include "tests/projections/random_log.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <memory>

#include "projections/cells.h"
#include "projections/dated_sums.h"
#include "projections/first_days.h"
#include "projections/group_strengths.h"
#include "tests/model/log_builder.h"
#include "tests/model/model_claims.h"
#include "tests/model/model_headcount.h"
#include "tests/model/model_shares.h"
#include "tests/projections/log_source.h"

namespace muster {

// For gtest's messages.
void PrintTo(const Group& group, std::ostream* out) {
  *out << fmt::format("{} {} {} {}", fmt::join(group.keys, "/"), model::Show(group.strength),
                      static_cast<int>(group.basis),
                      group.latest ? FormatDay(*group.latest) : "never");
}

void PrintTo(const ClaimVerdict& claim, std::ostream* out) {
  *out << fmt::format("{} line {} on {} claimed {} derived {} verdict {} by {}, explained by",
                      claim.position.value, claim.line.value_or(-1), FormatDay(claim.on),
                      model::Show(claim.claimed), model::Show(claim.derived),
                      static_cast<int>(claim.verdict), claim.distance);
  for (const ExplainingMovement& movement : claim.explained_by) {
    *out << fmt::format(" {}{}", movement.counted ? "-" : "+", movement.position.value);
  }
}

namespace {

// Without what the model does not tell.
std::vector<ClaimVerdict> Plain(std::vector<ClaimVerdict> claims) {
  for (ClaimVerdict& claim : claims) {
    for (ExplainingMovement& movement : claim.explained_by) {
      movement.kind = MovementKind::kArrival;
      movement.who.clear();
    }
  }
  return claims;
}

class RandomLogs : public testing::TestWithParam<unsigned> {};

TEST_P(RandomLogs, HeadcountsAndTimelinesEqualTheModel) {
  for (unsigned seed = GetParam(); seed < GetParam() + 150; ++seed) {
    RandomLog log(seed);
    const LogAnswers answers(log.builder().log());
    const ViewQuery query = log.Query();
    for (int i = 0; i < 3; ++i) {
      const Day on = log.RandomDay();
      const Headcount expected = model::HeadcountOn(log.builder().log(), on, query);
      const Headcount actual = answers.HeadcountOn(on, query);
      ASSERT_EQ(actual.total, expected.total) << "seed " << seed << " on " << FormatDay(on) << "\n"
                                              << Describe(log.builder(), query);
      ASSERT_EQ(actual.rows, expected.rows) << "seed " << seed << " on " << FormatDay(on) << "\n"
                                            << Describe(log.builder(), query);
    }
    if (seed % 8 != 0) continue;  // timelines cost the model much
    const Day from = model::DayOf("2024-12-30");
    const Day to = model::DayOf("2025-01-14");
    const Step step = std::array{Step::kDay, Step::kWeek, Step::kChange}[seed / 8 % 3];
    const Timeline expected = model::TimelineOver(log.builder().log(), from, to, step, query);
    const StatusOr<Timeline> actual = answers.TimelineOver(from, to, step, query);
    ASSERT_TRUE(actual.ok());
    ASSERT_EQ(actual->points, expected.points) << Describe(log.builder(), query);
    ASSERT_EQ(actual->totals, expected.totals) << Describe(log.builder(), query);
  }
}

TEST_P(RandomLogs, FirstDaysAreThoseOfTheMovementsThatAreKnown) {
  for (unsigned seed = GetParam(); seed < GetParam() + 100; ++seed) {
    RandomLog log(seed);
    const LogAnswers answers(log.builder().log());
    const std::unique_ptr<ViewSession> session = answers.Session(log.Query());
    const FactTable& facts = session->world().facts();
    const Movements& m = facts.movements();
    const FirstDays first_days(facts, seed % 6);
    for (FactPosition known_at = 0; known_at < 60; ++known_at) {
      std::vector<FactDay> expected(facts.posts.size(), kNeverDay);
      for (std::size_t row = 0; row < m.size(); ++row) {
        if (!m.Holds(row, known_at)) continue;
        for (const NamedPostId post : {m.from[row], m.to[row]}) {
          expected[post] = std::min(expected[post], m.earliest[row]);
        }
      }
      ASSERT_EQ(first_days.At(known_at), expected) << "seed " << seed << " known at " << known_at;
    }
  }
}

TEST_P(RandomLogs, SumsThatAreMadeBeforehandChangeNoStrength) {
  std::size_t loose = 0;
  std::size_t rows = 0;
  std::size_t simple = 0;
  for (unsigned seed = GetParam(); seed < GetParam() + 4000; ++seed) {
    RandomLog log(seed);
    const LogAnswers answers(log.builder().log());
    const ViewQuery query = log.Query();
    const std::unique_ptr<ViewSession> session = answers.Session(query);
    World& world = session->world();
    Partition plain = Partition::ByKeys(world.posts(), world.facts().names, query);
    plain.FindCrossings(world.facts(), world.posts());
    Partition added_up = plain;
    const auto sums = std::make_shared<const DatedSums>(
        world.facts(), std::make_shared<const Cells>(world.facts(), world.posts()), plain,
        1 + seed % 7);
    added_up.SetSums(sums);
    loose += sums->loose_count();
    rows += world.facts().movements().size();
    if (sums->simple() && sums->cells().size() > 0) ++simple;
    GroupStrengths expected(world, session->walk(), plain);
    GroupStrengths actual(world, session->walk(), added_up);
    for (int i = 0; i < 3; ++i) {
      const Day on = log.RandomDay();
      for (GroupStrengths* groups : {&expected, &actual}) {
        groups->Prepare(on.value);
        MovementScan(world).Add(on.value, groups->Targets());
      }
      for (GroupId group = 0; group < plain.size(); ++group) {
        ASSERT_EQ(actual.IsTouched(group), expected.IsTouched(group)) << "seed " << seed;
        ASSERT_EQ(actual.At(group), expected.At(group))
            << "seed " << seed << " on " << FormatDay(on) << "\n"
            << Describe(log.builder(), query);
        ASSERT_EQ(actual.BestAt(group), expected.BestAt(group)) << "seed " << seed;
      }
      if (plain.crossings()) {
        ASSERT_EQ(actual.AtAll(on.value), expected.AtAll(on.value))
            << "seed " << seed << " on " << FormatDay(on) << "\n"
            << Describe(log.builder(), query);
      }
    }
  }
  // Otherwise nothing was added up, or nothing left out, or all walked post by post.
  EXPECT_GT(loose, rows / 20);
  EXPECT_LT(loose, rows - rows / 20);
  EXPECT_GT(simple, 50u);
}

TEST_P(RandomLogs, SharesAddUpAndAreThoseOfTheWalkThatGaveThem) {
  for (unsigned seed = GetParam(); seed < GetParam() + 400; ++seed) {
    RandomLog log(seed);
    const LogAnswers answers(log.builder().log());
    const ViewQuery query = log.Query();
    const model::World world(log.builder().log(), query);
    for (int i = 0; i < 3; ++i) {
      const Day on = log.RandomDay();
      const Reasons reasons = ComputeReasons(*answers.Session(query), on, query);
      ASSERT_EQ(reasons.total, answers.HeadcountOn(on, query).total);
      ASSERT_EQ(model::FaultOfShares(reasons, world.StrengthAt(on)), "")
          << "seed " << seed << " on " << FormatDay(on) << "\n"
          << Describe(log.builder(), query);
    }
  }
}

TEST_P(RandomLogs, ReconciliationsEqualTheModel) {
  int disagreeing = 0;
  int explained = 0;
  for (unsigned seed = GetParam(); seed < GetParam() + 600; ++seed) {
    RandomLog log(seed);
    const ViewQuery query = log.Query();
    const Reconciliation expected = model::Reconcile(log.builder().log(), std::nullopt, query);
    const LogAnswers answers(log.builder().log());
    const std::vector<ClaimVerdict> actual = Plain(answers.Reconcile(std::nullopt, query).claims);
    ASSERT_EQ(actual, expected.claims) << "seed " << seed << "\n" << Describe(log.builder(), query);
    for (const ClaimVerdict& claim : actual) {
      if (claim.verdict != Agreement::kAgrees) ++disagreeing;
      if (!claim.explained_by.empty()) ++explained;
    }
  }
  // Otherwise the logs are too poor to tell anything.
  EXPECT_GT(disagreeing, 20);
  EXPECT_GT(explained, 5);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomLogs, testing::Values(0u, 1000u, 2000u, 3000u));

}  // namespace
}  // namespace muster
