// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the shares of a number add up to it, and are those of the walks that gave it. Method:
// random ledgers, with musters, uncertain dates, ways back, corrections and lenses; the model's
// walks beside those of the views.
#include <fmt/format.h>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/views.h"
#include "tests/model/model_chain.h"
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

// What is wrong with the accounts of an event, by the model; empty if nothing is.
std::string FaultOfAccounts(const AccountedEvent& event, const model::Log& log,
                            const ViewQuery& query) {
  const std::uint64_t known_at = query.known_at.value;
  if (event.reading == nullptr) return fmt::format("{} counts for nothing", event.position.value);
  std::vector<std::uint64_t> speakers;
  for (const EventAccount& account : event.accounts) {
    speakers.push_back(account.position.value);
    if (!account.says->has_account()) continue;
    const auto reads = model::Read(log, known_at, query.lens, account.position.value);
    if (!reads || reads->SerializeAsString() != account.says->SerializeAsString()) {
      return fmt::format("account {} says {}", account.position.value,
                         account.says->ShortDebugString());
    }
  }
  const auto expected = model::SpeakersOf(log, known_at, query.lens, event.position.value);
  if (speakers == expected) return {};
  return fmt::format("{} is spoken of by {}, in the model by {}", event.position.value,
                     fmt::join(speakers, " "), fmt::join(expected, " "));
}

TEST(ReasonsProperty, SharesAddUpAndAreThoseOfTheWalkThatGaveThem) {
  Seen seen;
  CheckProperty(600, [&] {
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
        const std::string fault = FaultOfAccounts(event, log, query);
        if (!fault.empty()) RC_FAIL(question + fault);
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
