// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/question_list.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "ledger/date.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

ViewQuery QueryOfQuestion(const Json& question, LogSize now) {
  ViewQuery query;
  query.known_at = LogSize{question.value("known_at", now.value)};
  for (const Json& condition : question.value("where", Json::array()))
    query.where.push_back({condition.at(0), condition.at(1)});
  for (const Json& dimension : question.value("by", Json::array())) query.by.push_back(dimension);
  return query;
}

Json JsonOf(std::optional<std::int64_t> number) { return number ? Json(*number) : Json(); }

Json AnswerOf(const Headcount& headcount) {
  Json rows = Json::array();
  for (const Group& group : headcount.rows) {
    Json row = Json(group.keys);
    row.push_back(JsonOf(group.strength.best));
    rows.push_back(std::move(row));
  }
  return {{"total", JsonOf(headcount.total.strength.best)}, {"rows", std::move(rows)}};
}

}  // namespace

Status AnswerQuestions(const Views& views, std::istream& questions, std::ostream& answers) {
  for (std::string line; std::getline(questions, line);) {
    const Json question = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!question.is_object() || !question.contains("on"))
      return InvalidArgument("no question: {}", line);
    MUSTER_ASSIGN_OR_RETURN(const Day on, ParseDay(question["on"].get<std::string>()));
    const ViewQuery query = QueryOfQuestion(question, views.size());
    const auto begin = std::chrono::steady_clock::now();
    MUSTER_ASSIGN_OR_RETURN(const Headcount headcount, views.HeadcountOn(on, query));
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    Json answer = AnswerOf(headcount);
    answer["us"] = took.count();
    answers << answer.dump() << '\n';
  }
  return OkStatus();
}

}  // namespace muster
