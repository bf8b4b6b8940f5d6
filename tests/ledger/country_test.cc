// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/country.h"

#include <gmock/gmock.h>

#include "tests/support/status_matchers.h"

namespace muster {
namespace {

TEST(Countries, KnowCodesInUse) {
  const Country* country = Countries::BuiltIn().Find("KEN");
  ASSERT_NE(country, nullptr);
  EXPECT_EQ(country->name, "Kenya");
  EXPECT_EQ(country->alpha2, "KE");
  EXPECT_FALSE(country->withdrawn);
  for (const char* code : {"HTI", "JAM", "BLZ", "BHS", "GTM", "SLV", "COD", "SSD", "AFG", "ZWE"}) {
    EXPECT_NE(Countries::BuiltIn().Find(code), nullptr) << code;
  }
}

TEST(Countries, KnowStatesThatAreNoMore) {
  for (const char* code : {"YUG", "SUN", "CSK", "DDR", "SCG"}) {
    const Country* country = Countries::BuiltIn().Find(code);
    ASSERT_NE(country, nullptr) << code;
    EXPECT_TRUE(country->withdrawn) << code;
  }
}

TEST(Countries, HaveNoOtherCodes) {
  for (const char* code : {"", "KE", "ken", "KENY", "XXX", "AAA", "ZZZ", "Kenya", "K\xff\xff"}) {
    EXPECT_EQ(Countries::BuiltIn().Find(code), nullptr) << code;
  }
}

TEST(Countries, SuggestWhatWasMeant) {
  const auto suggest = [](std::string_view text) {
    return Countries::BuiltIn().Suggest(text).value_or("-");
  };
  EXPECT_EQ(suggest("ken"), "KEN");
  EXPECT_EQ(suggest("KE"), "KEN");
  EXPECT_EQ(suggest("uk"), "GBR");
  EXPECT_EQ(suggest("Kenya"), "KEN");
  EXPECT_EQ(suggest("kenia"), "KEN");
  EXPECT_EQ(suggest("El Salvadore"), "SLV");
  EXPECT_EQ(suggest("Cote d'Ivoire"), "CIV");
  EXPECT_EQ(suggest("Bolivia"), "BOL");
  EXPECT_EQ(suggest("Russia"), "RUS");
  EXPECT_EQ(suggest("Jamaca"), "JAM");
  EXPECT_EQ(suggest("JAN"), "JAM");
  EXPECT_EQ(suggest("Atlantis and beyond"), "-");
  EXPECT_EQ(suggest(""), "-");
  EXPECT_EQ(suggest("9"), "-");
}

TEST(Countries, RefuseDataOfAnotherShape) {
  EXPECT_THAT(Countries::Parse("nonsense", "{}"),
              StatusIs(StatusCode::kInvalidArgument, testing::_));
  EXPECT_THAT(Countries::Parse(R"({"3166-1": [1]})", R"({"3166-3": []})"),
              StatusIs(StatusCode::kInvalidArgument, testing::_));
  EXPECT_THAT(Countries::Parse(R"({"3166-1": [{"alpha_3": "KE"}]})", R"({"3166-3": []})"),
              StatusIs(StatusCode::kInvalidArgument, testing::HasSubstr("three letters")));
}

TEST(Countries, PreferTheCodeInUseToAWithdrawnOne) {
  const StatusOr<Countries> countries =
      Countries::Parse(R"({"3166-1": [{"alpha_3": "ABC", "name": "new"}]})",
                       R"({"3166-3": [{"alpha_3": "ABC", "name": "old"}]})");
  ASSERT_THAT(countries, IsOk());
  EXPECT_EQ(countries->Find("ABC")->name, "new");
}

}  // namespace
}  // namespace muster
