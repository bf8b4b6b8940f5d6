// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Random logs of records: every kind of movement and setting, uncertain strengths and dates,
// corrections and reports of several sources, with few names so that scopes overlap. They need no
// admission, so they are also such as admission would refuse.
#ifndef MUSTER_TESTS_PROJECTIONS_RANDOM_LOG_H_
#define MUSTER_TESTS_PROJECTIONS_RANDOM_LOG_H_

#include <random>
#include <string>
#include <vector>

#include "projections/view.h"
#include "tests/model/log_builder.h"

namespace muster {

class RandomLog {
 public:
  // Equal seeds, equal logs.
  explicit RandomLog(unsigned seed);

  const model::LogBuilder& builder() const { return builder_; }
  ViewQuery Query();
  Day RandomDay() { return model::DayOf(DayText()); }
  int Below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

 private:
  bool OneIn(int n) { return Below(n) == 0; }
  std::string Pick(const std::vector<std::string>& choices) {
    return choices[Below(static_cast<int>(choices.size()))];
  }
  std::string DayText();
  std::string Date();
  std::string Strength();
  std::string MusterStrength() { return OneIn(3) ? "0" : Strength(); }
  std::string Place() { return Pick({"H/O", "H/O/P", "H/A", "unspecified"}); }
  std::string Duty() { return Pick({"unspecified", "unspecified", "guard", "guard/gate"}); }
  std::string Who();
  std::string Contingent() { return Pick({"K-1", "K-1/A", "K-2", "J-1"}); }
  std::string Scope();

  void Register();
  void AddEvent();
  void AddAssignment();
  void AddMuster();
  void Correct();
  // The last arrival once more, with a part.
  void RepeatWithPart();

  std::mt19937 random_;
  model::LogBuilder builder_;
};

// For a message: the records and the query.
std::string Describe(const model::LogBuilder& builder, const ViewQuery& query);

}  // namespace muster

#endif  // MUSTER_TESTS_PROJECTIONS_RANDOM_LOG_H_
