// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/known_at.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "ledger/ascii.h"
#include "ledger/date.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

StatusOr<LogSize> SizeOfNumber(const std::string& text, LogSize size) {
  std::uint64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || number > size.value) {
    return InvalidArgument("known-at {} is beyond the log, which has {} records", text, size.value);
  }
  return LogSize{number};
}

StatusOr<LogSize> SizeOf(const Ledger& ledger, const std::string& text) {
  if (IsDigits(text)) return SizeOfNumber(text, ledger.Head().size);
  const StatusOr<Day> day = ParseDay(text);
  if (day.ok()) {
    const std::chrono::sys_days next{std::chrono::days(day->value + 1)};
    return ledger.SizeAt(Time(next) - std::chrono::microseconds(1));
  }
  const StatusOr<Time> time = ParseTime(text);
  if (time.ok()) return ledger.SizeAt(*time);
  const StatusOr<LogSize> release = ledger.SizeOfRelease(text);
  if (release.ok() || release.status().code() != StatusCode::kNotFound) return release;
  return InvalidArgument(
      "known-at `{}` is no log size, no date (2025-01-18), no time (2025-01-18T12:00:00Z), and {}",
      text, Message(release.status()));
}

}  // namespace

StatusOr<KnownAt> ResolveKnownAt(const Ledger& ledger, const std::optional<std::string>& text) {
  KnownAt known_at{ledger.Head().size, std::nullopt};
  if (text) {
    MUSTER_ASSIGN_OR_RETURN(known_at.size, SizeOf(ledger, *text));
  }
  if (known_at.size.value > 0) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr last,
                            ledger.ReadRecord(Position{known_at.size.value - 1}));
    known_at.time = Time(std::chrono::microseconds(last->recorded_at_us()));
  }
  return known_at;
}

std::string DescribeKnownAt(const KnownAt& known_at) {
  if (!known_at.time) return "known at 0 records";
  return fmt::format("known at {} record{}, the last of {}", known_at.size.value,
                     known_at.size.value == 1 ? "" : "s", FormatTime(*known_at.time));
}

}  // namespace muster
