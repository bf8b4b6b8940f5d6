// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a check must find, by the rules of docs/findings, for the kinds that can be stated
// obviously: overdrawn, above-authorised, outside-mandate, muster-unexplained, musters-differ,
// claim-disagrees, dispatch-without-arrival, strength-unknown; and published-before, as far as
// events without corrections show it.
#ifndef MUSTER_TESTS_MODEL_MODEL_FINDINGS_H_
#define MUSTER_TESTS_MODEL_MODEL_FINDINGS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "projections/view.h"
#include "tests/model/model_log.h"

namespace muster::model {

struct Found {
  std::string finding;
  std::vector<std::uint64_t> positions;  // ascending
  std::optional<int> on;
  std::optional<int> until;
};
// "overdrawn [6, 9] 19899..19910".
std::string Show(const Found& found);

// Every finding of the kinds above but published-before, and of those of
// model_statement_findings.h, as shown, for the known-at and the lens of `query`; `on` is the day
// of the check.
std::multiset<std::string> FindingsOf(const Log& log, const ViewQuery& query, Day on);

// The positions of events that are dated after their own report was published; of those only that
// no correction is about, and that are none themselves.
std::set<std::uint64_t> DatedAhead(const Log& log, const ViewQuery& query);
// Whether DatedAhead speaks of a position.
bool IsPlain(const Log& log, const ViewQuery& query, std::uint64_t position);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_FINDINGS_H_
