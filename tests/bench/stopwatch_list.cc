// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/stopwatch_list.h"

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "ledger/tree_reader.h"
#include "tests/bench/workload.h"

namespace muster {
namespace {

constexpr int kQuestions = 1000;
constexpr int kLongQuestions = 10;
constexpr int kWhyQuestions = 50;

StatusOr<std::vector<double>> Times(int repetitions, const std::function<Status()>& ask) {
  std::vector<double> times;
  for (int i = 0; i < repetitions; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    MUSTER_RETURN_IF_ERROR(ask());
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    times.push_back(took.count());
  }
  return times;
}

class Questions {
 public:
  Questions(const Ledger& ledger, const Views& views, std::uint64_t seed)
      : ledger_(ledger), views_(views), random_(seed) {}

  Status HeadcountNow() { return Headcount(views_.size()); }
  Status HeadcountRandom() { return Headcount(LogSize{random_() % (views_.size().value + 1)}); }

  Status Timeline() {
    return views_
        .TimelineOver(Workload::kFirstDay, Workload::kFirstDay + (Workload::kDays - 1),
                      Step::kMonth, ByContributor(views_.size()))
        .status();
  }

  // Of a contributor on some day: a scope of moderate size.
  Status Why() {
    ViewQuery query = ByContributor(views_.size());
    query.by.clear();
    query.where = {{"contingent", Workload(0, 1).ContingentId(random_() % Workload::kContingents)}};
    MUSTER_ASSIGN_OR_RETURN(const Reasons reasons, views_.Why(AnyDay(), query));
    listed_.push_back(reasons.events.size());
    return OkStatus();
  }
  // How many events each answer of Why listed.
  const std::vector<std::size_t>& listed() const { return listed_; }

  // With tiles that were not read before.
  Status Proof() {
    TreeReader tree(ledger_.log());
    const LogSize size = ledger_.Head().size;
    return tree.Inclusion(Position{random_() % size.value}, size).status();
  }

 private:
  static ViewQuery ByContributor(LogSize known_at) {
    ViewQuery query;
    query.known_at = known_at;
    query.by = {"contributor"};
    return query;
  }
  Day AnyDay() { return Workload::kFirstDay + static_cast<int>(random_() % Workload::kDays); }
  Status Headcount(LogSize known_at) {
    return views_.HeadcountOn(AnyDay(), ByContributor(known_at)).status();
  }

  const Ledger& ledger_;
  const Views& views_;
  std::mt19937_64 random_;
  std::vector<std::size_t> listed_;
};

}  // namespace

StatusOr<std::string> TimeAnswers(const Ledger& ledger, const Views& views, std::uint64_t seed) {
  Questions questions(ledger, views, seed);
  nlohmann::ordered_json answer;
  const auto add = [&answer](const char* name, int repetitions,
                             const std::function<Status()>& ask) -> Status {
    MUSTER_ASSIGN_OR_RETURN(answer[name], Times(repetitions, ask));
    return OkStatus();
  };
  const auto now = [&questions] { return questions.HeadcountNow(); };
  const auto random = [&questions] { return questions.HeadcountRandom(); };
  // What the first question of a process finds out serves the next; both are in the times.
  MUSTER_RETURN_IF_ERROR(add("headcount_now", kQuestions, now));
  MUSTER_RETURN_IF_ERROR(add("headcount_random", kQuestions, random));
  MUSTER_RETURN_IF_ERROR(add("proof", kQuestions, [&questions] { return questions.Proof(); }));
  MUSTER_RETURN_IF_ERROR(
      add("timeline", kLongQuestions, [&questions] { return questions.Timeline(); }));
  MUSTER_RETURN_IF_ERROR(add("why", kWhyQuestions, [&questions] { return questions.Why(); }));
  answer["why_events"] = questions.listed();
  return answer.dump();
}

}  // namespace muster
