// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Edition changes: what becomes of the events of a table where earlier editions of it are in the
// ledger. Rows are told apart by the map's key, and those of one key by their order. Of a row that
// says what it said, nothing is left; one that says something else amends its event; one that is
// new stays. What is not in the table any more is told at the end.
#ifndef MUSTER_TOOLS_TABLE_EDITION_CHANGES_H_
#define MUSTER_TOOLS_TABLE_EDITION_CHANGES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/refusal.h"
#include "ledger/status.h"
#include "tools/table/event_digest.h"
#include "tools/table/row_mapper.h"
#include "tools/table/table_editions.h"
#include "tools/table/table_events.h"

namespace muster {

// An event of an earlier edition.
struct EarlierEvent {
  Position position;
  std::string kind;
  std::string key;  // for people
};

struct EditionSummary {
  std::uint64_t unchanged = 0;                   // events that say what they said
  std::map<std::string, std::uint64_t> changed;  // amended, by the field; "kind" for another
  std::vector<EarlierEvent> vanished;            // that the table does not have any more
  std::vector<EarlierEvent> withdrawn;           // retracted by somebody, and left so
};

// Thread-compatible. Memory: some 200 bytes for each event of the earlier editions.
class EditionChanges {
 public:
  // Reads the earlier editions from the ledger by the same map. What the map cannot do with them
  // goes to `refusals`, named `map_file`. `editions` must outlive it. Errors: FAILED_PRECONDITION
  // if one was blacked out, or was appended by a map that makes other events of its rows;
  // DATA_LOSS.
  static StatusOr<std::unique_ptr<EditionChanges>> Read(
      const Ledger& ledger, const TableEditions& editions, const TableForm& form,
      const std::string& map_file, const Node& map, Refusals& refusals,
      const std::function<void(std::uint64_t done, std::uint64_t total)>& progress);

  // To be called before the table is gone through, each time.
  void Begin();
  // The events to append in the place of those of one row or group.
  std::vector<MappedEvent> Apply(std::vector<MappedEvent> events);
  // After the last of them: what was found, with what is no longer there in the order of the log.
  EditionSummary Finish() const;

 private:
  static constexpr std::uint32_t kNever = UINT32_MAX;

  // An event that some edition has, as the last of them has it.
  struct Unit {
    std::uint32_t rule = 0;
    std::uint32_t kind = 0;  // of names_
    std::uint32_t edition = kNever;
    bool seen = false;
    std::optional<Position> position;  // nullopt if it was not appended
    std::vector<FieldDigest> fields;
  };
  // A record of an edition.
  struct Recorded {
    std::uint64_t begin = 0;  // of its evidence
    Position position;
    std::uint32_t kind = 0;
    bool taken = false;
  };

  Status ReadRecords(const Ledger& ledger, const TableEditions& editions);
  Status Learn(std::uint32_t edition, const TableSource& table, const TableMap& map,
               const std::function<void(std::uint64_t, std::uint64_t)>& progress);
  Status LearnEvents(std::uint32_t edition, const TableSource& table,
                     const std::vector<MappedEvent>& events);
  // The record of an event that its edition was the first to have; nullopt if there is none.
  StatusOr<std::optional<Position>> TakeRecord(std::uint32_t edition, const TableSource& table,
                                               const MappedEvent& event);
  // The numbers of the units of the events, in their order; for one that is new a unit is added if
  // `add`, else it has none.
  std::vector<std::optional<std::size_t>> Match(const std::vector<MappedEvent>& events, bool add);
  std::optional<MappedEvent> Change(MappedEvent event, Unit& unit);

  FieldNames names_;
  std::vector<Unit> units_;
  std::unordered_map<std::string, std::vector<std::size_t>> keys_;
  std::vector<std::vector<Recorded>> records_;  // of each edition, by begin, then position
  std::unordered_set<std::uint64_t> retracted_;
  std::uint32_t last_ = 0;
  EditionSummary summary_;
  std::unordered_set<std::size_t> withdrawn_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_EDITION_CHANGES_H_
