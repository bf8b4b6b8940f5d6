// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the journal is the fold. At the end of any day, what its postings gave to each post and
// took from it is what the model's double entry has there; and each muster's counts hold when it is
// applied.
#include <fmt/format.h>

#include <map>

#include "projections/views.h"
#include "tests/model/model_headcount.h"
#include "tests/property/property.h"
#include "tests/property/random_event.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

model::End EndOf(const std::vector<PostValues>& posts, std::optional<std::uint32_t> post) {
  if (!post) return std::nullopt;
  const PostValues& values = posts.at(*post);
  return model::Post{values[kMission],    values[kContributor], values[kComponent],
                     values[kContingent], values[kPlace],       values[kDuty]};
}

// The levels at the ends of days, by folding a journal.
class JournalFold {
 public:
  void Take(const std::vector<PostValues>& posts, const JournalEntry& entry) {
    RC_ASSERT(last_ <= entry.on);
    last_ = entry.on;
    RC_ASSERT(entry.kind == JournalEntry::Kind::kMuster || entry.all || entry.postings.size() == 1);
    for (const JournalPosting& posting : entry.postings) {
      const std::int64_t best = posting.people.best.value();
      RC_ASSERT(best >= 0);
      RC_ASSERT(posting.from != posting.to || best == 0 ||
                entry.kind != JournalEntry::Kind::kMuster);
      levels_[EndOf(posts, posting.from)] -= double(best);
      levels_[EndOf(posts, posting.to)] += double(best);
    }
    by_day_[entry.on] = levels_;
    ++entries_[std::size_t(entry.kind)];
    if (entry.way_back) ++ways_back_;
  }

  model::Levels At(Day day) const {
    auto after = by_day_.upper_bound(day);
    return after == by_day_.begin() ? model::Levels() : std::prev(after)->second;
  }
  const std::map<std::size_t, int>& entries() const { return entries_; }
  int ways_back() const { return ways_back_; }

 private:
  Day last_{-1000000};
  model::Levels levels_;
  std::map<Day, model::Levels> by_day_;
  std::map<std::size_t, int> entries_;
  int ways_back_ = 0;
};

model::Levels WithoutEmpty(model::Levels levels) {
  std::erase_if(levels, [](const auto& level) { return level.second == 0; });
  return levels;
}

std::string Show(const model::Levels& levels) {
  std::string text;
  for (const auto& [end, level] : levels) {
    text += fmt::format("  {}: {}\n", end ? model::Show(*end) : "abroad", level);
  }
  return text;
}

TEST(JournalProperty, IsTheFoldOnEveryDay) {
  std::map<std::size_t, int> seen;
  int ways_back = 0;
  CheckProperty(150, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(4)) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      query.where.clear();
      query.by.clear();
      DropUnknownValues(log, &query);
      const model::World world(log, query);
      JournalFold fold;
      const Day until = FirstDay() + kWorldDays + 20;
      const Status read = views->JournalUpTo(
          until, query, [&](const std::vector<PostValues>& posts, const JournalEntry& entry) {
            fold.Take(posts, entry);
            return OkStatus();
          });
      RC_ASSERT(read.ok());
      for (const auto& [kind, count] : fold.entries()) seen[kind] += count;
      ways_back += fold.ways_back();
      for (Day day = FirstDay() - 20; day <= until; day = day + 3) {
        const model::Levels expected = WithoutEmpty(world.FoldedLevels(day));
        const model::Levels levels = WithoutEmpty(fold.At(day));
        if (levels != expected) {
          RC_FAIL(random.Show() + Show(query) + "\n" + FormatDay(day) + "\n" + Show(levels) +
                  "but the model has\n" + Show(expected));
        }
      }
    }
  });
  for (std::size_t kind = 0; kind <= std::size_t(JournalEntry::Kind::kMuster); ++kind) {
    EXPECT_GT(seen[kind], 0) << kind;
  }
  EXPECT_GT(ways_back, 0);
}

TEST(JournalProperty, CountsHoldWhenNothingElseSetsThemOnTheDay) {
  int counts = 0;
  CheckProperty(100, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(25));
    const auto views = Views::Open(random.ledger()).value();
    ViewQuery query;
    query.known_at = random.ledger().Head().size;
    const Day until = FirstDay() + kWorldDays + 20;
    std::map<Day, int> settings;
    const auto count = [&](const std::vector<PostValues>&, const JournalEntry& entry) {
      if (entry.all || entry.kind == JournalEntry::Kind::kMuster) ++settings[entry.on];
      return OkStatus();
    };
    RC_ASSERT(views->JournalUpTo(until, query, count).ok());
    std::map<std::optional<std::uint32_t>, std::int64_t> levels;
    const auto take = [&](const std::vector<PostValues>&, const JournalEntry& entry) {
      for (const JournalPosting& posting : entry.postings) {
        levels[posting.from] -= posting.people.best.value();
        levels[posting.to] += posting.people.best.value();
      }
      // The settings of one day are applied fewest posts first: only one of a single one is sure,
      // and of that one which no count of the same muster that is left out set anew.
      std::map<std::optional<std::uint32_t>, int> touched;
      bool once = true;
      for (const JournalPosting& posting : entry.postings) {
        if (++touched[posting.from] > 1 && posting.from) once = false;
        if (++touched[posting.to] > 1 && posting.to) once = false;
      }
      if (entry.levels.size() == 1 && settings[entry.on] == 1 && once) {
        std::int64_t sum = 0;
        for (const std::uint32_t post : entry.levels[0].posts) sum += levels[post];
        RC_ASSERT(sum == entry.levels[0].level.best.value());
        ++counts;
      }
      return OkStatus();
    };
    RC_ASSERT(views->JournalUpTo(until, query, take).ok());
  });
  EXPECT_GT(counts, 50);
}

}  // namespace
}  // namespace muster
