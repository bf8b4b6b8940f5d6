// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/choices.h"

#include <ostream>

namespace muster {
namespace {

constexpr int kNumbersOfOne = 28;

}  // namespace

void showValue(const Choices& choices, std::ostream& os) {
  for (int number : choices.numbers) os << number << ' ';
}

rc::Gen<std::vector<Choices>> ChoicesList(int count_max) {
  // Without a size of its own, a range is scaled down with the list's.
  const auto number = rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, 100));
  // A fixed number of numbers: shrinking makes them smaller and takes whole elements away.
  const auto one =
      rc::gen::map(rc::gen::container<std::vector<int>>(kNumbersOfOne, number),
                   [](std::vector<int> numbers) { return Choices{std::move(numbers)}; });
  return rc::gen::resize(count_max, rc::gen::container<std::vector<Choices>>(one));
}

int Chooser::Next() { return next_ < choices_.numbers.size() ? choices_.numbers[next_++] : 0; }

int Chooser::Below(int count) { return Next() * count / 100; }

// The plain choice is "no".
bool Chooser::Percent(int percent) { return Next() >= 100 - percent; }

}  // namespace muster
