// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TargetFinder: the event or the field report that a person names in a question, as the targets of
// corrections are named (DESIGN section 2).
#ifndef MUSTER_PROJECTIONS_TARGET_FINDER_H_
#define MUSTER_PROJECTIONS_TARGET_FINDER_H_

#include <string_view>
#include <variant>

#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/target_text.h"
#include "projections/effective_set.h"
#include "projections/record_source.h"

namespace muster {

// The first member of an event's chain, or a report's id.
using FoundTarget = std::variant<Position, Hash>;

// Thread-compatible.
class TargetFinder {
 public:
  // All outlive the finder. REQUIRES: known_at <= set.size().
  TargetFinder(const RecordSource& source, const EffectiveSet& set, LogSize known_at)
      : source_(source), set_(set), known_at_(known_at) {}

  // An event by a position or an event id of any record about it, or by words, which fit events as
  // corrected and not retracted; a report by "report SHA", "report:SHA" or the beginning of its id
  // or its document's digest. Words cost a scan of the facts. Errors: INVALID_ARGUMENT if there is
  // none such or several, saying what there is; those of the source.
  StatusOr<FoundTarget> Find(std::string_view text) const;

 private:
  StatusOr<FoundTarget> ByPosition(std::string_view digits) const;
  StatusOr<FoundTarget> ByEventId(const TargetText& target) const;
  StatusOr<FoundTarget> ByReport(std::string_view hex) const;
  StatusOr<FoundTarget> ByRegistration(std::string_view kind, std::string_view name) const;
  StatusOr<FoundTarget> ByWords(const TargetText& target) const;
  StatusOr<FoundTarget> ChainOf(Position position) const;

  const RecordSource& source_;
  const EffectiveSet& set_;
  const LogSize known_at_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_TARGET_FINDER_H_
