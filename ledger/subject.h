// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Subjects: whom events are about, as keys, and what is kept of an event under each of its
// subjects.
//
// A key is "c" and a contingent's id, or "m", contributor, NUL, mission, NUL, component.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_SUBJECT_H_
#define MUSTER_LEDGER_SUBJECT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "ledger/position.h"

namespace muster {

namespace v1 {
class Event;
class Who;
}  // namespace v1

std::string ContingentSubject(std::string_view contingent);
std::string MissionSubject(std::string_view contributor, std::string_view mission,
                           std::string_view component);
std::string SubjectOf(const v1::Who& who);

// What is kept of an event under one of its subjects; v1::SubjectEvent says what the fields mean.
// The texts are the event's own.
struct SubjectEntry {
  Position root;
  Position report;  // of the first record of its report
  int kind = 0;     // a number of v1::Event::FactCase
  std::optional<std::int32_t> earliest;
  std::int32_t best = 0;
  std::int32_t latest = 0;
  std::string_view place, duty;
  std::optional<std::int32_t> until;
  std::string_view back_place, back_duty;
  std::string_view scene;
};

// The subject of a movement: its who, or the contingent that a transfer leaves. Empty for other
// kinds.
std::string MovingSubject(const v1::Event& event);

// The contingent of a key, or empty for one of a mission.
std::string_view ContingentOfSubject(std::string_view key);

// Calls `visit` once for each subject of an event, with what is kept of it there. `report` is the
// position of the first record of its report. Nothing for an event without subjects: a
// registration, a statement.
void ForEachSubject(
    const v1::Event& event, Position root, Position report,
    absl::FunctionRef<void(const std::string& key, const SubjectEntry& entry)> visit);

// What every subject of an event keeps of it: its kind and date.
SubjectEntry DatedEntry(const v1::Event& event, Position root, Position report);

// Where an arrival, a departure or a loss happened, for its likeness to another; empty for other
// kinds.
std::string_view SceneOf(const v1::Event& event);

}  // namespace muster

#endif  // MUSTER_LEDGER_SUBJECT_H_
