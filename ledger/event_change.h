// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event change: some fields of an event replaced by an amendment's.
#ifndef MUSTER_LEDGER_EVENT_CHANGE_H_
#define MUSTER_LEDGER_EVENT_CHANGE_H_

namespace muster {

namespace v1 {
class Event;
class EventChange;
}  // namespace v1

// Replaces each field of `event` that `change` names, whole; one that the change leaves unset is
// cleared. Names are those of the report file: those of `who` stand beside the others, and naming a
// contingent takes the place of a mission with contributor and component, and the reverse. A field
// that the kind of `event` does not have is passed over: under a lens, an event may not have the
// kind that the change was written for. Pure.
void ApplyEventChange(const v1::EventChange& change, v1::Event& event);

}  // namespace muster

#endif  // MUSTER_LEDGER_EVENT_CHANGE_H_
