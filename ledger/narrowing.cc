// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/narrowing.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

#include "ledger/status.h"
#include "muster/v1/date.pb.h"
#include "muster/v1/strength.pb.h"

namespace muster {
namespace {

// Above every bound that can be written.
constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();
constexpr std::int32_t kOpen = std::numeric_limits<std::int32_t>::min();

std::uint32_t MostOf(const v1::Strength& strength) {
  return strength.has_most() ? strength.most() : kUnbounded;
}

std::int32_t EarliestOf(const v1::Date& date) {
  return date.has_earliest() ? date.earliest() : kOpen;
}

}  // namespace

bool Intersects(const v1::Strength& a, const v1::Strength& b) {
  return a.least() <= MostOf(b) && b.least() <= MostOf(a);
}

bool Intersects(const v1::Date& a, const v1::Date& b) {
  return EarliestOf(a) <= b.latest() && EarliestOf(b) <= a.latest();
}

bool HasBestOfItsOwn(const v1::Date& date) {
  if (date.has_earliest() && date.earliest() == date.latest()) return true;
  // "2025-01-18~" is the only other form; near the ends of the calendar its bounds alone would not
  // tell it from an interval.
  const std::string_view text = date.text();
  return text.ends_with('~') && std::count(text.begin(), text.end(), '-') == 2;
}

void Narrow(v1::Strength& strength, const v1::Strength& account) {
  MUSTER_CHECK(Intersects(strength, account));
  const std::uint32_t least = std::max(strength.least(), account.least());
  const std::uint32_t most = std::min(MostOf(strength), MostOf(account));
  // Intervals only get smaller, so moving an earlier best again goes where moving it once would.
  std::uint32_t best = strength.best();
  if (!strength.best_stated() && account.best_stated()) {
    best = account.best();
    strength.set_best_stated(true);
  }
  strength.set_least(least);
  if (most != kUnbounded) strength.set_most(most);
  strength.set_best(std::clamp(best, least, most));
}

void Narrow(v1::Date& date, bool* best_stated, const v1::Date& account) {
  MUSTER_CHECK(Intersects(date, account));
  const std::int32_t earliest = std::max(EarliestOf(date), EarliestOf(account));
  const std::int32_t latest = std::min(date.latest(), account.latest());
  std::int32_t best = date.best();
  if (!*best_stated && HasBestOfItsOwn(account)) {
    best = account.best();
    *best_stated = true;
  }
  if (earliest != kOpen) date.set_earliest(earliest);
  date.set_latest(latest);
  date.set_best(std::clamp(best, earliest, latest));
}

}  // namespace muster
