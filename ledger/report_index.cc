// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/report_index.h"

#include <algorithm>
#include <set>

namespace muster {

StatusOr<std::optional<StoredReport>> ReportIndex::Find(const Hash& id) const {
  const auto found = recent_.find(id);
  if (found != recent_.end()) return std::optional<StoredReport>(found->second.report);
  return store_.Find(id);
}

StatusOr<std::vector<Hash>> ReportIndex::FindByPrefix(std::string_view hex) const {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> stored, store_.FindByPrefix(hex));
  std::set<Hash> ids(stored.begin(), stored.end());
  for (const auto& [id, recent] : recent_) {
    const std::vector<Hash> documents = DocumentsOf(recent.report);
    if (BeginsWith(id, hex) ||
        std::any_of(documents.begin(), documents.end(),
                    [hex](const Hash& document) { return BeginsWith(document, hex); })) {
      ids.insert(id);
    }
  }
  return std::vector<Hash>(ids.begin(), ids.end());
}

void ReportIndex::Put(const StoredReport& report, bool is_new) {
  const auto found = recent_.find(report.id);
  if (changes_.count(report.id) == 0) {
    Change change{is_new, std::nullopt};
    if (found != recent_.end()) change.before = found->second;
    changes_.emplace(report.id, std::move(change));
  }
  recent_.insert_or_assign(report.id, Recent{report, LogSize{}});
}

Status ReportIndex::PutDocument(const Hash& sha256, std::string_view bytes) {
  if (recent_documents_.count(sha256) != 0 || new_documents_.count(sha256) != 0) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const bool redacted, IsRedacted(sha256));
  if (redacted) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const bool stored, store_.HasDocument(sha256));
  if (!stored) new_documents_.emplace(sha256, bytes);
  return OkStatus();
}

StatusOr<bool> ReportIndex::HasDocument(const Hash& sha256) const {
  if (recent_documents_.count(sha256) != 0 || new_documents_.count(sha256) != 0) return true;
  MUSTER_ASSIGN_OR_RETURN(const bool stored, store_.HasDocument(sha256));
  return stored ? StatusOr<bool>(true) : IsRedacted(sha256);
}

StatusOr<bool> ReportIndex::IsRedacted(const Hash& sha256) const {
  if (recent_redactions_.count(sha256) != 0 ||
      std::find(new_redactions_.begin(), new_redactions_.end(), sha256) != new_redactions_.end()) {
    return true;
  }
  MUSTER_ASSIGN_OR_RETURN(const std::optional<Position> redaction, store_.FindRedaction(sha256));
  return redaction.has_value();
}

Status ReportIndex::Redact(const Hash& sha256, Position position) {
  MUSTER_ASSIGN_OR_RETURN(const bool redacted, IsRedacted(sha256));
  if (redacted) return FailedPrecondition("document {} is blacked out already", ToHex(sha256));
  MUSTER_RETURN_IF_ERROR(store_.WriteRedaction(sha256, position, redaction_entries_));
  new_redactions_.push_back(sha256);
  return OkStatus();
}

void ReportIndex::Write(std::vector<TableEntry>& entries) const {
  for (const auto& [id, change] : changes_) {
    ReportStore::Write(recent_.at(id).report, change.is_new, entries);
  }
  for (const auto& [sha256, bytes] : new_documents_) {
    ReportStore::WriteDocument(sha256, bytes, entries);
  }
  entries.insert(entries.end(), redaction_entries_.begin(), redaction_entries_.end());
}

void ReportIndex::Commit(LogSize size) {
  for (const auto& [id, change] : changes_) recent_.at(id).size = size;
  for (const auto& [sha256, bytes] : new_documents_) recent_documents_[sha256] = size;
  for (const Hash& sha256 : new_redactions_) recent_redactions_[sha256] = size;
  changes_.clear();
  new_documents_.clear();
  new_redactions_.clear();
  redaction_entries_.clear();
}

void ReportIndex::Rollback() {
  for (const auto& [id, change] : changes_) {
    if (change.before) {
      recent_.insert_or_assign(id, *change.before);
    } else {
      recent_.erase(id);
    }
  }
  changes_.clear();
  new_documents_.clear();
  new_redactions_.clear();
  redaction_entries_.clear();
}

void ReportIndex::Forget(LogSize acknowledged) {
  std::erase_if(recent_,
                [acknowledged](const auto& recent) { return recent.second.size <= acknowledged; });
  std::erase_if(recent_documents_,
                [acknowledged](const auto& recent) { return recent.second <= acknowledged; });
  std::erase_if(recent_redactions_,
                [acknowledged](const auto& recent) { return recent.second <= acknowledged; });
}

}  // namespace muster
