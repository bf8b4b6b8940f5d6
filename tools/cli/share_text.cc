// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/share_text.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/excerpt.h"
#include "tools/cli/people_text.h"
#include "tools/cli/reason_text.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

// A muster of many lines is told by its beginning; `show` has it whole.
constexpr std::size_t kShareBytesMax = 160;

bool IsExact(const People& people) {
  return people.least == people.best && people.most == people.best;
}

// Whether one column is enough: every share is the same for all three numbers.
bool IsExact(const Reasons& reasons) {
  return IsExact(reasons.total.strength) &&
         std::all_of(reasons.lines.begin(), reasons.lines.end(),
                     [](const Reason& reason) { return IsExact(reason.share); });
}

// A share of a bound that is not there is without limit.
std::string ShareCell(const std::optional<std::int64_t>& number, const People& of,
                      std::string_view limit) {
  if (!of.best) return "-";
  return number ? fmt::format("{}", *number) : std::string(limit);
}

void AddShareCells(const People& share, bool exact, bool is_floor, std::vector<std::string>& row) {
  if (exact) {
    row.push_back(BestText(share));
    return;
  }
  row.push_back(ShareCell(share.least, share, is_floor ? "\u221E" : "-\u221E"));
  row.push_back(ShareCell(share.best, share, ""));
  row.push_back(ShareCell(share.most, share, "\u221E"));
}

std::string NumbersText(const Reason& reason) {
  std::vector<std::string_view> numbers;
  if (reason.in_least) numbers.push_back("least");
  if (reason.in_best) numbers.push_back("best");
  if (reason.in_most) numbers.push_back("most");
  return fmt::format("{}", fmt::join(numbers, " and "));
}

std::string LineText(const Reasons& reasons, const Reason& reason) {
  std::string text = Excerpt(ReasonText(reasons, reason), kShareBytesMax);
  if (reasons.both_walks && reason.kind == Reason::Kind::kSetting) {
    text += fmt::format(" (for {}; covers {} {})", NumbersText(reason), reason.covered,
                        reason.covered == 1 ? "post" : "posts");
  }
  return text;
}

}  // namespace

std::string ReasonPositionText(const Reasons& reasons, const Reason& reason) {
  return reason.event ? fmt::format("{}", reasons.events[*reason.event].position.value) : "";
}

std::string SharesTable(const Reasons& reasons, const Style& style) {
  const bool exact = IsExact(reasons);
  std::vector<Column> columns = {{"record", Align::kRight}, {"date"}, {"what"}};
  if (exact) {
    columns.push_back({"share", Align::kRight});
  } else {
    for (const char* name : {"least", "best", "most"}) columns.push_back({name, Align::kRight});
  }
  TextTable table(std::move(columns));
  for (const Reason& reason : reasons.lines) {
    const bool is_floor = reason.kind == Reason::Kind::kFloor;
    std::vector<std::string> row = {ReasonPositionText(reasons, reason),
                                    is_floor ? "" : FormatDay(reason.best),
                                    LineText(reasons, reason)};
    AddShareCells(reason.share, exact, is_floor, row);
    table.AddRow(std::move(row));
  }
  std::vector<std::string> total = {"total", "", ""};
  AddShareCells(reasons.total.strength, exact, false, total);
  table.AddTotal(std::move(total));
  return table.ToText(style);
}

}  // namespace muster
