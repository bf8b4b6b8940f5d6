// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/log_export.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/merkle.h"
#include "ledger/record_codec.h"
#include "ledger/report_store.h"
#include "ledger/transfer_stream.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "muster/v1/transfer.pb.h"

namespace muster {
namespace {

constexpr std::uint64_t kExportProgressEvery = 10000;

class LogExporter {
 public:
  LogExporter(const Log& log, std::ostream& out) : store_(log), writer_(out) {}

  Status WriteHeader(const Checkpoint& checkpoint) {
    v1::TransferItem item;
    item.mutable_header()->set_origin(checkpoint.origin);
    item.mutable_header()->set_size(checkpoint.size.value);
    return writer_.Write(item);
  }

  Status WriteRecord(Position position, std::string_view bytes) {
    MUSTER_ASSIGN_OR_RETURN(const auto record, DecodeRecord(position, bytes));
    tree_.Add(LeafHash(bytes));
    // Records of one report mostly follow each other; any but the first need not be looked up.
    if (!record->report().empty() && record->ordinal() == 0) {
      MUSTER_RETURN_IF_ERROR(WriteReport(HashFromBytes(record->report())));
    }
    v1::TransferItem item;
    item.set_record(bytes.data(), bytes.size());
    return writer_.Write(item);
  }

  Status WriteEnd(const VerifiedCheckpoint& checkpoint, std::span<const VerifierKey> keys) {
    if (tree_.Root() != checkpoint.checkpoint.root) {
      return DataLoss("the records have the root {}, and should have {}", ToHex(tree_.Root()),
                      ToHex(checkpoint.checkpoint.root));
    }
    v1::TransferItem item;
    item.mutable_end()->set_checkpoint(checkpoint.note.Encode());
    for (const VerifierKey& key : keys) item.mutable_end()->add_verifier_keys(key.Text());
    done_.head = {checkpoint.checkpoint.size, checkpoint.checkpoint.root};
    return writer_.Write(item);
  }

  const LogExport& done() const { return done_; }

 private:
  Status WriteReport(const Hash& id) {
    MUSTER_ASSIGN_OR_RETURN(const std::optional<StoredReport> report, store_.Find(id));
    if (!report) return DataLoss("the report {} is not stored", ToHex(id));
    v1::TransferItem item;
    item.set_report(report->report->SerializeAsString());
    MUSTER_RETURN_IF_ERROR(writer_.Write(item));
    ++done_.reports;
    std::vector<Hash> documents = DocumentsOf(*report);
    documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
    for (const Hash& document : documents) {
      MUSTER_ASSIGN_OR_RETURN(const bool is_first, IsFirstWith(document, *report));
      if (is_first) MUSTER_RETURN_IF_ERROR(WriteDocument(document));
    }
    return OkStatus();
  }

  // Whether no report before this one has the document. Those that have it are searched up to the
  // first that is before it, which of many is soon found.
  StatusOr<bool> IsFirstWith(const Hash& document, const StoredReport& report) const {
    MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> ids, store_.FindByPrefix(ToHex(document)));
    for (const Hash& id : ids) {
      if (id == report.id) continue;
      MUSTER_ASSIGN_OR_RETURN(const std::optional<StoredReport> other, store_.Find(id));
      if (!other || other->first_position >= report.first_position) continue;
      const std::vector<Hash> documents = DocumentsOf(*other);
      if (std::find(documents.begin(), documents.end(), document) != documents.end()) return false;
    }
    return true;
  }

  Status WriteDocument(const Hash& sha256) {
    MUSTER_ASSIGN_OR_RETURN(const std::optional<Position> redaction, store_.FindRedaction(sha256));
    if (redaction) return OkStatus();
    StatusOr<std::string> document = store_.ReadDocument(sha256);
    if (document.status().code() == StatusCode::kNotFound) {
      return DataLoss("{}", Message(document.status()));
    }
    MUSTER_RETURN_IF_ERROR(document.status());
    ++done_.documents;
    std::string_view left = *document;
    std::uint32_t number = 0;
    // An empty document has one empty chunk.
    do {
      v1::TransferItem item;
      v1::TransferChunk& chunk = *item.mutable_chunk();
      chunk.set_document(ToBytes(sha256));
      chunk.set_number(number++);
      const std::string_view data = left.substr(0, kChunkBytes);
      chunk.set_data(data.data(), data.size());
      MUSTER_RETURN_IF_ERROR(writer_.Write(item));
      left.remove_prefix(data.size());
    } while (!left.empty());
    return OkStatus();
  }

  const ReportStore store_;
  TransferWriter writer_;
  MerkleFrontier tree_;
  LogExport done_;
};

}  // namespace

StatusOr<LogExport> ExportLog(const Log& log, const VerifiedCheckpoint& checkpoint,
                              std::span<const VerifierKey> keys, std::ostream& out,
                              const std::function<void(Position, LogSize)>& progress) {
  const LogSize size = log.Head().size;
  if (checkpoint.checkpoint.size != size) {
    return InvalidArgument("the checkpoint is of {} records, and the log has {}",
                           checkpoint.checkpoint.size.value, size.value);
  }
  LogExporter exporter(log, out);
  MUSTER_RETURN_IF_ERROR(exporter.WriteHeader(checkpoint.checkpoint));
  const auto write = [&](Position position, std::string_view bytes) {
    if (progress && position.value % kExportProgressEvery == 0) progress(position, size);
    return exporter.WriteRecord(position, bytes);
  };
  MUSTER_RETURN_IF_ERROR(log.Read(Position{0}, size, write));
  MUSTER_RETURN_IF_ERROR(exporter.WriteEnd(checkpoint, keys));
  if (!out.flush()) return Unavailable("the file cannot be written");
  return exporter.done();
}

}  // namespace muster
