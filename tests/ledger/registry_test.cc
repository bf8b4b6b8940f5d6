// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/registry.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <string>

#include "muster/v1/event.pb.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RegistryTest : public testing::Test {
 protected:
  // Applies at `at` a registration written in the text format.
  void Apply(std::uint64_t at, std::uint64_t root, const std::string& text) {
    v1::Event event;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << text;
    registry_.Apply({at}, {root}, &event);
  }
  void Retract(std::uint64_t at, std::uint64_t root) { registry_.Apply({at}, {root}, nullptr); }

  Registry registry_;
};

TEST_F(RegistryTest, PlaceIsFoundByIdAliasAndLastElement) {
  Apply(0, 0, "place { id: 'HTI/Ouest/Port-au-Prince' aliases: 'PaP' }");
  EXPECT_EQ(registry_.FindPlace("HTI/Ouest/Port-au-Prince").id, "HTI/Ouest/Port-au-Prince");
  EXPECT_EQ(registry_.FindPlace("PaP").id, "HTI/Ouest/Port-au-Prince");
  EXPECT_EQ(registry_.FindPlace("Port-au-Prince").id, "HTI/Ouest/Port-au-Prince");
  EXPECT_EQ(registry_.FindPlace("Gonaives").id, "");
}

TEST_F(RegistryTest, PathImpliesThePlacesAboveIt) {
  Apply(0, 0, "place { id: 'HTI/Ouest/Port-au-Prince' }");
  EXPECT_EQ(registry_.FindPlace("HTI").id, "HTI");
  EXPECT_EQ(registry_.FindPlace("Ouest").id, "HTI/Ouest");
  EXPECT_THAT(registry_.PlaceIds(), ElementsAre("HTI", "HTI/Ouest", "HTI/Ouest/Port-au-Prince"));
  EXPECT_FALSE(registry_.FindRegistration("place", "HTI").root);
  Retract(1, 0);
  EXPECT_EQ(registry_.FindPlace("HTI").id, "");
}

TEST_F(RegistryTest, ContingentAboveIsNotImplied) {
  Apply(0, 0, "contingent { id: 'KEN-4/SWAT' }");
  EXPECT_EQ(registry_.FindContingent("KEN-4").id, "");
  EXPECT_EQ(registry_.FindContingent("SWAT").id, "KEN-4/SWAT");
}

TEST_F(RegistryTest, LastElementThatSeveralHaveIsAmbiguous) {
  Apply(0, 0, "place { id: 'HTI/Nord/Camp' }");
  Apply(1, 1, "place { id: 'HTI/Sud/Camp' }");
  const Registry::Match match = registry_.FindPlace("Camp");
  EXPECT_EQ(match.id, "");
  EXPECT_THAT(match.candidates, ElementsAre("HTI/Nord/Camp", "HTI/Sud/Camp"));
  EXPECT_EQ(registry_.FindPlace("Camp", LogSize{1}).id, "HTI/Nord/Camp");
}

TEST_F(RegistryTest, IdComesBeforeAliasBeforeLastElement) {
  Apply(0, 0, "place { id: 'A/Camp' }");
  Apply(1, 1, "place { id: 'B' aliases: 'Camp' }");
  EXPECT_EQ(registry_.FindPlace("Camp").id, "B");
  Apply(2, 2, "place { id: 'Camp' }");
  EXPECT_EQ(registry_.FindPlace("Camp").id, "Camp");
}

TEST_F(RegistryTest, EveryVersionIsKept) {
  Apply(3, 3, "contingent { id: 'KEN-1' mission: 'M' contributor: 'KEN' aliases: 'first' }");
  Apply(5, 3, "contingent { id: 'KEN-1' mission: 'N' contributor: 'KEN' }");
  Retract(7, 3);
  EXPECT_EQ(registry_.Traits("KEN-1", LogSize{3}).mission, "");
  EXPECT_EQ(registry_.Traits("KEN-1", LogSize{4}).mission, "M");
  EXPECT_EQ(registry_.FindContingent("first", LogSize{5}).id, "KEN-1");
  EXPECT_EQ(registry_.Traits("KEN-1", LogSize{6}).mission, "N");
  EXPECT_EQ(registry_.FindContingent("first", LogSize{6}).id, "");
  EXPECT_EQ(registry_.FindContingent("KEN-1").id, "");
  EXPECT_THAT(registry_.ContingentIds(), IsEmpty());
  EXPECT_THAT(registry_.ContingentNames(LogSize{5}), ElementsAre("KEN-1", "first"));
}

TEST_F(RegistryTest, ContingentTakesFromThoseAboveWhatItDoesNotSay) {
  Apply(0, 0,
        "contingent { id: 'KEN' mission: 'M' contributor: 'KEN' component: 'police' labels { "
        "name: 'a' value: '1' } labels { name: 'b' value: '2' } }");
  Apply(1, 1, "contingent { id: 'KEN/X/Y' component: 'military' labels { name: 'b' value: '3' } }");
  const ContingentTraits traits = registry_.Traits("KEN/X/Y");
  EXPECT_EQ(traits.mission, "M");
  EXPECT_EQ(traits.contributor, "KEN");
  EXPECT_EQ(traits.component, "military");
  EXPECT_EQ(traits.labels.at("a"), "1");
  EXPECT_EQ(traits.labels.at("b"), "3");
  EXPECT_EQ(registry_.Traits("KEN/X"), ContingentTraits());
}

TEST_F(RegistryTest, TraitsVersionGrowsWithContingentsOnly) {
  Apply(0, 0, "place { id: 'A' }");
  EXPECT_EQ(registry_.TraitsVersion(), 0u);
  Apply(2, 2, "contingent { id: 'KEN-1' }");
  EXPECT_EQ(registry_.TraitsVersion(LogSize{2}), 0u);
  EXPECT_EQ(registry_.TraitsVersion(LogSize{3}), 1u);
  EXPECT_EQ(registry_.TraitsVersion(), 1u);
}

TEST_F(RegistryTest, SecondRegistrationOfAnIdHasNoEffect) {
  Apply(0, 0, "mission { id: 'M' name: 'one' }");
  Apply(1, 1, "mission { id: 'M' name: 'one' }");
  EXPECT_EQ(registry_.FindRegistration("mission", "M").root, Position{0});
  Retract(2, 0);
  EXPECT_EQ(registry_.FindMission("M").id, "");
  Apply(3, 3, "mission { id: 'M' name: 'two' }");
  EXPECT_EQ(registry_.FindRegistration("mission", "M").root, Position{3});
  EXPECT_EQ(registry_.FindRegistration("mission", "M").reading->mission().name(), "two");
}

TEST_F(RegistryTest, TruncateForgetsWhatCameAfter) {
  Apply(0, 0, "contingent { id: 'KEN-1' mission: 'M' }");
  Apply(1, 0, "contingent { id: 'KEN-1' mission: 'N' }");
  Apply(4, 4, "contingent { id: 'KEN-2' mission: 'N' }");
  // One that stands further down may have been applied before.
  Apply(2, 2, "place { id: 'A/B' }");
  const std::uint64_t version = registry_.version();
  registry_.Truncate(LogSize{1});
  EXPECT_NE(registry_.version(), version);
  EXPECT_EQ(registry_.Traits("KEN-1").mission, "M");
  EXPECT_EQ(registry_.FindContingent("KEN-2").id, "");
  EXPECT_EQ(registry_.FindPlace("A").id, "");
  EXPECT_EQ(registry_.TraitsVersion(), 1u);
  Apply(1, 1, "contingent { id: 'KEN-2' mission: 'O' }");
  EXPECT_EQ(registry_.Traits("KEN-2").mission, "O");
}

// A report that registers something and amends it, and is then refused.
TEST_F(RegistryTest, TruncateForgetsARegistrationWithAllItsCorrections) {
  Apply(0, 0, "contingent { id: 'KEN-1' mission: 'M' }");
  Apply(1, 1, "contingent { id: 'KEN-2' mission: 'N' }");
  Apply(2, 1, "contingent { id: 'KEN-2' mission: 'O' }");
  registry_.Truncate(LogSize{1});
  EXPECT_EQ(registry_.FindContingent("KEN-1").id, "KEN-1");
  EXPECT_EQ(registry_.FindContingent("KEN-2").id, "");
}

}  // namespace
}  // namespace muster
