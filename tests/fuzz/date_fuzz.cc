// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Dates: bounds in order, within the years that can be written; the wording that is kept reads the
// same again, and so do its bounds written out. Times and plain days go out as they came in.
#include <string>

#include "ledger/clock.h"
#include "ledger/date.h"
#include "muster/v1/date.pb.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {
namespace {

void CheckBounds(const v1::Date& date) {
  const DateBounds bounds = BoundsOf(date);
  MUSTER_CHECK(bounds.earliest <= bounds.best && bounds.best <= bounds.latest);
  MUSTER_CHECK(!DescribeDate(date).empty());
  const bool open = bounds.earliest == kOpenBeginning;
  const std::string written =
      fmt::format("{}/{}", open ? ".." : FormatDay(bounds.earliest), FormatDay(bounds.latest));
  const StatusOr<v1::Date> again = ParseDate(written);
  MUSTER_CHECK(again.ok());
  MUSTER_CHECK(BoundsOf(*again).earliest == bounds.earliest);
  MUSTER_CHECK(BoundsOf(*again).latest == bounds.latest);
}

}  // namespace

void FuzzDate(std::string_view bytes) {
  const StatusOr<Day> day = ParseDay(bytes);
  if (day.ok()) {
    const StatusOr<Day> again = ParseDay(FormatDay(*day));
    MUSTER_CHECK(again.ok() && *again == *day);
  } else {
    CheckRefused(day.status(), StatusCode::kInvalidArgument);
  }
  if (const StatusOr<Time> time = ParseTime(bytes); time.ok()) {
    const StatusOr<Time> again = ParseTime(FormatTime(*time));
    MUSTER_CHECK(again.ok() && *again == *time);
  } else {
    CheckRefused(time.status(), StatusCode::kInvalidArgument);
  }
  const StatusOr<v1::Date> date = ParseDate(bytes);
  MUSTER_CHECK(!day.ok() || date.ok());
  if (!date.ok()) return CheckRefused(date.status(), StatusCode::kInvalidArgument);
  CheckBounds(*date);
  const StatusOr<v1::Date> again = ParseDate(date->text());
  MUSTER_CHECK(again.ok() && again->SerializeAsString() == date->SerializeAsString());
}

}  // namespace muster
