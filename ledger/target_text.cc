// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/target_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <set>
#include <tuple>

#include "ledger/ascii.h"
#include "ledger/report_store.h"

namespace muster {

bool IsHex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

TargetText ReadTargetText(std::string_view text) {
  using Form = TargetText::Form;
  text = Trimmed(text);
  if (IsDigits(text)) return {Form::kPosition, {}, text, {}};
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos && slash >= kReportPrefixDigits &&
      IsHex(text.substr(0, slash)) && IsDigits(text.substr(slash + 1))) {
    return {Form::kEventId, {}, text.substr(0, slash), text.substr(slash + 1)};
  }
  const auto first =
      static_cast<std::size_t>(std::find_if(text.begin(), text.end(), IsSpace) - text.begin());
  if (first == text.size()) return {Form::kOther, {}, text, {}};
  const std::string_view kind = text.substr(0, first);
  if (kind == "mission" || kind == "place" || kind == "contingent") {
    return {Form::kRegistration, kind, Trimmed(text.substr(first)), {}};
  }
  std::size_t last = text.size();
  while (!IsSpace(text[last - 1])) --last;
  const std::string_view name = Trimmed(text.substr(first, last - first));
  if (name.empty()) return {Form::kOther, {}, text, {}};
  return {Form::kWords, kind, name, text.substr(last)};
}

std::string NearestTargets(std::string_view kind, std::string_view name, Day day,
                           const std::vector<NamedEvent>& events) {
  constexpr std::size_t kTold = 3;
  std::set<std::tuple<std::int64_t, Position, Day>> nearest;
  for (const NamedEvent& event : events) {
    nearest.emplace(std::abs(std::int64_t{event.best.value} - day.value), event.root, event.best);
    if (nearest.size() > kTold) nearest.erase(std::prev(nearest.end()));
  }
  std::vector<std::string> told;
  for (const auto& [distance, root, best] : nearest) {
    told.push_back(fmt::format("`{} {} {}` (at {})", kind, name, FormatDay(best), root.value));
  }
  return told.empty() ? std::string(kTargetForms)
                      : fmt::format("there is {}", fmt::join(told, ", "));
}

}  // namespace muster
