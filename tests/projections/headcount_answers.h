// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Short questions to the projections on a log written by hand.
#ifndef MUSTER_TESTS_PROJECTIONS_HEADCOUNT_ANSWERS_H_
#define MUSTER_TESTS_PROJECTIONS_HEADCOUNT_ANSWERS_H_

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/model/log_builder.h"
#include "tests/projections/log_source.h"

namespace muster {

// The total at the end of a day: "617", "600..617 best 617", "none" of losses only. `where` has
// words "dimension=value".
inline std::string Total(const model::LogBuilder& builder, const std::string& on,
                         const std::string& where = "",
                         std::optional<std::uint64_t> known_at = std::nullopt) {
  ViewQuery query = model::QueryOf(builder, where);
  if (known_at) query.known_at = LogSize{*known_at};
  const LogAnswers answers(builder.log());
  return model::Show(answers.HeadcountOn(model::DayOf(on), query).total.strength);
}

// Every row: "KEN 617 added-up 2025-01-18".
inline std::vector<std::string> Rows(const model::LogBuilder& builder, const std::string& on,
                                     const ViewQuery& query) {
  static const char* const kBases[] = {"added-up", "counted", "losses-only"};
  std::vector<std::string> rows;
  for (const Group& row : LogAnswers(builder.log()).HeadcountOn(model::DayOf(on), query).rows) {
    rows.push_back(fmt::format("{} {} {} {}", fmt::join(row.keys, " "), model::Show(row.strength),
                               kBases[static_cast<int>(row.basis)],
                               row.latest ? FormatDay(*row.latest) : "never"));
  }
  return rows;
}

inline std::vector<std::string> RowsBy(const model::LogBuilder& builder, const std::string& on,
                                       const std::vector<std::string>& by,
                                       std::optional<int> depth = std::nullopt) {
  ViewQuery query = model::QueryOf(builder);
  query.by = by;
  query.depth = depth;
  return Rows(builder, on, query);
}

}  // namespace muster

#endif  // MUSTER_TESTS_PROJECTIONS_HEADCOUNT_ANSWERS_H_
