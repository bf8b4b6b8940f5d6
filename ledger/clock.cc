// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/clock.h"

#include <optional>

namespace muster {
namespace {

using std::chrono::microseconds;

class WallClock : public Clock {
 public:
  Time Now() override { return std::chrono::floor<microseconds>(std::chrono::system_clock::now()); }
};

// Takes a text apart from its beginning.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }

  // Exactly `digits` decimal digits.
  std::optional<int> Number(std::size_t digits) {
    if (rest_.size() < digits) return std::nullopt;
    int number = 0;
    for (const char digit : rest_.substr(0, digits)) {
      if (digit < '0' || digit > '9') return std::nullopt;
      number = 10 * number + (digit - '0');
    }
    rest_.remove_prefix(digits);
    return number;
  }

  // The next character, if it is one of `choices`; else 0.
  char OneOf(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_.front()) == std::string_view::npos) return 0;
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }

 private:
  std::string_view rest_;
};

// The digits after the point, cut to microseconds. At least one digit.
std::optional<microseconds> ScanFraction(Scanner& scanner) {
  int micros = 0;
  int digits = 0;
  while (const std::optional<int> digit = scanner.Number(1)) {
    if (digits < 6) micros = 10 * micros + *digit;
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 6; ++digits) micros *= 10;
  return microseconds(micros);
}

// "Z", "+01:00", "-00:00".
std::optional<std::chrono::minutes> ScanOffset(Scanner& scanner) {
  if (scanner.OneOf("Zz") != 0) return std::chrono::minutes(0);
  const char sign = scanner.OneOf("+-");
  if (sign == 0) return std::nullopt;
  const std::optional<int> hours = scanner.Number(2);
  if (!hours || *hours > 23 || scanner.OneOf(":") == 0) return std::nullopt;
  const std::optional<int> minutes = scanner.Number(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const std::chrono::minutes offset(60 * *hours + *minutes);
  return sign == '-' ? -offset : offset;
}

std::optional<std::chrono::sys_days> ScanDay(Scanner& scanner) {
  const std::optional<int> year = scanner.Number(4);
  if (!year || scanner.OneOf("-") == 0) return std::nullopt;
  const std::optional<int> month = scanner.Number(2);
  if (!month || scanner.OneOf("-") == 0) return std::nullopt;
  const std::optional<int> day = scanner.Number(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

// A second of 60 is the leap second; it counts as the first instant of the next minute, as in POSIX
// time.
std::optional<microseconds> ScanTimeOfDay(Scanner& scanner) {
  const std::optional<int> hour = scanner.Number(2);
  if (!hour || *hour > 23 || scanner.OneOf(":") == 0) return std::nullopt;
  const std::optional<int> minute = scanner.Number(2);
  if (!minute || *minute > 59 || scanner.OneOf(":") == 0) return std::nullopt;
  const std::optional<int> second = scanner.Number(2);
  if (!second || *second > 60) return std::nullopt;
  microseconds time =
      std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
  if (scanner.OneOf(".,") != 0) {
    const std::optional<microseconds> fraction = ScanFraction(scanner);
    if (!fraction) return std::nullopt;
    if (*second < 60) time += *fraction;
  }
  return time;
}

std::optional<Time> Scan(std::string_view text) {
  Scanner scanner(text);
  const std::optional<std::chrono::sys_days> day = ScanDay(scanner);
  if (!day || scanner.OneOf("Tt ") == 0) return std::nullopt;
  const std::optional<microseconds> time_of_day = ScanTimeOfDay(scanner);
  if (!time_of_day) return std::nullopt;
  const std::optional<std::chrono::minutes> offset = ScanOffset(scanner);
  if (!offset || !scanner.AtEnd()) return std::nullopt;
  return Time(*day) + *time_of_day - *offset;
}

}  // namespace

Clock& SystemClock() {
  static WallClock clock;
  return clock;
}

Day DayOf(Time time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  return Day{static_cast<std::int32_t>(days.time_since_epoch().count())};
}

std::string FormatTime(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<microseconds> clock(time - day);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0) {
    text += fmt::format(".{:06}", clock.subseconds().count());
  }
  return text + "Z";
}

StatusOr<Time> ParseTime(std::string_view text) {
  const std::optional<Time> time = Scan(text);
  if (!time) {
    return InvalidArgument("'{}' is not a time; write it as in 2025-01-18T12:00:00Z", text);
  }
  return *time;
}

}  // namespace muster
