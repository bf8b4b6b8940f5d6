// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: reports that are true and complete, and date counts to the day, never exclude the truth,
// however vague they are (DESIGN section 4). Method: a world in which everybody's place is known is
// lived through, reported, and asked about.
#include <fmt/format.h>

#include "projections/views.h"
#include "tests/model/model_headcount.h"
#include "tests/property/nodes.h"
#include "tests/property/property.h"
#include "tests/property/random_event.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"
#include "tests/property/true_world.h"

namespace muster {
namespace {

ReportDraft DraftOf(const std::string& title, std::vector<Node> events) {
  ReportDraft draft;
  draft.file = title;
  draft.root =
      MapNode({{"report", MapNode({{"source", ScalarNode("Desk")}, {"title", ScalarNode(title)}})},
               {"events", ListNode(std::move(events))}});
  return draft;
}

// A ledger that has all the reports; the drafts that it was made from are added to `drafts`.
void AppendReports(const TrueWorld& world, MemoryLedger* memory, std::vector<ReportDraft>* drafts) {
  std::vector<Node> events;
  for (const TrueEvent& event : world.Reported(memory->ledger().Head().size.value)) {
    if (event.needed) {
      events.push_back(event.entry);
      continue;
    }
    // A count whose line contradicts its scope is refused; so is one of an unknown contingent.
    std::vector<Node> with = events;
    with.push_back(event.entry);
    const ReportDraft draft = DraftOf("reports", with);
    const AppendResult result =
        memory->ledger().Append(std::vector{draft}, {.recorded_by = "t", .dry_run = true}).value();
    if (result.refusals.empty()) events = std::move(with);
  }
  if (events.empty()) return;
  drafts->push_back(DraftOf("reports", std::move(events)));
  memory->Append({drafts->back()});
}

bool Excludes(const Group& group, int truth) {
  if (group.basis == Basis::kLossesOnly) return truth != 0;
  return (group.strength.least && *group.strength.least > truth) ||
         (group.strength.most && *group.strength.most < truth);
}

TEST(TruthProperty, TrueAndCompleteReportsNeverExcludeTheTruth) {
  CheckProperty(250, [] {
    const std::vector<Choices> plan = *ChoicesList(30);
    const std::vector<Choices> queries = *ChoicesList(12);
    MemoryLedger memory;
    std::vector<ReportDraft> drafts = {DraftOf("founding", FoundingEvents())};
    memory.Append(drafts);
    const model::Contingents contingents(ReadModelLog(memory.ledger()),
                                         memory.ledger().Head().size.value);
    const TrueWorld truth(plan, contingents);
    AppendReports(truth, &memory, &drafts);

    const auto views = Views::Open(memory.ledger()).value();
    const model::Log log = ReadModelLog(memory.ledger());
    for (const Choices& choices : queries) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, memory.ledger().Head().size);
      query.known_at = memory.ledger().Head().size;
      query.lens = {};
      query.of.reset();
      query.all_groups = true;
      DropUnknownValues(log, &query);
      const Day on = RandomQueryDay(choose);

      const model::World world(log, query);
      int total = 0;
      std::map<model::Keys, int> groups;
      for (const auto& [post, number] : truth.At(on)) {
        if (!world.IsAsked(post)) continue;
        total += number;
        groups[world.KeysOf(post)] += number;
      }
      const Headcount headcount = views->HeadcountOn(on, query).value();
      const auto fail = [&](const Group& group, int number) {
        RC_FAIL(fmt::format("{}{}\n{} but the truth of {} is {}", ShowDrafts(drafts), Show(query),
                            Show(headcount), Show(group), number));
      };
      if (Excludes(headcount.total, total)) fail(headcount.total, total);
      for (const Group& row : headcount.rows) {
        if (Excludes(row, groups[row.keys])) fail(row, groups[row.keys]);
        groups.erase(row.keys);
      }
      // No row says: nobody.
      for (const auto& [keys, number] : groups) {
        if (!query.by.empty()) RC_ASSERT(number == 0);
      }
    }
  });
}

}  // namespace
}  // namespace muster
