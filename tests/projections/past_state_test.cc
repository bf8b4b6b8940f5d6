// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What was derived at an earlier state of the log answers for that state after more was folded in.
#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "projections/cells.h"
#include "projections/dated_sums.h"
#include "projections/group_strengths.h"
#include "projections/view_cache.h"
#include "tests/model/log_builder.h"
#include "tests/projections/log_source.h"
#include "tests/projections/random_log.h"

namespace muster {
namespace {

// A random log that is folded up to some records before its end, and then to its end.
class GrowingLog {
 public:
  explicit GrowingLog(unsigned seed)
      : log_(seed),
        source_(log_.builder().log()),
        whole_(log_.builder().log()),
        size_{source_.size().value - std::min<std::uint64_t>(source_.size().value, 1 + seed % 4)} {
    Fold(Position{0}, size_);
  }

  void Grow() { Fold(Position{size_.value}, source_.size()); }

  // One of what was known by then.
  ViewQuery Query() {
    ViewQuery query = log_.Query();
    query.lens = {};
    query.of.reset();
    query.known_at = LogSize{query.known_at.value % (size_.value + 1)};
    return query;
  }
  Day RandomDay() { return log_.RandomDay(); }

  LogSize size() const { return size_; }
  const EffectiveSet& set() const { return set_; }
  const LogAnswers& whole() const { return whole_; }
  std::string Words(const ViewQuery& query) const { return Describe(log_.builder(), query); }

 private:
  void Fold(Position from, LogSize until) {
    const Status status =
        source_.Read(from, until, [&](Position position, const v1::Record& record) {
          return set_.Fold(position, record, source_);
        });
    MUSTER_CHECK(status.ok());
  }

  RandomLog log_;
  LogSource source_;
  const LogAnswers whole_;
  const LogSize size_;
  EffectiveSet set_;
};

TEST(PastState, AnswersAsItDidBeforeMoreWasFolded) {
  int held = 0;
  int corrected = 0;
  for (unsigned seed = 0; seed < 12000; ++seed) {
    GrowingLog log(seed);
    ViewCache cache(log.set());
    const auto ask = [&](const ViewQuery& query, Day on) {
      std::unique_ptr<ViewSession> session = cache.Borrow(query.known_at);
      std::pair<Headcount, Reasons> answers(ComputeHeadcount(*session, on, query),
                                            ComputeReasons(*session, on, query));
      cache.GiveBack(std::move(session));
      return answers;
    };
    // Some of what can be derived is, and some is when more is there.
    for (unsigned i = 0; i < seed % 3; ++i) ask(log.Query(), log.RandomDay());
    log.Grow();
    if (!cache.Holds(log.size())) continue;
    ++held;
    const Movements& m = log.set().facts().movements();
    for (std::size_t row = 0; row < m.size(); ++row) {
      if (m.known_until[row] != kStillTrue && m.known_until[row] > log.size().value) ++corrected;
    }
    for (int i = 0; i < 4; ++i) {
      const ViewQuery query = log.Query();
      const Day on = log.RandomDay();
      const auto [headcount, reasons] = ask(query, on);
      const Headcount expected = log.whole().HeadcountOn(on, query);
      ASSERT_EQ(headcount.total, expected.total) << "seed " << seed << "\n" << log.Words(query);
      ASSERT_EQ(headcount.rows, expected.rows) << "seed " << seed << "\n" << log.Words(query);
      const Reasons of_whole = ComputeReasons(*log.whole().Session(query), on, query);
      ASSERT_EQ(reasons.total, of_whole.total) << "seed " << seed;
      ASSERT_EQ(reasons.lines.size(), of_whole.lines.size()) << "seed " << seed;
      for (std::size_t line = 0; line < reasons.lines.size(); ++line) {
        ASSERT_EQ(reasons.lines[line].share, of_whole.lines[line].share) << "seed " << seed;
      }
    }
    EXPECT_FALSE(cache.Holds(LogSize{log.size().value + 1}));
  }
  // Otherwise little was tried.
  EXPECT_GT(held, 500);
  EXPECT_GT(corrected, 50);
}

TEST(PastState, SumsAreThoseThatTheyWereBeforeMoreWasFolded) {
  int held = 0;
  for (unsigned seed = 0; seed < 12000; ++seed) {
    GrowingLog log(seed);
    const FactTable& facts = log.set().facts();
    const ViewCache cache(log.set());
    const ViewQuery query = log.Query();
    const auto posts = std::make_shared<const PostMap>(facts, log.set().registry(), query.known_at);
    Partition added_up = Partition::ByKeys(*posts, facts.names, query);
    const auto add_up = [&] {
      added_up.SetSums(std::make_shared<const DatedSums>(
          facts, std::make_shared<const Cells>(facts, *posts), added_up, 1 + seed % 7));
    };
    if (seed % 2 == 0) add_up();
    log.Grow();
    if (!cache.Holds(query.known_at)) continue;
    ++held;
    if (seed % 2 == 1) add_up();
    ViewSession session(facts, cache.index(), posts, FactKnownAt(query.known_at));
    GroupStrengths actual(session.world(), session.walk(), added_up);
    const Day on = log.RandomDay();
    actual.Prepare(on.value);
    MovementScan(session.world()).Add(on.value, actual.Targets());
    ViewQuery each = query;
    const Headcount expected = log.whole().HeadcountOn(on, each);
    std::size_t shown = 0;
    for (GroupId group = 0; group < actual.size(); ++group) {
      if (!actual.IsTouched(group)) continue;
      const Group found = actual.At(group);
      for (const Group& row : expected.rows) {
        if (row.keys != found.keys) continue;
        ASSERT_EQ(found, row) << "seed " << seed << "\n" << log.Words(query);
        ++shown;
      }
    }
    ASSERT_EQ(shown, expected.rows.size()) << "seed " << seed << "\n" << log.Words(query);
  }
  EXPECT_GT(held, 500);
}

}  // namespace
}  // namespace muster
