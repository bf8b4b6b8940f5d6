// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Events in one English sentence, for receipts and lists.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_OUTPUT_EVENT_SENTENCE_H_
#define MUSTER_TOOLS_OUTPUT_EVENT_SENTENCE_H_

#include <string>

namespace muster {

namespace v1 {
class Event;
class Scope;
class Strength;
class Who;
}  // namespace v1

// "217 of KEN-3 arrived at HTI/Ouest/Port-au-Prince on 2025-01-18", without a final stop. Strengths
// and dates that are not exact are told with their bounds. Texts are as they were written, not made
// safe.
std::string EventSentence(const v1::Event& event);

// "KEN-3", or what is known where no contingent is: "KEN police of MSS-HTI".
std::string WhoPhrase(const v1::Who& who);

// "mission=MSS-HTI contributor=JAM,BLZ".
std::string ScopePhrase(const v1::Scope& scope);

// "217"; "over 200 (201..)" where the wording and the numbers differ.
std::string StrengthPhrase(const v1::Strength& strength);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_EVENT_SENTENCE_H_
