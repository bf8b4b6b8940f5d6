// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what hledger makes of an exported journal is what a headcount says. On random ledgers,
// through random lenses, at random days: the balances by each dimension are the bests, the sum is
// 0, and hledger's strict checks pass, all balance assertions among them.
#include <fmt/format.h>

#include "projections/views.h"
#include "tests/export/group_sums.h"
#include "tests/export/program_output.h"
#include "tests/property/property.h"
#include "tests/property/random_event.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"
#include "tests/support/temporary_directory.h"
#include "tools/export/hledger_journal.h"

namespace muster {
namespace {

// Of a balance report; what is abroad has no value, and is left out.
GroupSums ReadBalances(const std::string& csv, std::int64_t* sum) {
  GroupSums balances;
  *sum = 0;
  for (const auto& cells : ReadCsv(csv)) {
    if (cells.size() != 2 || cells[1] == "balance") continue;
    const std::int64_t people = std::stoll(cells[1]);
    *sum += people;
    if (!cells[0].empty() && people != 0) balances[cells[0]] = people;
  }
  return balances;
}

TEST(HledgerProperty, BalancesAreBests) {
  int assertions = 0;
  int groups = 0;
  const TemporaryDirectory directory;
  const std::string file = (directory.path() / "random.journal").string();
  CheckProperty(12, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(40));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    const std::vector<Choices> plan = *ChoicesList(4);
    RC_PRE(!plan.empty());
    Chooser choose(plan.front());
    const ViewQuery query = QueryOfAllPosts(choose, random, log);
    std::string journal;
    const auto counts = WriteHledgerJournal(*views, FirstDay() + kWorldDays + 20, query, {},
                                            [&](std::string_view text) {
                                              journal += text;
                                              return OkStatus();
                                            });
    RC_ASSERT(counts.ok());
    assertions += int(counts->assertions);
    WriteTextFile(file, journal);
    int status = 0;
    const std::string checked = OutputOf("hledger -f " + file + " check -s", &status);
    if (status != 0) RC_FAIL(random.Show() + Show(query) + "\n" + checked + journal);
    for (const std::string dimension : {"contributor", "place", "contingent"}) {
      const Day day = RandomQueryDay(choose);
      std::int64_t sum = 0;
      const std::string printed =
          OutputOf(fmt::format("hledger -f {} balance -e {} --pivot {} --no-total -O csv", file,
                               FormatDay(day + 1), dimension),
                   &status);
      RC_ASSERT(status == 0);
      GroupSums balances = ReadBalances(printed, &sum);
      RC_ASSERT(sum == 0);
      ViewQuery asked = query;
      asked.by = {dimension};
      asked.all_groups = true;
      GroupSums bests;
      const Headcount headcount = views->HeadcountOn(day, asked).value();
      for (const Group& row : headcount.rows) {
        // Where only losses are known there is no strength, but the books have them.
        if (row.basis == Basis::kLossesOnly) balances.erase(row.keys[0]);
        if (row.strength.best.value_or(0) != 0) bests[row.keys[0]] = *row.strength.best;
      }
      groups += int(bests.size());
      if (balances != bests) {
        RC_FAIL(random.Show() + Show(query) + " on " + FormatDay(day) + " by " + dimension + "\n" +
                Show(balances) + "but the headcount has\n" + Show(bests) + journal);
      }
    }
  });
  EXPECT_GT(assertions, 5);
  EXPECT_GT(groups, 20);
}

}  // namespace
}  // namespace muster
