// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the shares of a number add up to it, and are those of the walks that gave it. Method:
// random ledgers, with musters, uncertain dates, ways back, corrections and lenses; the model's
// walks beside those of the views.
#include <fmt/format.h>

#include "projections/views.h"
#include "tests/model/model_headcount.h"
#include "tests/model/model_shares.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

// What a random question found, to be sure that the ledgers were worth the trouble.
struct Seen {
  int settings = 0, differences = 0, floors = 0, ways_back = 0, losses_only = 0;
  int differing = 0;

  void Add(const Reasons& reasons) {
    for (const Reason& reason : reasons.lines) {
      settings += reason.kind == Reason::Kind::kSetting;
      differences += reason.kind == Reason::Kind::kDifference;
      floors += reason.kind == Reason::Kind::kFloor;
      ways_back += reason.way_back;
    }
    for (const AccountedEvent& event : reasons.events) {
      for (const EventAccount& account : event.accounts) {
        differing += account.verdict == EventAccount::Verdict::kDiffers;
      }
    }
    losses_only += reasons.total.basis == Basis::kLossesOnly;
  }
};

TEST(ReasonsProperty, SharesAddUpAndAreThoseOfTheWalkThatGaveThem) {
  Seen seen;
  CheckProperty(200, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(10)) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      DropUnknownValues(log, &query);
      query.by.clear();
      const Day on = RandomQueryDay(choose);
      const Reasons reasons = views->Why(on, query).value();
      const std::string question = random.Show() + Show(query) + " on " + FormatDay(on) + "\n";
      const Headcount headcount = views->HeadcountOn(on, query).value();
      if (reasons.total != headcount.total)
        RC_FAIL(question + model::Show(reasons) + Show(headcount));
      for (const AccountedEvent& event : reasons.events) {
        RC_ASSERT(event.reading != nullptr);
        RC_ASSERT(!event.accounts.empty());
      }
      const std::string fault =
          model::FaultOfShares(reasons, model::World(log, query).StrengthAt(on));
      if (!fault.empty()) RC_FAIL(question + fault);
      seen.Add(reasons);
    }
  });
  EXPECT_GT(seen.settings, 0);
  EXPECT_GT(seen.differences, 0);
  EXPECT_GT(seen.floors, 0);
  EXPECT_GT(seen.ways_back, 0);
  EXPECT_GT(seen.losses_only, 0);
  EXPECT_GT(seen.differing, 0);
}

}  // namespace
}  // namespace muster
