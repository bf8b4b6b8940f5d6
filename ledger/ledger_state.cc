// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger_state.h"

#include <algorithm>
#include <utility>

#include "ledger/admission.h"
#include "ledger/input_limits.h"
#include "ledger/key_table.h"
#include "ledger/quote.h"
#include "ledger/record_codec.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

// A document that is stored beforehand is written in appends of about so much.
constexpr std::size_t kUploadBytes = std::size_t{4} << 20;

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

Status CheckExpected(const AppendOptions& options, LogSize size) {
  if (!options.expected_size || *options.expected_size == size) return OkStatus();
  return Aborted("the log has {} records, not the {} that were expected; nothing was appended",
                 size.value, options.expected_size->value);
}

}  // namespace

Ledger::State::State(std::filesystem::path directory, std::unique_ptr<Log> log,
                     LedgerOptions options, std::string origin)
    : directory_(std::move(directory)),
      log_(std::move(log)),
      reports_(*log_),
      clock_(options.clock != nullptr ? *options.clock : SystemClock()),
      write_(options.write),
      origin_(std::move(origin)) {}

Status Ledger::State::OpenAdmission() {
  if (!write_) return OkStatus();
  const absl::MutexLock lock(&mutex_);
  MUSTER_ASSIGN_OR_RETURN(admission_, AdmissionState::Open(*log_));
  return OkStatus();
}

Status Ledger::State::FinishErasure() {
  if (!write_) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> documents, reports_.ToErase());
  if (documents.empty()) return OkStatus();
  MUSTER_RETURN_IF_ERROR(log_->EraseRemoved());
  std::vector<TableEntry> entries;
  for (const Hash& sha256 : documents) ReportStore::WriteErased(sha256, entries);
  return WriteEntries(std::move(entries));
}

Status Ledger::State::WriteEntries(std::vector<TableEntry> entries) {
  std::shared_ptr<Log::Pending> pending;
  {
    const absl::MutexLock lock(&mutex_);
    if (poisoned_) return PoisonedError();
    MUSTER_ASSIGN_OR_RETURN(last_,
                            log_->Begin({{}, std::move(entries)}, admission_->records.size()));
    pending = last_;
  }
  return Await(*pending);
}

StatusOr<bool> Ledger::State::HasDocument(const Hash& sha256) {
  const absl::MutexLock lock(&mutex_);
  return admission_->reports.HasDocument(sha256);
}

Status Ledger::State::StoreDocument(const DocumentIdentity& document, const DocumentReader& read) {
  if (!write_) return FailedPrecondition("the ledger is open for reading only");
  MUSTER_ASSIGN_OR_RETURN(const bool stored, HasDocument(document.sha256));
  if (stored) return OkStatus();
  Sha256Hasher hasher;
  std::string first;
  std::string rest;
  std::uint32_t number = 0;
  std::vector<TableEntry> entries;
  const auto take = [&](std::string_view chunk) {
    if (number == 0) {
      first = chunk;
    } else {
      ReportStore::WriteChunk(document.sha256, number, chunk, entries);
    }
    ++number;
  };
  while (true) {
    MUSTER_ASSIGN_OR_RETURN(const std::string_view bytes, read());
    if (bytes.empty()) break;
    hasher.Add(bytes);
    rest.append(bytes);
    std::size_t taken = 0;
    for (; rest.size() - taken >= kChunkBytes; taken += kChunkBytes) {
      take(std::string_view(rest).substr(taken, kChunkBytes));
    }
    rest.erase(0, taken);
    if (entries.size() * kChunkBytes < kUploadBytes) continue;
    MUSTER_RETURN_IF_ERROR(WriteEntries(std::exchange(entries, {})));
  }
  if (!rest.empty() || number == 0) take(rest);
  if (hasher.Finish() != document.sha256) {
    // Nothing of it is left under a digest that it has not.
    entries.clear();
    for (std::uint32_t i = 1; i < number; ++i) {
      ReportStore::WriteChunk(document.sha256, i, {}, entries);
      entries.back().value.reset();
    }
    MUSTER_RETURN_IF_ERROR(WriteEntries(std::move(entries)));
    return InvalidArgument("the document has changed since it was read first");
  }
  ReportStore::WriteChunk(document.sha256, 0, first, entries);
  return WriteEntries(std::move(entries));
}

StatusOr<std::vector<RecordPtr>> Ledger::State::AppendCommands(std::span<const v1::Event> events,
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

StatusOr<Ledger::State::Begun> Ledger::State::Begin(std::vector<PreparedDraft>& drafts,
                                                    const AppendOptions& options) {
  if (!write_ && !options.dry_run) {
    return FailedPrecondition("the ledger is open for reading only");
  }
  MUSTER_RETURN_IF_ERROR(CheckRecorder(options.recorded_by));
  Begun begun;
  const absl::MutexLock lock(&mutex_);
  MUSTER_ASSIGN_OR_RETURN(begun.written, Admit(drafts, options, begun.result));
  begun.pending = last_;
  return begun;
}

StatusOr<AppendResult> Ledger::State::Finish(Begun begun, const AppendOptions& options) {
  if (options.dry_run || !begun.result.refusals.empty()) return std::move(begun.result);
  // If nothing was written, all of it is recorded by earlier appends; they must be durable before
  // this one says so.
  if (begun.pending != nullptr) {
    const Status status = Await(*begun.pending);
    if (!status.ok()) return begun.written ? status : PoisonedError();
  }
  if (!begun.written) begun.result.head = log_->Head();
  return std::move(begun.result);
}

Status Ledger::State::Await(Log::Pending& pending) {
  const Status status = pending.Wait();
  if (status.ok()) return status;
  const absl::MutexLock lock(&mutex_);
  // What is in memory speaks of records that are not in the log.
  poisoned_ = true;
  return status;
}

// Makes the records of commands' events, and gives them their place in the log.
Status Ledger::State::BeginCommands(std::span<const v1::Event> events, const AppendOptions& options,
                                    std::vector<RecordPtr>& records) {
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
      const Status status = admission_->reports.Redact(HashFromBytes(event.redaction().document()),
                                                       Position{record->position()});
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
Status Ledger::State::Enter(LogBatch batch, LogSize size, Time recorded_at) {
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

// Admits the drafts and gives what they make its place in the log: then `last_` is that append.
// False if there is nothing to write.
StatusOr<bool> Ledger::State::Admit(std::vector<PreparedDraft>& drafts,
                                    const AppendOptions& options, AppendResult& result) {
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

}  // namespace muster
