// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/findings/finding_words.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "ledger/status.h"
#include "muster/v1/strength.pb.h"

namespace muster {
namespace {

// More records than this are counted, not listed.
constexpr std::size_t kRecordsListed = 5;

ScopeValues ValuesOf(const ScopeConditions& scope, const Names& names) {
  ScopeValues dimensions;
  for (int i = 0; i < kDimensions; ++i) {
    if (scope.values[i].empty()) continue;
    std::vector<std::string> values;
    for (const NameId value : scope.values[i]) values.push_back(names[value]);
    dimensions.emplace_back(DimensionName(static_cast<Dimension>(i)), std::move(values));
  }
  return dimensions;
}

}  // namespace

Finding NewFinding(std::string_view kind, std::vector<Position> positions) {
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  Finding finding;
  finding.finding = kind;
  finding.weight = WeightOf(kind);
  finding.positions = std::move(positions);
  return finding;
}

std::vector<Position> PositionsOf(std::span<const FactPosition> roots) {
  std::vector<Position> positions;
  positions.reserve(roots.size());
  for (const FactPosition root : roots) positions.push_back(Position{root});
  return positions;
}

std::string RecordsText(std::span<const Position> positions) {
  if (positions.empty()) return "no record";
  if (positions.size() == 1) return fmt::format("record {}", positions.front().value);
  const bool all = positions.size() <= kRecordsListed;
  const std::size_t listed = all ? positions.size() - 1 : kRecordsListed - 1;
  std::string text = "records ";
  for (std::size_t i = 0; i < listed; ++i) {
    text.append(fmt::format("{}{}", i == 0 ? "" : ", ", positions[i].value));
  }
  if (all) return text + fmt::format(" and {}", positions.back().value);
  return text + fmt::format(" and {} more", positions.size() - listed);
}

std::string IntervalText(const Interval& interval) {
  if (interval.least == interval.most) return fmt::format("{}", interval.best);
  const std::string least =
      interval.least == Interval::kNoLeast ? "" : fmt::format("{}", interval.least);
  const std::string most =
      interval.most == Interval::kNoMost ? "" : fmt::format("{}", interval.most);
  return least + ".." + most;
}

Interval StatedInterval(const v1::Strength& strength) {
  return {strength.least(), strength.best(),
          strength.has_most() ? std::int64_t{strength.most()} : Interval::kNoMost};
}

bool IsUnknown(const v1::Strength& strength) {
  return strength.least() == 0 && strength.best() == 0 && !strength.has_most();
}

std::string FactDayText(FactDay day) {
  return day <= kOpenFactDay ? "the beginning" : FormatDay(Day{day});
}

std::string ScopeText(const ScopeValues& scope) {
  std::vector<std::string> parts;
  for (const auto& [dimension, values] : scope) {
    parts.push_back(fmt::format("{}={}", dimension, fmt::join(values, " or ")));
  }
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string ScopeText(const ScopeConditions& scope, const Names& names) {
  return ScopeText(ValuesOf(scope, names));
}

void SetScope(const ScopeConditions& scope, const Names& names, Finding* finding) {
  finding->scope = ValuesOf(scope, names);
}

}  // namespace muster
