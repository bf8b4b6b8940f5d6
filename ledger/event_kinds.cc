// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/event_kinds.h"

#include <array>

#include "ledger/event_check.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

using Keys = std::string_view[];

constexpr Keys kMission = {"id", "name", "host"};
constexpr Keys kMandate = {"mission", "instrument", "authorised_strength", "on", "until"};
constexpr Keys kPlace = {"id", "name", "aliases", "pcode", "latitude", "longitude"};
constexpr Keys kContingent = {"id",   "mission",      "contributor", "component",
                              "unit", "organisation", "aliases",     "labels"};
constexpr Keys kArrival = {"contingent", "mission", "contributor", "component", "strength",
                           "of_which",   "place",   "on",          "reason"};
constexpr Keys kAssignment = {"contingent", "mission", "contributor", "component", "strength",
                              "of_which",   "from",    "to",          "on",        "until"};
constexpr Keys kDeparture = {"contingent", "mission", "contributor", "component", "strength",
                             "of_which",   "all",     "from",        "on",        "reason"};
constexpr Keys kLoss = {"contingent", "mission", "contributor", "component", "strength", "of_which",
                        "from",       "at",      "on",          "kind",      "cause"};
constexpr Keys kTransfer = {"contingent", "to_contingent", "strength", "of_which", "from", "to",
                            "on"};
constexpr Keys kDispatch = {"contingent", "mission",  "contributor", "component",
                            "strength",   "of_which", "from",        "on"};
constexpr Keys kPledge = {"scope", "strength", "of_which", "on"};
constexpr Keys kClaim = {"scope", "strength", "of_which", "lines", "on", "at"};
constexpr Keys kMuster = {"scope", "strength", "of_which", "lines", "complete", "on", "at"};
constexpr Keys kStatement = {"text", "speaker", "role", "on"};
constexpr Keys kAccount = {"of", "strength", "of_which", "on"};
constexpr Keys kAmendment = {"of", "change", "event", "why", "note"};
constexpr Keys kRetraction = {"of", "why", "note"};
constexpr Keys kResolution = {"findings", "note"};
constexpr Keys kRelease = {"name", "note"};

constexpr std::array<EventKind, 19> kKinds = {{
    {"mission", kMission, ReadMission},
    {"mandate", kMandate, ReadMandate},
    {"place", kPlace, ReadPlace},
    {"contingent", kContingent, ReadContingent},
    {"arrival", kArrival, ReadArrival},
    {"assignment", kAssignment, ReadAssignment},
    {"departure", kDeparture, ReadDeparture},
    {"loss", kLoss, ReadLoss},
    {"transfer", kTransfer, ReadTransfer},
    {"dispatch", kDispatch, ReadDispatch},
    {"pledge", kPledge, ReadPledge},
    {"claim", kClaim, ReadClaim},
    {"muster", kMuster, ReadMuster},
    {"statement", kStatement, ReadStatement},
    {"account", kAccount, ReadAccount, true, false},
    {"amendment", kAmendment, ReadAmendment, false, false},
    {"retraction", kRetraction, ReadRetraction, false, false},
    {"resolution", kResolution, ReadResolution},
    {"release", kRelease, ReadRelease},
}};

// Whether the readers refuse it themselves, with the key that is missing or refused in view.
bool IsReadersOwn(const Contradiction& contradiction) {
  return contradiction.rule == "missing-key" || contradiction.rule == kScopeWithoutMission;
}

}  // namespace

std::span<const EventKind> EventKinds() { return kKinds; }

const EventKind* FindEventKind(std::string_view name) {
  for (const EventKind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

bool IsCommandKind(std::string_view name) { return name == "redaction" || name == "key"; }

void ReadCommonFields(FieldReader& fields, v1::Event& event) {
  fields.Name("according_to", Need::kOptional, event.mutable_according_to());
  fields.GradeText("grade", Need::kOptional, event.mutable_grade());
  bool distinct = false;
  if (fields.Flag("distinct", Need::kOptional, &distinct)) event.set_distinct(distinct);
}

bool ReadFact(const EventKind& kind, const Node& body, SourcePosition position, RefusalSink& sink,
              v1::Event& event) {
  FieldReader fields(sink, body, {.subject = kind.name, .position = position, .keys = kind.keys});
  if (body.kind != Node::Kind::kMap) return fields.Finish();
  kind.read(fields, event);
  for (Contradiction& contradiction : CheckEvent(event)) {
    // What a key that is there lacks was refused with its value.
    const bool refused = !contradiction.absent.empty() && fields.Has(contradiction.absent);
    if (refused || IsReadersOwn(contradiction)) continue;
    fields.Refuse(contradiction.field, contradiction.rule, std::move(contradiction.message),
                  std::move(contradiction.hint));
  }
  return fields.Finish();
}

}  // namespace muster
