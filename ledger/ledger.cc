// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/admission.h"
#include "ledger/chain_store.h"
#include "ledger/input_limits.h"
#include "ledger/key_table.h"
#include "ledger/ledger_directory.h"
#include "ledger/quote.h"
#include "ledger/record_codec.h"
#include "ledger/report_store.h"
#include "ledger/rocks_log.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

Status PoisonedError() { return Unavailable("an earlier append failed; open the ledger anew"); }

// The name stands in every record, so that it must be short, and text.
Status CheckRecorder(std::string_view name) {
  if (name.size() > kNameBytesMax) {
    return InvalidArgument("the name of who records has {} bytes, more than {}", name.size(),
                           kNameBytesMax);
  }
  if (!IsUtf8(name)) return InvalidArgument("the name of who records is not UTF-8");
  if (std::any_of(name.begin(), name.end(),
                  [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
    return InvalidArgument("the name of who records has a control character");
  }
  return OkStatus();
}

Status CheckReportPrefix(std::string_view hex) {
  if (hex.size() >= kReportPrefixDigits && hex.size() <= 64 &&
      hex.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos) {
    return OkStatus();
  }
  return InvalidArgument(
      "'{}' is not the beginning of a report's id: write at least {} hexadecimal digits", hex,
      kReportPrefixDigits);
}

Status CheckReason(const std::string& reason) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
    return InvalidArgument("a reason is needed: it stands in the record for good");
  }
  if (reason.size() > kTextBytesMax) {
    return InvalidArgument("the reason has {} bytes, more than {}", reason.size(), kTextBytesMax);
  }
  if (!IsUtf8(reason)) return InvalidArgument("the reason is not UTF-8");
  return OkStatus();
}

}  // namespace

class Ledger::State {
 public:
  State(std::filesystem::path directory, std::unique_ptr<Log> log, LedgerOptions options,
        std::string origin)
      : directory_(std::move(directory)),
        log_(std::move(log)),
        reports_(*log_),
        clock_(options.clock != nullptr ? *options.clock : SystemClock()),
        write_(options.write),
        origin_(std::move(origin)) {}

  const std::filesystem::path& directory() const { return directory_; }
  bool writes() const { return write_; }
  Log& log() { return *log_; }
  const ReportStore& reports() const { return reports_; }
  const std::string& origin() const { return origin_; }

  Status OpenAdmission() {
    if (!write_) return OkStatus();
    const absl::MutexLock lock(&mutex_);
    MUSTER_ASSIGN_OR_RETURN(admission_, AdmissionState::Open(*log_));
    return OkStatus();
  }

  // Erases from the files what redactions removed, also those of a process that ended too soon.
  Status FinishErasure() {
    if (!write_) return OkStatus();
    MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> documents, reports_.ToErase());
    if (documents.empty()) return OkStatus();
    MUSTER_RETURN_IF_ERROR(log_->EraseRemoved());
    LogBatch batch;
    for (const Hash& sha256 : documents) ReportStore::WriteErased(sha256, batch.entries);
    std::shared_ptr<Log::Pending> pending;
    {
      const absl::MutexLock lock(&mutex_);
      if (poisoned_) return PoisonedError();
      MUSTER_ASSIGN_OR_RETURN(last_, log_->Begin(std::move(batch), admission_->records.size()));
      pending = last_;
    }
    return Await(*pending);
  }

  // Appends events that a command writes, without a report.
  StatusOr<std::vector<RecordPtr>> AppendCommands(std::span<const v1::Event> events,
                                                  const AppendOptions& options) {
    if (!write_) return FailedPrecondition("the ledger is open for reading only");
    MUSTER_RETURN_IF_ERROR(CheckRecorder(options.recorded_by));
    for (const v1::Event& event : events) {
      if (!event.has_redaction() || event.redaction().document().size() == Hash().size()) continue;
      return InvalidArgument("a redaction must name a document by its digest");
    }
    std::vector<RecordPtr> records;
    std::shared_ptr<Log::Pending> pending;
    {
      const absl::MutexLock lock(&mutex_);
      MUSTER_RETURN_IF_ERROR(BeginCommands(events, options, records));
      pending = last_;
    }
    MUSTER_RETURN_IF_ERROR(Await(*pending));
    return records;
  }

  StatusOr<AppendResult> Append(std::span<const ReportDraft> drafts, const AppendOptions& options) {
    if (!write_ && !options.dry_run) {
      return FailedPrecondition("the ledger is open for reading only");
    }
    MUSTER_RETURN_IF_ERROR(CheckRecorder(options.recorded_by));
    std::vector<PreparedDraft> prepared;
    prepared.reserve(drafts.size());
    for (const ReportDraft& draft : drafts) prepared.push_back(PrepareDraft(draft));
    AppendResult result;
    std::shared_ptr<Log::Pending> pending;
    bool written = false;
    {
      const absl::MutexLock lock(&mutex_);
      MUSTER_ASSIGN_OR_RETURN(written, Begin(prepared, options, result));
      pending = last_;
    }
    if (options.dry_run || !result.refusals.empty()) return result;
    // If nothing was written, all of it is recorded by earlier appends; they must be durable before
    // this one says so.
    if (pending != nullptr) {
      const Status status = Await(*pending);
      if (!status.ok()) return written ? status : PoisonedError();
    }
    if (!written) result.head = log_->Head();
    return result;
  }

 private:
  Status Await(Log::Pending& pending) {
    const Status status = pending.Wait();
    if (status.ok()) return status;
    const absl::MutexLock lock(&mutex_);
    // What is in memory speaks of records that are not in the log.
    poisoned_ = true;
    return status;
  }

  // Makes the records of commands' events, and gives them their place in the log.
  Status BeginCommands(std::span<const v1::Event> events, const AppendOptions& options,
                       std::vector<RecordPtr>& records) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (poisoned_) return PoisonedError();
    const LogSize size = admission_->records.size();
    MUSTER_RETURN_IF_ERROR(CheckExpected(options, size));
    admission_->Forget(log_->Head().size);
    const Time now = std::max(clock_.Now(), admission_->last_recorded_at);
    LogBatch batch;
    for (const v1::Event& event : events) {
      auto record = std::make_shared<v1::Record>();
      *record->mutable_event() = event;
      record->set_recorded_at_us(now.time_since_epoch().count());
      record->set_recorded_by(options.recorded_by);
      record->set_position(admission_->records.size().value);
      if (event.has_redaction()) {
        const Status status = admission_->reports.Redact(
            HashFromBytes(event.redaction().document()), Position{record->position()});
        if (!status.ok()) {
          admission_->Rollback();
          return status;
        }
      }
      if (event.has_key()) batch.entries.push_back(KeyTableEntry(Position{record->position()}));
      admission_->records.Push(record);
      batch.records.push_back(EncodeRecord(*record));
      records.push_back(std::move(record));
    }
    for (TableEntry& entry : admission_->Write(Position{size.value})) {
      batch.entries.push_back(std::move(entry));
    }
    return Enter(std::move(batch), size, now);
  }

  // Gives a batch its place in the log: then `last_` is that append, and what admission noted for
  // it stands. On an error it is forgotten.
  Status Enter(LogBatch batch, LogSize size, Time recorded_at)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    StatusOr<std::unique_ptr<Log::Pending>> begun = log_->Begin(std::move(batch), size);
    if (!begun.ok()) {
      admission_->Rollback();
      return begun.status();
    }
    admission_->Commit();
    admission_->last_recorded_at = recorded_at;
    last_ = *std::move(begun);
    return OkStatus();
  }

  static Status CheckExpected(const AppendOptions& options, LogSize size) {
    if (!options.expected_size || *options.expected_size == size) return OkStatus();
    return Aborted("the log has {} records, not the {} that were expected; nothing was appended",
                   size.value, options.expected_size->value);
  }

  // Admits the drafts and gives what they make its place in the log: then `last_` is that append.
  // False if there is nothing to write.
  StatusOr<bool> Begin(std::vector<PreparedDraft>& drafts, const AppendOptions& options,
                       AppendResult& result) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (poisoned_) return PoisonedError();
    // A reader judges by what is in the log now, which another process may be writing.
    if (!write_) {
      MUSTER_ASSIGN_OR_RETURN(admission_, AdmissionState::Open(*log_));
    }
    const LogSize size = admission_->records.size();
    MUSTER_RETURN_IF_ERROR(CheckExpected(options, size));
    admission_->Forget(log_->Head().size);
    AppendUnderway append;
    append.recorded_by = options.recorded_by;
    append.recorded_at = std::max(clock_.Now(), admission_->last_recorded_at);
    append.first = Position{size.value};
    const Status status = AdmitDrafts(drafts, append, *admission_, result);
    if (!status.ok() || !result.refusals.empty() || options.dry_run || append.encoded.empty()) {
      admission_->Rollback();
      result.head = log_->Head();
      MUSTER_RETURN_IF_ERROR(status);
      return false;
    }
    LogBatch batch{std::move(append.encoded), admission_->Write(append.first)};
    MUSTER_RETURN_IF_ERROR(Enter(std::move(batch), size, append.recorded_at));
    result.head = last_->head_after();
    return true;
  }

  const std::filesystem::path directory_;  // empty of a log in memory
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

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;

Status Ledger::Create(const std::filesystem::path& directory, std::string origin,
                      const std::optional<std::string>& passphrase) {
  return CreateLedgerDirectory(directory, std::move(origin), passphrase);
}

StatusOr<std::unique_ptr<Ledger>> Ledger::Open(const std::filesystem::path& directory,
                                               LedgerOptions options) {
  MUSTER_ASSIGN_OR_RETURN(std::string origin, ReadOrigin(directory));
  const std::filesystem::path path = LogDirectory(directory);
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Log> log,
                          options.write ? RocksLog::OpenWriter(path) : RocksLog::OpenReader(path));
  auto state = std::make_unique<State>(directory, std::move(log), options, std::move(origin));
  MUSTER_RETURN_IF_ERROR(state->OpenAdmission());
  MUSTER_RETURN_IF_ERROR(state->FinishErasure());
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

StatusOr<std::unique_ptr<Ledger>> Ledger::OnLog(std::unique_ptr<Log> log, LedgerOptions options) {
  auto state =
      std::make_unique<State>(std::filesystem::path(), std::move(log), options, std::string());
  MUSTER_RETURN_IF_ERROR(state->OpenAdmission());
  MUSTER_RETURN_IF_ERROR(state->FinishErasure());
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

const Log& Ledger::log() const { return state_->log(); }

StatusOr<RecordPtr> Ledger::AppendCommand(const v1::Event& event, const AppendOptions& options) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<RecordPtr> records,
                          state_->AppendCommands({&event, 1}, options));
  return records.front();
}

LogHead Ledger::Head() const { return state_->log().Head(); }
const std::string& Ledger::origin() const { return state_->origin(); }

StatusOr<AppendResult> Ledger::Append(std::span<const ReportDraft> drafts,
                                      const AppendOptions& options) {
  return state_->Append(drafts, options);
}

Status Ledger::Read(Position from, LogSize until, const RecordVisitor& visit) const {
  return state_->log().Read(
      from, until, [&visit](Position position, std::string_view bytes) -> Status {
        MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, DecodeRecord(position, bytes));
        return visit(position, *record);
      });
}

StatusOr<RecordPtr> Ledger::ReadRecord(Position position) const {
  const LogSize size = Head().size;
  if (!Holds(size, position)) {
    return NotFound("there is no record {}: the log has {} records", position.value, size.value);
  }
  RecordPtr found;
  MUSTER_RETURN_IF_ERROR(
      state_->log().Read(position, LogSize{position.value + 1},
                         [&found](Position at, std::string_view bytes) -> Status {
                           MUSTER_ASSIGN_OR_RETURN(found, DecodeRecord(at, bytes));
                           return OkStatus();
                         }));
  return found;
}

StatusOr<std::vector<Position>> Ledger::ChainMembers(Position root, LogSize until) const {
  return ChainMembersOf(state_->log(), root, until);
}

StatusOr<StoredReport> Ledger::FindReport(const Hash& id) const {
  MUSTER_ASSIGN_OR_RETURN(std::optional<StoredReport> report, state_->reports().Find(id));
  if (!report) return NotFound("there is no report {}", ToHex(id));
  return *std::move(report);
}

StatusOr<StoredReport> Ledger::FindReportByPrefix(std::string_view hex) const {
  MUSTER_RETURN_IF_ERROR(CheckReportPrefix(hex));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> ids, state_->reports().FindByPrefix(hex));
  if (ids.empty()) return NotFound("no report begins with {}", hex);
  if (ids.size() == 1) return FindReport(ids.front());
  std::vector<std::string> names;
  names.reserve(ids.size());
  for (const Hash& id : ids) names.push_back(ToHex(id));
  return InvalidArgument("{} reports begin with {}: {}", ids.size(), hex, fmt::join(names, ", "));
}

StatusOr<std::vector<StoredReport>> Ledger::Reports() const { return state_->reports().All(); }

StatusOr<std::string> Ledger::ReadDocument(const Hash& sha256) const {
  return state_->reports().ReadDocument(sha256);
}

StatusOr<std::vector<Redaction>> Ledger::Redact(std::string_view hex, const std::string& reason,
                                                const std::string& recorded_by) {
  MUSTER_RETURN_IF_ERROR(CheckReason(reason));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> documents, DocumentsToRedact(hex));
  std::vector<v1::Event> events;
  for (const Hash& sha256 : documents) {
    v1::Redaction& redaction = *events.emplace_back().mutable_redaction();
    redaction.set_document(ToBytes(sha256));
    redaction.set_reason(reason);
  }
  AppendOptions options;
  options.recorded_by = recorded_by;
  MUSTER_ASSIGN_OR_RETURN(const std::vector<RecordPtr> records,
                          state_->AppendCommands(events, options));
  std::vector<Redaction> redactions;
  for (std::size_t i = 0; i < records.size(); ++i) {
    redactions.push_back({documents[i], Position{records[i]->position()}, records[i]});
  }
  if (const Status erased = state_->FinishErasure(); !erased.ok()) {
    return Unavailable(
        "the document is blacked out, by record {}, and its bytes may still be in the files: {}; "
        "they are erased when the ledger is next opened for writing",
        records.front()->position(), Message(erased));
  }
  return redactions;
}

// The documents that begin with `hex`, or those of the report that does, less those that are
// blacked out.
StatusOr<std::vector<Hash>> Ledger::DocumentsToRedact(std::string_view hex) const {
  MUSTER_RETURN_IF_ERROR(CheckReportPrefix(hex));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> ids, state_->reports().FindByPrefix(hex));
  std::set<Hash> documents;
  for (const Hash& id : ids) {
    MUSTER_ASSIGN_OR_RETURN(const StoredReport report, FindReport(id));
    for (const Hash& document : DocumentsOf(report)) {
      if (BeginsWith(document, hex)) documents.insert(document);
    }
  }
  if (documents.size() > 1) {
    std::vector<std::string> names;
    for (const Hash& document : documents) names.push_back(ToHex(document));
    return InvalidArgument("{} documents begin with {}: {}", names.size(), hex,
                           fmt::join(names, ", "));
  }
  if (documents.empty()) {
    MUSTER_ASSIGN_OR_RETURN(const StoredReport report, FindReportByPrefix(hex));
    for (const Hash& document : DocumentsOf(report)) documents.insert(document);
    if (documents.empty()) return FailedPrecondition("report {} has no document", ToHex(report.id));
  }
  std::vector<Hash> left;
  std::optional<Position> redacted;
  for (const Hash& document : documents) {
    MUSTER_ASSIGN_OR_RETURN(const std::optional<Position> redaction,
                            state_->reports().FindRedaction(document));
    if (redaction) {
      redacted = redaction;
    } else {
      left.push_back(document);
    }
  }
  if (left.empty()) {
    return FailedPrecondition("it is blacked out already, by record {}", redacted->value);
  }
  return left;
}

StatusOr<std::optional<Redaction>> Ledger::FindRedaction(const Hash& sha256) const {
  MUSTER_ASSIGN_OR_RETURN(const std::optional<Position> position,
                          state_->reports().FindRedaction(sha256));
  if (!position) return std::optional<Redaction>();
  MUSTER_ASSIGN_OR_RETURN(RecordPtr record, ReadRecord(*position));
  if (!record->event().has_redaction() ||
      record->event().redaction().document() != ToBytes(sha256)) {
    return DataLoss("record {} does not black out document {}", position->value, ToHex(sha256));
  }
  return std::optional(Redaction{sha256, *position, std::move(record)});
}

StatusOr<LogSize> Ledger::SizeAt(Time time) const {
  // Recorded-at never decreases: the records recorded by then are those below a point.
  std::uint64_t low = 0;
  std::uint64_t high = Head().size.value;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, ReadRecord(Position{middle}));
    if (Time(std::chrono::microseconds(record->recorded_at_us())) <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return LogSize{low};
}

StatusOr<LogSize> Ledger::SizeOfRelease(std::string_view name) const {
  MUSTER_ASSIGN_OR_RETURN(const StringMap<Position> releases, ReadReleases(state_->log()));
  const auto found = releases.find(name);
  // A release names the log's size before its own record.
  if (found != releases.end()) return LogSize{found->second.value};
  std::vector<std::string> names;
  for (const auto& [release, position] : releases) names.push_back(release);
  std::sort(names.begin(), names.end());
  if (names.empty()) return NotFound("there is no release '{}', nor any other", name);
  return NotFound("there is no release '{}'; there are {}", name, fmt::join(names, ", "));
}

Status Ledger::Refresh() { return state_->log().Refresh(); }

StatusOr<LedgerBackup> Ledger::BackUp(const std::filesystem::path& directory,
                                      const BackupOptions& options) const {
  if (!state_->writes()) return FailedPrecondition("the ledger is open for reading only");
  return BackUpLedger(state_->directory(), state_->log(), directory, options);
}

std::string EventId(const v1::Record& record) {
  if (record.report().empty()) return {};
  return fmt::format("{}/{}", ToHex(HashFromBytes(record.report())), record.ordinal());
}

}  // namespace muster
