// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit checkpoint`: the log's size and root, signed; and what witnesses say of them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tools/cli/answer.h"
#include "tools/cli/audit.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/passphrase.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

void PrintCheckpoint(const Invocation& invocation, const VerifiedCheckpoint& verified) {
  if (invocation.format == Format::kTable) {
    Print(verified.note.Encode());
    return;
  }
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"origin", "size", "root", "signatures"}));
    Print(CsvLine(std::vector<std::string>{
        verified.checkpoint.origin, fmt::format("{}", verified.checkpoint.size.value),
        ToHex(verified.checkpoint.root), fmt::format("{}", verified.signatures.size())}));
    return;
  }
  Json json = CheckpointJson(verified);
  json["note"] = verified.note.Encode();
  Print(JsonLine(json));
}

// What a witness has answered: a checkpoint of this log with signatures, or its signature lines
// alone.
StatusOr<SignedNote> ReadCosigned(AuditSession& session, const std::string& file) {
  MUSTER_ASSIGN_OR_RETURN(const std::string bytes, ReadAuditFile(file, kNoteBytesMax));
  if (!bytes.starts_with("\xe2\x80\x94 ")) return ReadCheckpointFile(file);
  MUSTER_ASSIGN_OR_RETURN(const LogSize size, session.SizeGiven());
  MUSTER_ASSIGN_OR_RETURN(const Checkpoint checkpoint, session.CheckpointOf(size));
  StatusOr<std::vector<NoteSignature>> signatures = ParseSignatureLines(bytes);
  if (!signatures.ok()) return Annotate(signatures.status(), file);
  return SignedNote{checkpoint.Text(), *std::move(signatures)};
}

// Whether the note is a checkpoint of this log. Errors: FAILED_PRECONDITION if not.
Status CheckOwn(AuditSession& session, const Checkpoint& checkpoint) {
  if (checkpoint.origin != session.ledger().origin()) {
    return FailedPrecondition("the checkpoint is of the log {}, and this one is {}",
                              checkpoint.origin, session.ledger().origin());
  }
  const LogSize size = session.tree().head().size;
  if (checkpoint.size > size) {
    return FailedPrecondition("the checkpoint has {} records, and this log {}",
                              checkpoint.size.value, size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const Hash root, session.tree().Root(checkpoint.size));
  if (root == checkpoint.root) return OkStatus();
  return FailedPrecondition("the checkpoint of {} records has the root {}, and this log {}",
                            checkpoint.size.value, ToHex(checkpoint.root), ToHex(root));
}

StatusOr<ExitStatus> KeepCosignatures(const Invocation& invocation, AuditSession& session,
                                      const std::string& file) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<VerifierKey> added,
                          KeysGiven(invocation, "witness", VerifierKey::Kind::kCosignature));
  MUSTER_ASSIGN_OR_RETURN(std::vector<VerifierKey> witnesses, session.checkpoints().Witnesses());
  for (const VerifierKey& key : added) {
    if (std::find(witnesses.begin(), witnesses.end(), key) == witnesses.end()) {
      witnesses.push_back(key);
    }
  }
  MUSTER_ASSIGN_OR_RETURN(const SignedNote note, ReadCosigned(session, file));
  MUSTER_ASSIGN_OR_RETURN(const Checkpoint checkpoint, Checkpoint::Parse(note.text));
  const Status own = CheckOwn(session, checkpoint);
  if (own.code() == StatusCode::kFailedPrecondition) {
    return PrintNotVerified(invocation, Message(own));
  }
  MUSTER_RETURN_IF_ERROR(own);
  SignedNote kept{note.text, {}};
  const std::vector<KnownSignature> cosignatures = KnownSignatures(note, witnesses);
  for (const KnownSignature& known : cosignatures) {
    if (!known.verifies) {
      return PrintNotVerified(
          invocation, fmt::format("the signature of {} does not verify", known.key.ShortText()));
    }
    kept.signatures.push_back(known.signature);
  }
  if (kept.signatures.empty()) {
    return InvalidArgument(
        "{} has no cosignature of a witness that is known; --witness makes one "
        "known",
        file);
  }
  for (const VerifierKey& key : added) {
    MUSTER_RETURN_IF_ERROR(session.checkpoints().AddWitness(key));
  }
  MUSTER_RETURN_IF_ERROR(session.checkpoints().Keep(checkpoint.size, kept));
  const VerifiedCheckpoint verified{checkpoint, kept, cosignatures};
  if (invocation.format != Format::kTable) {
    PrintCheckpoint(invocation, verified);
    return ExitStatus::kDone;
  }
  Print(CosignatureLines(cosignatures));
  Print(fmt::format("Kept with the checkpoint of {}.\n", CountOfRecords(checkpoint.size)));
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> RunAuditCheckpoint(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  if (const auto file = invocation.Value("cosigned")) {
    return KeepCosignatures(invocation, *session, *file);
  }
  if (invocation.Has("witness")) return InvalidArgument("`--witness` goes with `--cosigned`");
  MUSTER_ASSIGN_OR_RETURN(const LogSize size, session->SizeGiven());
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint verified, session->SignedCheckpoint(size));
  PrintCheckpoint(invocation, verified);
  return ExitStatus::kDone;
}

}  // namespace

Command AuditCheckpointCommand() {
  return {
      .name = "audit checkpoint",
      .summary = "the log's size and root, signed",
      .access = "reads the ledger; --cosigned writes beside its log",
      .description =
          "A C2SP tlog-checkpoint: a note with the log's origin, size and root, signed by the key "
          "in\n"
          "force, with all signatures of others that are kept for that size. Who keeps it can "
          "later\n"
          "be shown that nothing before it has changed.\n\n"
          "--cosigned takes what a witness has answered: the checkpoint with its cosignature "
          "(C2SP\n"
          "tlog-cosignature), or the signature lines alone, which are then of the checkpoint of\n"
          "--size. What verifies is kept, and printed with that checkpoint from then on.\n",
      .examples =
          "# the state of the log\n"
          "muster audit checkpoint > checkpoint\n"
          "# what a witness has answered\n"
          "muster audit checkpoint --cosigned answer --witness w1.example+ab12cd34+BH...\n",
      .options = Joined(
          Joined(Joined(OptionsOfSizes(),
                        {{.name = "cosigned",
                          .value = "FILE",
                          .help = "keep the cosignatures in FILE",
                          .completes = Completes::kFiles},
                         {.name = "witness",
                          .value = "KEY",
                          .help = "a witness's verifier key, or a file with it; known from then on",
                          .repeatable = true,
                          .completes = Completes::kFiles}}),
                 OptionsOfPassphrases()),
          OptionsOfAsked()),
      .run = RunAuditCheckpoint};
}

}  // namespace muster
