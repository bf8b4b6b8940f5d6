// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Reference index: for each mission, place and contingent the first record that names it. What
// nothing names may be retracted; for the rest, the search for what still depends on it begins
// there.
#ifndef MUSTER_LEDGER_REFERENCE_INDEX_H_
#define MUSTER_LEDGER_REFERENCE_INDEX_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event_names.h"
#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "ledger/string_pool.h"

namespace muster {

// Thread-compatible. Changes are made at once, and kept by Commit or undone by Rollback.
class ReferenceIndex {
 public:
  // Takes over an entry of Table::kNames while the ledger opens. Errors: DATA_LOSS.
  Status Restore(std::string_view key, std::string_view value);

  // The record at `position` names `id`.
  void Note(NameKind kind, std::string_view id, Position position);

  // Every record that names `id` is at this position or above; nullopt: none does.
  std::optional<Position> First(NameKind kind, std::string_view id) const;

  // Adds to `entries` what the changes write to Table::kNames.
  void Write(std::vector<TableEntry>& entries) const;
  void Commit() { added_.clear(); }
  void Rollback();

  // The first byte of a key in Table::kNames; then the kind and the id.
  inline static constexpr char kNamesPrefix = 'u';

 private:
  static std::string KeyOf(NameKind kind, std::string_view id);

  StringMap<Position> first_;
  std::vector<std::string> added_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_REFERENCE_INDEX_H_
