// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/date.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "muster/v1/date.pb.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

struct Case {
  std::string wording;
  std::string earliest;  // ".." where open
  std::string best;
  std::string latest;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.wording; }

class DateForms : public testing::TestWithParam<Case> {};

TEST_P(DateForms, AreReadWithTheirBounds) {
  const StatusOr<v1::Date> date = ParseDate(GetParam().wording);
  ASSERT_THAT(date, IsOk());
  const DateBounds bounds = BoundsOf(*date);
  EXPECT_EQ(FormatDay(bounds.earliest), GetParam().earliest);
  EXPECT_EQ(FormatDay(bounds.best), GetParam().best);
  EXPECT_EQ(FormatDay(bounds.latest), GetParam().latest);
  EXPECT_EQ(date->text(), GetParam().wording);
}

INSTANTIATE_TEST_SUITE_P(
    Design, DateForms,
    testing::Values(Case{"2025-01-18", "2025-01-18", "2025-01-18", "2025-01-18"},
                    Case{"2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"},
                    Case{"2025-01", "2025-01-01", "2025-01-31", "2025-01-31"},
                    Case{"2024-02", "2024-02-01", "2024-02-29", "2024-02-29"},
                    Case{"2025", "2025-01-01", "2025-12-31", "2025-12-31"},
                    Case{"2025-01/2025-02", "2025-01-01", "2025-02-28", "2025-02-28"},
                    Case{"2025-01-10/2025-01-18", "2025-01-10", "2025-01-18", "2025-01-18"},
                    Case{"2025-01-18/2025-01-18", "2025-01-18", "2025-01-18", "2025-01-18"},
                    Case{"2024/2025-01-18", "2024-01-01", "2025-01-18", "2025-01-18"},
                    Case{"2025-01-18/2025-01", "2025-01-18", "2025-01-31", "2025-01-31"},
                    Case{"../2025-01-18", "..", "2025-01-18", "2025-01-18"},
                    Case{"../2025-01", "..", "2025-01-31", "2025-01-31"},
                    Case{"../2025", "..", "2025-12-31", "2025-12-31"},
                    Case{"2025-01-18~", "2025-01-15", "2025-01-18", "2025-01-21"},
                    Case{"2025-01-01~", "2024-12-29", "2025-01-01", "2025-01-04"},
                    Case{"2025-01~", "2024-12-01", "2025-01-31", "2025-02-28"},
                    Case{"2024-12~", "2024-11-01", "2024-12-31", "2025-01-31"},
                    Case{"2025~", "2024-01-01", "2025-12-31", "2026-12-31"},
                    Case{"0001-01-01~", "0001-01-01", "0001-01-01", "0001-01-04"},
                    Case{"0001-01~", "0001-01-01", "0001-01-31", "0001-02-28"},
                    Case{"9999~", "9998-01-01", "9999-12-31", "9999-12-31"},
                    Case{"9999-12~", "9999-11-01", "9999-12-31", "9999-12-31"},
                    Case{"9999-12-31~", "9999-12-28", "9999-12-31", "9999-12-31"}));

struct Bad {
  std::string wording;
  std::string message;
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.wording; }

class DateRefusals : public testing::TestWithParam<Bad> {};

TEST_P(DateRefusals, SayWhatIsWrong) {
  EXPECT_THAT(ParseDate(GetParam().wording),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(Calendar, DateRefusals,
                         testing::Values(Bad{"2025-13-01", "month 13"}, Bad{"2025-00", "month 00"},
                                         Bad{"2025-02-29", "February has 28 days in 2025"},
                                         Bad{"1900-02-29", "February has 28 days in 1900"},
                                         Bad{"2025-04-31", "April has 30 days"},
                                         Bad{"2025-01-00", "does not exist"},
                                         Bad{"0000-01-01", "year 0000"}, Bad{"0000", "year 0000"},
                                         Bad{"2025-02-30~", "February has 28 days"},
                                         Bad{"2025-02-01/2025-02-30", "February has 28 days"},
                                         Bad{"../2025-02-30", "February has 28 days"},
                                         Bad{"2025-13/2026-01", "month 13"}));

INSTANTIATE_TEST_SUITE_P(
    Intervals, DateRefusals,
    testing::Values(Bad{"2025-02/2025-01", "reversed; write 2025-01/2025-02"},
                    Bad{"2025-01-18/2025-01-10", "reversed; write 2025-01-10/2025-01-18"},
                    Bad{"2025-01-18/..", "needs an end"}, Bad{"2025-01-18/", "needs an end"},
                    Bad{"/2025-01-18", "../2025-01-18"}, Bad{"../..", "needs an end"},
                    Bad{"2025-01-10~/2025-01-18", "cannot be approximate"},
                    Bad{"2025-01-10/2025-01-18~", "cannot be approximate"},
                    Bad{"../2025-01-18~", "cannot be approximate"},
                    Bad{"2025/2026/2027", "not a date"}));

INSTANTIATE_TEST_SUITE_P(
    OtherForms, DateRefusals,
    testing::Values(Bad{"", "is empty"}, Bad{"18/01/2025", "write 2025-01-18"},
                    Bad{"01/18/2025", "write 2025-01-18"}, Bad{"18.1.2025", "write 2025-01-18"},
                    Bad{"02/01/2025", "2025-01-02 or 2025-02-01"},
                    Bad{"2025-1-18", "write 2025-01-18"}, Bad{"2025/01/18", "write 2025-01-18"},
                    Bad{"20250118", "write 2025-01-18"}, Bad{"18 January 2025", "write 2025-01-18"},
                    Bad{"Jan 18th, 2025", "write 2025-01-18"}, Bad{"January 2025", "write 2025-01"},
                    Bad{"2025-1", "write 2025-01"}, Bad{"2025-01-18T12:00:00Z", "is a time"},
                    Bad{" 2025-01-18", "write 2025-01-18"}, Bad{"2025-01-18?", "write 2025-01-18"},
                    Bad{"2025?", "only '~'"}, Bad{"2025-01-XX", "not a date"},
                    Bad{"199X", "not a date"}, Bad{"20 25", "not a date"},
                    Bad{"-0001", "not a date"}, Bad{"12025-01-01", "not a date"},
                    Bad{"yesterday", "write 2025-01-18, 2025-01"},
                    Bad{"2025-01-18~~", "not a date"}, Bad{"~", "not a date"},
                    Bad{"..", "not a date"}, Bad{"2025_01_18", "write 2025-01-18"},
                    Bad{"\xff\xff\xff\xff", "not a date"}, Bad{"2025-21", "month 21"}));

TEST(ParseDay, TakesAPlainDayOnly) {
  EXPECT_THAT(ParseDay("1970-01-02"), IsOkAndHolds(Day{1}));
  EXPECT_THAT(ParseDay("2025-01"), StatusIs(StatusCode::kInvalidArgument, HasSubstr("single day")));
  EXPECT_THAT(ParseDay("2025-01-18~"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("single day")));
  EXPECT_THAT(ParseDay("2025-02-29"), StatusIs(StatusCode::kInvalidArgument, HasSubstr("28 days")));
  EXPECT_THAT(ParseDay("18/01/2025"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("2025-01-18")));
}

TEST(DescribeDate, ShowsTheBoundsWhereTheyAreNotASingleDay) {
  EXPECT_EQ(DescribeDate(*ParseDate("2025-01-18")), "2025-01-18");
  EXPECT_EQ(DescribeDate(*ParseDate("2025-01-18~")),
            "2025-01-18~ (2025-01-15..2025-01-21, best 2025-01-18)");
  EXPECT_EQ(DescribeDate(*ParseDate("../2025-01")), "../2025-01 (..2025-01-31, best 2025-01-31)");
}

// The slow calendar: every day of the years 1 to 9999, counted one by one.
bool IsLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysIn(int year, int month) {
  const std::vector<int> days = {31, IsLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
                                 31};
  return days[static_cast<std::size_t>(month - 1)];
}

TEST(ParseDay, CountsEveryDayOfTheCalendar) {
  std::int32_t day = -719162;  // 0001-01-01
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int of_month = 1; of_month <= DaysIn(year, month); ++of_month, ++day) {
        if (year > 1 && year < 9999 && year % 97 != 0 && (year < 1890 || year > 2110)) continue;
        const std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, of_month);
        ASSERT_THAT(ParseDay(text), IsOkAndHolds(Day{day})) << text;
        ASSERT_EQ(FormatDay(Day{day}), text);
      }
      const std::string after =
          fmt::format("{:04}-{:02}-{:02}", year, month, DaysIn(year, month) + 1);
      ASSERT_FALSE(ParseDay(after).ok()) << after;
    }
  }
  EXPECT_EQ(day, 2932897);  // the day after 9999-12-31
}

TEST(ParseDate, TakesAMonthForItsDaysAndWidensItByOneEitherWay) {
  for (int year = 1999; year <= 2001; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const std::string text = fmt::format("{:04}-{:02}", year, month);
      const Day first = *ParseDay(text + "-01");
      const Day last = first + (DaysIn(year, month) - 1);
      EXPECT_EQ(BoundsOf(*ParseDate(text)), (DateBounds{first, last, last}));
      const int before = month == 1 ? DaysIn(year - 1, 12) : DaysIn(year, month - 1);
      const int after = month == 12 ? DaysIn(year + 1, 1) : DaysIn(year, month + 1);
      EXPECT_EQ(BoundsOf(*ParseDate(text + "~")), (DateBounds{first - before, last, last + after}));
    }
  }
}

TEST(ParseDate, OrdersTheBoundsOfAnythingThatItTakes) {
  EXPECT_TRUE(rc::check([] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("2025", "0001", "9999", "-", "-01", "-12", "-31", "-02", "/",
                                      "..", "~", "18", "\xff", "jan", " "));
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    const StatusOr<v1::Date> date = ParseDate(text);
    if (!date.ok()) return;
    const DateBounds bounds = BoundsOf(*date);
    RC_ASSERT(bounds.earliest <= bounds.best);
    RC_ASSERT(bounds.best <= bounds.latest);
  }));
}

TEST(YearsLater, IsTheSameDayOfTheMonthOrElseItsLast) {
  const auto shifted = [](const char* day, int years) {
    return FormatDay(YearsLater(*ParseDay(day), years));
  };
  EXPECT_EQ(shifted("2025-01-18", -1), "2024-01-18");
  EXPECT_EQ(shifted("2024-01-04", 1), "2025-01-04");
  EXPECT_EQ(shifted("2024-02-29", -1), "2023-02-28");
  EXPECT_EQ(shifted("2024-02-29", 4), "2028-02-29");
}

}  // namespace
}  // namespace muster
