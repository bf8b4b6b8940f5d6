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

struct Case {
  std::string wording;
  std::uint32_t least;
  std::uint32_t best;
  std::optional<std::uint32_t> most;
  bool best_stated;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.wording; }

class StrengthForms : public testing::TestWithParam<Case> {};

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
        Case{"217", 217, 217, 217, true}, Case{"0", 0, 0, 0, true}, Case{"007", 7, 7, 7, true},
        Case{"2147483647", kMax, kMax, kMax, true}, Case{"over 200", 201, 201, std::nullopt, false},
        Case{">200", 201, 201, std::nullopt, false}, Case{"> 200", 201, 201, std::nullopt, false},
        Case{"over 2147483646", kMax, kMax, std::nullopt, false},
        Case{"at least 201", 201, 201, std::nullopt, false},
        Case{">=201", 201, 201, std::nullopt, false}, Case{"201..", 201, 201, std::nullopt, false},
        Case{"at least 0", 0, 0, std::nullopt, false}, Case{"under 400", 0, 399, 399, false},
        Case{"<400", 0, 399, 399, false}, Case{"under 1", 0, 0, 0, false},
        Case{"at most 399", 0, 399, 399, false}, Case{"<=399", 0, 399, 399, false},
        Case{"..399", 0, 399, 399, false}, Case{"..0", 0, 0, 0, false},
        Case{"150 to 200", 150, 175, 200, false}, Case{"150..200", 150, 175, 200, false},
        Case{"150..201", 150, 175, 201, false}, Case{"7..7", 7, 7, 7, false},
        Case{"0..2147483647", 0, 1073741823, kMax, false},
        Case{"150..200=180", 150, 180, 200, true}, Case{"150..200=150", 150, 150, 200, true},
        Case{"150..200=200", 150, 200, 200, true}, Case{"about 200", 150, 200, 249, true},
        Case{"~200", 150, 200, 249, true}, Case{"about 250", 245, 250, 254, true},
        Case{"about 1000", 500, 1000, 1499, true}, Case{"about 10", 5, 10, 14, true},
        Case{"about 217", 217, 217, 217, true}, Case{"about 0", 0, 0, 0, true},
        Case{"nearly 400", 350, 399, 399, false}, Case{"nearly 217", 216, 216, 216, false},
        Case{"nearly 10", 5, 9, 9, false}, Case{"nearly 1", 0, 0, 0, false},
        Case{"unknown", 0, 0, std::nullopt, false}));

INSTANTIATE_TEST_SUITE_P(
    CaseAndSpaces, StrengthForms,
    testing::Values(Case{"  217\t", 217, 217, 217, true}, Case{"OVER 200", 201, 201, {}, false},
                    Case{"over200", 201, 201, {}, false},
                    Case{"At  Least\n201", 201, 201, {}, false},
                    Case{"atleast201", 201, 201, {}, false}, Case{"> = 201", 201, 201, {}, false},
                    Case{"201 ..", 201, 201, {}, false}, Case{"< 400", 0, 399, 399, false},
                    Case{"AT MOST 399", 0, 399, 399, false}, Case{".. 399", 0, 399, 399, false},
                    Case{"150to200", 150, 175, 200, false},
                    Case{"150 TO 200", 150, 175, 200, false},
                    Case{" 150 .. 200 = 180 ", 150, 180, 200, true},
                    Case{"~ 200", 150, 200, 249, true}, Case{"About200", 150, 200, 249, true},
                    Case{"NEARLY 400", 350, 399, 399, false}, Case{"Unknown", 0, 0, {}, false}));

struct Bad {
  std::string wording;
  std::string message;
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.wording; }

class StrengthRefusals : public testing::TestWithParam<Bad> {};

TEST_P(StrengthRefusals, SayWhatToWrite) {
  EXPECT_THAT(ParseStrength(GetParam().wording),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, StrengthRefusals,
    testing::Values(
        Bad{"", "is empty"}, Bad{"   ", "is empty"}, Bad{"many", "write 217, over 200"},
        Bad{"1,200", "write 1200"}, Bad{"1 200", "write 1200"}, Bad{"1_000", "write 1000"},
        Bad{"1'200", "write 1200"}, Bad{"over 1,200", "write over 1200"},
        Bad{"1,200..1,400", "write 1200..1400"}, Bad{"2 17", "digits only"},
        Bad{"1,20", "digits only"}, Bad{"+5", "write 5"}, Bad{"-3", "cannot be negative"},
        Bad{"12.5", "whole number"}, Bad{"1e3", "whole number"}, Bad{"0x10", "write 217"},
        Bad{"200+", "write 200.."}, Bad{"150-200", "write 150..200"},
        Bad{"150\u2013200", "write 150..200"}, Bad{"between 150 and 200", "write 150..200"},
        Bad{"150...200", "write 150..200"}, Bad{"more than 200", "write over 200"},
        Bad{"Fewer than 400", "write under 400"}, Bad{"around 200", "write about 200"},
        Bad{"up to 400", "write at most 400"}, Bad{"almost 400", "write nearly 400"},
        Bad{"n/a", "write unknown"}, Bad{"..", "write 217"}, Bad{"over", "write 217"},
        Bad{"~", "write 217"}, Bad{"over 200 men", "write 217"}, Bad{"201..=220", "write 217"},
        Bad{"150 to 200=180", "write 217"}, Bad{"150..200=", "write 217"},
        Bad{"over over 200", "write 217"}, Bad{"150.200", "whole number"},
        Bad{"unknown 3", "write 217"}, Bad{"\xff\xfe", "write 217"}));

INSTANTIATE_TEST_SUITE_P(
    Values, StrengthRefusals,
    testing::Values(Bad{"200..150", "reversed; write 150..200"},
                    Bad{"200 to 150", "reversed; write 150..200"}, Bad{"150..200=149", "guess 149"},
                    Bad{"150..200=201", "guess 201"}, Bad{"under 0", "empty"}, Bad{"<0", "empty"},
                    Bad{"nearly 0", "empty"}, Bad{"2147483648", "too large"},
                    Bad{"over 2147483647", "too large"}, Bad{"over 2147483648", "too large"},
                    Bad{"under 2147483648", "too large"}, Bad{"0..2147483648", "too large"},
                    Bad{"1..2=2147483648", "too large"},
                    Bad{"about 2000000000", "reaches 2499999999"},
                    Bad{"99999999999999999999999999", "too large"}));

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
