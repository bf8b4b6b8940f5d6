// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what the real sqlite3 adds up in an exported database is what a headcount says, on random
// ledgers, through random lenses, at random days; and the file keeps its own promises.
#include <fmt/format.h>

#include "projections/views.h"
#include "tests/export/group_sums.h"
#include "tests/export/program_output.h"
#include "tests/property/property.h"
#include "tests/property/random_event.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"
#include "tests/support/temporary_directory.h"
#include "tools/export/sqlite_export.h"

namespace muster {
namespace {

TEST(SqliteProperty, SumsAreBests) {
  int groups = 0;
  int months = 0;
  const TemporaryDirectory directory;
  const std::string file = (directory.path() / "random.db").string();
  CheckProperty(15, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(40));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    const std::vector<Choices> plan = *ChoicesList(4);
    RC_PRE(!plan.empty());
    Chooser choose(plan.front());
    const ViewQuery query = QueryOfAllPosts(choose, random, log);
    const Day until = FirstDay() + kWorldDays + 20;
    const auto counts = WriteSqlite(random.ledger(), *views, until, query, {}, file);
    RC_ASSERT(counts.ok());
    RC_ASSERT(counts->records == query.known_at.value);
    int status = 0;
    const auto ask = [&](const std::string& sql) {
      const std::string answer =
          OutputOf(fmt::format("sqlite3 -csv {} \"{}\"", file, sql), &status);
      if (status != 0) RC_FAIL(answer);
      return answer;
    };
    RC_ASSERT(ask("PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok\n");
    for (const std::string dimension : {"contributor", "place", "contingent"}) {
      const Day day = RandomQueryDay(choose);
      GroupSums sums;
      for (const auto& cells : ReadCsv(ask(fmt::format("SELECT {0}, sum(best) FROM postings WHERE "
                                                       "day <= '{1}' GROUP BY {0} HAVING sum(best) "
                                                       "<> 0",
                                                       dimension, FormatDay(day))))) {
        sums[cells.at(0)] = std::stoll(cells.at(1));
      }
      ViewQuery asked = query;
      asked.by = {dimension};
      asked.all_groups = true;
      GroupSums bests;
      const Headcount headcount = views->HeadcountOn(day, asked).value();
      for (const Group& row : headcount.rows) {
        if (row.basis == Basis::kLossesOnly) sums.erase(row.keys[0]);
        if (row.strength.best.value_or(0) != 0) bests[row.keys[0]] = *row.strength.best;
      }
      groups += int(bests.size());
      if (sums != bests) {
        RC_FAIL(random.Show() + Show(query) + " on " + FormatDay(day) + " by " + dimension + "\n" +
                Show(sums) + "but the headcount has\n" + Show(bests));
      }
    }
    // The months are those of the view, bounds and all.
    ViewQuery asked = query;
    asked.by = {"mission", "contributor", "component"};
    asked.all_groups = true;
    for (const auto& cells : ReadCsv(ask("SELECT * FROM headcounts ORDER BY random() LIMIT 3"))) {
      const Day day = ParseDay(cells.at(0)).value();
      const Headcount headcount = views->HeadcountOn(day, asked).value();
      const auto text = [](const std::optional<std::int64_t>& number) {
        return number ? std::to_string(*number) : std::string();
      };
      std::string found = "0 0 0";
      for (const Group& row : headcount.rows) {
        if (row.keys != std::vector<std::string>(cells.begin() + 1, cells.begin() + 4)) continue;
        found = text(row.strength.least) + " " + text(row.strength.best) + " " +
                text(row.strength.most);
      }
      RC_ASSERT(found == cells.at(4) + " " + cells.at(5) + " " + cells.at(6));
      ++months;
    }
  });
  EXPECT_GT(groups, 20);
  EXPECT_GT(months, 20);
}

}  // namespace
}  // namespace muster
