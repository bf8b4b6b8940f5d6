// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the strength before a period and its flows make the strength at its end, group by group,
// and the flows are the model's.
#include <fmt/format.h>

#include <map>

#include "projections/views.h"
#include "tests/model/model_flows.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

// By Flow::Kind.
const std::vector<std::string> kKindNames = {"arrivals",        "departures",    "losses",
                                             "transfers-in",    "transfers-out", "assignments-in",
                                             "assignments-out", "unexplained"};

model::FlowSums SumsOf(const GroupFlows& group) {
  model::FlowSums sums;
  for (const Flow& flow : group.flows) {
    std::string name = kKindNames[std::size_t(flow.kind)];
    for (const std::string* word : {&flow.reason, &flow.loss, &flow.cause}) {
      if (!word->empty()) name += " " + *word;
    }
    sums[name] += double(*flow.people.best);
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
  return sums;
}

std::string Show(const model::FlowSums& sums) {
  std::string text;
  for (const auto& [name, sum] : sums) text += fmt::format(", {} {}", name, sum);
  return text;
}

std::string Show(const GroupFlows& group) {
  return fmt::format("{}: {}{} = {}\n", fmt::join(group.keys, " "), *group.opening.best,
                     Show(SumsOf(group)), *group.closing.best);
}

// The number of a group in a headcount; absent groups are of nobody.
People StrengthIn(const Headcount& headcount, const GroupFlows& group) {
  if (group.keys.empty()) return headcount.total.strength;
  for (const Group& row : headcount.rows) {
    if (row.keys == group.keys) return row.strength;
  }
  return {0, 0, 0};
}

// Flows have a number where a headcount has none, for only losses are known.
bool IsStrength(const People& flow_end, const People& headcount) {
  return headcount.best ? flow_end == headcount
                        : flow_end.best <= 0 && !flow_end.least && !flow_end.most;
}

TEST(FlowsProperty, OpeningAndFlowsMakeTheClosing) {
  std::map<std::string, int> seen;
  CheckProperty(500, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(8)) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      DropUnknownValues(log, &query);
      const Day from = RandomQueryDay(choose);
      const Day to = from + choose.Below(25);
      const Flows flows = views->FlowsOver(from, to, query).value();
      ViewQuery all = query;
      all.all_groups = true;
      const Headcount before = views->HeadcountOn(from - 1, all).value();
      const Headcount after = views->HeadcountOn(to, all).value();
      const model::World world(log, query);
      std::vector<GroupFlows> groups = flows.rows;
      groups.push_back(flows.total);
      for (const GroupFlows& group : groups) {
        const std::string question =
            fmt::format("{}{} from {} to {}\n{}", random.Show(), Show(query), FormatDay(from),
                        FormatDay(to), Show(group));
        const model::FlowSums expected = model::FlowsOver(world, log, query, from, to, group.keys);
        if (SumsOf(group) != expected) {
          RC_FAIL(question + "but the model has" + Show(expected));
        }
        std::int64_t sum = *group.opening.best;
        for (const Flow& flow : group.flows) sum += *flow.people.best;
        if (sum != *group.closing.best) RC_FAIL(question + "does not balance");
        if (!IsStrength(group.opening, StrengthIn(before, group)) ||
            !IsStrength(group.closing, StrengthIn(after, group))) {
          RC_FAIL(question + "is not the headcount");
        }
        for (const auto& [name, number] : expected) ++seen[name.substr(0, name.find(' '))];
      }
    }
  });
  for (const std::string& name : kKindNames) EXPECT_GT(seen[name], 0) << name;
}

}  // namespace
}  // namespace muster
