// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Ledger is the entry to everything stored: it admits drafts, appends what it admits, and reads
// records, field reports and documents back.
//
//   auto ledger = Ledger::Open("muster.ledger", {.write = true});
//   AppendResult result = *(*ledger)->Append(drafts, {.recorded_by = "desk"});
//   if (!result.refusals.empty()) ...   // nothing was appended
//
// A ledger is a directory:
//   FORMAT        text: the format's version and the ledger's origin
//   log/          RocksDB: records and the tables beside them (log.h)
//   projections/  disposable, kept by the layer above
//   key           the signing key, readable by its owner only (key_ring.h)
//   checkpoints/  those with signatures of others (checkpoint_store.h)
//   access/       who may do what over the network, kept by the layer above
//
// Thread-safety: safe for concurrent use. Concurrent appends are admitted one after the other and
// share a sync.
#ifndef MUSTER_LEDGER_LEDGER_H_
#define MUSTER_LEDGER_LEDGER_H_

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/assumption.h"
#include "ledger/clock.h"
#include "ledger/draft.h"
#include "ledger/ledger_backup.h"
#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/refusal.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"

namespace muster {

namespace v1 {
class Event;
class Record;
}  // namespace v1

class Registry;

using RecordPtr = std::shared_ptr<const v1::Record>;

// One event of a draft, admitted.
struct AdmittedEvent {
  std::string file;
  SourcePosition source;
  Position position;  // where it stands, or in a dry run would stand
  bool already_recorded =
      false;                    // by an earlier append of the same report; `record` is that record
  bool without_effect = false;  // an identical registration again
  RecordPtr record;
  std::vector<Assumption> assumptions;
};

struct AppendOptions {
  std::string recorded_by = {};
  std::optional<LogSize> expected_size = std::nullopt;
  // Admits and answers as an append would, and writes nothing.
  bool dry_run = false;
};

struct AppendResult {
  Refusals refusals;                  // if any, nothing was appended and the rest is empty
  std::vector<AdmittedEvent> events;  // in the order of the drafts
  std::vector<StoredReport> reports;  // of the drafts, in their order
  LogHead head;                       // after the append; in a dry run of what is there now
};

// That a document was blacked out.
struct Redaction {
  Hash sha256{};
  Position position;  // of the record that says so
  RecordPtr record;   // says when, by whom and why
};

struct LedgerOptions {
  bool write = false;
  Clock* clock = nullptr;  // null: the system's; must outlive the ledger
};

class Ledger {
 public:
  // Makes a ledger in `directory`, which must not exist or be empty, with a signing key of its own.
  // `origin`: the name under which its checkpoints will be published; empty: made from the
  // directory's name and chance. `passphrase`: the key is encrypted with it. Errors:
  // ALREADY_EXISTS, INVALID_ARGUMENT (an origin with white space or '+'), UNAVAILABLE.
  static Status Create(const std::filesystem::path& directory, std::string origin = {},
                       const std::optional<std::string>& passphrase = std::nullopt);

  // Opens the ledger in `directory`. Errors: NOT_FOUND, saying how to make one; FAILED_PRECONDITION
  // if another writer has it, or its format is of another version; DATA_LOSS; UNAVAILABLE.
  static StatusOr<std::unique_ptr<Ledger>> Open(const std::filesystem::path& directory,
                                                LedgerOptions options = {});

  // A ledger on a log of any kind (an in-memory one in tests).
  static StatusOr<std::unique_ptr<Ledger>> OnLog(std::unique_ptr<Log> log,
                                                 LedgerOptions options = {});

  // A ledger for reading what this one, open for writing, holds: in the same process, while this
  // one goes on writing. It stands still until it is refreshed. This one must outlive it. Errors:
  // FAILED_PRECONDITION if this one is open for reading; DATA_LOSS.
  StatusOr<std::unique_ptr<Ledger>> OpenBeside() const;

  ~Ledger();

  LogHead Head() const;
  const std::string& origin() const;

  // Admits the drafts in order, later ones seeing earlier ones, and appends them all or none.
  // Refusals are in the result, not an error.
  //
  // Errors: ABORTED if the log is not `expected_size` long; FAILED_PRECONDITION if not open for
  // writing; RESOURCE_EXHAUSTED; UNAVAILABLE; DATA_LOSS. On any error nothing was appended.
  StatusOr<AppendResult> Append(std::span<const ReportDraft> drafts, const AppendOptions& options);

  // Stores a document of any size beforehand, in appends of a few megabytes without records: for a
  // draft that names it by its digest. Nothing is written if it is stored already, or was blacked
  // out. `read` gives its bytes in order, empty at the end, in pieces of any size. Until a report
  // names it, nothing speaks of it.
  //
  // Errors: INVALID_ARGUMENT if the bytes are not those of `document`; what `read` returns; as
  // Append.
  using DocumentReader = std::function<StatusOr<std::string_view>()>;
  Status StoreDocument(const DocumentIdentity& document, const DocumentReader& read);

  // Appends one event that a command writes, without a report: a key, a redaction. Only
  // `recorded_by` and `expected_size` of the options count. Gives its record, once it is durable.
  //
  // Errors: as Append.
  StatusOr<RecordPtr> AppendCommand(const v1::Event& event, const AppendOptions& options);

  // The log below, for what the audit hashes: bytes as they are stored, and the Merkle tree
  // (tree_reader.h). Lives as long as the ledger.
  const Log& log() const;

  // Reads the records of [from, until) in order, decoded and checked (position, well-formedness). A
  // record is valid only while it is visited. Of many records, those to come are read and decoded
  // by another thread in the meantime. Errors: DATA_LOSS; INVALID_ARGUMENT if `until` is beyond the
  // head; what `visit` returns.
  using RecordVisitor = std::function<Status(Position, const v1::Record&)>;
  Status Read(Position from, LogSize until, const RecordVisitor& visit) const;
  // One record. Errors: NOT_FOUND if there is none at `position`; DATA_LOSS.
  StatusOr<RecordPtr> ReadRecord(Position position) const;

  // The positions of the later members of the chain that begins at `root`, ascending, below
  // `until`.
  StatusOr<std::vector<Position>> ChainMembers(Position root, LogSize until) const;

  // A field report by its id. Errors: NOT_FOUND; DATA_LOSS.
  StatusOr<StoredReport> FindReport(const Hash& id) const;
  // By the hexadecimal digits that its id, or its document's digest, begins with (at least four).
  // Errors: NOT_FOUND; INVALID_ARGUMENT if several do, naming them.
  StatusOr<StoredReport> FindReportByPrefix(std::string_view hex) const;
  // All of them, in the order of their first records.
  StatusOr<std::vector<StoredReport>> Reports() const;
  // A document or transcript whole, checked against its digest. Errors: NOT_FOUND; DATA_LOSS.
  StatusOr<std::string> ReadDocument(const Hash& sha256) const;
  // The same in pieces, in their order; what is wrong with them is known at the end. Errors: also
  // what `visit` returns.
  Status VisitDocument(const Hash& sha256,
                       const std::function<Status(std::string_view piece)>& visit) const;

  // Blacks out a report's documents (personal data, somebody's copyright): removes their bytes, and
  // records that, by whom and why. Their digests, all records, proofs and numbers stay as they are;
  // a later report with the same document does not bring it back. `hex`: what the report's id, or
  // the digest of one of its documents, begins with; then only that document goes. When it returns,
  // the bytes are erased from the log's files, or will be when the ledger is next opened for
  // writing.
  //
  // Errors: as FindReportByPrefix; FAILED_PRECONDITION if the report has no document, or none that
  // is not blacked out already, or the ledger is open for reading; INVALID_ARGUMENT for a reason
  // that is empty, too long or not UTF-8; as Append.
  StatusOr<std::vector<Redaction>> Redact(std::string_view hex, const std::string& reason,
                                          const std::string& recorded_by);
  // Whether a document was blacked out. Errors: DATA_LOSS.
  StatusOr<std::optional<Redaction>> FindRedaction(const Hash& sha256) const;

  // The log's size as it stood at the end of `time`: the records recorded at or before it.
  StatusOr<LogSize> SizeAt(Time time) const;
  // The size that a release names. Errors: NOT_FOUND, naming those there are.
  StatusOr<LogSize> SizeOfRelease(std::string_view name) const;

  // For a reader: takes note of what the writer has added since.
  Status Refresh();

  // Adds a backup of the whole ledger to those in `directory` (ledger_backup.h), while it goes on
  // serving. Errors: as BackUpLedger; FAILED_PRECONDITION if it is not open for writing.
  StatusOr<LedgerBackup> BackUp(const std::filesystem::path& directory,
                                const BackupOptions& options = {}) const;

 private:
  friend class StagedAppend;
  class State;
  explicit Ledger(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// "<hex of the report's id>/<ordinal>", or empty for a record without a report.
std::string EventId(const v1::Record& record);

}  // namespace muster

#endif  // MUSTER_LEDGER_LEDGER_H_
