// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the properties that DESIGN section 4 names, on the views themselves.
#include <fmt/format.h>

#include "projections/views.h"
#include "tests/model/model_headcount.h"
#include "tests/property/nodes.h"
#include "tests/property/property.h"
#include "tests/property/random_event.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

const std::vector<std::string> kWorldDimensions = {"mission",    "contributor", "component",
                                                   "contingent", "place",       "duty"};

// A query whose groups are single posts.
ViewQuery EveryPost(LogSize known_at) {
  ViewQuery query;
  query.known_at = known_at;
  query.by = kWorldDimensions;
  query.all_groups = true;
  return query;
}

TEST(ArithmeticProperty, BestIsTheFoldAndSumsToNothingWithAbroad) {
  CheckProperty(120, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    const ViewQuery query = EveryPost(random.ledger().Head().size);
    const model::World world(log, query);
    for (int i = 0; i < kWorldDays + 10; i += 3) {
      const Day on = FirstDay() + i;
      const model::Levels levels = world.FoldedLevels(on);
      model::Number sum = 0;
      for (const auto& [end, level] : levels) sum += level;
      RC_ASSERT(sum == 0);

      const Headcount headcount = views->HeadcountOn(on, query).value();
      std::int64_t total = 0;
      for (const Group& row : headcount.rows) {
        if (row.basis == Basis::kLossesOnly) continue;
        model::Post post;
        for (std::size_t d = 0; d < kWorldDimensions.size(); ++d) {
          model::Dimension(post, kWorldDimensions[d]) = row.keys[d];
        }
        const auto level = levels.find(post);
        const model::Number folded = level == levels.end() ? 0 : level->second;
        if (folded != model::Number(*row.strength.best)) {
          RC_FAIL(random.Show() + FormatDay(on) + " " + Show(row) +
                  fmt::format(" but the fold has {}", folded));
        }
      }
      for (const auto& [end, level] : levels) {
        if (end) total += std::int64_t(level);
      }
      if (headcount.total.basis != Basis::kLossesOnly) {
        RC_ASSERT(*headcount.total.strength.best == total);
      }
    }
  });
}

TEST(ArithmeticProperty, BoundsAreOrdered) {
  CheckProperty(120, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(10)) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      DropUnknownValues(log, &query);
      const Headcount headcount = views->HeadcountOn(RandomQueryDay(choose), query).value();
      std::vector<Group> groups = headcount.rows;
      groups.push_back(headcount.total);
      for (const Group& group : groups) {
        const People& people = group.strength;
        if (group.basis == Basis::kLossesOnly) {
          RC_ASSERT(people == People{});
          continue;
        }
        RC_ASSERT(people.best.has_value());
        const bool ordered = (!people.least || *people.least <= *people.best) &&
                             (!people.most || *people.best <= *people.most) &&
                             (*people.best < 0 || (people.least && *people.least >= 0));
        if (!ordered) RC_FAIL(random.Show() + Show(query) + "\n" + Show(headcount));
      }
    }
  });
}

TEST(ArithmeticProperty, TheBestOfGroupsAddsUpToTheTotal) {
  CheckProperty(100, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(10)) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      DropUnknownValues(log, &query);
      if (query.by.empty()) query.by = {"place"};
      query.all_groups = true;
      const Day on = RandomQueryDay(choose);
      const Headcount headcount = views->HeadcountOn(on, query).value();
      std::int64_t sum = 0;
      bool comparable = headcount.total.basis != Basis::kLossesOnly;
      for (const Group& row : headcount.rows) {
        // Losses of people not known otherwise count in the total, but their own row has no number.
        if (row.basis == Basis::kLossesOnly) comparable = false;
        sum += row.strength.best.value_or(0);
      }
      if (comparable && sum != headcount.total.strength.best) {
        RC_FAIL(random.Show() + Show(query) + "\n" + Show(headcount));
      }
    }
  });
}

// An event that nothing before `first` may notice: an arrival or a count.
Node EventFrom(Chooser& choose, Day first, int number) {
  const std::string day = FormatDay(first + choose.Below(5));
  const std::string strength = fmt::format("{}", choose.Below(30));
  if (choose.Percent(50)) {
    Node body = MapNode({{"scope", MapNode({{"mission", ScalarNode("M-1")}})}});
    Put(body, "strength", strength);
    // An opening muster is dated the day before.
    const bool opening = choose.Percent(40);
    Put(body, "on", opening ? FormatDay(first + 1 + choose.Below(5)) : day);
    Put(body, "at", opening ? "opening" : "closing");
    return MapNode({{"muster", std::move(body)}});
  }
  // A contingent might not be registered any more; missions stay.
  Node body = MapNode({{"mission", ScalarNode("M-1")}});
  Put(body, "strength", strength);
  Put(body, "place", choose.Of({{"P/a", 40}, {"P/b", 30}, {"Q", 30}}));
  Put(body, "on", day);
  const bool leaves = number > 0 && choose.Percent(40);
  if (leaves) {
    body.entries.erase(body.entries.begin() + 2);
    if (choose.Percent(50)) body.entries[1].value = ScalarNode("all");
  }
  return MapNode(
      {{leaves ? "departure" : "arrival", std::move(body)}, {"distinct", ScalarNode("true")}});
}

TEST(ArithmeticProperty, NothingDatedSurelyAfterADayChangesItsAnswer) {
  CheckProperty(80, [] {
    RandomLedger random = MakeLedger(*ChoicesList(25));
    const std::vector<Choices> later = *ChoicesList(6);
    const std::vector<Choices> queries = *ChoicesList(8);
    const Day day = FirstDay() + *rc::gen::inRange(0, kWorldDays);
    const auto views = Views::Open(random.ledger()).value();

    const LogSize before = random.ledger().Head().size;
    std::vector<Node> events;
    for (const Choices& choices : later) {
      Chooser choose(choices);
      events.push_back(EventFrom(choose, day + 1, int(events.size())));
    }
    if (!events.empty()) {
      ReportDraft draft;
      draft.file = "later.yaml";
      draft.root = MapNode({{"report", MapNode({{"source", ScalarNode("Later")}})},
                            {"events", ListNode(std::move(events))}});
      random.memory.Append({draft});
      random.drafts.push_back(draft);
    }
    RC_ASSERT(views->Update().ok());
    const model::Log log = ReadModelLog(random.ledger());
    for (const Choices& choices : queries) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, before);
      query.lens = {};
      query.known_at = before;
      DropUnknownValues(log, &query);
      const Headcount was = views->HeadcountOn(day, query).value();
      query.known_at = random.ledger().Head().size;
      const Headcount is = views->HeadcountOn(day, query).value();
      if (Show(was) != Show(is)) {
        RC_FAIL(random.Show() + Show(query) + "\n" + Show(was) + Show(is));
      }
    }
  });
}

}  // namespace
}  // namespace muster
