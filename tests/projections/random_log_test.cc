// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Compares the projections with the model on random logs of records: every kind of movement and setting,
// uncertain strengths and dates, corrections and lenses, with few names so that scopes overlap. Unlike the
// property tests it needs no admission, so it also makes logs that admission would refuse.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "projections/strength_walk.h"
#include "tests/model/log_builder.h"
#include "tests/model/model_headcount.h"
#include "tests/projections/log_source.h"

namespace muster {

// For gtest's messages.
void PrintTo(const Group& group, std::ostream* out) {
  *out << fmt::format("{} {} {} {}", fmt::join(group.keys, "/"), model::Show(group.strength),
                      static_cast<int>(group.basis),
                      group.latest ? FormatDay(*group.latest) : "never");
}

namespace {

using model::LogBuilder;

class RandomLog {
 public:
  explicit RandomLog(unsigned seed) : random_(seed) {
    builder_.Report("Register");
    for (const auto& [id, contributor, component] :
         std::vector<std::array<std::string, 3>>{{"K-1", "KEN", "police"},
                                                 {"K-1/A", "", "police/fpu"},
                                                 {"K-2", "KEN", ""},
                                                 {"J-1", "JAM", "military"}}) {
      v1::Event event;
      event.mutable_contingent()->set_id(id);
      event.mutable_contingent()->set_contributor(contributor);
      event.mutable_contingent()->set_component(component);
      if (id != "K-1/A") event.mutable_contingent()->set_mission("M-1");
      if (id == "K-2") {
        v1::Label* label = event.mutable_contingent()->add_labels();
        label->set_name("bloc");
        label->set_value("east");
      }
      builder_.Add(event);
    }
    const int count = 3 + Below(14);
    for (int i = 0; i < count; ++i) AddEvent();
  }

  const LogBuilder& builder() const { return builder_; }
  int Below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  bool OneIn(int n) { return Below(n) == 0; }

  ViewQuery Query() {
    ViewQuery query = model::QueryOf(builder_);
    query.known_at.value -= Below(4) == 0 ? Below(static_cast<int>(builder_.size())) : 0;
    static const std::vector<std::string> kDimensions = {
        "mission", "contributor", "component", "contingent", "place", "duty", "label.bloc"};
    for (int i = Below(3); i > 0; --i) query.by.push_back(kDimensions[Below(7)]);
    if (OneIn(3)) query.depth = 1 + Below(2);
    if (OneIn(3)) query.where.push_back({"contributor", Pick({"KEN", "JAM", "unspecified"})});
    if (OneIn(4)) query.where.push_back({"place", Pick({"H/O", "H/O/P", "unspecified", "H"})});
    if (OneIn(4)) query.where.push_back({"contingent", Pick({"K-1", "K-1/A", "J-1"})});
    if (OneIn(6)) query.of = "women";
    if (OneIn(6)) query.lens.sources = {Pick({"Red", "Blue"})};
    query.all_groups = OneIn(4);
    return query;
  }
  Day RandomDay() { return model::DayOf(DayText()); }

 private:
  std::string Pick(const std::vector<std::string>& choices) {
    return choices[Below(static_cast<int>(choices.size()))];
  }
  std::string DayText() { return fmt::format("2025-01-{:02}", 1 + Below(12)); }
  std::string Date() {
    if (!OneIn(3)) return DayText();
    const int begin = 1 + Below(12);
    return Pick({fmt::format("2025-01-{:02}~", begin), fmt::format("../2025-01-{:02}", begin),
                 fmt::format("2025-01-{:02}/2025-01-{:02}", begin, begin + Below(9)), "2025-01"});
  }
  std::string Strength() {
    const int n = Below(9);
    return Pick({fmt::format("{}", n), fmt::format("{}", n), fmt::format("{}", n),
                 fmt::format("over {}", n), fmt::format("..{}", n),
                 fmt::format("{}..{}", n, n + Below(6)), fmt::format("{}..{}={}", n, n + 4, n + 1),
                 "unknown"});
  }
  std::string MusterStrength() { return OneIn(3) ? "0" : Strength(); }
  std::string Place() { return Pick({"H/O", "H/O/P", "H/A", "unspecified"}); }
  std::string Duty() { return Pick({"unspecified", "unspecified", "guard", "guard/gate"}); }
  std::string Who() {
    return Pick({"K-1", "K-1/A", "K-2", "J-1", "M-1", "M-1 KEN", "M-1 JAM military"});
  }
  std::string Contingent() { return Pick({"K-1", "K-1/A", "K-2", "J-1"}); }
  std::string Scope() {
    std::string scope = OneIn(3) ? "contingent=" + Contingent() : "mission=M-1";
    if (OneIn(3)) scope += " contributor=" + Pick({"KEN", "JAM"});
    if (OneIn(4)) scope += " component=" + Pick({"police", "police/fpu"});
    if (OneIn(3)) scope += " place=" + Pick({"H", "H/O", "H/O/P", "unspecified"});
    if (OneIn(5)) scope += " duty=" + Pick({"guard", "unspecified"});
    return scope;
  }

  void AddMuster() {
    v1::Event muster = model::MusterOf(Scope(), OneIn(3) ? "" : MusterStrength(), Date());
    const int lines = muster.muster().has_strength() ? Below(3) : 1 + Below(3);
    for (int i = 0; i < lines; ++i) {
      std::string line;
      if (OneIn(2)) line += " contributor=" + Pick({"KEN", "JAM"});
      if (OneIn(2)) line += " place=" + Pick({"H/O", "H/O/P", "unspecified"});
      if (OneIn(3)) line += " contingent=" + Contingent();
      model::AddLine(&muster, line, MusterStrength());
    }
    muster.mutable_muster()->set_complete(lines > 0 && OneIn(2));
    if (OneIn(4)) muster.mutable_muster()->set_at(v1::OPENING);
    if (OneIn(4) && muster.muster().has_strength()) {
      AddPart(*muster.mutable_muster(), muster.muster().strength());
    }
    // A contradiction between the muster and a line is refused at admission; here it tests nothing.
    bool contradicts = false;
    for (const v1::Line& line : muster.muster().lines()) {
      for (const auto& pair : {std::pair(&muster.muster().scope().contributor(),
                                         &line.scope().contributor()),
                               std::pair(&muster.muster().scope().contingent(),
                                         &line.scope().contingent()),
                               std::pair(&muster.muster().scope().place(),
                                         &line.scope().place())}) {
        if (pair.first->empty() || pair.second->empty()) continue;
        if (!(pair.second->Get(0) + "/").starts_with(pair.first->Get(0) + "/")) contradicts = true;
      }
    }
    if (!contradicts) builder_.Add(muster);
  }

  template <typename Body>
  void AddPart(Body& body, const v1::Strength& whole) {
    v1::Part* part = body.add_of_which();
    part->set_name("women");
    *part->mutable_strength() = model::StrengthOf(fmt::format("{}", whole.least() / 2));
  }

  void AddEvent() {
    builder_.Report(Pick({"Red", "Blue", "Green"}));
    switch (Below(12)) {
      case 0:
      case 1:
        builder_.Arrival(Who(), Strength(), Place(), Date());
        if (OneIn(3)) Repeat();
        return;
      case 2:
      case 3:
        builder_.Arrival(Contingent(), Strength(), Place(), Date());
        return;
      case 4:
        builder_.Departure(Who(), Strength(), Place(), Date());
        return;
      case 5:
        builder_.Loss(Who(), Strength(), Place(), Date());
        return;
      case 6:
        builder_.DepartureOfAll(Who(), OneIn(2) ? "" : Place(), Date());
        return;
      case 7: {
        const std::string on = Date();
        std::string until;
        if (OneIn(2)) {
          const Day best = BoundsOf(model::DateOf(on)).best;
          until = FormatDay(best + Below(6));
        }
        builder_.Assignment(Who(), Strength(), {Place(), Duty(), Place(), Duty()}, on, until);
        return;
      }
      case 8:
        builder_.Transfer(Contingent(), Contingent(), Strength(), Place(), Date());
        return;
      case 9:
        Correct();
        return;
      default:
        AddMuster();
    }
  }

  // The last event once more, with a part.
  void Repeat() {
    v1::Event event = builder_.log().records.back().event();
    AddPart(*event.mutable_arrival(), event.arrival().strength());
    builder_.Add(event);
  }

  void Correct() {
    std::vector<std::uint64_t> targets;
    for (std::uint64_t p = 4; p < builder_.size(); ++p) {
      const v1::Event& event = builder_.log().records[p].event();
      if (event.has_arrival() || (event.has_muster() && event.muster().has_strength())) {
        targets.push_back(p);
      }
    }
    if (targets.empty()) return;
    const std::uint64_t target = targets[Below(static_cast<int>(targets.size()))];
    const bool arrival = builder_.log().records[target].event().has_arrival();
    switch (Below(4)) {
      case 0:
        builder_.Retraction(target, OneIn(2) ? v1::MISREAD : v1::REVISED);
        return;
      case 1:
        if (arrival) builder_.Account(target, Strength(), OneIn(2) ? Date() : "");
        return;
      default:
        builder_.Revision(target, arrival ? "arrival" : "muster", Strength(),
                          OneIn(2) ? Date() : "", OneIn(2) ? v1::MISREAD : v1::REVISED);
    }
  }

  std::mt19937 random_;
  LogBuilder builder_;
};

std::string Describe(const LogBuilder& builder, const ViewQuery& query) {
  std::string text;
  for (const v1::Record& record : builder.log().records) {
    text += fmt::format("{}: {}\n", record.position(), record.event().ShortDebugString());
  }
  text += fmt::format("known at {}, by {}", query.known_at.value, fmt::join(query.by, ","));
  for (const Condition& condition : query.where) {
    text += fmt::format(", {}={}", condition.dimension, condition.value);
  }
  if (query.of) text += ", of " + *query.of;
  for (const std::string& source : query.lens.sources) text += ", source " + source;
  return text;
}

class RandomLogs : public testing::TestWithParam<unsigned> {};

TEST_P(RandomLogs, HeadcountsAndTimelinesEqualTheModel) {
  for (unsigned seed = GetParam(); seed < GetParam() + 400; ++seed) {
    RandomLog log(seed);
    const LogAnswers answers(log.builder().log());
    const ViewQuery query = log.Query();
    for (int i = 0; i < 3; ++i) {
      const Day on = log.RandomDay();
      const Headcount expected = model::HeadcountOn(log.builder().log(), on, query);
      const Headcount actual = answers.HeadcountOn(on, query);
      ASSERT_EQ(actual.total, expected.total)
          << "seed " << seed << " on " << FormatDay(on) << "\n" << Describe(log.builder(), query);
      ASSERT_EQ(actual.rows, expected.rows)
          << "seed " << seed << " on " << FormatDay(on) << "\n" << Describe(log.builder(), query);
    }
    if (seed % 8 != 0) continue;
    const Day from = model::DayOf("2024-12-30");
    const Day to = model::DayOf("2025-01-14");
    const Step step = std::array{Step::kDay, Step::kWeek, Step::kChange}[seed / 8 % 3];
    const Timeline expected = model::TimelineOver(log.builder().log(), from, to, step, query);
    const StatusOr<Timeline> actual = answers.TimelineOver(from, to, step, query);
    ASSERT_TRUE(actual.ok());
    ASSERT_EQ(actual->points, expected.points) << Describe(log.builder(), query);
    ASSERT_EQ(actual->totals, expected.totals) << Describe(log.builder(), query);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomLogs, testing::Values(0u, 1000u, 2000u, 3000u));

}  // namespace
}  // namespace muster
