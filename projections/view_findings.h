// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a check is asked, and what it finds.
//
// Thread-safety: plain values; pure functions.
#ifndef MUSTER_PROJECTIONS_VIEW_FINDINGS_H_
#define MUSTER_PROJECTIONS_VIEW_FINDINGS_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"

namespace muster {

// In ascending order, so that weights can be compared.
enum class Weight { kNote, kWarning, kError };

// "note", "warning", "error".
std::string_view WeightName(Weight weight);
// The weight of a kind of finding. REQUIRES: `finding` is one of kFindingNames.
Weight WeightOf(std::string_view finding);

// Something wrong, contradictory or unproved, with the records that show it.
struct Finding {
  std::string finding;  // one of kFindingNames
  Weight weight = Weight::kNote;
  // The records that show it, ascending, each once. With the name they are the finding's identity:
  // a resolution that names both settles it.
  std::vector<Position> positions;
  // The day on which it begins, and the last day on which it holds; nullopt where it has none.
  std::optional<Day> on;
  std::optional<Day> until;
  // Dimensions with their values, of which any will do; empty where it is about no scope.
  std::vector<std::pair<std::string, std::vector<std::string>>> scope;
  // Sentences without a final stop: what is wrong, and what to do.
  std::string message;
  std::string remedy;
  // The resolution that settles it.
  std::optional<Position> settled_by;
};

struct Findings {
  // The weightiest first, then in the order of kFindingNames, by day, by positions.
  std::vector<Finding> findings;
  // The lens admits some record; without one there was nothing to check.
  bool admits_any = false;
};

struct CheckRequest {
  // The day on which it is judged what is missing or old.
  Day on;
  // Kinds of findings; empty: all.
  std::vector<std::string> only;
  // Kinds that are left out.
  std::vector<std::string> ignore;
  // Told how many of the kinds have been looked for. May be empty.
  std::function<void(std::size_t done, std::size_t kinds)> progress = {};

  bool Wants(std::string_view finding) const;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_FINDINGS_H_
