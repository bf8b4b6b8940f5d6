// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Registration: what an event that registers a mission, a place or a contingent gives a name to.
#ifndef MUSTER_LEDGER_REGISTRATION_H_
#define MUSTER_LEDGER_REGISTRATION_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "ledger/event_names.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// What is registered, its id, and its aliases (none for a mission). REQUIRES:
// IsRegistration(event).
NameKind RegisteredKind(const v1::Event& event);
const std::string& RegisteredId(const v1::Event& event);
const google::protobuf::RepeatedPtrField<std::string>& RegisteredAliases(const v1::Event& event);

}  // namespace muster

#endif  // MUSTER_LEDGER_REGISTRATION_H_
