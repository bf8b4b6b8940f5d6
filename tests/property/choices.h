// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Choices: small numbers, drawn by rapidcheck, from which a random ledger or query is read. 0 is
// always the plainest choice, so that shrinking the numbers makes a failure plainer.
#ifndef MUSTER_TESTS_PROPERTY_CHOICES_H_
#define MUSTER_TESTS_PROPERTY_CHOICES_H_

#include <rapidcheck.h>

#include <cstddef>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace muster {

// Numbers from 0 to 99.
struct Choices {
  std::vector<int> numbers;
};
// NOLINTNEXTLINE(readability-identifier-naming): RapidCheck finds it by this name.
void showValue(const Choices& choices, std::ostream& os);

// Up to `count_max` of them.
rc::Gen<std::vector<Choices>> ChoicesList(int count_max);

// Reads choices one after the other; after the last, all are 0.
class Chooser {
 public:
  explicit Chooser(const Choices& choices) : choices_(choices) {}

  // From 0 to `count` - 1. REQUIRES: 1 <= count <= 100.
  int Below(int count);
  bool Percent(int percent);
  // One of the values, by weights that add up to 100. The first is the plainest.
  template <typename T>
  T Weighted(std::initializer_list<std::pair<T, int>> options) {
    int number = Next();
    for (const auto& [value, weight] : options) {
      if (number < weight) return value;
      number -= weight;
    }
    return options.begin()->first;
  }
  std::string Of(std::initializer_list<std::pair<std::string, int>> options) {
    return Weighted<std::string>(options);
  }

 private:
  int Next();

  const Choices& choices_;
  std::size_t next_ = 0;
};

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_CHOICES_H_
