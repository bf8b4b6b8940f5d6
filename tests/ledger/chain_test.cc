// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/chain.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

#include "muster/v1/record.pb.h"
#include "tests/support/parsed.h"

namespace muster {
namespace {

v1::Record Parsed(const std::string& text) {
  v1::Record record;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &record)) << text;
  return record;
}

v1::Record Arrival(const std::string& strength, const std::string& on = "2025-01-18") {
  v1::Record record = Parsed("event { arrival { who { contingent: 'KEN-3' } place: 'HTI' } }");
  *record.mutable_event()->mutable_arrival()->mutable_strength() = S(strength);
  *record.mutable_event()->mutable_arrival()->mutable_on() = D(on);
  return record;
}

v1::Record Account(const std::string& strength, const std::string& on = "", int targets = 1) {
  v1::Record record;
  v1::Account& account = *record.mutable_event()->mutable_account();
  for (int i = 0; i < targets; ++i) account.add_of();
  if (!strength.empty()) *account.mutable_strength() = S(strength);
  if (!on.empty()) *account.mutable_on() = D(on);
  return record;
}

v1::Record StrengthChange(const std::string& strength, v1::Why why) {
  v1::Record record;
  v1::Amendment& amendment = *record.mutable_event()->mutable_amendment();
  amendment.mutable_of()->set_position(10);
  amendment.set_why(why);
  amendment.mutable_change()->add_fields("strength");
  *amendment.mutable_change()->mutable_values()->mutable_arrival()->mutable_strength() =
      S(strength);
  return record;
}

v1::Record AccountChange(std::uint64_t account, const std::string& strength, v1::Why why) {
  v1::Record record;
  v1::Amendment& amendment = *record.mutable_event()->mutable_amendment();
  amendment.mutable_of()->set_position(account);
  amendment.set_why(why);
  amendment.mutable_change()->add_fields("strength");
  *amendment.mutable_change()->mutable_values()->mutable_account()->mutable_strength() =
      S(strength);
  return record;
}

v1::Record AccountRetraction(std::uint64_t account, v1::Why why) {
  v1::Record record;
  record.mutable_event()->mutable_retraction()->mutable_of()->set_position(account);
  record.mutable_event()->mutable_retraction()->set_why(why);
  return record;
}

v1::Record Retraction(v1::Why why) {
  v1::Record record;
  record.mutable_event()->mutable_retraction()->mutable_of()->set_position(10);
  record.mutable_event()->mutable_retraction()->set_why(why);
  return record;
}

// A chain under construction; positions count up.
class ChainTest : public testing::Test {
 protected:
  void Begin(const v1::Record& record, bool admitted = true) {
    chain_.emplace(Position{10}, record, admitted);
  }
  void Add(const v1::Record& record, bool admitted = true) {
    chain_->Add(Position{++position_}, record, admitted);
  }
  std::string Strength() const {
    const v1::Event* reading = chain_->Reading();
    if (reading == nullptr) return "nothing";
    const v1::Strength& strength = reading->arrival().strength();
    return std::to_string(strength.least()) + "/" + std::to_string(strength.best()) + "/" +
           (strength.has_most() ? std::to_string(strength.most()) : "");
  }
  std::string On() const {
    const v1::Event* reading = chain_->Reading();
    if (reading == nullptr) return "nothing";
    const DateBounds bounds = BoundsOf(reading->arrival().on());
    return (bounds.earliest == kOpenBeginning ? ".." : FormatDay(bounds.earliest)) + " " +
           FormatDay(bounds.best) + " " + FormatDay(bounds.latest);
  }

  std::optional<Chain> chain_;
  std::uint64_t position_ = 10;
};

TEST_F(ChainTest, EventAloneReadsAsRecorded) {
  Begin(Arrival("about 200"));
  EXPECT_EQ(Strength(), "150/200/249");
  EXPECT_FALSE(chain_->retracted());
}

TEST_F(ChainTest, ExactAccountDecidesWhicheverWasTypedFirst) {
  Begin(Arrival("about 200"));
  Add(Account("200"));
  EXPECT_EQ(Strength(), "200/200/200");
  Begin(Arrival("200"));
  Add(Account("about 200"));
  EXPECT_EQ(Strength(), "200/200/200");
}

TEST_F(ChainTest, BestIsThatOfTheFirstWithABestOfItsOwn) {
  Begin(Arrival("over 200"));
  Add(Account("150..400"));
  EXPECT_EQ(Strength(), "201/201/400");
  Add(Account("200..300=250"));
  EXPECT_EQ(Strength(), "201/250/300");
  Add(Account("220..300=260"));
  EXPECT_EQ(Strength(), "220/250/300");
}

TEST_F(ChainTest, BestMovesToTheNearestValueLeft) {
  Begin(Arrival("150..250=160"));
  Add(Account("over 200"));
  EXPECT_EQ(Strength(), "201/201/250");
}

TEST_F(ChainTest, AccountThatDoesNotIntersectChangesNothing) {
  Begin(Arrival("217"));
  Add(Account("400", "2025-01-18"));
  EXPECT_EQ(Strength(), "217/217/217");
  ASSERT_EQ(chain_->Differing().size(), 1u);
  EXPECT_EQ(chain_->Differing()[0], Position{11});
}

TEST_F(ChainTest, AccountWhoseDateDoesNotIntersectLeavesTheStrengthToo) {
  Begin(Arrival("about 200"));
  Add(Account("200", "2025-02"));
  EXPECT_EQ(Strength(), "150/200/249");
  EXPECT_EQ(chain_->Differing().size(), 1u);
}

TEST_F(ChainTest, DateNarrowsAndTakesTheBestOfADay) {
  Begin(Arrival("200", "2025-01"));
  Add(Account("", "2025-01-10/2025-01-20"));
  EXPECT_EQ(On(), "2025-01-10 2025-01-20 2025-01-20");
  Add(Account("", "2025-01-12~"));
  EXPECT_EQ(On(), "2025-01-10 2025-01-12 2025-01-15");
  Add(Account("", "2025-01-11"));
  EXPECT_EQ(On(), "2025-01-11 2025-01-11 2025-01-11");
}

TEST_F(ChainTest, OpenDateNarrows) {
  Begin(Arrival("200", "../2025-01-18"));
  Add(Account("", "../2025-01-17"));
  EXPECT_EQ(On(), ".. 2025-01-17 2025-01-17");
  Add(Account("", "2025-01-16"));
  EXPECT_EQ(On(), "2025-01-16 2025-01-16 2025-01-16");
}

TEST_F(ChainTest, AccountOfSeveralNarrowsNothing) {
  Begin(Arrival("about 200"));
  Add(Account("200", "", 2));
  EXPECT_EQ(Strength(), "150/200/249");
  EXPECT_TRUE(chain_->Differing().empty());
}

TEST_F(ChainTest, PartsNarrowByNameAndAreAdded) {
  v1::Record arrival = Arrival("217");
  v1::Part& women = *arrival.mutable_event()->mutable_arrival()->add_of_which();
  women.set_name("women");
  *women.mutable_strength() = S("20..30");
  Begin(arrival);
  v1::Record account = Account("");
  for (const auto& [name, strength] : {std::pair("women", "24"), std::pair("medics", "3")}) {
    v1::Part& part = *account.mutable_event()->mutable_account()->add_of_which();
    part.set_name(name);
    *part.mutable_strength() = S(strength);
  }
  Add(account);
  const auto& parts = chain_->Reading()->arrival().of_which();
  ASSERT_EQ(parts.size(), 2);
  EXPECT_EQ(parts[0].strength().least(), 24u);
  EXPECT_EQ(parts[0].strength().most(), 24u);
  EXPECT_EQ(parts[1].name(), "medics");
}

TEST_F(ChainTest, AmendmentIsNarrowedByEarlierAccountsToo) {
  Begin(Arrival("100"));
  Add(Account("over 200"));
  EXPECT_EQ(chain_->Differing().size(), 1u);
  Add(StrengthChange("about 200", v1::MISREAD));
  EXPECT_EQ(Strength(), "201/201/249");
  EXPECT_TRUE(chain_->Differing().empty());
  EXPECT_EQ(chain_->Amended().arrival().strength().least(), 150u);
}

TEST_F(ChainTest, ChangesAccumulate) {
  Begin(Arrival("100"));
  Add(StrengthChange("200", v1::MISREAD));
  v1::Record place = Parsed(
      "event { amendment { of { position: 10 } why: REVISED change { fields: 'place' values { "
      "arrival { place: "
      "'HTI/Nord' } } } } }");
  Add(place);
  EXPECT_EQ(Strength(), "200/200/200");
  EXPECT_EQ(chain_->Reading()->arrival().place(), "HTI/Nord");
}

TEST_F(ChainTest, FieldThatAChangeLeavesUnsetIsCleared) {
  v1::Record arrival = Arrival("100");
  arrival.mutable_event()->mutable_arrival()->set_reason(v1::Arrival::ROTATION);
  Begin(arrival);
  Add(
      Parsed("event { amendment { of { position: 10 } why: MISREAD change { fields: 'reason' "
             "values { arrival { } } "
             "} } }"));
  EXPECT_EQ(chain_->Reading()->arrival().reason(), v1::Arrival::REASON_UNSPECIFIED);
}

TEST_F(ChainTest, MissionInAChangeTakesThePlaceOfTheContingent) {
  Begin(Arrival("100"));
  Add(
      Parsed("event { amendment { of { position: 10 } why: MISREAD change { fields: 'contributor' "
             "fields: 'mission' "
             "values { arrival { who { mission: 'MSS' contributor: 'KEN' } } } } } }"));
  const v1::Who& who = chain_->Reading()->arrival().who();
  EXPECT_EQ(who.contingent(), "");
  EXPECT_EQ(who.mission(), "MSS");
  EXPECT_EQ(who.contributor(), "KEN");
  Add(
      Parsed("event { amendment { of { position: 10 } why: MISREAD change { fields: 'contingent' "
             "values { arrival { "
             "who { contingent: 'KEN-1' } } } } } }"));
  EXPECT_EQ(who.contingent(), "KEN-1");
  EXPECT_EQ(who.mission(), "");
  EXPECT_EQ(who.contributor(), "");
}

TEST_F(ChainTest, AllInAChangeTakesThePlaceOfTheStrength) {
  Begin(Parsed("event { departure { strength { least: 5 best: 5 most: 5 } } }"));
  Add(
      Parsed("event { amendment { of { position: 10 } why: MISREAD change { fields: 'strength' "
             "values { departure { "
             "all: true } } } } }"));
  EXPECT_TRUE(chain_->Reading()->departure().all());
  EXPECT_FALSE(chain_->Reading()->departure().has_strength());
  Add(
      Parsed("event { amendment { of { position: 10 } why: MISREAD change { fields: 'strength' "
             "values { departure { "
             "strength { least: 7 } } } } } }"));
  EXPECT_FALSE(chain_->Reading()->departure().all());
  EXPECT_EQ(chain_->Reading()->departure().strength().least(), 7u);
}

TEST_F(ChainTest, WholeEventMayChangeTheKind) {
  Begin(Arrival("100"));
  Add(
      Parsed("event { amendment { of { position: 10 } why: MISREAD event { statement { text: 'none "
             "came' } } } }"));
  EXPECT_TRUE(chain_->Reading()->has_statement());
  // Written for a statement; a lens that does not see the change of kind must still stand it.
  Add(
      Parsed("event { amendment { of { position: 10 } why: MISREAD change { fields: 'text' values "
             "{ statement { "
             "text: 'some came' } } } } }"));
  EXPECT_EQ(chain_->Reading()->statement().text(), "some came");
}

TEST_F(ChainTest, ChangeForAnotherKindIsPassedOver) {
  Begin(Arrival("100"));
  Add(Parsed("event { amendment { of { position: 10 } why: REVISED event { statement { text: 'none "
             "came' } } } }"),
      false);
  Add(
      Parsed("event { amendment { of { position: 10 } why: MISREAD change { fields: 'text' values "
             "{ statement { "
             "text: 'some came' } } } } }"));
  EXPECT_EQ(Strength(), "100/100/100");
}

TEST_F(ChainTest, RetractedEventCountsForNothingUntilAmended) {
  Begin(Arrival("100"));
  Add(Retraction(v1::MISREAD));
  EXPECT_TRUE(chain_->retracted());
  EXPECT_EQ(Strength(), "nothing");
  Add(StrengthChange("200", v1::REVISED));
  EXPECT_FALSE(chain_->retracted());
  EXPECT_EQ(Strength(), "200/200/200");
}

TEST_F(ChainTest, MisreadFollowsUnderEveryLensAndRevisedOnlyIfAdmitted) {
  Begin(Arrival("100"));
  Add(StrengthChange("110", v1::MISREAD), false);
  EXPECT_EQ(Strength(), "110/110/110");
  Add(StrengthChange("120", v1::REVISED), false);
  EXPECT_EQ(Strength(), "110/110/110");
  Add(Retraction(v1::REVISED), false);
  EXPECT_EQ(Strength(), "110/110/110");
  Add(Retraction(v1::MISREAD), false);
  EXPECT_EQ(Strength(), "nothing");
}

TEST_F(ChainTest, EventWithoutAnAdmittedReportCountsForNothing) {
  Begin(Arrival("100"), false);
  Add(Account("200"), false);
  Add(StrengthChange("110", v1::MISREAD), true);
  EXPECT_EQ(Strength(), "nothing");
  EXPECT_FALSE(chain_->retracted());
}

TEST_F(ChainTest, ReadsAsTheEarliestAdmittedAccountHasIt) {
  Begin(Arrival("100"), false);
  Add(Account("150"), false);
  Add(Account("over 200"));
  EXPECT_EQ(Strength(), "201/201/");
  EXPECT_EQ(On(), "2025-01-18 2025-01-18 2025-01-18");
  Add(Account("217"));
  EXPECT_EQ(Strength(), "217/217/217");
}

TEST_F(ChainTest, MisreadingOfTheOwnReportLeavesWhatAnAccountSays) {
  Begin(Arrival("100"), false);
  Add(Account("200"));
  Add(StrengthChange("110", v1::MISREAD));
  EXPECT_EQ(Strength(), "200/200/200");
}

TEST_F(ChainTest, RevisionCountsAsAnAccountWhereTheOwnReportIsNotAdmitted) {
  Begin(Arrival("100"), false);
  Add(StrengthChange("150", v1::REVISED));
  EXPECT_EQ(Strength(), "150/150/150");
  Add(Account("140..160"));
  EXPECT_EQ(Strength(), "150/150/150");
}

TEST_F(ChainTest, RevisionReplacesWhatAnEarlierAccountSaid) {
  Begin(Arrival("100"), false);
  Add(Account("200"));
  Add(StrengthChange("150", v1::REVISED));
  EXPECT_EQ(Strength(), "150/150/150");
  EXPECT_EQ(chain_->Differing().size(), 1u);
}

TEST_F(ChainTest, CorrectionOfAnAccountIsOneOfTheAccountAlone) {
  Begin(Arrival("about 200"));
  Add(Account("217"));
  EXPECT_EQ(Strength(), "217/217/217");
  Add(AccountChange(11, "210", v1::MISREAD));
  EXPECT_EQ(Strength(), "210/210/210");
  EXPECT_EQ(chain_->Amended().arrival().strength().text(), "about 200");
  Add(AccountRetraction(11, v1::MISREAD));
  EXPECT_EQ(Strength(), "150/200/249");
  EXPECT_FALSE(chain_->retracted());
  Add(AccountChange(11, "160", v1::REVISED));
  EXPECT_EQ(Strength(), "160/160/160");
}

TEST_F(ChainTest, CorrectedAccountMayComeToDifferAndToAgree) {
  Begin(Arrival("217"));
  Add(Account("200 to 250"));
  EXPECT_TRUE(chain_->Differing().empty());
  Add(AccountChange(11, "400", v1::REVISED));
  ASSERT_EQ(chain_->Differing().size(), 1u);
  Add(AccountRetraction(11, v1::MISREAD));
  EXPECT_TRUE(chain_->Differing().empty());
}

TEST_F(ChainTest, NextAccountStandsForAnEventWhoseFirstIsRetracted) {
  Begin(Arrival("100"), false);
  Add(Account("200"));
  Add(Account("300"));
  EXPECT_EQ(Strength(), "200/200/200");
  Add(AccountRetraction(11, v1::MISREAD), false);
  EXPECT_EQ(Strength(), "300/300/300");
  Add(AccountRetraction(12, v1::MISREAD), false);
  EXPECT_EQ(Strength(), "nothing");
}

TEST_F(ChainTest, RevisionOfAnAccountFromAnAdmittedReportMakesItCount) {
  Begin(Arrival("100"), false);
  Add(Account("200"), false);
  Add(AccountChange(11, "210", v1::MISREAD));
  EXPECT_EQ(Strength(), "nothing");
  Add(AccountChange(11, "220", v1::REVISED));
  EXPECT_EQ(Strength(), "220/220/220");
}

TEST_F(ChainTest, CorrectionOfAnAccountThatWasNotAddedIsNone) {
  Begin(Arrival("100"));
  Add(Account("100 to 200"));
  Add(AccountChange(7, "150", v1::MISREAD));
  Add(AccountRetraction(12, v1::MISREAD));
  EXPECT_EQ(Strength(), "100/100/100");
}

TEST_F(ChainTest, AccountOfSeveralMakesTheEventCount) {
  Begin(Arrival("100"), false);
  Add(Account("400", "", 2));
  EXPECT_EQ(Strength(), "100/100/100");
}

TEST_F(ChainTest, RegistrationsAndMandatesCountUnderEveryLens) {
  Begin(Parsed("event { mission { id: 'M' } }"), false);
  EXPECT_NE(chain_->Reading(), nullptr);
  Add(Parsed("event { amendment { of { position: 10 } why: REVISED change { fields: 'name' values "
             "{ mission { name: "
             "'N' } } } } }"),
      false);
  EXPECT_EQ(chain_->Reading()->mission().name(), "N");
  Begin(Parsed("event { mandate { mission: 'M' } }"), false);
  EXPECT_NE(chain_->Reading(), nullptr);
}

TEST_F(ChainTest, AMandateBecomesSomethingElseOnlyByAnAdmittedRevision) {
  v1::Record departure = Parsed(
      "event { amendment { of { position: 10 } why: REVISED event { departure { who { contingent: "
      "'KEN-1' } all: true } } } }");
  Begin(Parsed("event { mandate { mission: 'M' } }"), false);
  Add(departure, false);
  EXPECT_TRUE(chain_->Reading()->has_mandate());
  Add(departure, true);
  EXPECT_TRUE(chain_->Reading()->has_departure());
  // From here on it is a departure, of which only the admitted speak.
  Add(Retraction(v1::REVISED), false);
  EXPECT_TRUE(chain_->Reading()->has_departure());
  // Misread, it never was a mandate: nobody who is admitted speaks of the departure.
  Begin(Parsed("event { mandate { mission: 'M' } }"), false);
  departure.mutable_event()->mutable_amendment()->set_why(v1::MISREAD);
  Add(departure, false);
  EXPECT_EQ(chain_->Reading(), nullptr);
}

TEST_F(ChainTest, AnAccountReadsAsCorrected) {
  Begin(Arrival("100"), false);
  Add(Account("200"));
  Add(AccountChange(11, "210", v1::MISREAD), false);
  ASSERT_NE(chain_->AccountReading(Position{11}), nullptr);
  EXPECT_EQ(chain_->AccountReading(Position{11})->account().strength().best(), 210U);
  EXPECT_EQ(chain_->AccountReading(Position{12}), nullptr);
  Add(AccountRetraction(11, v1::MISREAD), false);
  EXPECT_EQ(chain_->AccountReading(Position{11}), nullptr);
}

}  // namespace
}  // namespace muster
