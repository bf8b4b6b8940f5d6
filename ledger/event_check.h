// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event check: rules that bind several fields of an event, for one that was just read and for one
// that an amendment has changed.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_EVENT_CHECK_H_
#define MUSTER_LEDGER_EVENT_CHECK_H_

#include <string>
#include <string_view>
#include <vector>

namespace muster {

namespace v1 {
class Claim;
class Event;
class Muster;
}  // namespace v1

// Something that the fields of an event say against each other.
struct Contradiction {
  std::string field;   // the field to point at, as in the report file
  std::string absent;  // the field whose absence causes it; may be empty
  std::string rule;    // as in a Refusal
  std::string message;
  std::string hint;
};

// All that is contradictory in an event: who it is about, `all` beside a strength, parts without a
// whole or larger than it, a latitude without a longitude, `until` before `on`, a complete muster
// without lines, a scope without a mission. Empty for an event that is sound.
std::vector<Contradiction> CheckEvent(const v1::Event& event);

// Whether it is said which mission or contingent every strength of it is about.
bool SaysMission(const v1::Claim& claim);
bool SaysMission(const v1::Muster& muster);
inline constexpr std::string_view kScopeWithoutMission = "scope-without-mission";
inline constexpr std::string_view kScopeWithoutMissionMessage =
    "the scope names neither a mission nor a contingent";
// `complete`: of a complete muster.
std::string_view ScopeWithoutMissionHint(bool complete);

}  // namespace muster

#endif  // MUSTER_LEDGER_EVENT_CHECK_H_
