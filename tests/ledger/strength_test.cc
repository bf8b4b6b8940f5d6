// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/strength.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "muster/v1/strength.pb.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

struct StrengthCase {
  std::string wording;
  std::uint32_t least;
  std::uint32_t best;
  std::optional<std::uint32_t> most;
  bool best_stated;
};

void PrintTo(const StrengthCase& c, std::ostream* out) { *out << c.wording; }

class StrengthForms : public testing::TestWithParam<StrengthCase> {};

TEST_P(StrengthForms, AreReadWithTheirBounds) {
  const StatusOr<v1::Strength> strength = ParseStrength(GetParam().wording);
  ASSERT_THAT(strength, IsOk());
  EXPECT_EQ(strength->least(), GetParam().least);
  EXPECT_EQ(strength->best(), GetParam().best);
  EXPECT_EQ(strength->has_most(), GetParam().most.has_value());
  EXPECT_EQ(strength->most(), GetParam().most.value_or(0));
  EXPECT_EQ(strength->best_stated(), GetParam().best_stated);
}

constexpr std::uint32_t kMax = 2147483647;

INSTANTIATE_TEST_SUITE_P(
    Design, StrengthForms,
    testing::Values(
        StrengthCase{"217", 217, 217, 217, true}, StrengthCase{"0", 0, 0, 0, true},
        StrengthCase{"007", 7, 7, 7, true}, StrengthCase{"2147483647", kMax, kMax, kMax, true},
        StrengthCase{"over 200", 201, 201, std::nullopt, false},
        StrengthCase{">200", 201, 201, std::nullopt, false},
        StrengthCase{"> 200", 201, 201, std::nullopt, false},
        StrengthCase{"over 2147483646", kMax, kMax, std::nullopt, false},
        StrengthCase{"at least 201", 201, 201, std::nullopt, false},
        StrengthCase{">=201", 201, 201, std::nullopt, false},
        StrengthCase{"201..", 201, 201, std::nullopt, false},
        StrengthCase{"at least 0", 0, 0, std::nullopt, false},
        StrengthCase{"under 400", 0, 399, 399, false}, StrengthCase{"<400", 0, 399, 399, false},
        StrengthCase{"under 1", 0, 0, 0, false}, StrengthCase{"at most 399", 0, 399, 399, false},
        StrengthCase{"<=399", 0, 399, 399, false}, StrengthCase{"..399", 0, 399, 399, false},
        StrengthCase{"..0", 0, 0, 0, false}, StrengthCase{"150 to 200", 150, 175, 200, false},
        StrengthCase{"150..200", 150, 175, 200, false},
        StrengthCase{"150..201", 150, 175, 201, false}, StrengthCase{"7..7", 7, 7, 7, false},
        StrengthCase{"0..2147483647", 0, 1073741823, kMax, false},
        StrengthCase{"150..200=180", 150, 180, 200, true},
        StrengthCase{"150..200=150", 150, 150, 200, true},
        StrengthCase{"150..200=200", 150, 200, 200, true},
        StrengthCase{"about 200", 150, 200, 249, true}, StrengthCase{"~200", 150, 200, 249, true},
        StrengthCase{"about 250", 245, 250, 254, true},
        StrengthCase{"about 1000", 500, 1000, 1499, true},
        StrengthCase{"about 10", 5, 10, 14, true}, StrengthCase{"about 217", 217, 217, 217, true},
        StrengthCase{"about 0", 0, 0, 0, true}, StrengthCase{"nearly 400", 350, 399, 399, false},
        StrengthCase{"nearly 217", 216, 216, 216, false}, StrengthCase{"nearly 10", 5, 9, 9, false},
        StrengthCase{"nearly 1", 0, 0, 0, false},
        StrengthCase{"unknown", 0, 0, std::nullopt, false}));

INSTANTIATE_TEST_SUITE_P(CaseAndSpaces, StrengthForms,
                         testing::Values(StrengthCase{"  217\t", 217, 217, 217, true},
                                         StrengthCase{"OVER 200", 201, 201, {}, false},
                                         StrengthCase{"over200", 201, 201, {}, false},
                                         StrengthCase{"At  Least\n201", 201, 201, {}, false},
                                         StrengthCase{"atleast201", 201, 201, {}, false},
                                         StrengthCase{"> = 201", 201, 201, {}, false},
                                         StrengthCase{"201 ..", 201, 201, {}, false},
                                         StrengthCase{"< 400", 0, 399, 399, false},
                                         StrengthCase{"AT MOST 399", 0, 399, 399, false},
                                         StrengthCase{".. 399", 0, 399, 399, false},
                                         StrengthCase{"150to200", 150, 175, 200, false},
                                         StrengthCase{"150 TO 200", 150, 175, 200, false},
                                         StrengthCase{" 150 .. 200 = 180 ", 150, 180, 200, true},
                                         StrengthCase{"~ 200", 150, 200, 249, true},
                                         StrengthCase{"About200", 150, 200, 249, true},
                                         StrengthCase{"NEARLY 400", 350, 399, 399, false},
                                         StrengthCase{"Unknown", 0, 0, {}, false}));

struct BadStrength {
  std::string wording;
  std::string message;
};

void PrintTo(const BadStrength& bad, std::ostream* out) { *out << bad.wording; }

class StrengthRefusals : public testing::TestWithParam<BadStrength> {};

TEST_P(StrengthRefusals, SayWhatToWrite) {
  EXPECT_THAT(ParseStrength(GetParam().wording),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, StrengthRefusals,
    testing::Values(
        BadStrength{"", "is empty"}, BadStrength{"   ", "is empty"},
        BadStrength{"many", "write 217, over 200"}, BadStrength{"1,200", "write 1200"},
        BadStrength{"1 200", "write 1200"}, BadStrength{"1_000", "write 1000"},
        BadStrength{"1'200", "write 1200"}, BadStrength{"over 1,200", "write over 1200"},
        BadStrength{"1,200..1,400", "write 1200..1400"}, BadStrength{"2 17", "digits only"},
        BadStrength{"1,20", "digits only"}, BadStrength{"+5", "write 5"},
        BadStrength{"-3", "cannot be negative"}, BadStrength{"12.5", "whole number"},
        BadStrength{"1e3", "whole number"}, BadStrength{"0x10", "write 217"},
        BadStrength{"200+", "write 200.."}, BadStrength{"150-200", "write 150..200"},
        BadStrength{"150\u2013200", "write 150..200"},
        BadStrength{"between 150 and 200", "write 150..200"},
        BadStrength{"150...200", "write 150..200"}, BadStrength{"more than 200", "write over 200"},
        BadStrength{"Fewer than 400", "write under 400"},
        BadStrength{"around 200", "write about 200"}, BadStrength{"up to 400", "write at most 400"},
        BadStrength{"almost 400", "write nearly 400"}, BadStrength{"n/a", "write unknown"},
        BadStrength{"..", "write 217"}, BadStrength{"over", "write 217"},
        BadStrength{"~", "write 217"}, BadStrength{"over 200 men", "write 217"},
        BadStrength{"201..=220", "write 217"}, BadStrength{"150 to 200=180", "write 217"},
        BadStrength{"150..200=", "write 217"}, BadStrength{"over over 200", "write 217"},
        BadStrength{"150.200", "whole number"}, BadStrength{"unknown 3", "write 217"},
        BadStrength{"\xff\xfe", "write 217"}));

INSTANTIATE_TEST_SUITE_P(Values, StrengthRefusals,
                         testing::Values(BadStrength{"200..150", "reversed; write 150..200"},
                                         BadStrength{"200 to 150", "reversed; write 150..200"},
                                         BadStrength{"150..200=149", "guess 149"},
                                         BadStrength{"150..200=201", "guess 201"},
                                         BadStrength{"under 0", "empty"},
                                         BadStrength{"<0", "empty"},
                                         BadStrength{"nearly 0", "empty"},
                                         BadStrength{"2147483648", "too large"},
                                         BadStrength{"over 2147483647", "too large"},
                                         BadStrength{"over 2147483648", "too large"},
                                         BadStrength{"under 2147483648", "too large"},
                                         BadStrength{"0..2147483648", "too large"},
                                         BadStrength{"1..2=2147483648", "too large"},
                                         BadStrength{"about 2000000000", "reaches 2499999999"},
                                         BadStrength{"99999999999999999999999999", "too large"}));

TEST(ParseStrength, KeepsTheWordingWithoutTheSpaceAtItsEnds) {
  EXPECT_EQ(ParseStrength("  Over  200 ")->text(), "Over  200");
}

TEST(ParseStrength, CutsALongWordingInItsMessage) {
  const StatusOr<v1::Strength> refused = ParseStrength(std::string(100'000, '9'));
  EXPECT_THAT(refused, StatusIs(StatusCode::kInvalidArgument, HasSubstr("999...")));
  EXPECT_LT(Message(refused.status()).size(), 300u);
}

TEST(DescribeStrength, ShowsTheBoundsAndTheBest) {
  const auto described = [](std::string_view text) {
    return DescribeStrength(*ParseStrength(text));
  };
  EXPECT_EQ(described("about 217"), "217");
  EXPECT_EQ(described("over 200"), "201..");
  EXPECT_EQ(described("about 200"), "150..249, best 200");
  EXPECT_EQ(described("under 400"), "0..399, best 399");
  EXPECT_EQ(described("unknown"), "0.. (unknown)");
}

// The slow rule: the numbers that, rounded to the unit of the last digit that is not 0, halves up,
// are `number`.
bool RoundsTo(std::uint64_t candidate, std::uint64_t number) {
  std::string digits = std::to_string(number);
  std::uint64_t unit = 1;
  while (digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
    unit *= 10;
  }
  return (2 * candidate + unit) / (2 * unit) * unit == number;
}

TEST(ParseStrength, TakesAboutForTheNumbersThatRoundToIt) {
  for (std::uint32_t number = 1; number <= 3000; ++number) {
    const v1::Strength about = *ParseStrength("about " + std::to_string(number));
    const v1::Strength nearly = *ParseStrength("nearly " + std::to_string(number));
    for (std::uint32_t candidate = 0; candidate <= 2 * number; ++candidate) {
      const bool is_about = candidate >= about.least() && candidate <= about.most();
      ASSERT_EQ(is_about, RoundsTo(candidate, number)) << candidate << " about " << number;
      const bool is_nearly = candidate >= nearly.least() && candidate <= nearly.most();
      const bool below = candidate < number && RoundsTo(candidate, number);
      ASSERT_EQ(is_nearly, below || candidate + 1 == number) << candidate << " nearly " << number;
    }
  }
}

TEST(ParseStrength, ReadsBackEveryNumberInEveryForm) {
  EXPECT_TRUE(rc::check([] {
    const auto low = *rc::gen::inRange<std::uint32_t>(1, kMax);
    const auto high = *rc::gen::inRange<std::uint32_t>(low, kMax);
    const auto guess = *rc::gen::inRange<std::uint32_t>(low, high + 1);
    const auto spaces = [] { return std::string(*rc::gen::inRange<std::size_t>(0, 3), ' '); };
    const v1::Strength range = *ParseStrength(
        fmt::format("{}{}{}..{}{}{}", spaces(), low, spaces(), spaces(), high, spaces()));
    RC_ASSERT(range.least() == low);
    RC_ASSERT(range.most() == high);
    RC_ASSERT(range.best() == low + (high - low) / 2);
    RC_ASSERT(ParseStrength(DescribeStrength(*ParseStrength(fmt::format("{}", low))))->best() ==
              low);
    RC_ASSERT(ParseStrength(DescribeStrength(*ParseStrength(fmt::format("{}..", low))))->least() ==
              low);
    RC_ASSERT(ParseStrength(fmt::format("{}..{}={}", low, high, guess))->best() == guess);
    RC_ASSERT(ParseStrength(fmt::format(">{}", low))->least() == low + 1);
    RC_ASSERT(ParseStrength(fmt::format("<{}", high + 1))->most() == high);
  }));
}

TEST(ParseStrength, OrdersTheBoundsOfAnythingThatItTakes) {
  EXPECT_TRUE(rc::check([] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "0", "7", "20", "999999999", " ", "..", ".", "=", ">", "<", "~", "about", "nearly", "over",
        "under", "at least", "at most", "to", "unknown", ",", "-", "\xc2\xa0"));
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    const StatusOr<v1::Strength> strength = ParseStrength(text);
    if (!strength.ok()) return;
    RC_ASSERT(strength->least() <= strength->best());
    RC_ASSERT(!strength->has_most() || strength->best() <= strength->most());
    RC_ASSERT(strength->best() <= kMax);
  }));
}

}  // namespace
}  // namespace muster
