// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit verify-proof FILE --key KEY`: checks a proof without a ledger.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base64.h"
#include "ledger/growth_proof.h"
#include "ledger/record_proof.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit.h"
#include "tools/cli/audit_text.h"
#include "tools/export/evidence.h"
#include "tools/export/record_json.h"
#include "tools/input/report_file.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// What the auditor has beside the proof.
struct Known {
  std::vector<VerifierKey> log_keys;
  std::vector<VerifierKey> witnesses;
  std::optional<SignedNote> older;
  std::optional<std::string> document;
};

StatusOr<Known> ReadKnown(const Invocation& invocation) {
  Known known;
  MUSTER_ASSIGN_OR_RETURN(known.log_keys, LogKeysGiven(invocation));
  MUSTER_ASSIGN_OR_RETURN(known.witnesses,
                          KeysGiven(invocation, "witness", VerifierKey::Kind::kCosignature));
  if (const auto file = invocation.Value("old")) {
    MUSTER_ASSIGN_OR_RETURN(known.older, ReadCheckpointFile(*file));
  }
  if (const auto file = invocation.Value("document")) {
    MUSTER_ASSIGN_OR_RETURN(known.document, ReadAuditFile(*file, kDocumentBytesMax));
  }
  return known;
}

// The document of a report, or its transcript, whichever the file is.
Status CheckDocument(const std::string& bytes, const v1::Report& report) {
  const std::string digest = ToBytes(Sha256(bytes));
  if (digest == report.document().sha256() || digest == report.transcript().sha256()) {
    return OkStatus();
  }
  return FailedPrecondition("the document has the SHA-256 {}, and the report names {}",
                            ToHex(Sha256(bytes)),
                            report.has_document() ? ToHex(HashFromBytes(report.document().sha256()))
                                                  : std::string("none"));
}

// Errors: FAILED_PRECONDITION if what the auditor has speaks against the proof.
Status CheckAgainstKnown(const Known& known, const ProvedRecord& proved) {
  if (known.older) {
    MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint older,
                            VerifyCheckpoint(*known.older, known.log_keys, {}));
    MUSTER_RETURN_IF_ERROR(CheckSuccession(older.checkpoint, proved.checkpoint.checkpoint));
  }
  if (!known.document) return OkStatus();
  if (proved.report == nullptr) return FailedPrecondition("the record has no report");
  return CheckDocument(*known.document, *proved.report);
}

// Where the record's evidence stands; the words are in the document, which is not here.
std::vector<Passage> PassagesOf(const v1::Record& record) {
  std::vector<Passage> passages;
  for (const v1::Evidence& evidence : record.evidence()) {
    Passage passage;
    passage.begin = evidence.begin();
    passage.end = evidence.end();
    passages.push_back(std::move(passage));
  }
  return passages;
}

std::string ReportLines(const ProvedRecord& proved, const Known& known) {
  if (proved.report == nullptr) return "  report     none: a command of muster wrote it\n";
  const v1::Report& report = *proved.report;
  std::string title = report.source();
  if (!report.title().empty()) title += ": " + report.title();
  if (report.has_published()) title += fmt::format(" ({})", report.published().text());
  std::string text =
      fmt::format("  report     {}\n             {}\n", ToHex(proved.report_id), SafeText(title));
  if (report.document().sha256().size() != sizeof(Hash)) return text;
  text +=
      fmt::format("  document   {}, {} bytes\n", ToHex(HashFromBytes(report.document().sha256())),
                  report.document().size_bytes());
  if (known.document) text += "             which the file given is\n";
  return text;
}

// What the proof does not say, where somebody might think so.
std::string Limits(const Known& known, const ProvedRecord& proved) {
  if (!known.older) {
    return "It says nothing of records beyond that checkpoint.\n";
  }
  const StatusOr<Checkpoint> older = Checkpoint::Parse(known.older->text);
  const LogSize size = proved.checkpoint.checkpoint.size;
  if (older.ok() && older->size == size) return "That is the checkpoint that you have.\n";
  return fmt::format(
      "That the log of your checkpoint is the beginning of this one, it does not show; ask for\n"
      "  muster audit consistency {} {}\n",
      older.ok() ? older->size.value : 0, size.value);
}

std::string KeyLines(const v1::Record& record, const std::string& origin) {
  if (!record.event().has_key()) return {};
  const std::string& bytes = record.event().key().new_public_key();
  if (bytes.size() != sizeof(VerifierKey::PublicKey)) return {};
  VerifierKey::PublicKey key;
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return fmt::format("  new key    {}\n",
                     SafeText(VerifierKey(origin, VerifierKey::Kind::kEd25519, key).Text()));
}

void PrintProved(const Invocation& invocation, const Known& known, const ProvedRecord& proved) {
  const Checkpoint& checkpoint = proved.checkpoint.checkpoint;
  const v1::Record& record = *proved.record;
  const std::string sentence = EventSentence(record.event());
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"verified", "origin", "size", "root", "position",
                                           "report", "sentence"}));
    Print(CsvLine(std::vector<std::string>{
        "true", checkpoint.origin, fmt::format("{}", checkpoint.size.value), ToHex(checkpoint.root),
        fmt::format("{}", record.position()),
        proved.report == nullptr ? "" : ToHex(proved.report_id), sentence}));
    return;
  }
  if (invocation.format == Format::kJson) {
    Json json = {{"verified", true}, {"proves", "inclusion"}};
    json["checkpoint"] = CheckpointJson(proved.checkpoint);
    json["record"] = RecordJson(Position{record.position()}, record, PassagesOf(record));
    StoredReport report;
    report.id = proved.report_id;
    report.report = proved.report;
    json["report"] = nullptr;
    if (proved.report != nullptr) {
      json["report"] = ReportJson(report);
      // Nobody vouches for these here.
      json["report"].erase("recorded_at");
      json["report"].erase("events");
    }
    json["sentence"] = sentence;
    json["document_checked"] = known.document.has_value();
    Print(JsonLine(json));
    return;
  }
  Print(fmt::format("{} record {} is in the log {} of {}, as signed by {}.\n",
                    invocation.style.Strong("Verified:"), record.position(),
                    SafeText(checkpoint.origin), CountOfRecords(checkpoint.size),
                    SignersOf(proved.checkpoint)));
  Print(fmt::format("  event      {}\n", SafeText(sentence)));
  Print(KeyLines(record, checkpoint.origin));
  Print(fmt::format("  recorded   {} by {}\n", RecordedAt(record), SafeText(record.recorded_by())));
  Print(ReportLines(proved, known));
  Print(fmt::format("  root       {}\n", ToHex(checkpoint.root)));
  Print(CosignatureLines(proved.checkpoint.signatures));
  Print(Limits(known, proved));
}

StatusOr<ExitStatus> VerifyRecord(const Invocation& invocation, const Known& known,
                                  std::string_view bytes) {
  MUSTER_ASSIGN_OR_RETURN(const RecordProof proof, RecordProof::Parse(bytes));
  StatusOr<ProvedRecord> proved = VerifyRecordProof(proof, known.log_keys, known.witnesses);
  Status status = proved.status();
  if (status.ok()) status = CheckAgainstKnown(known, *proved);
  if (status.code() == StatusCode::kFailedPrecondition) {
    return PrintNotVerified(invocation, Message(status));
  }
  MUSTER_RETURN_IF_ERROR(status);
  PrintProved(invocation, known, *proved);
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> VerifyGrowth(const Invocation& invocation, const Known& known,
                                  std::string_view bytes) {
  if (known.document) return InvalidArgument("`--document` goes with the proof of a record");
  MUSTER_ASSIGN_OR_RETURN(const GrowthProof proof, GrowthProof::Parse(bytes));
  if (!known.older) {
    return InvalidArgument(
        "this proves that a log of {} records has grown; --old FILE gives the checkpoint of it "
        "that "
        "you have",
        proof.older.value);
  }
  const StatusOr<VerifiedCheckpoint> newer =
      VerifyGrowthProof(proof, *known.older, known.log_keys, known.witnesses);
  if (newer.status().code() == StatusCode::kFailedPrecondition) {
    return PrintNotVerified(invocation, Message(newer.status()));
  }
  if (!newer.ok()) return newer.status();
  const Checkpoint& checkpoint = newer->checkpoint;
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"verified", "origin", "old", "size", "root"}));
    Print(CsvLine(std::vector<std::string>{
        "true", checkpoint.origin, fmt::format("{}", proof.older.value),
        fmt::format("{}", checkpoint.size.value), ToHex(checkpoint.root)}));
    return ExitStatus::kDone;
  }
  if (invocation.format == Format::kJson) {
    Json json = {{"verified", true}, {"proves", "consistency"}, {"old", proof.older.value}};
    json["checkpoint"] = CheckpointJson(*newer);
    Print(JsonLine(json));
    return ExitStatus::kDone;
  }
  Print(
      fmt::format("{} the {} of your checkpoint of {} are the beginning of the {} of this one, as "
                  "signed by {}.\n",
                  invocation.style.Strong("Verified:"), CountOfRecords(proof.older),
                  SafeText(checkpoint.origin), checkpoint.size.value, SignersOf(*newer)));
  Print("None of them was altered, moved or taken away.\n");
  Print(fmt::format("  root       {}\n", ToHex(checkpoint.root)));
  Print(CosignatureLines(newer->signatures));
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> RunAuditVerifyProof(const Invocation& invocation) {
  const std::string& file = invocation.operands[0];
  MUSTER_ASSIGN_OR_RETURN(const Known known, ReadKnown(invocation));
  MUSTER_ASSIGN_OR_RETURN(const std::string bytes, ReadAuditFile(file, kProofBytesMax));
  StatusOr<ExitStatus> status = bytes.starts_with("old ") ? VerifyGrowth(invocation, known, bytes)
                                                          : VerifyRecord(invocation, known, bytes);
  if (!status.ok()) return Annotate(status.status(), file);
  return status;
}

}  // namespace

Command AuditVerifyProofCommand() {
  return {.name = "audit verify-proof",
          .summary = "checks a proof without a ledger, and says what it proves",
          .access = "neither reads nor writes a ledger",
          .operands = "FILE",
          .operands_min = 1,
          .operands_max = 1,
          .operands_complete = Completes::kFiles,
          .description =
              "FILE is what `audit prove` or `audit consistency` wrote. The key is the log's, "
              "which you\n"
              "got by another way than the proof. Exit status 1: it does not verify; 2: it is no "
              "proof.\n",
          .examples =
              "# a record\n"
              "muster audit verify-proof record-9.tlog-proof --key ledger.key\n"
              "# that nothing changed since the checkpoint of January\n"
              "muster audit verify-proof since-january --key ledger.key --old january.checkpoint\n",
          .options =
              Joined(Joined(OptionsOfVerifiers(),
                            {{.name = "document",
                              .value = "FILE",
                              .help = "what should be the document that the record's report names",
                              .completes = Completes::kFiles}}),
                     Without(OptionsOfAnswers(), {"ledger"})),
          .run = RunAuditVerifyProof};
}

}  // namespace muster
