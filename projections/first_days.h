// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// FirstDays: for each named post the first day that a movement there may have been on, as known at
// any state of knowledge.
#ifndef MUSTER_PROJECTIONS_FIRST_DAYS_H_
#define MUSTER_PROJECTIONS_FIRST_DAYS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "projections/fact_table.h"

namespace muster {

// Safe for concurrent use as long as the table does not change.
class FirstDays {
 public:
  // Fewer movements are gone through as quickly; more marks take more memory than time.
  static constexpr std::size_t kRowsMin = 50000;
  static constexpr std::size_t kMarksMax = 32;

  // `facts` outlives the object and is not changed meanwhile. `rows_a_mark`: after how many rows
  // what is known by then is kept, 0 for never.
  FirstDays(const FactTable& facts, std::size_t rows_a_mark)
      : facts_(facts), rows_a_mark_(rows_a_mark) {}
  explicit FirstDays(const FactTable& facts) : FirstDays(facts, RowsOfMark(facts)) {}

  // By named post, kNeverDay where there is none.
  std::vector<FactDay> At(FactPosition known_at) const;

 private:
  static std::size_t RowsOfMark(const FactTable& facts) {
    const std::size_t rows = facts.movements().size();
    return rows < kRowsMin ? 0 : rows / kMarksMax + 1;
  }
  // Takes note of the rows [begin, end) that hold at `known_at`, those corrected later included or
  // not.
  void AddRows(std::size_t begin, std::size_t end, FactPosition known_at, bool corrected,
               std::vector<FactDay>& days) const;
  void AddRow(std::size_t row, std::vector<FactDay>& days) const;
  void Mark() const;

  const FactTable& facts_;
  const std::size_t rows_a_mark_;
  // Whoever asks once only does not wait for the marks to be made.
  mutable std::atomic<bool> asked_ = false;
  mutable std::once_flag marked_;
  // By the rows before each mark that are never corrected; and the others.
  mutable std::vector<std::vector<FactDay>> marks_;
  mutable std::vector<std::uint32_t> corrected_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FIRST_DAYS_H_
