// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/new_records.h"

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/fact_reader.h"

namespace muster {
namespace {

// The events that a record is about.
class Subjects {
 public:
  explicit Subjects(const RecordSource& source) : source_(source) {}

  StatusOr<std::vector<Position>> Of(Position position, const v1::Record& record) {
    if (HasFacts(record.event())) return std::vector<Position>{position};
    std::vector<Position> events = TargetsOf(record);
    if (record.event().has_account()) return events;
    // What is corrected may be an account.
    for (const Position target : std::vector<Position>(events)) {
      MUSTER_ASSIGN_OR_RETURN(const std::vector<Position>* const behind, Behind(target));
      events.insert(events.end(), behind->begin(), behind->end());
    }
    return events;
  }

 private:
  // The events behind an account; none of another record.
  StatusOr<const std::vector<Position>*> Behind(Position target) {
    const auto known = behind_.find(target);
    if (known != behind_.end()) return &known->second;
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, source_.ReadRecord(target));
    std::vector<Position> events;
    if (record->event().has_account()) events = TargetsOf(*record);
    return &behind_.emplace(target, std::move(events)).first->second;
  }

  const RecordSource& source_;
  std::map<Position, std::vector<Position>> behind_;
};

}  // namespace

StatusOr<NewRecords> NewRecords::Read(const RecordSource& source, LogSize from, LogSize to,
                                      bool through_lens) {
  NewRecords records;
  Subjects subjects(source);
  ReportChanges changes;
  MUSTER_RETURN_IF_ERROR(source.Read(
      Position{from.value}, to, [&](Position position, const v1::Record& record) -> Status {
        const v1::Event& event = record.event();
        if (event.has_amendment() && event.amendment().has_report_change()) {
          changes[event.amendment().report_change().report()].push_back(position);
          return OkStatus();
        }
        MUSTER_ASSIGN_OR_RETURN(std::vector<Position> events, subjects.Of(position, record));
        if (!events.empty()) records.about_.emplace(position, std::move(events));
        return OkStatus();
      }));
  if (through_lens && !changes.empty()) {
    MUSTER_RETURN_IF_ERROR(records.AddReportChanges(source, to, changes));
  }
  return records;
}

Status NewRecords::AddReportChanges(const RecordSource& source, LogSize to,
                                    const ReportChanges& changes) {
  Subjects subjects(source);
  std::map<std::string, std::set<Position>> spoken_of;
  MUSTER_RETURN_IF_ERROR(
      source.Read(Position{0}, to, [&](Position position, const v1::Record& record) -> Status {
        if (!changes.contains(record.report())) return OkStatus();
        MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> events, subjects.Of(position, record));
        spoken_of[record.report()].insert(events.begin(), events.end());
        return OkStatus();
      }));
  for (const auto& [report, positions] : changes) {
    const std::set<Position>& events = spoken_of[report];
    for (const Position position : positions) {
      if (!events.empty()) about_.emplace(position, std::vector(events.begin(), events.end()));
    }
  }
  return OkStatus();
}

}  // namespace muster
