// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event fields: the parts that events of several kinds share, whatever the kind.
//
// Thread-safety: pure functions. The results point into the event; null where the kind has no such
// field or the event does not set it.
#ifndef MUSTER_LEDGER_EVENT_FIELDS_H_
#define MUSTER_LEDGER_EVENT_FIELDS_H_

namespace google::protobuf {
class Message;
}

namespace muster {

namespace v1 {
class Date;
class Event;
class PlaceDuty;
class Scope;
class Strength;
class Who;
}  // namespace v1

// What the event carries of its kind: its Arrival, its Muster. Null if no kind is set.
const google::protobuf::Message* BodyOf(const v1::Event& event);
google::protobuf::Message* MutableBodyOf(v1::Event& event);

// `strength` of movements, dispatches, pledges, claims and musters.
const v1::Strength* StrengthOf(const v1::Event& event);
v1::Strength* MutableStrengthOf(v1::Event& event);

// `on`.
const v1::Date* OnOf(const v1::Event& event);
v1::Date* MutableOnOf(v1::Event& event);

// `contingent`, or `mission`, `contributor` and `component`, of arrivals, assignments, departures,
// losses and dispatches.
const v1::Who* WhoOf(const v1::Event& event);

// `from` and `to`; not that of a dispatch, which is free text.
const v1::PlaceDuty* FromOf(const v1::Event& event);
const v1::PlaceDuty* ToOf(const v1::Event& event);

// `scope` of pledges, claims and musters.
const v1::Scope* ScopeOf(const v1::Event& event);

// A mission, a place or a contingent.
bool IsRegistration(const v1::Event& event);

}  // namespace muster

#endif  // MUSTER_LEDGER_EVENT_FIELDS_H_
