// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The words that several kinds of findings share.
//
// Thread-safety: pure functions.
#ifndef MUSTER_PROJECTIONS_FINDINGS_FINDING_WORDS_H_
#define MUSTER_PROJECTIONS_FINDINGS_FINDING_WORDS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "projections/fact_table.h"
#include "projections/interval.h"
#include "projections/reach.h"
#include "projections/view_claims.h"
#include "projections/view_findings.h"

namespace muster {

namespace v1 {
class Strength;
}  // namespace v1

// A finding of a kind with its weight; the positions are sorted, each once.
Finding NewFinding(std::string_view kind, std::vector<Position> positions);

std::vector<Position> PositionsOf(std::span<const FactPosition> roots);

// "record 9", "records 9 and 12", "records 9, 12, 15 and 8 more".
std::string RecordsText(std::span<const Position> positions);

// "-17", "600..617", "201..".
std::string IntervalText(const Interval& interval);

// A strength as an interval.
Interval StatedInterval(const v1::Strength& strength);
// Whether it says nothing: `unknown`.
bool IsUnknown(const v1::Strength& strength);

// "2025-01-18", or "the beginning" of time.
std::string FactDayText(FactDay day);

// A scope for a reader: "mission=MSS-HTI contributor=KEN or JAM", and as the field of a finding.
std::string ScopeText(const ScopeValues& scope);
std::string ScopeText(const ScopeConditions& scope, const Names& names);
void SetScope(const ScopeConditions& scope, const Names& names, Finding* finding);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FINDINGS_FINDING_WORDS_H_
