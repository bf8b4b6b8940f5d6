// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/first_days.h"

#include <algorithm>

namespace muster {

void FirstDays::AddRow(std::size_t row, std::vector<FactDay>& days) const {
  const Movements& m = facts_.movements();
  FactDay& from = days[m.from[row]];
  FactDay& to = days[m.to[row]];
  from = std::min(from, m.earliest[row]);
  to = std::min(to, m.earliest[row]);
}

void FirstDays::AddRows(std::size_t begin, std::size_t end, FactPosition known_at, bool corrected,
                        std::vector<FactDay>& days) const {
  const Movements& m = facts_.movements();
  for (std::size_t row = begin; row < end; ++row) {
    const FactPosition until = m.known_until[row];
    if (until == kStillTrue || (corrected && until >= known_at)) AddRow(row, days);
  }
}

void FirstDays::Mark() const {
  const Movements& m = facts_.movements();
  std::vector<FactDay> days(facts_.posts.size(), kNeverDay);
  for (std::size_t begin = 0; begin < m.size(); begin += rows_a_mark_) {
    marks_.push_back(days);
    AddRows(begin, std::min(begin + rows_a_mark_, m.size()), 0, /*corrected=*/false, days);
  }
  for (std::size_t row = 0; row < m.size(); ++row) {
    if (m.known_until[row] != kStillTrue) corrected_.push_back(static_cast<std::uint32_t>(row));
  }
}

std::vector<FactDay> FirstDays::At(FactPosition known_at) const {
  const Movements& m = facts_.movements();
  const std::size_t known = m.CountKnown(known_at);
  if (known == 0 || rows_a_mark_ == 0 || !asked_.exchange(true)) {
    std::vector<FactDay> days(facts_.posts.size(), kNeverDay);
    AddRows(0, known, known_at, /*corrected=*/true, days);
    return days;
  }
  std::call_once(marked_, [this] { Mark(); });
  const std::size_t mark = (known - 1) / rows_a_mark_;
  std::vector<FactDay> days = marks_[mark];
  AddRows(mark * rows_a_mark_, known, known_at, /*corrected=*/false, days);
  for (const std::uint32_t row : corrected_) {
    if (row >= known) break;
    if (m.known_until[row] >= known_at) AddRow(row, days);
  }
  return days;
}

}  // namespace muster
