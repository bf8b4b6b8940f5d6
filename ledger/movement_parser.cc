// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Movements, and the dispatch that announces one.
#include <string>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/event_kinds.h"
#include "ledger/path.h"
#include "ledger/post_parser.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

// Reads `strength` and `of_which`.
template <typename Fact>
void ReadStrength(FieldReader& fields, Need need, Fact& fact) {
  v1::Strength strength;
  if (fields.Strength("strength", need, &strength)) *fact.mutable_strength() = std::move(strength);
  ReadParts(fields, *fact.mutable_of_which());
}

template <typename Fact>
void ReadOn(FieldReader& fields, Fact& fact) {
  v1::Date date;
  if (fields.Date("on", Need::kRequired, &date)) *fact.mutable_on() = std::move(date);
}

template <typename Fact>
void ReadFrom(FieldReader& fields, Fact& fact) {
  v1::PlaceDuty from;
  if (ReadPlaceDuty(fields, "from", from)) *fact.mutable_from() = std::move(from);
}

template <typename Fact>
void ReadTo(FieldReader& fields, Fact& fact) {
  v1::PlaceDuty to;
  if (ReadPlaceDuty(fields, "to", to)) *fact.mutable_to() = std::move(to);
}

// `strength: all` says the same as `all: true`.
bool IsStrengthAll(const FieldReader& fields) {
  const Node* strength = fields.node().Find("strength");
  if (strength == nullptr || strength->kind != Node::Kind::kScalar) return false;
  const std::string_view text = Trimmed(strength->text);
  return text.size() == 3 && Lower(text[0]) == 'a' && Lower(text[1]) == 'l' &&
         Lower(text[2]) == 'l';
}

}  // namespace

void ReadArrival(FieldReader& fields, v1::Event& event) {
  v1::Arrival& arrival = *event.mutable_arrival();
  ReadWho(fields, *arrival.mutable_who());
  ReadStrength(fields, Need::kRequired, arrival);
  fields.IdOrUnspecified("place", Need::kOptional, arrival.mutable_place());
  ReadOn(fields, arrival);
  int reason = 0;
  if (fields.Enumeration("reason", Need::kOptional, *v1::Arrival::Reason_descriptor(), &reason)) {
    arrival.set_reason(static_cast<v1::Arrival::Reason>(reason));
  }
}

void ReadAssignment(FieldReader& fields, v1::Event& event) {
  v1::Assignment& assignment = *event.mutable_assignment();
  ReadWho(fields, *assignment.mutable_who());
  ReadStrength(fields, Need::kRequired, assignment);
  ReadFrom(fields, assignment);
  ReadTo(fields, assignment);
  ReadOn(fields, assignment);
  v1::Date until;
  if (fields.PlainDay("until", Need::kOptional, &until)) *assignment.mutable_until() = until;
}

void ReadDeparture(FieldReader& fields, v1::Event& event) {
  v1::Departure& departure = *event.mutable_departure();
  ReadWho(fields, *departure.mutable_who());
  bool all = false;
  fields.Flag("all", Need::kOptional, &all);
  const bool strength_all = IsStrengthAll(fields);
  departure.set_all(all || strength_all);
  if (strength_all) {
    ReadParts(fields, *departure.mutable_of_which());
  } else {
    const bool all_refused = fields.Has("all") && fields.node().Find("all")->text != "false";
    ReadStrength(fields, all_refused ? Need::kOptional : Need::kRequired, departure);
  }
  ReadFrom(fields, departure);
  ReadOn(fields, departure);
  int reason = 0;
  if (fields.Enumeration("reason", Need::kOptional, *v1::Departure::Reason_descriptor(), &reason)) {
    departure.set_reason(static_cast<v1::Departure::Reason>(reason));
  }
}

void ReadLoss(FieldReader& fields, v1::Event& event) {
  v1::Loss& loss = *event.mutable_loss();
  ReadWho(fields, *loss.mutable_who());
  ReadStrength(fields, Need::kRequired, loss);
  ReadFrom(fields, loss);
  fields.IdOrUnspecified("at", Need::kOptional, loss.mutable_at());
  if (loss.at() == kUnspecified) loss.clear_at();
  ReadOn(fields, loss);
  int value = 0;
  if (fields.Enumeration("kind", Need::kOptional, *v1::Loss::Kind_descriptor(), &value)) {
    loss.set_kind(static_cast<v1::Loss::Kind>(value));
  }
  if (fields.Enumeration("cause", Need::kOptional, *v1::Loss::Cause_descriptor(), &value)) {
    loss.set_cause(static_cast<v1::Loss::Cause>(value));
  }
}

void ReadTransfer(FieldReader& fields, v1::Event& event) {
  v1::Transfer& transfer = *event.mutable_transfer();
  fields.Id("contingent", Need::kRequired, transfer.mutable_contingent());
  fields.Id("to_contingent", Need::kRequired, transfer.mutable_to_contingent());
  ReadStrength(fields, Need::kRequired, transfer);
  ReadFrom(fields, transfer);
  ReadTo(fields, transfer);
  ReadOn(fields, transfer);
}

void ReadDispatch(FieldReader& fields, v1::Event& event) {
  v1::Dispatch& dispatch = *event.mutable_dispatch();
  ReadWho(fields, *dispatch.mutable_who());
  ReadStrength(fields, Need::kRequired, dispatch);
  fields.Text("from", Need::kOptional, dispatch.mutable_from());
  ReadOn(fields, dispatch);
}

}  // namespace muster
