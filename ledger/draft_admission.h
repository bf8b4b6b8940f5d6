// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Draft admission: one report of an append with its events.
#ifndef MUSTER_LEDGER_DRAFT_ADMISSION_H_
#define MUSTER_LEDGER_DRAFT_ADMISSION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/admission_state.h"
#include "ledger/clock.h"
#include "ledger/evidence_finder.h"
#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/prepared_draft.h"
#include "ledger/status.h"

namespace muster {

// What the records of one append have in common, and what it has made so far.
struct AppendUnderway {
  std::string recorded_by;
  Time recorded_at{};
  Position first;                    // the position of its first record
  std::vector<std::string> encoded;  // its records
  // Where they come from, by their place among them.
  struct Source {
    const std::string* file = nullptr;
    SourcePosition position;
  };
  std::vector<Source> sources;
  Refusals refusals;
};

// Thread-compatible; used once.
class DraftAdmission {
 public:
  // All must outlive the admission.
  DraftAdmission(PreparedDraft& draft, AppendUnderway& append, AdmissionState& state);

  // Judges the report and its events; adds the events that are new to the append, and what became
  // of each to `result`. Errors: DATA_LOSS.
  Status Admit(AppendResult& result);

 private:
  // What the first pass made of a registration.
  enum class Registered { kNo, kNew, kWithoutEffect, kRefused };

  Status IdentifyReport();
  // Whether the documents that the draft says are stored are.
  Status CheckStored() const;
  Status ResolveUpdates();
  void PutReport();
  Status RegisterNames();
  Status Register(std::size_t index);
  Status AdmitRecorded(std::size_t index, AppendResult& result);
  StatusOr<bool> SaysTheSame(std::size_t index, const v1::Record& recorded);
  Status AdmitNew(std::size_t index, AppendResult& result);
  Status JudgeEvent(std::size_t index, const DraftSite& site, std::vector<Assumption>& assumptions);
  std::shared_ptr<v1::Record> MakeRecord(std::size_t index, const DraftSite& site);
  void AddEvidence(std::size_t index, const DraftSite& site, v1::Record& record);
  Position PositionOf(std::size_t index) const;
  // In the report; `index` is that in the draft.
  std::uint32_t OrdinalOf(std::size_t index) const;
  Position ReportPosition() const;
  std::string Where(Position position) const;
  DraftSite SiteOf(const ParsedEvent& event) const;

  PreparedDraft& draft_;
  AppendUnderway& append_;
  AdmissionState& state_;
  const std::string& file_;
  EvidenceFinder evidence_;
  // The report as it stands once its new events are in; nullopt if it was refused.
  std::optional<StoredReport> report_;
  bool report_is_new_ = true;
  std::size_t recorded_count_ = 0;  // of its events, before
  Position first_new_;              // where its next event will stand
  std::vector<Registered> registered_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_DRAFT_ADMISSION_H_
