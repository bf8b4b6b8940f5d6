// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report index: the field reports that admission sees: those of the log, those of appends under
// way, and those that the append being admitted has so far.
#ifndef MUSTER_LEDGER_REPORT_INDEX_H_
#define MUSTER_LEDGER_REPORT_INDEX_H_

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/report_store.h"
#include "ledger/sha256.h"
#include "ledger/status.h"

namespace muster {

// Thread-compatible. Changes are made at once, and kept by Commit or undone by Rollback.
class ReportIndex {
 public:
  // `log` must outlive the index.
  explicit ReportIndex(const Log& log) : store_(log) {}

  // As those of ReportStore.
  StatusOr<std::optional<StoredReport>> Find(const Hash& id) const;
  StatusOr<std::vector<Hash>> FindByPrefix(std::string_view hex) const;

  // Puts a report in, or in the place of an earlier state of it. `is_new`: the log has none.
  void Put(const StoredReport& report, bool is_new);
  // Stores a document unless it is stored already, or was blacked out. `bytes` must live until
  // Write. Errors: DATA_LOSS.
  Status PutDocument(const Hash& sha256, std::string_view bytes);
  // Whether a document is stored, or was before it was blacked out. Errors: DATA_LOSS.
  StatusOr<bool> HasDocument(const Hash& sha256) const;
  // The record at `position` blacks the document out. Errors: FAILED_PRECONDITION if an earlier one
  // does; DATA_LOSS.
  Status Redact(const Hash& sha256, Position position);

  // Adds to `entries` what the changes write.
  void Write(std::vector<TableEntry>& entries) const;
  // The changes stand; the log has `size` records with them.
  void Commit(LogSize size);
  void Rollback();
  // The log has acknowledged so much: that much can be read from it.
  void Forget(LogSize acknowledged);

 private:
  StatusOr<bool> IsRedacted(const Hash& sha256) const;

  struct Recent {
    StoredReport report;
    LogSize size;
  };
  struct Change {
    bool is_new = false;
    std::optional<Recent> before;
  };

  const ReportStore store_;
  std::map<Hash, Recent> recent_;
  std::map<Hash, LogSize> recent_documents_;
  std::map<Hash, Change> changes_;
  std::map<Hash, std::string_view> new_documents_;
  std::map<Hash, LogSize> recent_redactions_;
  std::vector<Hash> new_redactions_;
  std::vector<TableEntry> redaction_entries_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_REPORT_INDEX_H_
