// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using std::chrono::microseconds;
using testing::HasSubstr;

TEST(FormatTime, WritesFractionsOnlyWhereThereAreAny) {
  EXPECT_EQ(FormatTime(Time(microseconds(0))), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatTime(Time(microseconds(1737201600000000))), "2025-01-18T12:00:00Z");
  EXPECT_EQ(FormatTime(Time(microseconds(1737201600000001))), "2025-01-18T12:00:00.000001Z");
  EXPECT_EQ(FormatTime(Time(microseconds(1737201600500000))), "2025-01-18T12:00:00.500000Z");
  EXPECT_EQ(FormatTime(Time(microseconds(-1))), "1969-12-31T23:59:59.999999Z");
}

TEST(ParseTime, ReadsItsOwnForm) {
  for (const std::int64_t micros :
       {0LL, 1737201600000000LL, 1737201600000001LL, -1LL, 951782400000000LL}) {
    const Time time{microseconds(micros)};
    EXPECT_THAT(ParseTime(FormatTime(time)), IsOkAndHolds(time)) << micros;
  }
}

TEST(ParseTime, ReadsOffsetsFractionsAndEitherCase) {
  const Time noon{microseconds(1737201600000000)};
  EXPECT_THAT(ParseTime("2025-01-18T13:00:00+01:00"), IsOkAndHolds(noon));
  EXPECT_THAT(ParseTime("2025-01-18T06:30:00-05:30"), IsOkAndHolds(noon));
  EXPECT_THAT(ParseTime("2025-01-19T00:00:00+12:00"), IsOkAndHolds(noon));
  EXPECT_THAT(ParseTime("2025-01-18t12:00:00z"), IsOkAndHolds(noon));
  EXPECT_THAT(ParseTime("2025-01-18 12:00:00-00:00"), IsOkAndHolds(noon));
  EXPECT_THAT(ParseTime("2025-01-18T12:00:00.5Z"), IsOkAndHolds(noon + microseconds(500000)));
  EXPECT_THAT(ParseTime("2025-01-18T12:00:00.0000019Z"), IsOkAndHolds(noon + microseconds(1)));
}

TEST(ParseTime, TakesALeapSecondForTheNextMinute) {
  EXPECT_THAT(ParseTime("2016-12-31T23:59:60Z"), IsOkAndHolds(*ParseTime("2017-01-01T00:00:00Z")));
  EXPECT_THAT(ParseTime("2016-12-31T23:59:60.9Z"),
              IsOkAndHolds(*ParseTime("2017-01-01T00:00:00Z")));
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const std::string text : {"",
                                 "2025",
                                 "2025-01-18",
                                 "2025-01-18T12:00Z",
                                 "2025-01-18T12:00:00",
                                 "2025-02-29T12:00:00Z",
                                 "2025-13-01T12:00:00Z",
                                 "2025-01-00T12:00:00Z",
                                 "2025-01-18T24:00:00Z",
                                 "2025-01-18T12:60:00Z",
                                 "2025-01-18T12:00:61Z",
                                 "2025-01-18T12:00:00.Z",
                                 "2025-01-18T12:00:00+24:00",
                                 "2025-01-18T12:00:00+01:60",
                                 "2025-01-18T12:00:00+0100",
                                 "2025-01-18T12:00:00Z ",
                                 " 2025-01-18T12:00:00Z",
                                 "2025-01-18T12:00:00ZZ",
                                 "-025-01-18T12:00:00Z",
                                 "2025-1-18T12:00:00Z",
                                 "20250118T120000Z",
                                 "now"}) {
    EXPECT_THAT(ParseTime(text),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("'" + text + "'")));
  }
}

TEST(SystemClock, TellsTheTimeOfTheSystem) {
  const auto before = std::chrono::floor<microseconds>(std::chrono::system_clock::now());
  const Time now = SystemClock().Now();
  EXPECT_GE(now, before);
  EXPECT_LE(now, std::chrono::system_clock::now());
}

}  // namespace
}  // namespace muster
