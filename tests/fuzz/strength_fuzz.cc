// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Strengths: bounds in order; the wording that is kept reads the same again, and so do the numbers
// written out.
#include <string>

#include "ledger/quote.h"
#include "ledger/strength.h"
#include "muster/v1/strength.pb.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {
namespace {

bool HaveSameNumbers(const v1::Strength& a, const v1::Strength& b) {
  return a.least() == b.least() && a.best() == b.best() && a.has_most() == b.has_most() &&
         a.most() == b.most();
}

}  // namespace

void FuzzStrength(std::string_view bytes) {
  const StatusOr<v1::Strength> strength = ParseStrength(bytes);
  if (!strength.ok()) return CheckRefused(strength.status(), StatusCode::kInvalidArgument);
  MUSTER_CHECK(IsUtf8(strength->text()));
  MUSTER_CHECK(strength->least() <= strength->best());
  MUSTER_CHECK(strength->best() <= kPeopleMax);
  if (strength->has_most()) {
    MUSTER_CHECK(strength->best() <= strength->most() && strength->most() <= kPeopleMax);
  }
  MUSTER_CHECK(!DescribeStrength(*strength).empty());
  const StatusOr<v1::Strength> again = ParseStrength(strength->text());
  MUSTER_CHECK(again.ok() && again->SerializeAsString() == strength->SerializeAsString());
  // Without an upper bound there is no way to write a best of its own.
  const StatusOr<v1::Strength> numbers =
      strength->has_most() ? ParseStrength(fmt::format("{}..{}={}", strength->least(),
                                                       strength->most(), strength->best()))
                           : ParseStrength(fmt::format("{}..", strength->least()));
  MUSTER_CHECK(numbers.ok() && HaveSameNumbers(*numbers, *strength));
}

}  // namespace muster
