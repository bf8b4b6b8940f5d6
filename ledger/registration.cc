// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/registration.h"

#include "muster/v1/event.pb.h"

namespace muster {

NameKind RegisteredKind(const v1::Event& event) {
  if (event.has_mission()) return NameKind::kMission;
  return event.has_place() ? NameKind::kPlace : NameKind::kContingent;
}

const std::string& RegisteredId(const v1::Event& event) {
  if (event.has_mission()) return event.mission().id();
  return event.has_place() ? event.place().id() : event.contingent().id();
}

const google::protobuf::RepeatedPtrField<std::string>& RegisteredAliases(const v1::Event& event) {
  static const google::protobuf::RepeatedPtrField<std::string> kNone;
  if (event.has_place()) return event.place().aliases();
  return event.has_contingent() ? event.contingent().aliases() : kNone;
}

}  // namespace muster
