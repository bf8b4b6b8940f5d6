// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Many musters of few scopes, recorded in any order of days and corrected: what one known-at leaves
// to the next must be what it would have found out itself.
#include "projections/share_table.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "projections/share_cache.h"
#include "projections/view_cache.h"
#include "tests/model/log_builder.h"
#include "tests/model/model_headcount.h"
#include "tests/projections/log_source.h"
#include "tests/projections/random_log.h"

namespace muster {

// For gtest's messages.
void PrintTo(const Interval& interval, std::ostream* out) {
  *out << fmt::format("{}..{} best {}", interval.least, interval.most, interval.best);
}

namespace {

// One mission with three contingents. Most of its musters are of the whole mission.
class MusterLog {
 public:
  MusterLog(unsigned seed, int events) : random_(seed) {
    builder_.Report("Register");
    builder_.Contingent("K-1", "M-1", "KEN");
    builder_.Contingent("K-2", "M-1", "KEN");
    builder_.Contingent("J-1", "M-1", "JAM");
    // Some logs have musters of parts and of more than the mission, some departures of all.
    parts_ = OneIn(2) ? 0 : 1 + Below(4);
    uncertain_ = Below(4);
    days_ = 6 + Below(20) + events / 4;
    for (int i = 0; i < events; ++i) AddEvent();
  }

  const model::LogBuilder& builder() const { return builder_; }
  int Below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  bool OneIn(int n) { return Below(n) == 0; }
  Day RandomDay() { return model::DayOf(DayText()); }
  LogSize RandomKnownAt() {
    return LogSize{static_cast<std::uint64_t>(Below(static_cast<int>(builder_.size()) + 1))};
  }
  ViewQuery Query() {
    ViewQuery query = model::QueryOf(builder_);
    query.known_at = RandomKnownAt();
    for (const char* by : {"contributor", "contingent", "place"}) {
      if (OneIn(2)) query.by.push_back(by);
    }
    query.all_groups = OneIn(2);
    return query;
  }

 private:
  std::string Pick(const std::vector<std::string>& choices) {
    return choices[static_cast<std::size_t>(Below(static_cast<int>(choices.size())))];
  }
  std::string DayText() { return FormatDay(model::DayOf("2025-01-01") + Below(days_)); }
  std::string Date() {
    if (!OneIn(4 * uncertain_ + 1) || uncertain_ == 0) return DayText();
    return Pick({DayText() + "~", "../" + DayText(), "2025-01", "2024-12/2025-01"});
  }
  std::string Strength() {
    const int n = Below(30);
    if (!OneIn(3)) return fmt::format("{}", n);
    return Pick({fmt::format("over {}", n), fmt::format("{}..{}", n, n + 9), "unknown",
                 fmt::format("{}..{}={}", n, n + 4, n + 1)});
  }
  std::string Contingent() { return Pick({"K-1", "K-2", "J-1"}); }
  std::string Place() { return Pick({"H/O", "H/A", "unspecified"}); }

  void AddEvent() {
    switch (Below(16)) {
      case 0:
      case 1:
        builder_.Arrival(Pick({"K-1", "K-2", "J-1", "M-1", "M-2"}), Strength(), Place(), Date());
        return;
      case 2:
        builder_.Departure(Contingent(), Strength(), Place(), Date());
        return;
      case 3:
        builder_.Assignment(Contingent(), Strength(), {Place(), "unspecified", Place(), "guard"},
                            DayText(), OneIn(2) ? "" : "2025-01-31");
        return;
      case 4:
        builder_.Transfer(Contingent(), Contingent(), Strength(), Place(), Date());
        return;
      case 5:
      case 6:
        return Correct();
      case 7:
        return AddPart();
      default:
        builder_.Add(model::MusterOf("mission=M-1", Strength(), Date()));
    }
  }

  void AddPart() {
    if (Below(4) >= parts_) return;
    if (OneIn(4)) {
      builder_.DepartureOfAll(Contingent(), "", DayText());
      return;
    }
    builder_.Add(model::MusterOf(
        Pick({"contingent=K-1", "contributor=KEN", "mission=M-1 place=H/O", "place=H"}), Strength(),
        DayText()));
  }

  void Correct() {
    std::vector<std::uint64_t> targets;
    for (const v1::Record& record : builder_.log().records) {
      if (record.event().has_arrival() || record.event().has_muster()) {
        targets.push_back(record.position());
      }
    }
    if (targets.empty()) return;
    const std::uint64_t target = targets[random_() % targets.size()];
    const bool arrival = builder_.log().records[target].event().has_arrival();
    if (OneIn(3)) {
      builder_.Retraction(target, v1::MISREAD);
    } else {
      builder_.Revision(target, arrival ? "arrival" : "muster", Strength(), OneIn(2) ? Date() : "");
    }
  }

  std::mt19937 random_;
  model::LogBuilder builder_;
  int parts_ = 0;
  int uncertain_ = 0;
  int days_ = 0;
};

// What a table is made from.
struct Tabled {
  explicit Tabled(const model::LogBuilder& builder)
      : answers(builder.log()),
        facts(answers.set.facts()),
        index(facts),
        posts(std::make_shared<const PostMap>(facts, answers.set.registry(),
                                              LogSize{builder.size()})) {}
  bool IsWhole(ReachId reach) const {
    return !facts.reaches[reach].apart && posts->OwnPost(reach) != kNoPost;
  }

  LogAnswers answers;
  const FactTable& facts;
  FactIndex index;
  std::shared_ptr<const PostMap> posts;
};

struct Harvest {
  std::size_t found = 0;
  std::size_t open = 0;
};

void ExpectSharesOfReach(const Tabled& tabled, ReachId reach, FactPosition known_at,
                         const std::shared_ptr<const ShareTable>& table, Harvest& harvest) {
  World world(tabled.facts, tabled.index, tabled.posts, known_at);
  if (!world.has_settings()) return;
  StrengthWalk walk(world);
  KnownShares known(table, known_at);
  std::array<ShareSum, 2> sums;
  std::vector<SettingRank> open;
  SettingRank rank = 0;
  for (const std::uint32_t setting : tabled.index.SettingsOf(reach)) {
    const ShareTable::Row* const row = table->Find(rank, known_at);
    ASSERT_EQ(row != nullptr, tabled.facts.settings().known[setting].Holds(known_at));
    if (row != nullptr) ++(row->open ? harvest.open : harvest.found);
    if (row != nullptr && row->open) open.push_back(rank);
    ++rank;
    for (const ShareOwner owner : {kForeign, kOwn}) {
      if (row != nullptr && !row->open) {
        const Interval difference = walk.DifferenceOf({setting, tabled.posts->OwnPost(reach)});
        ASSERT_EQ(row->Of(owner), ShareOfDifference(difference, owner));
        sums[owner].Add(row->Of(owner));
      }
      ASSERT_EQ(known.Sum(0, rank, owner).Whole(), sums[owner].Whole());
    }
  }
  ASSERT_EQ(known.open(), open);
}

TEST(ShareTable, HasTheDifferencesOfEveryKnownAt) {
  Harvest harvest;
  for (unsigned seed = 0; seed < 120; ++seed) {
    const MusterLog log(seed, 20 + static_cast<int>(seed));
    const Tabled tabled(log.builder());
    for (ReachId reach = 0; reach < tabled.facts.reaches.size(); ++reach) {
      if (!tabled.IsWhole(reach)) continue;
      auto made = ShareTable::Make(tabled.facts, tabled.index, *tabled.posts, reach, 100000);
      ASSERT_TRUE(made.has_value());
      const auto table = std::make_shared<const ShareTable>(*std::move(made));
      for (FactPosition known_at = 1; known_at <= log.builder().size(); ++known_at) {
        ExpectSharesOfReach(tabled, reach, known_at, table, harvest);
        ASSERT_FALSE(HasFatalFailure()) << "seed " << seed << " known at " << known_at;
      }
    }
  }
  // Otherwise hardly anything is shared, or nothing left open.
  EXPECT_GT(harvest.found, 100000u);
  EXPECT_GT(harvest.open, 1000u);
  std::cout << harvest.found << " found, " << harvest.open << " open" << std::endl;
}

TEST(KnownShares, GivesTheSameSumsHoweverOftenItIsAsked) {
  std::shared_ptr<const ShareTable> table;
  for (unsigned seed = 0; table == nullptr; ++seed) {
    const MusterLog log(seed, 600);
    const Tabled tabled(log.builder());
    const ReachId reach = tabled.facts.settings().rows[0].reach;
    auto made = ShareTable::Make(tabled.facts, tabled.index, *tabled.posts, reach, 100000);
    if (made && made->ranks() / 2 > ShareTable::kBlockRanks) {
      table = std::make_shared<const ShareTable>(*std::move(made));
    }
  }
  const auto ranks = static_cast<SettingRank>(table->ranks());
  KnownShares known(table, 500);
  std::vector<Interval> first;
  std::vector<Interval> later;
  for (std::vector<Interval>* sums : {&first, &later}) {
    for (SettingRank end = 0; end <= ranks; ++end) {
      sums->push_back(known.Sum(end / 3, end, kOwn).Whole());
      sums->push_back(known.Sum(end / 2, end, kForeign).Whole());
    }
    for (std::size_t i = 0; i < KnownShares::kSumsByBlocks; ++i) known.Sum(0, 1, kOwn);
  }
  EXPECT_EQ(first, later);
}

TEST(ShareTable, OneOfTooManyRowsIsNotMade) {
  const MusterLog log(7, 100);
  const Tabled tabled(log.builder());
  const ReachId reach = tabled.facts.settings().rows[0].reach;
  const auto made = ShareTable::Make(tabled.facts, tabled.index, *tabled.posts, reach, 100000);
  ASSERT_TRUE(made.has_value());
  EXPECT_TRUE(ShareTable::Make(tabled.facts, tabled.index, *tabled.posts, reach, made->size()));
  EXPECT_FALSE(
      ShareTable::Make(tabled.facts, tabled.index, *tabled.posts, reach, made->size() - 1));
}

TEST(ShareCache, MakesATableForTheSecondKnownAtThatAsks) {
  const MusterLog log(7, 100);
  const Tabled tabled(log.builder());
  const ReachId reach = tabled.facts.settings().rows[0].reach;
  ShareCache cache(tabled.facts, tabled.index, tabled.posts);
  EXPECT_EQ(cache.Find(reach, 50), nullptr);
  EXPECT_EQ(cache.Find(reach, 50), nullptr);
  const auto table = cache.Find(reach, 60);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(cache.Find(reach, 50), table);
  EXPECT_EQ(cache.Find(reach, 70), table);
}

TEST(ShareCache, MakesNoTableThatItHasNoRoomFor) {
  const MusterLog log(7, 100);
  const Tabled tabled(log.builder());
  const ReachId reach = tabled.facts.settings().rows[0].reach;
  ShareCache cache(tabled.facts, tabled.index, tabled.posts, 3);
  EXPECT_EQ(cache.Find(reach, 50), nullptr);
  EXPECT_EQ(cache.Find(reach, 60), nullptr);
  EXPECT_EQ(cache.Find(reach, 70), nullptr);
}

TEST(ShareCache, SessionsThatShareAnswerLikeTheModel) {
  for (unsigned seed = 1000; seed < 1150; ++seed) {
    MusterLog log(seed, 60);
    const Tabled tabled(log.builder());
    const auto partitions = std::make_shared<PartitionCache>(tabled.posts, tabled.facts);
    const auto shares = std::make_shared<ShareCache>(tabled.facts, tabled.index, tabled.posts);
    for (int i = 0; i < 8; ++i) {
      const ViewQuery query = log.Query();
      const Day on = log.RandomDay();
      ViewSession session(tabled.facts, tabled.index, partitions, FactKnownAt(query.known_at),
                          shares, /*many=*/1);
      const Headcount actual = ComputeHeadcount(session, on, query);
      const Headcount expected = model::HeadcountOn(log.builder().log(), on, query);
      ASSERT_EQ(actual.total, expected.total) << "seed " << seed << " on " << FormatDay(on) << "\n"
                                              << Describe(log.builder(), query);
      ASSERT_EQ(actual.rows, expected.rows) << "seed " << seed << " on " << FormatDay(on) << "\n"
                                            << Describe(log.builder(), query);
    }
  }
}

TEST(ViewCache, AnswersInAnyOrderOfKnownAtsLikeFreshSessions) {
  int tabled = 0;
  for (unsigned seed = 2000; seed < 2012; ++seed) {
    MusterLog log(seed, 500);
    const LogAnswers answers(log.builder().log());
    ViewCache cache(answers.set);
    const Tabled made_from(log.builder());
    const ReachId reach = made_from.facts.settings().rows[0].reach;
    const auto table = ShareTable::Make(made_from.facts, made_from.index, *made_from.posts, reach,
                                        ShareCache::kRowsMax);
    if (table && table->ranks() > 2 * StrengthWalk::kManyDifferences) ++tabled;
    for (int i = 0; i < 60; ++i) {
      const ViewQuery query = log.Query();
      const Day on = log.RandomDay();
      std::unique_ptr<ViewSession> session = cache.Borrow(query.known_at);
      const Headcount actual = ComputeHeadcount(*session, on, query);
      const Timeline timeline = ComputeTimeline(*session, on, on + 5, Step::kDay, query).value();
      cache.GiveBack(std::move(session));
      const Headcount expected = answers.HeadcountOn(on, query);
      ASSERT_EQ(actual.total, expected.total) << "seed " << seed;
      ASSERT_EQ(actual.rows, expected.rows) << "seed " << seed;
      const auto fresh = answers.TimelineOver(on, on + 5, Step::kDay, query);
      ASSERT_EQ(timeline.points, fresh->points) << "seed " << seed;
    }
  }
  // Otherwise hardly anything was shared.
  EXPECT_GT(tabled, 6);
}

TEST(ViewCache, ThreadsThatAskAtOnceGetTheSameAnswers) {
  MusterLog log(5, 500);
  const LogAnswers answers(log.builder().log());
  ViewCache cache(answers.set);
  std::vector<ViewQuery> queries;
  std::vector<Headcount> expected;
  const Day on = model::DayOf("2025-01-10");
  for (int i = 0; i < 40; ++i) {
    queries.push_back(log.Query());
    expected.push_back(answers.HeadcountOn(on, queries.back()));
  }
  std::vector<std::size_t> differing(4);
  std::vector<std::thread> threads;
  for (std::size_t number = 0; number < differing.size(); ++number) {
    threads.emplace_back([&, number] {
      for (std::size_t i = 0; i < queries.size(); ++i) {
        const std::size_t question = (i * 7 + number * 10) % queries.size();
        std::unique_ptr<ViewSession> session = cache.Borrow(queries[question].known_at);
        const Headcount actual = ComputeHeadcount(*session, on, queries[question]);
        cache.GiveBack(std::move(session));
        const bool same =
            actual.total == expected[question].total && actual.rows == expected[question].rows;
        if (!same) ++differing[number];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(differing, std::vector<std::size_t>(4));
}

}  // namespace
}  // namespace muster
