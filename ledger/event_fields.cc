// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/event_fields.h"

#include "muster/v1/event.pb.h"

namespace muster {

using v1::Event;

const google::protobuf::Message* BodyOf(const Event& event) {
  if (event.fact_case() == Event::FACT_NOT_SET) return nullptr;
  const google::protobuf::FieldDescriptor* field =
      Event::descriptor()->FindFieldByNumber(event.fact_case());
  return &Event::GetReflection()->GetMessage(event, field);
}

google::protobuf::Message* MutableBodyOf(Event& event) {
  if (event.fact_case() == Event::FACT_NOT_SET) return nullptr;
  const google::protobuf::FieldDescriptor* field =
      Event::descriptor()->FindFieldByNumber(event.fact_case());
  return Event::GetReflection()->MutableMessage(&event, field);
}

// One line a kind that has the field; written out, for these run for every event that is admitted.
#define MUSTER_FIELD(Case, body, field) \
  case Event::Case:                     \
    return event.body().has_##field() ? &event.body().field() : nullptr
#define MUSTER_MUTABLE_FIELD(Case, body, field) \
  case Event::Case:                             \
    return event.body().has_##field() ? event.mutable_##body()->mutable_##field() : nullptr

#define MUSTER_STRENGTH_KINDS(ROW)        \
  ROW(kArrival, arrival, strength);       \
  ROW(kAssignment, assignment, strength); \
  ROW(kDeparture, departure, strength);   \
  ROW(kLoss, loss, strength);             \
  ROW(kTransfer, transfer, strength);     \
  ROW(kDispatch, dispatch, strength);     \
  ROW(kPledge, pledge, strength);         \
  ROW(kClaim, claim, strength);           \
  ROW(kMuster, muster, strength)

#define MUSTER_ON_KINDS(ROW)        \
  ROW(kMandate, mandate, on);       \
  ROW(kArrival, arrival, on);       \
  ROW(kAssignment, assignment, on); \
  ROW(kDeparture, departure, on);   \
  ROW(kLoss, loss, on);             \
  ROW(kTransfer, transfer, on);     \
  ROW(kDispatch, dispatch, on);     \
  ROW(kPledge, pledge, on);         \
  ROW(kClaim, claim, on);           \
  ROW(kMuster, muster, on);         \
  ROW(kStatement, statement, on)

const v1::Strength* StrengthOf(const Event& event) {
  switch (event.fact_case()) {
    MUSTER_STRENGTH_KINDS(MUSTER_FIELD);
    default:
      return nullptr;
  }
}

v1::Strength* MutableStrengthOf(Event& event) {
  switch (event.fact_case()) {
    MUSTER_STRENGTH_KINDS(MUSTER_MUTABLE_FIELD);
    default:
      return nullptr;
  }
}

const v1::Date* OnOf(const Event& event) {
  switch (event.fact_case()) {
    MUSTER_ON_KINDS(MUSTER_FIELD);
    default:
      return nullptr;
  }
}

v1::Date* MutableOnOf(Event& event) {
  switch (event.fact_case()) {
    MUSTER_ON_KINDS(MUSTER_MUTABLE_FIELD);
    default:
      return nullptr;
  }
}

const v1::Who* WhoOf(const Event& event) {
  switch (event.fact_case()) {
    MUSTER_FIELD(kArrival, arrival, who);
    MUSTER_FIELD(kAssignment, assignment, who);
    MUSTER_FIELD(kDeparture, departure, who);
    MUSTER_FIELD(kLoss, loss, who);
    MUSTER_FIELD(kDispatch, dispatch, who);
    default:
      return nullptr;
  }
}

const v1::PlaceDuty* FromOf(const Event& event) {
  switch (event.fact_case()) {
    MUSTER_FIELD(kAssignment, assignment, from);
    MUSTER_FIELD(kDeparture, departure, from);
    MUSTER_FIELD(kLoss, loss, from);
    MUSTER_FIELD(kTransfer, transfer, from);
    default:
      return nullptr;
  }
}

const v1::PlaceDuty* ToOf(const Event& event) {
  switch (event.fact_case()) {
    MUSTER_FIELD(kAssignment, assignment, to);
    MUSTER_FIELD(kTransfer, transfer, to);
    default:
      return nullptr;
  }
}

const v1::Scope* ScopeOf(const Event& event) {
  switch (event.fact_case()) {
    MUSTER_FIELD(kPledge, pledge, scope);
    MUSTER_FIELD(kClaim, claim, scope);
    MUSTER_FIELD(kMuster, muster, scope);
    default:
      return nullptr;
  }
}

bool IsRegistration(const Event& event) {
  return event.has_mission() || event.has_place() || event.has_contingent();
}

}  // namespace muster
