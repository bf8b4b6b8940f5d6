// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Ledger state: what a Ledger and the appends that are under way share.
#ifndef MUSTER_LEDGER_LEDGER_STATE_H_
#define MUSTER_LEDGER_LEDGER_STATE_H_

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/admission_state.h"
#include "ledger/clock.h"
#include "ledger/ledger.h"
#include "ledger/log.h"
#include "ledger/prepared_draft.h"
#include "ledger/report_store.h"
#include "ledger/status.h"

namespace muster {

// Thread-safety: safe for concurrent use after OpenAdmission.
class Ledger::State {
 public:
  // An append that was admitted.
  struct Begun {
    AppendResult result;
    // To wait for: itself, or, if it wrote nothing, the last before it. Null if there is none.
    std::shared_ptr<Log::Pending> pending;
    bool written = false;
  };

  // `directory`: empty of a log in memory.
  State(std::filesystem::path directory, std::unique_ptr<Log> log, LedgerOptions options,
        std::string origin);

  const std::filesystem::path& directory() const { return directory_; }
  bool writes() const { return write_; }
  Log& log() { return *log_; }
  const ReportStore& reports() const { return reports_; }
  const std::string& origin() const { return origin_; }

  // Reads what admission must know, if the ledger is open for writing. Errors: DATA_LOSS.
  Status OpenAdmission();

  // Erases from the files what redactions removed, also those of a process that ended too soon.
  // Errors: UNAVAILABLE; DATA_LOSS.
  Status FinishErasure();

  // As Ledger::StoreDocument.
  Status StoreDocument(const DocumentIdentity& document, const DocumentReader& read);

  // Appends events that a command writes, without a report. Errors: as Ledger::Append.
  StatusOr<std::vector<RecordPtr>> AppendCommands(std::span<const v1::Event> events,
                                                  const AppendOptions& options);

  // Admits the drafts and gives what they make its place in the log. Errors: as Ledger::Append.
  StatusOr<Begun> Begin(std::vector<PreparedDraft>& drafts, const AppendOptions& options);
  // Blocks until it is durable. Errors: as Ledger::Append.
  StatusOr<AppendResult> Finish(Begun begun, const AppendOptions& options);

 private:
  Status Await(Log::Pending& pending);
  StatusOr<bool> HasDocument(const Hash& sha256);
  // Writes entries without records, and waits until they are durable.
  Status WriteEntries(std::vector<TableEntry> entries);
  Status BeginCommands(std::span<const v1::Event> events, const AppendOptions& options,
                       std::vector<RecordPtr>& records) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Status Enter(LogBatch batch, LogSize size, Time recorded_at)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StatusOr<bool> Admit(std::vector<PreparedDraft>& drafts, const AppendOptions& options,
                       AppendResult& result) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::filesystem::path directory_;
  const std::unique_ptr<Log> log_;
  const ReportStore reports_;
  Clock& clock_;
  const bool write_;
  const std::string origin_;

  absl::Mutex mutex_;
  std::unique_ptr<AdmissionState> admission_ ABSL_GUARDED_BY(mutex_);
  // The last append that was begun: once it is durable, all before it are. Null before the first.
  std::shared_ptr<Log::Pending> last_ ABSL_GUARDED_BY(mutex_);
  bool poisoned_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_LEDGER_STATE_H_
