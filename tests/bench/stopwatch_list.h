// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// How long single answers of a ledger take within a process.
#ifndef MUSTER_TESTS_BENCH_STOPWATCH_LIST_H_
#define MUSTER_TESTS_BENCH_STOPWATCH_LIST_H_

#include <cstdint>
#include <string>

#include "ledger/ledger.h"
#include "ledger/status.h"
#include "projections/views.h"

namespace muster {

// One line of JSON, milliseconds of each of the repetitions:
// {"headcount_now":[…],"headcount_random":[…], "proof":[…],"timeline":[…],"why":[…]}; "why_events"
// are how many each listed. Days, known-ats and positions are random, out of `seed`; the timeline
// is that of the whole history by month and contributor.
StatusOr<std::string> TimeAnswers(const Ledger& ledger, const Views& views, std::uint64_t seed);

}  // namespace muster

#endif  // MUSTER_TESTS_BENCH_STOPWATCH_LIST_H_
