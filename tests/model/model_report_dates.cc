// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_report_dates.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "ledger/date.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "tests/model/model_lens.h"
#include "tests/model/model_movement.h"
#include "tests/model/model_narrowing.h"

namespace muster::model {
namespace {

struct DateSaid {
  std::uint64_t position = 0;
  int day = 0;
  bool event = true;  // not the report's own date
  bool moves = false;
  bool total = false;  // of a claim or a muster
};
using Dates = std::vector<DateSaid>;

// A total at the opening of a day is that of the day before.
bool IsAtOpening(const v1::Event& event) {
  return (event.has_claim() && event.claim().at() == v1::OPENING) ||
         (event.has_muster() && event.muster().at() == v1::OPENING);
}

bool IsTotal(const v1::Event& event) { return event.has_claim() || event.has_muster(); }

// The date that the record at `position` gives.
std::optional<DateSaid> DateAt(const Log& log, std::uint64_t position) {
  const v1::Event& event = log.records[position].event();
  if (event.has_mandate()) return std::nullopt;
  if (event.has_statement()) {
    if (!event.statement().has_on()) return std::nullopt;
    return DateSaid{position, int(event.statement().on().best()), true, false};
  }
  if (event.has_account()) {
    if (!event.account().has_on()) return std::nullopt;
    const v1::Event& of = log.records[event.account().of(0).position()].event();
    const int day = int(event.account().on().best());
    return DateSaid{position, IsAtOpening(of) ? day - 1 : day, true, Moves(of), IsTotal(of)};
  }
  const std::optional<v1::Date> on = StatementOf(event).on;
  if (!on) return std::nullopt;
  const int day = int(on->best());
  return DateSaid{position, IsAtOpening(event) ? day - 1 : day, true, Moves(event), IsTotal(event)};
}

// `rest` is not empty.
bool IsOutOf(const DateSaid& movement, const Dates& rest) {
  const auto [first, last] = std::minmax_element(
      rest.begin(), rest.end(), [](const DateSaid& a, const DateSaid& b) { return a.day < b.day; });
  const int spread = last->day - first->day;
  if (rest.size() >= 3 && spread <= 31) return true;
  for (int years = -50; spread <= 62 && years <= 50; ++years) {
    const int day = YearsLater(Day{movement.day}, years).value;
    if (first->day - 14 <= day && day <= last->day + 14) return true;
  }
  return false;
}

bool IsUnlikeTheRest(const DateSaid& movement, const Dates& all) {
  Dates near;
  Dates rest;
  for (const DateSaid& date : all) {
    (std::abs(date.day - movement.day) > 183 ? rest : near).push_back(date);
  }
  const bool any_event =
      std::any_of(rest.begin(), rest.end(), [](const DateSaid& date) { return date.event; });
  if (!any_event || near.size() > rest.size()) return false;
  const bool against_movements =
      std::any_of(rest.begin(), rest.end(), [](const DateSaid& date) { return date.moves; });
  const bool later = std::any_of(rest.begin(), rest.end(),
                                 [&](const DateSaid& date) { return date.day < movement.day; });
  if (near.size() == rest.size() && against_movements && later) return false;
  return IsOutOf(movement, rest);
}

// Whether five or more totals, and four of five, are of one day, and this one of another month.
bool IsOtherTotal(const DateSaid& total, const Dates& all) {
  for (const DateSaid& day : all) {
    int same = 0;
    int totals = 0;
    for (const DateSaid& date : all) {
      if (!date.total) continue;
      ++totals;
      if (day.total && date.day == day.day) ++same;
    }
    if (same >= 5 && same * 5 >= totals * 4) return std::abs(total.day - day.day) > 31;
  }
  return false;
}

}  // namespace

std::vector<Found> MixedDatesOf(const Log& log, const ViewQuery& query) {
  const std::uint64_t known_at = query.known_at.value;
  std::vector<Found> found;
  for (const auto& [id, report] : log.reports) {
    Dates dates;
    bool known = false;
    for (std::uint64_t p = 0; log.Holds(p, known_at); ++p) {
      if (log.records[p].report() != id) continue;
      known = true;
      if (!Admits(query.lens, log, known_at, p)) continue;
      const std::optional<DateSaid> date = DateAt(log, p);
      if (date) dates.push_back(*date);
    }
    if (!known) continue;
    const Dates given = dates;
    const v1::Report reads = CorrectedReport(log, known_at, id);
    if (reads.has_published()) dates.push_back({0, int(reads.published().best()), false, false});
    Found unlike{"mixed-dates", {}, std::nullopt, std::nullopt};
    for (const DateSaid& date : given) {
      const bool movement = date.moves && IsUnlikeTheRest(date, dates);
      if (!movement && !(date.total && IsOtherTotal(date, given))) continue;
      unlike.positions.push_back(date.position);
      if (!unlike.on) unlike.on = date.day;
    }
    if (unlike.on) found.push_back(unlike);
  }
  return found;
}

}  // namespace muster::model
