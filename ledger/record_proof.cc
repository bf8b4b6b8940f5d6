// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/record_proof.h"

#include <optional>
#include <utility>

#include "ledger/base64.h"
#include "ledger/decimal.h"
#include "ledger/merkle.h"
#include "ledger/merkle_proof.h"
#include "ledger/proof_lines.h"
#include "ledger/record_codec.h"
#include "muster/v1/proof.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

constexpr std::string_view kProofTitle = "c2sp.org/tlog-proof@v1\n";

// The report that the record names, from the metadata that came with it.
Status ReadReport(const RecordProof& proof, ProvedRecord& proved) {
  const std::string& id = proved.record->report();
  if (id.empty() && proof.report.empty()) return OkStatus();
  if (id.empty()) return FailedPrecondition("the record names no report, but one comes with it");
  if (id.size() != sizeof(Hash)) return FailedPrecondition("the record's report has no id");
  proved.report_id = HashFromBytes(id);
  const Hash found = Sha256(proof.report);
  if (found != proved.report_id) {
    return FailedPrecondition(
        "the record names the report {}, but the metadata that come with it have the SHA-256 {}",
        ToHex(proved.report_id), ToHex(found));
  }
  auto report = std::make_shared<v1::Report>();
  if (!report->ParseFromArray(proof.report.data(), static_cast<int>(proof.report.size()))) {
    return InvalidArgument("the metadata that come with the record are no report's");
  }
  proved.report = std::move(report);
  return OkStatus();
}

}  // namespace

std::string RecordProof::Encode() const {
  v1::ProvedRecord extra;
  extra.set_record(record);
  extra.set_report(report);
  return fmt::format("{}extra {}\nindex {}\n{}{}", kProofTitle, ToBase64(extra.SerializeAsString()),
                     position.value, HashLines(hashes), note.Encode());
}

StatusOr<RecordProof> RecordProof::Parse(std::string_view bytes) {
  if (bytes.size() > kProofBytesMax) {
    return InvalidArgument("the proof has {} bytes, at most {} are possible", bytes.size(),
                           kProofBytesMax);
  }
  if (!bytes.starts_with(kProofTitle)) {
    return InvalidArgument("a proof begins with the line `{}`",
                           kProofTitle.substr(0, kProofTitle.size() - 1));
  }
  bytes.remove_prefix(kProofTitle.size());
  const auto extra_text = TakeValue(&bytes, "extra");
  if (!extra_text) return InvalidArgument("the proof has no line `extra` with the record in it");
  const auto index_text = TakeValue(&bytes, "index");
  const auto index = index_text ? ParseDecimal(*index_text) : std::nullopt;
  if (!index) return InvalidArgument("the proof has no line `index` with a position");
  RecordProof proof;
  proof.position = Position{*index};
  const std::optional<std::string> extra_bytes = FromBase64(*extra_text);
  v1::ProvedRecord extra;
  if (!extra_bytes ||
      !extra.ParseFromArray(extra_bytes->data(), static_cast<int>(extra_bytes->size())) ||
      extra.record().empty() || extra.record().size() > kRecordBytesMax) {
    return InvalidArgument("the line `extra` has no record of muster");
  }
  proof.record = extra.record();
  proof.report = extra.report();
  MUSTER_ASSIGN_OR_RETURN(proof.hashes, TakeHashes(&bytes));
  MUSTER_ASSIGN_OR_RETURN(proof.note, SignedNote::Parse(bytes));
  return proof;
}

StatusOr<RecordProof> ProveRecord(const Ledger& ledger, TreeReader& tree, Position position,
                                  const SignedNote& note) {
  MUSTER_ASSIGN_OR_RETURN(const Checkpoint checkpoint, Checkpoint::Parse(note.text));
  RecordProof proof;
  proof.position = position;
  proof.note = note;
  MUSTER_ASSIGN_OR_RETURN(proof.hashes, tree.Inclusion(position, checkpoint.size));
  MUSTER_RETURN_IF_ERROR(ledger.log().Read(position, LogSize{position.value + 1},
                                           [&proof](Position, std::string_view bytes) {
                                             proof.record = bytes;
                                             return OkStatus();
                                           }));
  MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, DecodeRecord(position, proof.record));
  if (record->report().empty()) return proof;
  if (record->report().size() != sizeof(Hash)) {
    return DataLoss("record {} names a report without an id", position.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const StoredReport report,
                          ledger.FindReport(HashFromBytes(record->report())));
  proof.report = report.report->SerializeAsString();
  return proof;
}

StatusOr<ProvedRecord> VerifyRecordProof(const RecordProof& proof,
                                         std::span<const VerifierKey> log_keys,
                                         std::span<const VerifierKey> witnesses) {
  ProvedRecord proved;
  MUSTER_ASSIGN_OR_RETURN(proved.checkpoint, VerifyCheckpoint(proof.note, log_keys, witnesses));
  const Checkpoint& checkpoint = proved.checkpoint.checkpoint;
  if (!Holds(checkpoint.size, proof.position)) {
    return FailedPrecondition("the checkpoint is of {} records, which has no record {}",
                              checkpoint.size.value, proof.position.value);
  }
  if (!ProvesInclusion(LeafHash(proof.record), proof.position, checkpoint.size, checkpoint.root,
                       proof.hashes)) {
    return FailedPrecondition(
        "the record and the hashes do not lead to the checkpoint's root: this is not record {} of "
        "that log",
        proof.position.value);
  }
  StatusOr<std::shared_ptr<v1::Record>> record = DecodeRecord(proof.position, proof.record);
  if (!record.ok()) {
    return FailedPrecondition("the log has it, but it is no record of muster: {}",
                              Message(record.status()));
  }
  proved.record = *std::move(record);
  MUSTER_RETURN_IF_ERROR(ReadReport(proof, proved));
  return proved;
}

}  // namespace muster
