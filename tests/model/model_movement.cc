// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_movement.h"

#include <algorithm>
#include <tuple>

namespace muster::model {
namespace {

using Parts = google::protobuf::RepeatedPtrField<v1::Part>;

Bounds Counted(const v1::Strength& strength, const Parts& parts,
               const std::optional<std::string>& of) {
  if (!of) return BoundsOf(strength);
  for (const v1::Part& part : parts) {
    if (part.name() == *of) return BoundsOf(part.strength());
  }
  return {.least = 0, .best = 0, .most = BoundsOf(strength).most};
}

void SetDate(const v1::Date& date, Movement* movement) {
  movement->earliest = date.has_earliest() ? double(date.earliest()) : -kNoBound;
  movement->best = date.best();
  movement->latest = date.latest();
}

class Builder {
 public:
  Builder(const Contingents& contingents, const std::optional<std::string>& of)
      : contingents_(contingents), of_(of) {}

  // abroad -> (who, place, unspecified duty).
  void Add(std::uint64_t position, const v1::Arrival& arrival) {
    v1::PlaceDuty at;
    at.set_place(arrival.place());
    Movement movement = Begin(position, arrival);
    movement.to = PostOf(arrival.who(), at, contingents_);
    movements_.push_back(movement);
  }

  // post -> post, through the day `until`, and back on the next.
  void Add(std::uint64_t position, const v1::Assignment& assignment) {
    Movement movement = Begin(position, assignment);
    movement.from = PostOf(assignment.who(), assignment.from(), contingents_);
    movement.to = PostOf(assignment.who(), assignment.to(), contingents_);
    movement.goes_back = assignment.has_until();
    movements_.push_back(movement);
    if (!assignment.has_until()) return;
    Movement back = movement;
    back.goes_back = false;
    back.way_back = true;
    std::swap(back.from, back.to);
    back.earliest = back.best = back.latest = assignment.until().best() + 1;
    movements_.push_back(back);
  }

  // post -> abroad.
  void Add(std::uint64_t position, const v1::Departure& departure) {
    if (departure.all()) return;
    Movement movement = Begin(position, departure);
    movement.from = PostOf(departure.who(), departure.from(), contingents_);
    movements_.push_back(movement);
  }

  // post -> abroad, counted apart.
  void Add(std::uint64_t position, const v1::Loss& loss) {
    Movement movement = Begin(position, loss);
    movement.from = PostOf(loss.who(), loss.from(), contingents_);
    movement.loss = true;
    movements_.push_back(movement);
  }

  // post -> post of another contingent.
  void Add(std::uint64_t position, const v1::Transfer& transfer) {
    v1::Who giver;
    v1::Who taker;
    giver.set_contingent(transfer.contingent());
    taker.set_contingent(transfer.to_contingent());
    Movement movement = Begin(position, transfer);
    movement.from = PostOf(giver, transfer.from(), contingents_);
    movement.to = PostOf(taker, transfer.to(), contingents_);
    movements_.push_back(movement);
  }

  std::vector<Movement> Ordered() && {
    std::stable_sort(movements_.begin(), movements_.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.best, a.position, a.way_back) <
             std::tuple(b.best, b.position, b.way_back);
    });
    return std::move(movements_);
  }

 private:
  template <typename Fact>
  Movement Begin(std::uint64_t position, const Fact& fact) {
    Movement movement;
    movement.position = position;
    movement.people = Counted(fact.strength(), fact.of_which(), of_);
    SetDate(fact.on(), &movement);
    return movement;
  }

  const Contingents& contingents_;
  const std::optional<std::string>& of_;
  std::vector<Movement> movements_;
};

}  // namespace

bool Moves(const v1::Event& event) {
  return event.has_arrival() || event.has_assignment() || event.has_departure() ||
         event.has_loss() || event.has_transfer();
}

std::vector<Movement> MovementsOf(const std::map<std::uint64_t, v1::Event>& effective,
                                  const Contingents& contingents,
                                  const std::optional<std::string>& of) {
  Builder builder(contingents, of);
  for (const auto& [position, event] : effective) {
    if (event.has_arrival()) builder.Add(position, event.arrival());
    if (event.has_assignment()) builder.Add(position, event.assignment());
    if (event.has_departure()) builder.Add(position, event.departure());
    if (event.has_loss()) builder.Add(position, event.loss());
    if (event.has_transfer()) builder.Add(position, event.transfer());
  }
  return std::move(builder).Ordered();
}

}  // namespace muster::model
