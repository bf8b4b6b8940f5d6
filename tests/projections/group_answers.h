// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The answer of a headcount by group, and the same log without some records, for tests that compare
// two states of a log.
#ifndef MUSTER_TESTS_PROJECTIONS_GROUP_ANSWERS_H_
#define MUSTER_TESTS_PROJECTIONS_GROUP_ANSWERS_H_

#include <map>
#include <string>
#include <vector>

#include "ledger/position.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/view.h"
#include "tests/model/model_log.h"
#include "tests/projections/log_source.h"

namespace muster {

// By the keys of the group; the total, which has none, where no groups are asked for.
using Answer = std::map<std::vector<std::string>, People>;

inline Answer AnswerOn(const LogAnswers& answers, Day on, ViewQuery query, LogSize known_at) {
  query.known_at = known_at;
  query.all_groups = true;
  const Headcount headcount = answers.HeadcountOn(on, query);
  Answer answer;
  for (const Group& group : headcount.rows) answer[group.keys] = group.strength;
  if (query.by.empty()) answer[{}] = headcount.total.strength;
  return answer;
}

inline People At(const Answer& answer, const std::vector<std::string>& keys) {
  const auto found = answer.find(keys);
  return found != answer.end() ? found->second : People{0, 0, 0};
}

// The same log in which some records say nothing that counts.
inline model::Log Without(model::Log log, const std::vector<Position>& positions) {
  for (const Position position : positions) {
    log.records[position.value].mutable_event()->mutable_statement();
  }
  return log;
}

}  // namespace muster

#endif  // MUSTER_TESTS_PROJECTIONS_GROUP_ANSWERS_H_
