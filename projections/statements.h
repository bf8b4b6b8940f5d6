// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Statements: what events say that moves nobody, as it reads at every known-at: claims, pledges,
// dispatches, mandates and statements; and musters, which beside their facts are statements, too.
#ifndef MUSTER_PROJECTIONS_STATEMENTS_H_
#define MUSTER_PROJECTIONS_STATEMENTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/fact_table.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// The number of the event's field in v1::Event.
enum class StatementKind : std::uint8_t {
  kMandate = 2,
  kDispatch = 10,
  kPledge = 11,
  kClaim = 12,
  kMuster = 13,
  kStatement = 14,
};

// For the known-ats of `known`, the event of the chain `root` reads so.
struct StatementRow {
  Span known;
  FactPosition root = 0;
  StatementKind kind = StatementKind::kClaim;
  std::string reading;  // a serialised v1::Event
  friend bool operator==(const StatementRow&, const StatementRow&) = default;
};

// Whether an event is a statement in this sense.
bool IsStatement(const v1::Event& event);

// Thread-compatible.
class Statements {
 public:
  // From the record at `at` on, the chain `root` reads `reading`; null or another kind of event: it
  // says nothing any more. Returns the number of the row that this ended, or kNone. REQUIRES: `at`
  // is not below that of any row.
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t Set(FactPosition at, FactPosition root, const v1::Event* reading);

  // Rows in the order of `known.from`.
  const std::vector<StatementRow>& rows() const { return rows_; }
  // Appends a row, for codecs and derived tables. REQUIRES: as Set.
  void Add(StatementRow row);

  // Calls `visit` with what stands at `known_at` of the given kinds (none: of all), by the first
  // positions of their chains. Errors: DATA_LOSS if a row does not parse; what `visit` returns.
  using Visitor = std::function<Status(Position root, const v1::Event& reading)>;
  Status ForEach(FactPosition known_at, std::initializer_list<StatementKind> kinds,
                 const Visitor& visit) const;

 private:
  std::size_t FindOpen(FactPosition root) const;

  std::vector<StatementRow> rows_;
  // Of chains whose open row another record than their first brought: that record.
  std::unordered_map<FactPosition, FactPosition> opened_at_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STATEMENTS_H_
