// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/admission.h"
#include "ledger/chain_store.h"
#include "ledger/input_limits.h"
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
      const Status status = pending->Wait();
      if (!status.ok()) {
        const absl::MutexLock lock(&mutex_);
        // What is in memory speaks of records that are not in the log.
        poisoned_ = true;
        return written ? status : PoisonedError();
      }
    }
    if (!written) result.head = log_->Head();
    return result;
  }

  StatusOr<RecordPtr> AppendCommand(const v1::Event& event, const AppendOptions& options) {
    if (!write_) return FailedPrecondition("the ledger is open for reading only");
    MUSTER_RETURN_IF_ERROR(CheckRecorder(options.recorded_by));
    auto record = std::make_shared<v1::Record>();
    *record->mutable_event() = event;
    std::shared_ptr<Log::Pending> pending;
    {
      const absl::MutexLock lock(&mutex_);
      MUSTER_RETURN_IF_ERROR(BeginCommand(options, record));
      pending = last_;
    }
    const Status status = pending->Wait();
    if (!status.ok()) {
      const absl::MutexLock lock(&mutex_);
      poisoned_ = true;
      return status;
    }
    return RecordPtr(std::move(record));
  }

 private:
  // Fills in the record of a command's event and gives it its place in the log.
  Status BeginCommand(const AppendOptions& options, const std::shared_ptr<v1::Record>& record)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (poisoned_) return PoisonedError();
    const LogSize size = admission_->records.size();
    MUSTER_RETURN_IF_ERROR(CheckExpected(options, size));
    admission_->Forget(log_->Head().size);
    const Time now = std::max(clock_.Now(), admission_->last_recorded_at);
    record->set_recorded_at_us(now.time_since_epoch().count());
    record->set_recorded_by(options.recorded_by);
    record->set_position(size.value);
    admission_->records.Push(record);
    LogBatch batch{{EncodeRecord(*record)}, admission_->Write(Position{size.value})};
    StatusOr<std::unique_ptr<Log::Pending>> begun = log_->Begin(std::move(batch), size);
    if (!begun.ok()) {
      admission_->Rollback();
      return begun.status();
    }
    admission_->Commit();
    admission_->last_recorded_at = now;
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
    StatusOr<std::unique_ptr<Log::Pending>> begun = log_->Begin(std::move(batch), size);
    if (!begun.ok()) {
      admission_->Rollback();
      return begun.status();
    }
    admission_->Commit();
    admission_->last_recorded_at = append.recorded_at;
    last_ = *std::move(begun);
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
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

StatusOr<std::unique_ptr<Ledger>> Ledger::OnLog(std::unique_ptr<Log> log, LedgerOptions options) {
  auto state =
      std::make_unique<State>(std::filesystem::path(), std::move(log), options, std::string());
  MUSTER_RETURN_IF_ERROR(state->OpenAdmission());
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

const Log& Ledger::log() const { return state_->log(); }

StatusOr<RecordPtr> Ledger::AppendCommand(const v1::Event& event, const AppendOptions& options) {
  return state_->AppendCommand(event, options);
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
  if (hex.size() < kReportPrefixDigits || hex.size() > 64 ||
      hex.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) {
    return InvalidArgument(
        "'{}' is not the beginning of a report's id: write at least {} hexadecimal digits", hex,
        kReportPrefixDigits);
  }
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
