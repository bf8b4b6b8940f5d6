// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// FactTable: what the events come down to, movements and settings, in columns that are scanned
// fast; and beside them statements, which count nobody. It holds all states of knowledge at once:
// each row has the known-ats for which it is true.
#ifndef MUSTER_PROJECTIONS_FACT_TABLE_H_
#define MUSTER_PROJECTIONS_FACT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "projections/fact_column.h"
#include "projections/names.h"
#include "projections/posts.h"
#include "projections/reach.h"

namespace muster {

// A strength in a fact. Unit: people.
struct Amount {
  static constexpr std::uint32_t kNoMost = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t least = 0;
  std::uint32_t best = 0;
  std::uint32_t most = 0;  // kNoMost where there is no upper bound
  friend bool operator==(const Amount&, const Amount&) = default;
};

// A position in the log; a table of facts reaches 2^32 - 1 records.
using FactPosition = std::uint32_t;
inline constexpr FactPosition kStillTrue = std::numeric_limits<FactPosition>::max();

// Days since 1970-01-01. The open beginning of a date is a day of its own, above "never".
using FactDay = std::int32_t;
inline constexpr FactDay kNeverBefore = std::numeric_limits<FactDay>::min();
inline constexpr FactDay kOpenFactDay = kNeverBefore + 1;
inline constexpr FactDay kNeverDay = std::numeric_limits<FactDay>::max();

struct FactDate {
  FactDay earliest = 0;
  FactDay best = 0;
  FactDay latest = 0;
  friend bool operator==(const FactDate&, const FactDate&) = default;
};

// What of_which says: the strengths of named parts.
struct FactPart {
  NameId name = kNoName;
  Amount amount;
  bool best_stated = false;
  friend auto operator==(const FactPart&, const FactPart&) -> bool = default;
};
using FactParts = std::vector<FactPart>;

// Why people came or went, by the numbers of the schema; 0 where it is not said.
struct Circumstances {
  std::uint8_t reason = 0;  // of an arrival or a departure; of a loss, its kind
  std::uint8_t cause = 0;   // of a loss
  friend auto operator<=>(const Circumstances&, const Circumstances&) = default;
};

enum class MovementKind : std::uint8_t { kArrival, kAssignment, kDeparture, kLoss, kTransfer };

// A strength that goes from one post to another. An assignment with `until` is two movements, one
// after the other in the table.
struct MovementRow {
  enum Leg : std::uint8_t { kSingle, kOut, kBack };
  FactPosition root = 0;  // of the event's chain; its place in the order
  FactDate date;
  NamedPostId from = kAbroad;
  NamedPostId to = kAbroad;
  Amount amount;
  MovementKind kind = MovementKind::kArrival;
  Leg leg = kSingle;
  FactParts parts;
  Circumstances circumstances;
  friend bool operator==(const MovementRow&, const MovementRow&) = default;
};

// A level that is set: one line of a muster, its whole, the rest of a complete one, or a departure
// of all. Without what of_which says.
struct SettingFact {
  FactPosition root = 0;
  FactDay day = 0;            // at whose closing it acts
  std::uint32_t written = 0;  // its place among the settings of its event
  ReachId reach = 0;
  Amount amount;
  bool best_stated = false;
  bool departs = false;  // its difference counts as departures
  Circumstances circumstances;
  friend bool operator==(const SettingFact&, const SettingFact&) = default;
};

struct SettingRow : SettingFact {
  FactParts parts;
  friend bool operator==(const SettingRow&, const SettingRow&) = default;
};

// What of an event that moves nobody is kept. The number of the event's field in v1::Event.
enum class StatementKind : std::uint8_t {
  kMandate = 2,
  kDispatch = 10,
  kPledge = 11,
  kClaim = 12,
  kStatement = 14,
};

// An event that says something and moves nobody, as it reads. To be read with ForEachStatement
// (statements.h).
struct StatementRow {
  FactPosition root = 0;
  StatementKind kind = StatementKind::kClaim;
  std::string reading;  // a serialised v1::Event
  friend bool operator==(const StatementRow&, const StatementRow&) = default;
};

// The known-ats for which a row is true: from < known_at <= until.
struct Span {
  FactPosition from = 0;            // the record that brought it
  FactPosition until = kStillTrue;  // the record that replaced it
  bool Holds(FactPosition known_at) const { return from < known_at && known_at <= until; }
  friend bool operator==(const Span&, const Span&) = default;
};

// Movements as columns. Rows are in the order of `known_from`.
struct Movements {
  FactColumn<FactPosition> known_from, known_until, root;
  FactColumn<FactDay> earliest, best_day, latest;
  FactColumn<NamedPostId> from, to;
  FactColumn<std::uint32_t> least, best, most;
  FactColumn<MovementKind> kind;
  FactColumn<MovementRow::Leg> leg;
  FactColumn<std::uint32_t> parts;  // index into FactTable::parts
  FactColumn<Circumstances> circumstances;

  std::size_t size() const { return root.size(); }
  bool Holds(std::size_t row, FactPosition known_at) const {
    return known_from[row] < known_at && known_at <= known_until[row];
  }
  // The rows that records below `known_at` brought are the first ones; this is their number.
  std::size_t CountKnown(FactPosition known_at) const;
};

struct Settings {
  std::vector<Span> known;
  std::vector<SettingFact> rows;
  std::vector<std::uint32_t> parts;  // index into FactTable::parts

  std::size_t size() const { return rows.size(); }
  std::size_t CountKnown(FactPosition known_at) const;
};

// Rows are in the order of `known.from`.
struct Statements {
  std::vector<Span> known;
  std::vector<StatementRow> rows;

  std::size_t size() const { return rows.size(); }
  std::size_t CountKnown(FactPosition known_at) const;
};

// All facts of an event as it reads.
struct Facts {
  std::vector<MovementRow> movements;
  std::vector<SettingRow> settings;
  std::vector<StatementRow> statements;  // at most one
  bool empty() const { return movements.empty() && settings.empty() && statements.empty(); }
  friend bool operator==(const Facts&, const Facts&) = default;
};

// Thread-compatible.
class FactTable {
 public:
  Names names;
  NamedPosts posts;
  Reaches reaches;

  const Movements& movements() const { return movements_; }
  const Settings& settings() const { return settings_; }
  const Statements& statements() const { return statements_; }
  // Lists of parts, one behind the other; the first is empty. Valid until the next row.
  std::span<const FactPart> parts(std::uint32_t index) const {
    return std::span(parts_).subspan(parts_begin_[index],
                                     parts_begin_[index + 1] - parts_begin_[index]);
  }
  std::size_t parts_count() const { return parts_begin_.size() - 1; }

  // Makes room for so many more rows of movements and of settings, if they are at least as many as
  // there are: growing by doubling would have the old and the new in memory at once. Room that is
  // not used takes no memory.
  void Reserve(std::size_t movements, std::size_t settings);

  // Adds the facts that are true from the record at `at` on. REQUIRES: `at` is not below that of
  // any row.
  void Open(FactPosition at, const Facts& facts, FactPosition until = kStillTrue);

  // The facts of the chain `root` that the record at `opened_at` brought and that still hold.
  Facts Standing(FactPosition opened_at, FactPosition root) const;

  // Ends them with the record at `at`. Calls `closed` with the number of each row.
  template <typename ClosedMovement, typename ClosedSetting, typename ClosedStatement>
  void Close(FactPosition opened_at, FactPosition root, FactPosition at,
             ClosedMovement closed_movement, ClosedSetting closed_setting,
             ClosedStatement closed_statement);

  // One row whole, for codecs and derived tables.
  MovementRow Movement(std::size_t row) const;
  SettingRow Setting(std::size_t row) const;
  Span MovementSpan(std::size_t row) const {
    return {movements_.known_from[row], movements_.known_until[row]};
  }
  // Appends one row. REQUIRES: as Open.
  void AddMovement(const Span& known, const MovementRow& row);
  // Takes saved rows, all still true and without parts; then what changes that of one of them.
  // REQUIRES: there are no movements yet.
  void AdoptMovements(Movements movements) { movements_ = std::move(movements); }
  void EndMovement(std::size_t row, FactPosition until) { movements_.known_until[row] = until; }
  void SetMovementParts(std::size_t row, const FactParts& parts) {
    movements_.parts[row] = AddParts(parts);
  }
  void AddSetting(const Span& known, const SettingRow& row);
  void AddStatement(const Span& known, StatementRow row);

 private:
  std::uint32_t AddParts(const FactParts& parts);

  Movements movements_;
  Settings settings_;
  Statements statements_;
  FactParts PartsOf(std::uint32_t index) const;
  std::vector<FactPart> parts_;
  std::vector<std::uint32_t> parts_begin_ = {0, 0};  // and the end of the last
};

template <typename ClosedMovement, typename ClosedSetting, typename ClosedStatement>
void FactTable::Close(FactPosition opened_at, FactPosition root, FactPosition at,
                      ClosedMovement closed_movement, ClosedSetting closed_setting,
                      ClosedStatement closed_statement) {
  for (std::size_t i = movements_.CountKnown(opened_at);
       i < movements_.size() && movements_.known_from[i] == opened_at; ++i) {
    if (movements_.root[i] != root || movements_.known_until[i] != kStillTrue) continue;
    movements_.known_until[i] = at;
    closed_movement(i);
  }
  for (std::size_t i = settings_.CountKnown(opened_at);
       i < settings_.size() && settings_.known[i].from == opened_at; ++i) {
    if (settings_.rows[i].root != root || settings_.known[i].until != kStillTrue) continue;
    settings_.known[i].until = at;
    closed_setting(i);
  }
  for (std::size_t i = statements_.CountKnown(opened_at);
       i < statements_.size() && statements_.known[i].from == opened_at; ++i) {
    if (statements_.rows[i].root != root || statements_.known[i].until != kStillTrue) continue;
    statements_.known[i].until = at;
    closed_statement(i);
  }
}

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FACT_TABLE_H_
