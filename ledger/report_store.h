// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report store: field reports and their documents in the tables of the log.
//
// Table::kReports holds, by the first byte of the key:
//   r id               what is kept of a report
//   d digest id        a document's digest leads to the reports that have it
//   p position         the position of a report's first record leads to its id
//   b digest           a blacked-out document leads to the position of the record that says so
//   e digest           its bytes may still be in the store's files
// Table::kChunks holds documents in pieces of kChunkBytes by digest and number, each document once.
#ifndef MUSTER_LEDGER_REPORT_STORE_H_
#define MUSTER_LEDGER_REPORT_STORE_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/log.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"

namespace muster {

namespace v1 {
class Document;
class Report;
}  // namespace v1

inline constexpr std::size_t kChunkBytes = std::size_t{256} << 10;
// The digits that the beginning of a report's id has at least.
inline constexpr std::size_t kReportPrefixDigits = 4;

// Thread-safety: const methods are as safe as those of the log, which must outlive the store.
class ReportStore {
 public:
  explicit ReportStore(const Log& log) : log_(log) {}

  // A report by its id. Errors: DATA_LOSS.
  StatusOr<std::optional<StoredReport>> Find(const Hash& id) const;
  // The ids of the reports whose id, or one of whose documents' digests, begins with these
  // hexadecimal digits, sorted, each once. Errors: DATA_LOSS.
  StatusOr<std::vector<Hash>> FindByPrefix(std::string_view hex) const;
  // The index by which FindByPrefix finds documents: each document's digest with the id of each
  // report that has it. Errors: DATA_LOSS.
  StatusOr<std::set<std::pair<Hash, Hash>>> ReportsOfDocuments() const;
  // All, in the order of their first records. Errors: DATA_LOSS.
  StatusOr<std::vector<StoredReport>> All() const;

  // A document whole, checked against its digest. Errors: NOT_FOUND; DATA_LOSS.
  StatusOr<std::string> ReadDocument(const Hash& sha256) const;
  // The same in pieces, in their order; what is wrong with them is known at the end. Errors: also
  // what `visit` returns.
  using PieceVisitor = std::function<Status(std::string_view piece)>;
  Status VisitDocument(const Hash& sha256, const PieceVisitor& visit) const;
  StatusOr<bool> HasDocument(const Hash& sha256) const;

  // The record by which a document was blacked out; nullopt if it was not. Errors: DATA_LOSS.
  StatusOr<std::optional<Position>> FindRedaction(const Hash& sha256) const;
  // The documents that are blacked out, each with that record. Errors: DATA_LOSS.
  StatusOr<std::map<Hash, Position>> Redactions() const;
  // The documents of which anything is stored, be it that no report names them, because an append
  // was interrupted after its documents were stored. Errors: DATA_LOSS.
  StatusOr<std::set<Hash>> StoredDocuments() const;
  // The documents that were removed from the table and may still be in the files. Errors:
  // DATA_LOSS.
  StatusOr<std::vector<Hash>> ToErase() const;

  // Adds to `entries` what writes a report, and those that lead to it if it is new.
  static void Write(const StoredReport& report, bool is_new, std::vector<TableEntry>& entries);
  // Adds to `entries` what writes a document.
  static void WriteDocument(const Hash& sha256, std::string_view bytes,
                            std::vector<TableEntry>& entries);
  // One piece of a document; all but the last have kChunkBytes. Whoever has the first has them all,
  // so that one is written last.
  static void WriteChunk(const Hash& sha256, std::uint32_t number, std::string_view bytes,
                         std::vector<TableEntry>& entries);
  // Adds to `entries` what removes a document and notes that the record at `position` says so, and
  // that its bytes are to be erased. Errors: DATA_LOSS.
  Status WriteRedaction(const Hash& sha256, Position position,
                        std::vector<TableEntry>& entries) const;
  // Adds to `entries` that they were.
  static void WriteErased(const Hash& sha256, std::vector<TableEntry>& entries);

 private:
  const Log& log_;
};

// The text that evidence of a report's events stands in: its transcript, or else its document.
const v1::Document& TextOf(const v1::Report& report);

// The digests of a report's document and transcript, as far as it has them.
std::vector<Hash> DocumentsOf(const StoredReport& report);

// Whether the hexadecimal digits of `hash` begin with `hex`, whatever the case.
bool BeginsWith(const Hash& hash, std::string_view hex);

}  // namespace muster

#endif  // MUSTER_LEDGER_REPORT_STORE_H_
