// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event kinds: for each kind of event its name, its keys in a report file, and how its fields are
// read.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_EVENT_KINDS_H_
#define MUSTER_LEDGER_EVENT_KINDS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/field_reader.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

struct EventKind {
  std::string_view name;
  std::span<const std::string_view> keys;
  // Reads the fields into the event's fact of this kind, which it makes even if all fields are
  // absent.
  void (*read)(FieldReader& fields, v1::Event& event);
  // Begins a chain, so that its fields can be changed.
  bool amendable = true;
  // Can be what an amendment makes of an event.
  bool replaces = true;
};

// The kinds that a report file may hold, in the order of DESIGN section 2.
std::span<const EventKind> EventKinds();

// Null if there is no such kind.
const EventKind* FindEventKind(std::string_view name);

// Kinds that only commands write: "redaction", "key".
bool IsCommandKind(std::string_view name);

// The functions behind `read`, each kept with its like.
//
// registration_parser.cc
void ReadMission(FieldReader& fields, v1::Event& event);
void ReadMandate(FieldReader& fields, v1::Event& event);
void ReadPlace(FieldReader& fields, v1::Event& event);
void ReadContingent(FieldReader& fields, v1::Event& event);
// movement_parser.cc
void ReadArrival(FieldReader& fields, v1::Event& event);
void ReadAssignment(FieldReader& fields, v1::Event& event);
void ReadDeparture(FieldReader& fields, v1::Event& event);
void ReadLoss(FieldReader& fields, v1::Event& event);
void ReadTransfer(FieldReader& fields, v1::Event& event);
void ReadDispatch(FieldReader& fields, v1::Event& event);
// total_parser.cc
void ReadPledge(FieldReader& fields, v1::Event& event);
void ReadClaim(FieldReader& fields, v1::Event& event);
void ReadMuster(FieldReader& fields, v1::Event& event);
// correction_parser.cc
void ReadStatement(FieldReader& fields, v1::Event& event);
void ReadAccount(FieldReader& fields, v1::Event& event);
void ReadAmendment(FieldReader& fields, v1::Event& event);
void ReadRetraction(FieldReader& fields, v1::Event& event);
void ReadResolution(FieldReader& fields, v1::Event& event);
void ReadRelease(FieldReader& fields, v1::Event& event);

// Reads the entry-level fields that every event has: according_to, grade, distinct.
void ReadCommonFields(FieldReader& fields, v1::Event& event);

// Reads `body`, the value below the key of a kind, into `event`. `position` is the key's place.
// Returns whether nothing was refused.
bool ReadFact(const EventKind& kind, const Node& body, SourcePosition position, RefusalSink& sink,
              v1::Event& event);

}  // namespace muster

#endif  // MUSTER_LEDGER_EVENT_KINDS_H_
