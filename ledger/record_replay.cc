// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/record_replay.h"

#include <google/protobuf/message.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/event_admission.h"
#include "ledger/event_fields.h"
#include "ledger/event_names.h"
#include "ledger/key_table.h"
#include "ledger/message_texts.h"
#include "ledger/path.h"
#include "ledger/registration.h"
#include "ledger/subject.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

using RecordPtr = RecordReader::RecordPtr;
using Records = std::span<const RecordPtr>;

// An account is of records before it, of each once.
Status CheckAccount(Position position, const v1::Account& account) {
  std::set<std::uint64_t> targets;
  for (const v1::Target& target : account.of()) {
    if (target.position() >= position.value) {
      return InvalidArgument("record {} is about record {}, which is not before it", position.value,
                             target.position());
    }
    if (!targets.insert(target.position()).second) {
      return InvalidArgument("record {} is about record {} twice", position.value,
                             target.position());
    }
  }
  return OkStatus();
}

// What a record is about must be before it.
Status CheckTargets(Position position, const v1::Event& event) {
  const auto check = [position](const v1::Target& target) {
    if (target.position() < position.value) return OkStatus();
    return InvalidArgument("record {} is about record {}, which is not before it", position.value,
                           target.position());
  };
  if (event.has_account()) return CheckAccount(position, event.account());
  if (event.has_retraction()) return check(event.retraction().of());
  if (!event.has_amendment()) return OkStatus();
  const v1::Amendment& amendment = event.amendment();
  if (amendment.has_of()) MUSTER_RETURN_IF_ERROR(check(amendment.of()));
  // What an account is of cannot be changed.
  if (amendment.event().has_account() || amendment.change().values().account().of_size() > 0) {
    return InvalidArgument("record {} amends what an account is of", position.value);
  }
  return OkStatus();
}

// Whether a text anywhere in a message has a zero byte. Names are keys of tables, which such a byte
// divides; no admission takes one.
bool HasZeroByte(const google::protobuf::Message& message) {
  bool has = false;
  ForEachText(message, [&has](const std::string& text) {
    has = has || text.find('\0') != std::string::npos;
  });
  return has;
}

void NoteNames(Position position, const v1::Event& event, AdmissionState& state) {
  v1::Event names = event;
  ForEachName(names, [&](NameKind kind, const std::string& name, const FieldPath&) {
    if (!name.empty() && name != kUnspecified) state.references.Note(kind, name, position);
  });
}

// The names that a record brings: its own, or of an amendment those that it gives anew.
void NoteNamesOf(Position position, const v1::Event& event, AdmissionState& state) {
  if (!event.has_amendment()) return NoteNames(position, event, state);
  NoteNames(position, event.amendment().event(), state);
  NoteNames(position, event.amendment().change().values(), state);
}

// Registrations may stand anywhere in a report, so they are taken first: missions and places, then
// the contingents, which name missions.
void NoteRegistrations(Records records, AdmissionState& state) {
  for (const bool contingents : {false, true}) {
    for (const RecordPtr& record : records) {
      const v1::Event& event = record->event();
      if (!IsRegistration(event) || event.has_contingent() != contingents) continue;
      const Position position{record->position()};
      NoteNames(position, event, state);
      const Registry::Registration standing =
          state.registry.FindRegistration(NameKindWord(RegisteredKind(event)), RegisteredId(event));
      if (!standing.root) state.ApplyRegistration(position, position, &event);
    }
  }
}

// Puts the next events of a report behind those that it has.
Status NoteReport(Records records, const std::map<Hash, ReportPtr>& new_reports,
                  AdmissionState& state, StoredReport& report) {
  const v1::Record& first = *records.front();
  const Hash id = HashFromBytes(first.report());
  MUSTER_ASSIGN_OR_RETURN(std::optional<StoredReport> known, state.reports.Find(id));
  const bool is_new = !known;
  if (is_new) {
    const auto found = new_reports.find(id);
    if (found == new_reports.end()) {
      return InvalidArgument("the report {} of record {} is not there", ToHex(id),
                             first.position());
    }
    known.emplace();
    known->id = id;
    known->report = found->second;
    known->recorded_at = Time(std::chrono::microseconds(first.recorded_at_us()));
    known->first_position = Position{first.position()};
  }
  report = *std::move(known);
  const std::uint32_t count = report.EventCount();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i]->ordinal() == count + i) continue;
    return InvalidArgument("record {} is event {} of its report, where event {} should be",
                           records[i]->position(), records[i]->ordinal(), count + i);
  }
  const auto added = static_cast<std::uint32_t>(records.size());
  StoredReport::Run* const last = report.runs.empty() ? nullptr : &report.runs.back();
  if (last != nullptr && last->position.value + last->count == first.position()) {
    last->count += added;
  } else {
    report.runs.push_back({count, added, Position{first.position()}});
  }
  state.reports.Put(report, is_new);
  return OkStatus();
}

// Records of one report, one behind the other.
Status ReplayReport(Records records, const std::map<Hash, ReportPtr>& new_reports,
                    AdmissionState& state) {
  StoredReport report;
  MUSTER_RETURN_IF_ERROR(NoteReport(records, new_reports, state, report));
  NoteRegistrations(records, state);
  for (const RecordPtr& record : records) {
    const Position position{record->position()};
    const v1::Event& event = record->event();
    MUSTER_RETURN_IF_ERROR(CheckTargets(position, event));
    if (HasZeroByte(event)) {
      return InvalidArgument("record {} has a text with a zero byte in it", position.value);
    }
    if (!IsRegistration(event)) NoteNamesOf(position, event, state);
    state.records.Push(record);
    MUSTER_RETURN_IF_ERROR(NoteRecord(position, report.first_position, *record, state));
  }
  state.subjects.FinishReport();
  return OkStatus();
}

bool HasSubject(const v1::Event& event) {
  bool has_one = false;
  ForEachSubject(event, {}, {}, [&](const std::string&, const SubjectEntry&) { has_one = true; });
  return has_one;
}

// A record that a command wrote, without a report.
Status ReplayCommand(const RecordPtr& record, AdmissionState& state,
                     std::vector<TableEntry>& entries) {
  const v1::Event& event = record->event();
  const Position position{record->position()};
  if (event.has_account() || event.has_amendment() || event.has_retraction() ||
      event.has_release() || IsRegistration(event) || HasSubject(event)) {
    return InvalidArgument("record {} has no report, and is none that a command writes",
                           position.value);
  }
  if (event.has_redaction()) {
    const std::string& document = event.redaction().document();
    if (document.size() != sizeof(Hash)) {
      return InvalidArgument("record {} blacks out a document without a digest", position.value);
    }
    const Status status = state.reports.Redact(HashFromBytes(document), position);
    if (status.code() == StatusCode::kFailedPrecondition) {
      return InvalidArgument("record {}: {}", position.value, Message(status));
    }
    MUSTER_RETURN_IF_ERROR(status);
  }
  if (event.has_key()) entries.push_back(KeyTableEntry(position));
  state.records.Push(record);
  return OkStatus();
}

}  // namespace

Status ReplayAppend(Records records, const std::map<Hash, ReportPtr>& new_reports,
                    AdmissionState& state, std::vector<TableEntry>& entries) {
  if (records.empty()) return OkStatus();
  const Position first{records.front()->position()};
  MUSTER_CHECK(first.value == state.records.size().value);
  for (std::size_t i = 0; i < records.size();) {
    std::size_t end = i + 1;
    if (records[i]->report().empty()) {
      MUSTER_RETURN_IF_ERROR(ReplayCommand(records[i], state, entries));
    } else {
      while (end < records.size() && records[end]->report() == records[i]->report()) ++end;
      MUSTER_RETURN_IF_ERROR(ReplayReport(records.subspan(i, end - i), new_reports, state));
    }
    i = end;
  }
  for (TableEntry& entry : state.Write(first)) entries.push_back(std::move(entry));
  return OkStatus();
}

}  // namespace muster
