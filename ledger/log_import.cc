// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/log_import.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "ledger/admission_state.h"
#include "ledger/input_limits.h"
#include "ledger/log_verification.h"
#include "ledger/record_codec.h"
#include "ledger/record_replay.h"
#include "ledger/report_store.h"
#include "ledger/transfer_stream.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "muster/v1/transfer.pb.h"

namespace muster {
namespace {

// An append larger than this is taken in parts. That is seen in nothing but how the index of
// subjects is divided.
constexpr std::size_t kBatchBytesMax = std::size_t{32} << 20;
// What was begun is awaited when it is more than so much, or so many appends: until then its
// records are kept in memory, decoded.
constexpr std::size_t kUnderWayBytesMax = std::size_t{4} << 20;
constexpr int kUnderWayMax = 1000;
constexpr std::uint64_t kImportProgressEvery = 10000;

// What the importer writes to the log, in order.
class ImportedAppends {
 public:
  explicit ImportedAppends(Log& log) : log_(log) {}

  Status Begin(LogBatch batch, std::size_t size_bytes) {
    const LogSize before = size_;
    size_.value += batch.records.size();
    MUSTER_ASSIGN_OR_RETURN(last_, log_.Begin(std::move(batch), before));
    bytes_ += size_bytes;
    if (bytes_ < kUnderWayBytesMax && ++count_ < kUnderWayMax) return OkStatus();
    return Await();
  }
  Status Await() {
    bytes_ = 0;
    count_ = 0;
    return last_ == nullptr ? OkStatus() : last_->Wait();
  }
  LogSize size() const { return size_; }

 private:
  Log& log_;
  LogSize size_;
  std::unique_ptr<Log::Pending> last_;
  std::size_t bytes_ = 0;
  int count_ = 0;
};

// A document whose chunks are coming.
struct IncomingDocument {
  Hash sha256{};
  std::string bytes;
  std::uint32_t chunks = 0;
  bool is_last = false;  // the last chunk was shorter than chunks are
};

class StreamImporter : public LogImporter {
 public:
  explicit StreamImporter(std::istream& in) : reader_(in) {}

  Status ReadHeader() {
    MUSTER_RETURN_IF_ERROR(reader_.Begin());
    MUSTER_RETURN_IF_ERROR(reader_.Read(item_));
    if (!item_.has_header()) return InvalidArgument("its first item is no header");
    origin_ = item_.header().origin();
    size_ = LogSize{item_.header().size()};
    return SigningKey::CheckName(origin_);
  }

  const std::string& origin() const override { return origin_; }

  StatusOr<LogImport> Import(Log& log,
                             const std::function<void(Position, LogSize)>& progress) override {
    MUSTER_CHECK(log.Head().size.value == 0);
    MUSTER_ASSIGN_OR_RETURN(state_, AdmissionState::Open(log));
    appends_.emplace(log);
    do {
      MUSTER_RETURN_IF_ERROR(reader_.Read(item_));
      MUSTER_RETURN_IF_ERROR(TakeItem(progress));
      state_->Forget(log.Head().size);
    } while (!item_.has_end());
    MUSTER_RETURN_IF_ERROR(reader_.CheckEnd());
    MUSTER_RETURN_IF_ERROR(appends_->Await());
    // What it keeps of the past is not needed any more.
    state_.reset();
    MUSTER_RETURN_IF_ERROR(Verify(log, progress));
    return std::move(done_);
  }

 private:
  Status TakeItem(const std::function<void(Position, LogSize)>& progress) {
    if (!item_.has_chunk()) MUSTER_RETURN_IF_ERROR(FinishDocument());
    switch (item_.item_case()) {
      case v1::TransferItem::kReport:
        return TakeReport();
      case v1::TransferItem::kChunk:
        return TakeChunk();
      case v1::TransferItem::kRecord:
        if (progress && next_.value % kImportProgressEvery == 0) progress(next_, size_);
        return TakeRecord();
      case v1::TransferItem::kEnd:
        return TakeEnd();
      default:
        return InvalidArgument("it has a second header");
    }
  }

  Status TakeReport() {
    if (coming_report_) return NoRecordOfReport();
    auto report = std::make_shared<v1::Report>();
    if (!report->ParseFromString(item_.report())) {
      return InvalidArgument("the report before record {} is none", next_.value);
    }
    const Hash id = Sha256(item_.report());
    // It is stored as it is read.
    if (Sha256(report->SerializeAsString()) != id) {
      return InvalidArgument("the report before record {} is not written as reports are",
                             next_.value);
    }
    MUSTER_ASSIGN_OR_RETURN(const std::optional<StoredReport> known, state_->reports.Find(id));
    if (known || new_reports_.contains(id)) {
      return InvalidArgument("the report {} comes twice", ToHex(id));
    }
    coming_documents_.clear();
    for (const v1::Document* document : {&report->document(), &report->transcript()}) {
      if (document->sha256().size() != sizeof(Hash)) continue;
      coming_documents_.push_back(HashFromBytes(document->sha256()));
    }
    coming_report_.emplace(id, std::move(report));
    ++done_.reports;
    return OkStatus();
  }

  Status NoRecordOfReport() const {
    return InvalidArgument("no record follows the report {}", ToHex(coming_report_->first));
  }

  Status TakeChunk() {
    const v1::TransferChunk& chunk = item_.chunk();
    if (chunk.document().size() != sizeof(Hash)) {
      return InvalidArgument("a piece before record {} is of no document", next_.value);
    }
    const Hash sha256 = HashFromBytes(chunk.document());
    if (!document_ || document_->sha256 != sha256) {
      MUSTER_RETURN_IF_ERROR(FinishDocument());
      const auto expected = std::find(coming_documents_.begin(), coming_documents_.end(), sha256);
      if (!coming_report_ || expected == coming_documents_.end()) {
        return InvalidArgument("document {} is not one of the report before it", ToHex(sha256));
      }
      coming_documents_.erase(expected);
      document_.emplace();
      document_->sha256 = sha256;
    }
    if (chunk.number() != document_->chunks || document_->is_last ||
        chunk.data().size() > kChunkBytes || (chunk.number() > 0 && chunk.data().empty())) {
      return InvalidArgument("chunk {} of document {} is not the next one", chunk.number(),
                             ToHex(sha256));
    }
    if (document_->bytes.size() + chunk.data().size() > kDocumentBytesMax) {
      return InvalidArgument("document {} has more than {} bytes", ToHex(sha256),
                             kDocumentBytesMax);
    }
    ++document_->chunks;
    document_->is_last = chunk.data().size() < kChunkBytes;
    document_->bytes += chunk.data();
    return OkStatus();
  }

  Status FinishDocument() {
    if (!document_) return OkStatus();
    const Hash found = Sha256(document_->bytes);
    if (found != document_->sha256) {
      return FailedPrecondition("document {} is damaged: its bytes have the digest {}",
                                ToHex(document_->sha256), ToHex(found));
    }
    LogBatch batch;
    ReportStore::WriteDocument(found, document_->bytes, batch.entries);
    const std::size_t size_bytes = document_->bytes.size();
    document_.reset();
    ++done_.documents;
    return appends_->Begin(std::move(batch), size_bytes);
  }

  Status TakeRecord() {
    auto record = DecodeRecord(next_, item_.record());
    if (!record.ok()) return InvalidArgument("{}", Message(record.status()));
    if (item_.record().size() > kRecordBytesMax) {
      return InvalidArgument("record {} has {} bytes, at most {} are possible", next_.value,
                             item_.record().size(), kRecordBytesMax);
    }
    if (!records_.empty() && !IsOfSameAppend(**record)) MUSTER_RETURN_IF_ERROR(Flush());
    if (coming_report_) {
      if (ToBytes(coming_report_->first) != (*record)->report()) return NoRecordOfReport();
      new_reports_.insert(*std::exchange(coming_report_, std::nullopt));
    }
    ++next_.value;
    bytes_ += item_.record().size();
    encoded_.push_back(std::move(*item_.mutable_record()));
    records_.push_back(*std::move(record));
    return OkStatus();
  }

  // The log does not say where an append ends; its records have the time and the name in common.
  bool IsOfSameAppend(const v1::Record& record) const {
    const v1::Record& last = *records_.back();
    return bytes_ < kBatchBytesMax && record.recorded_at_us() == last.recorded_at_us() &&
           record.recorded_by() == last.recorded_by();
  }

  Status Flush() {
    const bool redacts = std::any_of(records_.begin(), records_.end(), [](const auto& record) {
      return record->event().has_redaction();
    });
    // A document that comes in spite of it is removed, for which it must be there.
    if (redacts) MUSTER_RETURN_IF_ERROR(appends_->Await());
    LogBatch batch;
    batch.records = std::move(encoded_);
    MUSTER_RETURN_IF_ERROR(ReplayAppend(records_, new_reports_, *state_, batch.entries));
    const std::size_t size_bytes = bytes_;
    encoded_.clear();
    records_.clear();
    new_reports_.clear();
    bytes_ = 0;
    MUSTER_RETURN_IF_ERROR(appends_->Begin(std::move(batch), size_bytes));
    state_->Commit();
    return OkStatus();
  }

  Status TakeEnd() {
    if (coming_report_) return NoRecordOfReport();
    if (!records_.empty()) MUSTER_RETURN_IF_ERROR(Flush());
    MUSTER_ASSIGN_OR_RETURN(done_.note, SignedNote::Parse(item_.end().checkpoint()));
    MUSTER_ASSIGN_OR_RETURN(done_.checkpoint, Checkpoint::Parse(done_.note.text));
    for (const std::string& text : item_.end().verifier_keys()) {
      MUSTER_ASSIGN_OR_RETURN(VerifierKey key, VerifierKey::Parse(text));
      done_.keys.push_back(std::move(key));
    }
    return OkStatus();
  }

  // Errors: FAILED_PRECONDITION if the log is not the one that its end states, or not whole.
  Status Verify(const Log& log, const std::function<void(Position, LogSize)>& progress) const {
    const Checkpoint& stated = done_.checkpoint;
    const LogHead head = log.Head();
    if (stated.origin != origin_ || stated.size != size_) {
      return FailedPrecondition(
          "it begins as the log {} of {} records, and ends with a checkpoint of {} of {}", origin_,
          size_.value, stated.origin, stated.size.value);
    }
    if (head.size != stated.size || head.root != stated.root) {
      return FailedPrecondition(
          "its {} records have the root {}, and its checkpoint is of {} records with the root {}",
          head.size.value, ToHex(head.root), stated.size.value, ToHex(stated.root));
    }
    MUSTER_ASSIGN_OR_RETURN(const LogVerification verified, VerifyLog(log, progress));
    if (verified.faults.empty()) return OkStatus();
    return FailedPrecondition("{}", verified.faults.front());
  }

  TransferReader reader_;
  v1::TransferItem item_;
  std::string origin_;
  LogSize size_;  // as the header says
  LogImport done_;
  std::unique_ptr<AdmissionState> state_;
  std::optional<ImportedAppends> appends_;

  std::optional<std::pair<Hash, ReportPtr>> coming_report_;  // no record of it has come yet
  std::vector<Hash> coming_documents_;                       // that may come with it
  std::optional<IncomingDocument> document_;
  // The append whose records are coming.
  Position next_;
  std::size_t bytes_ = 0;
  std::vector<std::string> encoded_;
  std::vector<RecordReader::RecordPtr> records_;
  std::map<Hash, ReportPtr> new_reports_;
};

}  // namespace

StatusOr<std::unique_ptr<LogImporter>> LogImporter::Open(std::istream& in) {
  auto importer = std::make_unique<StreamImporter>(in);
  MUSTER_RETURN_IF_ERROR(importer->ReadHeader());
  return std::unique_ptr<LogImporter>(std::move(importer));
}

}  // namespace muster
