// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/admission_state.h"

#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

#include "ledger/big_endian.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

// The first bytes of keys in Table::kNames, beside those of SubjectIndex and ReferenceIndex.
constexpr char kRegistrationPrefix =
    'r';                              // then position and root; the reading, or empty if retracted
constexpr char kReleasePrefix = 'l';  // then the name; the position

Status ScanNames(const Log& log, char prefix, const Log::EntryVisitor& visit) {
  const std::string first(1, prefix);
  return log.Scan(Table::kNames, first, first, visit);
}

}  // namespace

StatusOr<StringMap<Position>> ReadReleases(const Log& log) {
  StringMap<Position> releases;
  MUSTER_RETURN_IF_ERROR(ScanNames(
      log, kReleasePrefix, [&releases](std::string_view key, std::string_view value) -> Status {
        const std::optional<std::uint64_t> position = DecodeBigEndian(value);
        if (!position) return DataLoss("the table of names is damaged at a release");
        releases.emplace(key.substr(1), Position{*position});
        return OkStatus();
      }));
  return releases;
}

AdmissionState::AdmissionState(const Log& log)
    : records(log),
      reports(log),
      chains(log, records),
      subjects(log),
      names(registry, references),
      targets(registry, records, reports, subjects),
      committed_(records.size()) {}

StatusOr<std::unique_ptr<AdmissionState>> AdmissionState::Open(const Log& log) {
  std::unique_ptr<AdmissionState> state(new AdmissionState(log));
  MUSTER_RETURN_IF_ERROR(state->Load(log));
  return state;
}

Status AdmissionState::RestoreRegistration(std::string_view key, std::string_view value) {
  const std::optional<std::uint64_t> at = DecodeBigEndian(key.substr(1, 8));
  const std::optional<std::uint64_t> root =
      key.size() == 17 ? DecodeBigEndian(key.substr(9)) : std::nullopt;
  v1::Event reading;
  if (!at || !root || !reading.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return DataLoss("the table of names is damaged at a registration");
  }
  registry.Apply(Position{*at}, Position{*root}, value.empty() ? nullptr : &reading);
  return OkStatus();
}

Status AdmissionState::Load(const Log& log) {
  MUSTER_RETURN_IF_ERROR(
      ScanNames(log, kRegistrationPrefix, [this](std::string_view key, std::string_view value) {
        return RestoreRegistration(key, value);
      }));
  MUSTER_RETURN_IF_ERROR(ScanNames(log, SubjectIndex::kNamesPrefix,
                                   [this](std::string_view key, std::string_view) -> Status {
                                     subjects.Restore(std::string(key.substr(1)));
                                     return OkStatus();
                                   }));
  MUSTER_RETURN_IF_ERROR(ScanNames(log, ReferenceIndex::kNamesPrefix,
                                   [this](std::string_view key, std::string_view value) {
                                     return references.Restore(key, value);
                                   }));
  MUSTER_ASSIGN_OR_RETURN(releases_, ReadReleases(log));
  if (records.size() > LogSize{0}) {
    MUSTER_ASSIGN_OR_RETURN(const RecordReader::RecordPtr last,
                            records.Read(Position{records.size().value - 1}));
    last_recorded_at = Time(std::chrono::microseconds(last->recorded_at_us()));
  }
  return OkStatus();
}

void AdmissionState::ApplyRegistration(Position at, Position root, const v1::Event* reading) {
  registry.Apply(at, root, reading);
  registrations_.push_back({Table::kNames,
                            std::string(1, kRegistrationPrefix) + EncodeBigEndian(at.value) +
                                EncodeBigEndian(root.value),
                            reading != nullptr ? reading->SerializeAsString() : std::string()});
}

void AdmissionState::AddRelease(const std::string& name, Position position) {
  releases_.emplace(name, position);
  added_releases_.push_back(name);
}

const Position* AdmissionState::FindRelease(std::string_view name) const {
  const auto found = releases_.find(name);
  return found != releases_.end() ? &found->second : nullptr;
}

std::vector<TableEntry> AdmissionState::Write(Position first) const {
  std::vector<TableEntry> entries = registrations_;
  for (const std::string& name : added_releases_) {
    entries.push_back({Table::kNames, std::string(1, kReleasePrefix) + name,
                       EncodeBigEndian(releases_.find(name)->second.value)});
  }
  reports.Write(entries);
  chains.Write(entries);
  subjects.Write(first, entries);
  references.Write(entries);
  return entries;
}

void AdmissionState::Commit() {
  committed_ = records.size();
  registrations_.clear();
  added_releases_.clear();
  reports.Commit(committed_);
  chains.Commit();
  subjects.Commit(committed_);
  references.Commit();
}

void AdmissionState::Rollback() {
  registrations_.clear();
  for (const std::string& name : added_releases_) releases_.erase(name);
  added_releases_.clear();
  registry.Truncate(committed_);
  records.Truncate(committed_);
  reports.Rollback();
  chains.Rollback();
  subjects.Rollback();
  references.Rollback();
  names.Rollback();
}

void AdmissionState::Forget(LogSize acknowledged) {
  records.Forget(acknowledged);
  reports.Forget(acknowledged);
  chains.Shrink(acknowledged);
  subjects.Shrink(acknowledged);
}

}  // namespace muster
