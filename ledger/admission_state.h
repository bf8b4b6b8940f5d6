// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Admission state: what admission needs to know of the past, in memory as far as it was asked for.
#ifndef MUSTER_LEDGER_ADMISSION_STATE_H_
#define MUSTER_LEDGER_ADMISSION_STATE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/chain_store.h"
#include "ledger/clock.h"
#include "ledger/log.h"
#include "ledger/name_resolver.h"
#include "ledger/position.h"
#include "ledger/record_reader.h"
#include "ledger/reference_index.h"
#include "ledger/registry.h"
#include "ledger/report_index.h"
#include "ledger/status.h"
#include "ledger/string_pool.h"
#include "ledger/subject_index.h"
#include "ledger/target_resolver.h"

namespace muster {

// Thread-compatible. Changes are made at once, and kept by Commit or undone by Rollback.
class AdmissionState {
 public:
  // Reads what must be known from the start: the names. `log` must outlive the state.
  // Errors: DATA_LOSS.
  static StatusOr<std::unique_ptr<AdmissionState>> Open(const Log& log);

  // From `at` on, the registration whose chain begins at `root` reads so; null: retracted.
  void ApplyRegistration(Position at, Position root, const v1::Event* reading);
  // A release stands at `position`.
  void AddRelease(const std::string& name, Position position);
  // Where the release of this name stands, or null.
  const Position* FindRelease(std::string_view name) const;

  // Everything that the changes write beside the records. `first`: the position of the first
  // record.
  std::vector<TableEntry> Write(Position first) const;
  void Commit();
  void Rollback();
  // The log has acknowledged so much.
  void Forget(LogSize acknowledged);

  // The time of the last record.
  Time last_recorded_at{};

  RecordReader records;
  ReportIndex reports;
  ChainStore chains;
  SubjectIndex subjects;
  Registry registry;
  ReferenceIndex references;
  NameResolver names;
  TargetResolver targets;

 private:
  explicit AdmissionState(const Log& log);
  Status Load(const Log& log);
  Status RestoreRegistration(std::string_view key, std::string_view value);

  LogSize committed_;
  StringMap<Position> releases_;
  std::vector<std::string> added_releases_;
  std::vector<TableEntry> registrations_;  // of this append
};

// The releases of a log by name. Errors: DATA_LOSS.
StatusOr<StringMap<Position>> ReadReleases(const Log& log);

}  // namespace muster

#endif  // MUSTER_LEDGER_ADMISSION_STATE_H_
