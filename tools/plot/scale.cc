// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string_view>

#include "tools/plot/text_width.h"

namespace muster {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::int64_t FloorTo(std::int64_t number, std::int64_t step) {
  const std::int64_t rest = ((number % step) + step) % step;
  return number - rest;
}

chrono::year_month_day DateOf(Day day) {
  return chrono::year_month_day(chrono::sys_days(chrono::days(day.value)));
}

Day DayOfDate(chrono::year_month_day date) {
  return {static_cast<std::int32_t>(chrono::sys_days(date).time_since_epoch().count())};
}

enum class Unit { kDays, kWeeks, kMonths, kYears };

struct TickStep {
  Unit unit;
  int count;
};

constexpr TickStep kTickSteps[] = {{Unit::kDays, 1},     {Unit::kWeeks, 1},   {Unit::kMonths, 1},
                                   {Unit::kMonths, 3},   {Unit::kMonths, 6},  {Unit::kYears, 1},
                                   {Unit::kYears, 2},    {Unit::kYears, 5},   {Unit::kYears, 10},
                                   {Unit::kYears, 20},   {Unit::kYears, 50},  {Unit::kYears, 100},
                                   {Unit::kYears, 200},  {Unit::kYears, 500}, {Unit::kYears, 1000},
                                   {Unit::kYears, 2000}, {Unit::kYears, 5000}};

// The first tick on or after a day.
Day FirstTick(Day from, TickStep step) {
  const chrono::year_month_day date = DateOf(from);
  switch (step.unit) {
    case Unit::kDays:
      return from;
    case Unit::kWeeks: {
      const chrono::weekday weekday{chrono::sys_days(date)};
      return from + static_cast<int>((chrono::Monday - weekday).count());
    }
    case Unit::kMonths: {
      int month = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
      int year = static_cast<int>(date.year());
      if (static_cast<unsigned>(date.day()) > 1) ++month;
      month = (month + step.count - 1) / step.count * step.count;
      year += month / 12;
      return DayOfDate(chrono::year(year) / chrono::month(static_cast<unsigned>(month % 12 + 1)) /
                       1);
    }
    case Unit::kYears:
      break;
  }
  const bool begins = date.month() == chrono::January && date.day() == chrono::day(1);
  const std::int64_t year = static_cast<int>(date.year()) + (begins ? 0 : 1);
  return DayOfDate(chrono::year(static_cast<int>(FloorTo(year + step.count - 1, step.count))) / 1 /
                   1);
}

Day NextTick(Day day, TickStep step) {
  switch (step.unit) {
    case Unit::kDays:
      return day + step.count;
    case Unit::kWeeks:
      return day + 7 * step.count;
    case Unit::kMonths:
      return DayOfDate(DateOf(day) + chrono::months(step.count));
    case Unit::kYears:
      break;
  }
  return DayOfDate(DateOf(day) + chrono::years(step.count));
}

std::string LabelOf(Day day, Unit unit) {
  const chrono::year_month_day date = DateOf(day);
  switch (unit) {
    case Unit::kDays:
    case Unit::kWeeks:
      return fmt::format("{}", static_cast<unsigned>(date.day()));
    case Unit::kMonths:
      return std::string(kMonths[static_cast<unsigned>(date.month()) - 1]);
    case Unit::kYears:
      break;
  }
  return fmt::format("{}", static_cast<int>(date.year()));
}

std::string PeriodOf(Day day, Unit unit) {
  const chrono::year_month_day date = DateOf(day);
  const std::string year = fmt::format("{}", static_cast<int>(date.year()));
  switch (unit) {
    case Unit::kDays:
    case Unit::kWeeks:
      return fmt::format("{} {}", kMonths[static_cast<unsigned>(date.month()) - 1], year);
    case Unit::kMonths:
      return year;
    case Unit::kYears:
      break;
  }
  return {};
}

double DaysOf(TickStep step) {
  switch (step.unit) {
    case Unit::kDays:
      return step.count;
    case Unit::kWeeks:
      return 7.0 * step.count;
    case Unit::kMonths:
      return 28.0 * step.count;
    case Unit::kYears:
      break;
  }
  return 365.0 * step.count;
}

// Whether labels in these steps stand apart, those of the periods included.
bool StandApart(TickStep step, double day_width, double font_size, double label_gap) {
  const bool is_day = step.unit == Unit::kDays || step.unit == Unit::kWeeks;
  const double label = TextWidth(is_day                       ? "30"
                                 : step.unit == Unit::kMonths ? "May"
                                                              : "2024",
                                 font_size);
  if (DaysOf(step) * day_width < label + label_gap) return false;
  // A period has at least so many days, and its label stands at its first tick.
  if (step.unit == Unit::kYears) return true;
  const double period = TextWidth(is_day ? "May 2024" : "2024", font_size);
  return (is_day ? 28 - DaysOf(step) : 365 - DaysOf(step)) * day_width >= period + label_gap ||
         DaysOf(step) * day_width >= period + label_gap;
}

}  // namespace

std::vector<std::int64_t> NiceNumbers(std::int64_t low, std::int64_t high, int count_max) {
  std::int64_t step = 1;
  const auto steps = [&] { return (FloorTo(high + step - 1, step) - FloorTo(low, step)) / step; };
  for (std::int64_t power = 1; steps() > count_max; power *= 10) {
    for (const int factor : {1, 2, 5}) {
      step = factor * power;
      if (steps() <= count_max) break;
    }
  }
  std::vector<std::int64_t> numbers;
  for (std::int64_t number = FloorTo(low, step); number < high + step; number += step) {
    numbers.push_back(number);
  }
  if (numbers.size() < 2) numbers.push_back(numbers.back() + step);
  return numbers;
}

std::string NumberLabel(std::int64_t number) {
  const std::string digits = fmt::format("{}", number < 0 ? -number : number);
  std::string label = number < 0 ? "\u2212" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && digits.size() > 4 && (digits.size() - i) % 3 == 0) label += "\u202F";
    label += digits[i];
  }
  return label;
}

std::vector<TimeTick> TimeTicks(Day from, Day to, double day_width, double font_size,
                                double label_gap) {
  const TickStep* step = std::find_if(
      std::begin(kTickSteps), std::end(kTickSteps),
      [&](const TickStep& each) { return StandApart(each, day_width, font_size, label_gap); });
  if (step == std::end(kTickSteps)) --step;
  std::vector<TimeTick> ticks;
  std::string period;
  for (Day day = FirstTick(from, *step); day <= to; day = NextTick(day, *step)) {
    TimeTick tick{day, LabelOf(day, step->unit), PeriodOf(day, step->unit)};
    if (tick.period == period) {
      tick.period.clear();
    } else {
      period = tick.period;
    }
    ticks.push_back(std::move(tick));
  }
  // The first period may be cut off so short that its label would reach into the next one's.
  for (std::size_t i = 1; i < ticks.size(); ++i) {
    if (ticks[i].period.empty()) continue;
    const double room = (ticks[i].on.value - ticks[0].on.value) * day_width;
    const double widths =
        TextWidth(ticks[0].period, font_size) + TextWidth(ticks[i].period, font_size);
    if (room < widths / 2 + label_gap) ticks[0].period.clear();
    break;
  }
  return ticks;
}

}  // namespace muster
