// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <tuple>
#include <vector>

namespace muster::model {
namespace {

// The three numbers of a strength or of a share.
constexpr std::array kNumbers = {0, 1, 2};
constexpr double kEndless = std::numeric_limits<double>::infinity();

double NumberOf(const People& people, int number) {
  if (number == 0) return people.least ? double(*people.least) : -kEndless;
  if (number == 1) return double(people.best.value_or(0));
  return people.most ? double(*people.most) : kEndless;
}

double NumberOf(const Bounds& bounds, int number) {
  return number == 0 ? bounds.least : number == 1 ? bounds.best : bounds.most;
}

// Shares by what they come from; what comes to nothing is left out.
using ShareKey = std::tuple<int, std::uint64_t, bool>;
using ShareMap = std::map<ShareKey, double>;

ShareMap SharesOf(const Reasons& reasons, int number) {
  ShareMap shares;
  for (const Reason& reason : reasons.lines) {
    if (reason.kind == Reason::Kind::kFloor) continue;
    const std::uint64_t position = reasons.events[*reason.event].position.value;
    shares[{int(reason.kind), position, reason.way_back}] += NumberOf(reason.share, number);
  }
  std::erase_if(shares, [](const auto& share) { return share.second == 0; });
  return shares;
}

ShareMap SharesOf(const std::vector<Share>& walk, int number) {
  ShareMap shares;
  for (const Share& share : walk) {
    shares[{int(share.kind), share.position, share.way_back}] += NumberOf(share.bounds, number);
  }
  std::erase_if(shares, [](const auto& share) { return share.second == 0; });
  return shares;
}

bool AddsUp(const Reasons& reasons, int number) {
  const double total = NumberOf(reasons.total.strength, number);
  double sum = 0;
  for (const Reason& reason : reasons.lines) {
    if (reason.kind == Reason::Kind::kFloor) {
      // It brings the least to 0, however far below that the others come.
      const bool raises = number == 0 ? sum < 0 && total == 0 : NumberOf(reason.share, number) == 0;
      if (!raises) return false;
      if (number == 0 && reason.share.least && sum + double(*reason.share.least) != 0) return false;
      if (number == 0 && !reason.share.least && sum != -kEndless) return false;
      if (number == 0) sum = 0;
      continue;
    }
    sum += NumberOf(reason.share, number);
  }
  return sum == total;
}

// Whether the shares of a number are those of a walk that gave it.
bool AreOfAWalkThatGaveIt(const Reasons& reasons, const Strength& strength, int number) {
  for (const int walk : {0, 1}) {
    const double here = NumberOf(strength.sums[walk], number);
    const double there = NumberOf(strength.sums[1 - walk], number);
    const bool gave_it = number == 0 ? here >= there : number == 1 || here <= there;
    if (gave_it && SharesOf(strength.shares[walk], number) == SharesOf(reasons, number)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string Show(const Reasons& reasons) {
  std::string text;
  const auto add = [&text](const std::string& what, const People& people) {
    text += fmt::format("{} [{} {} {}]\n", what, NumberOf(people, 0), NumberOf(people, 1),
                        NumberOf(people, 2));
  };
  for (const Reason& reason : reasons.lines) {
    const std::string record =
        reason.event ? fmt::format("{}", reasons.events[*reason.event].position.value) : "";
    add(fmt::format("kind {} record {}", int(reason.kind), record), reason.share);
  }
  add("total", reasons.total.strength);
  return text;
}

std::string FaultOfShares(const Reasons& reasons, const Strength& strength) {
  if (reasons.total.basis == Basis::kLossesOnly) {
    const bool silent = std::all_of(reasons.lines.begin(), reasons.lines.end(),
                                    [](const Reason& line) { return line.share == People(); });
    return silent ? "" : "losses alone have shares\n" + Show(reasons);
  }
  for (const int number : kNumbers) {
    if (!AddsUp(reasons, number)) {
      return fmt::format("number {} does not add up\n{}", number, Show(reasons));
    }
    if (!AreOfAWalkThatGaveIt(reasons, strength, number)) {
      return fmt::format("number {} is of neither walk\n{}", number, Show(reasons));
    }
  }
  return "";
}

}  // namespace muster::model
