// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what `diff` says is so. Without the records that it names, a group reads as it did before;
// and neither a diff nor a history of an earlier state depends on what came later.
#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>
#include <set>

#include "ledger/event_fields.h"
#include "ledger/event_kind_word.h"
#include "ledger/subject.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/views.h"
#include "tests/model/model_chain.h"
#include "tests/projections/group_answers.h"
#include "tests/projections/log_source.h"
#include "tests/property/property.h"
#include "tests/property/random_event.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

std::string Show(const People& people) {
  const auto number = [](const std::optional<std::int64_t>& bound) {
    return bound ? fmt::format("{}", *bound) : std::string("-");
  };
  return fmt::format("{}/{}/{}", number(people.least), number(people.best), number(people.most));
}

std::string Show(const Diff& diff) {
  std::string text;
  for (const Revision& row : diff.rows) {
    text += fmt::format("{} to {} {}: {} -> {} because", row.on ? FormatDay(*row.on) : "..",
                        row.until ? FormatDay(*row.until) : "..", fmt::join(row.change.keys, "/"),
                        Show(row.change.was), Show(row.change.is));
    for (const Position position : row.change.because) text += fmt::format(" {}", position.value);
    text += '\n';
  }
  return text;
}

std::string Show(const History& history) {
  std::string text;
  if (const auto* event = std::get_if<EventHistory>(&history)) {
    for (const EventVersion& version : event->versions) {
      text += fmt::format("{} {} {}\n", version.position.value, static_cast<int>(version.verdict),
                          version.reads != nullptr ? version.reads->ShortDebugString() : "nothing");
    }
  }
  return text;
}

LogSize EarlierThan(LogSize size, Chooser& choose) {
  return LogSize{size.value * static_cast<std::uint64_t>(choose.Below(100)) / 100};
}

TEST(DiffProperty, LeavingOutTheReasonsGivesBackTheEarlierAnswer) {
  int rows = 0;
  CheckProperty(600, [&rows] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const std::vector<Choices> queries = *ChoicesList(8);
    const model::Log log = ReadModelLog(random.ledger());
    const LogAnswers answers(log);
    for (const Choices& choices : queries) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      // A change of a report is one of the answers through a lens only.
      if (choose.Percent(40)) query.lens = RandomLens(choose);
      DropUnknownValues(log, &query);
      const LogSize to = query.known_at;
      const LogSize from = EarlierThan(to, choose);
      const Day asked = RandomQueryDay(choose);
      const bool all_days = choose.Percent(30);
      const Diff diff =
          answers.DiffOf(from, to, all_days ? std::nullopt : std::optional(asked), query);
      for (const Revision& row : diff.rows) {
        ++rows;
        const Change& change = row.change;
        // Of a run, its first day, or its last if it has no beginning.
        const Day on = row.on ? *row.on : row.until.value_or(asked);
        const Answer was = AnswerOn(answers, on, query, from);
        const model::Log rest = Without(log, change.because);
        const People without = At(AnswerOn(LogAnswers(rest), on, query, to), change.keys);
        if (change.was != At(was, change.keys) || without != change.was) {
          RC_FAIL(fmt::format("{}\n{}\nfrom {} on {}\n{}but without them {}", random.Show(),
                              Show(query), from.value, FormatDay(on), Show(diff), Show(without)));
        }
      }
    }
  });
  EXPECT_GT(rows, 100);
}

// The events of a kind on a day that a name stands for, by reading every event of the log: those of
// a contingent of that name, else of a contributor with its contingents, else of a mission.
std::vector<std::uint64_t> EventsNamed(const model::Log& log, const Registry& registry,
                                       LogSize known_at, int kind, const std::string& name,
                                       Day day) {
  std::array<std::set<std::uint64_t>, 3> stages;
  for (const auto& [root, event] : model::EffectiveSet(log, known_at.value, Lens{})) {
    if (event.fact_case() != kind || OnOf(event)->best() != day.value) continue;
    const auto note = [&, at = root](const std::string& key, const auto&) {
      const std::string contingent(ContingentOfSubject(key));
      if (contingent == name) stages[0].insert(at);
      const bool contributes =
          contingent.empty()
              ? key.starts_with(MissionSubject(name, "", "").substr(0, name.size() + 2))
              : registry.Traits(contingent, known_at).contributor == name;
      if (contributes) stages[1].insert(at);
      if (key == MissionSubject("", name, "")) stages[2].insert(at);
    };
    ForEachSubject(event, Position{root}, Position{}, note);
  }
  for (const auto& stage : stages) {
    if (!stage.empty()) return {stage.begin(), stage.end()};
  }
  return {};
}

// What `reconcile` says of the claims of two states, without what it compares them with.
std::vector<ClaimChange> ClaimsThatDiffer(const LogAnswers& answers, LogSize from, LogSize to,
                                          ViewQuery query) {
  const auto statement = [](const ClaimVerdict& claim) {
    return ClaimStatement{claim.on, claim.opening, claim.scope, claim.claimed};
  };
  query.known_at = to;
  std::map<std::pair<Position, std::optional<int>>, ClaimStatement> now;
  for (const ClaimVerdict& claim : answers.Reconcile(std::nullopt, query).claims) {
    now.emplace(std::pair(claim.position, claim.line), statement(claim));
  }
  query.known_at = from;
  std::vector<ClaimChange> changes;
  for (const ClaimVerdict& claim : answers.Reconcile(std::nullopt, query).claims) {
    const auto is = now.find({claim.position, claim.line});
    if (is != now.end() && is->second == statement(claim)) continue;
    changes.push_back({claim.position,
                       claim.line,
                       statement(claim),
                       is != now.end() ? std::optional(is->second) : std::nullopt,
                       {}});
  }
  return changes;
}

TEST(DiffProperty, ClaimsReadOtherwiseAsReconcileHasThemInBothStates) {
  int changed = 0;
  CheckProperty(600, [&changed] {
    const RandomLedger random = MakeLedger(*ChoicesList(60));
    const std::vector<Choices> queries = *ChoicesList(6);
    const model::Log log = ReadModelLog(random.ledger());
    const LogAnswers answers(log);
    for (const Choices& choices : queries) {
      Chooser choose(choices);
      ViewQuery query;
      query.known_at = random.ledger().Head().size;
      // Of a part, or of some posts, there is seldom a claim.
      if (choose.Percent(20)) query = RandomQuery(choose, query.known_at);
      if (choose.Percent(40)) query.lens = RandomLens(choose);
      DropUnknownValues(log, &query);
      const LogSize to = query.known_at;
      const LogSize from = EarlierThan(to, choose);
      std::vector<ClaimChange> claims = answers.DiffOf(from, to, std::nullopt, query).claims;
      for (ClaimChange& claim : claims) {
        ++changed;
        // Something in between is about it; a report's or a contingent's change may be instead.
        for (const Position position : claim.because) {
          RC_ASSERT(position.value >= from.value && position.value < to.value);
        }
        claim.because.clear();
      }
      if (claims != ClaimsThatDiffer(answers, from, to, query)) {
        RC_FAIL(fmt::format("{}\n{}\nfrom {}", random.Show(), Show(query), from.value));
      }
    }
  });
  EXPECT_GT(changed, 10);
}

TEST(HistoryProperty, WordsNameTheOneEventThatReadsSo) {
  std::map<std::string, int> found;
  CheckProperty(400, [&found] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(20)) {
      Chooser choose(choices);
      const LogSize known_at = EarlierThan({random.ledger().Head().size.value + 1}, choose);
      const std::string kind = choose.Of({{"arrival", 22},
                                          {"assignment", 10},
                                          {"departure", 15},
                                          {"loss", 8},
                                          {"transfer", 8},
                                          {"muster", 12},
                                          {"claim", 9},
                                          {"pledge", 6},
                                          {"dispatch", 6},
                                          {"mandate", 4}});
      const std::string name = choose.Of({{"KEN-1", 25},
                                          {"JAM-1", 15},
                                          {"KEN-1/SWAT", 10},
                                          {"KEN-2", 5},
                                          {"KEN", 15},
                                          {"JAM", 10},
                                          {"BLZ", 5},
                                          {"M-1", 15}});
      const Day day = FirstDay() + choose.Below(kWorldDays);
      const std::vector<std::uint64_t> expected =
          EventsNamed(log, views->registry(), known_at, *KindOfWord(kind), name, day);
      const std::string words = fmt::format("{} {} {}", kind, name, FormatDay(day));
      const StatusOr<History> history = views->HistoryOf(words, known_at);
      const bool right = history.ok()
                             ? expected == std::vector{std::get<EventHistory>(*history).root.value}
                             : expected.size() != 1;
      if (!right) {
        RC_FAIL(fmt::format(
            "{}\n{} at {}: {}, in the model {}", random.Show(), words, known_at.value,
            history.ok() ? Show(*history) : history.status().ToString(), fmt::join(expected, " ")));
      }
      if (history.ok()) ++found[kind];
    }
  });
  for (const char* kind : {"arrival", "departure", "muster", "claim"}) {
    EXPECT_GT(found[kind], 0) << kind;
  }
}

TEST(KnowledgeProperty, DiffsAndHistoriesOfAnEarlierStateAreThoseOfALedgerWithItsRecordsOnly) {
  CheckProperty(150, [] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const std::vector<Choices> queries = *ChoicesList(6);
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    const std::size_t count =
        std::size_t(*rc::gen::inRange(0, 1000)) * random.drafts.size() / 1000 + 1;
    MemoryLedger earlier;
    earlier.Append({random.drafts.begin(), random.drafts.begin() + std::ptrdiff_t(count)});
    const auto earlier_views = Views::Open(earlier.ledger()).value();
    const LogSize size = earlier.ledger().Head().size;
    for (const Choices& choices : queries) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, size);
      DropUnknownValues(log, &query);
      const LogSize from = EarlierThan(query.known_at, choose);
      const auto on = choose.Percent(50) ? std::optional(RandomQueryDay(choose)) : std::nullopt;
      const StatusOr<Diff> expected = earlier_views->DiffOf(from, query.known_at, on, query);
      const StatusOr<Diff> actual = views->DiffOf(from, query.known_at, on, query);
      const auto text = [](const StatusOr<Diff>& diff) {
        return diff.ok() ? Show(*diff) : diff.status().ToString();
      };
      if (text(expected) != text(actual)) {
        RC_FAIL(fmt::format("{}\n{}\nbut\n{}", random.Show(), text(expected), text(actual)));
      }
    }
    for (std::uint64_t position = 0; position < size.value; ++position) {
      const std::string target = fmt::format("{}", position);
      const std::string expected = Show(earlier_views->HistoryOf(target, size).value());
      const std::string actual = Show(views->HistoryOf(target, size).value());
      if (expected != actual)
        RC_FAIL(fmt::format("{}\n{}\nbut\n{}", random.Show(), expected, actual));
    }
  });
}

}  // namespace
}  // namespace muster
