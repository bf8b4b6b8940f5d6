// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Questions for headcounts, a line of JSON each, and the answers with the time that each took.
#ifndef MUSTER_TESTS_BENCH_QUESTION_LIST_H_
#define MUSTER_TESTS_BENCH_QUESTION_LIST_H_

#include <istream>
#include <ostream>

#include "ledger/status.h"
#include "projections/views.h"

namespace muster {

// A question:
// {"on":"2012-05-01","known_at":1000,"where":[["place","LAND/Region-3"]],"by":["contributor"]};
// without "known_at", as known now. Its answer: {"total":12,"rows":[["KEN",12]],"us":340}, of best
// strengths. Errors: INVALID_ARGUMENT for a line that is no question; as Views::HeadcountOn.
Status AnswerQuestions(const Views& views, std::istream& questions, std::ostream& answers);

}  // namespace muster

#endif  // MUSTER_TESTS_BENCH_QUESTION_LIST_H_
