// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit consistency OLD [NEW]`: a proof that nothing before OLD has changed since.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/growth_proof.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/passphrase.h"
#include "tools/cli/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// A state of the log that the command line names: a size, or a checkpoint in a file.
struct StateGiven {
  LogSize size;
  std::optional<VerifiedCheckpoint> checkpoint;
};

bool IsNumber(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// Errors: FAILED_PRECONDITION if a checkpoint does not verify, or is not one of this log.
StatusOr<StateGiven> ReadState(AuditSession& session, const std::string& text,
                               const std::vector<VerifierKey>& keys) {
  const LogSize size = session.tree().head().size;
  if (IsNumber(text)) {
    MUSTER_ASSIGN_OR_RETURN(const std::uint64_t number, ParseNumber(text, "a size"));
    if (LogSize{number} <= size) return StateGiven{LogSize{number}, std::nullopt};
    return InvalidArgument("the log has {} records, not {}", size.value, number);
  }
  MUSTER_ASSIGN_OR_RETURN(SignedNote note, ReadCheckpointFile(text));
  StatusOr<VerifiedCheckpoint> verified = VerifyCheckpoint(std::move(note), keys, {});
  if (!verified.ok()) return Annotate(verified.status(), text);
  const Checkpoint& checkpoint = verified->checkpoint;
  if (checkpoint.origin != session.ledger().origin()) {
    return FailedPrecondition("{} is a checkpoint of {}, and this log is {}", text,
                              checkpoint.origin, session.ledger().origin());
  }
  if (checkpoint.size > size) {
    return FailedPrecondition("{} has {} records, and this log {}: {} at least are missing", text,
                              checkpoint.size.value, size.value,
                              checkpoint.size.value - size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const Hash root, session.tree().Root(checkpoint.size));
  if (root != checkpoint.root) {
    return FailedPrecondition(
        "{} has the root {} of {} records, and this log {}: the first {} are not those that were "
        "signed",
        text, ToHex(checkpoint.root), checkpoint.size.value, ToHex(root), checkpoint.size.value);
  }
  const LogSize checkpoint_size = checkpoint.size;
  return StateGiven{checkpoint_size, *std::move(verified)};
}

void PrintGrowth(const Invocation& invocation, const GrowthProof& proof,
                 const VerifiedCheckpoint& newer) {
  const std::uint64_t size = newer.checkpoint.size.value;
  switch (invocation.format) {
    case Format::kTable:
      if (!invocation.Has("output")) return;
      Print(
          fmt::format("Wrote the proof that the log of {} is the beginning of that of {} to {}.\n",
                      CountOfRecords(proof.older), size, SafeText(*invocation.Value("output"))));
      return;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"old", "new", "root", "hashes"}));
      Print(CsvLine(std::vector<std::string>{fmt::format("{}", proof.older.value),
                                             fmt::format("{}", size), ToHex(newer.checkpoint.root),
                                             fmt::format("{}", proof.hashes.size())}));
      return;
    case Format::kJson: {
      Json json = {{"old", proof.older.value}, {"new", size}, {"hashes", Json::array()}};
      for (const Hash& hash : proof.hashes) json["hashes"].push_back(ToHex(hash));
      json["checkpoint"] = CheckpointJson(newer);
      json["proof"] = proof.Encode();
      Print(JsonLine(json));
      return;
    }
  }
}

StatusOr<ExitStatus> Prove(const Invocation& invocation, AuditSession& session, StateGiven older,
                           StateGiven newer) {
  if (older.size > newer.size) {
    return InvalidArgument("OLD has {} records, more than the {} of NEW", older.size.value,
                           newer.size.value);
  }
  if (!newer.checkpoint) {
    MUSTER_ASSIGN_OR_RETURN(newer.checkpoint, session.SignedCheckpoint(newer.size));
  }
  GrowthProof proof{older.size, {}, newer.checkpoint->note};
  MUSTER_ASSIGN_OR_RETURN(proof.hashes, session.tree().Consistency(older.size, newer.size));
  if (invocation.Has("output") || invocation.format == Format::kTable) {
    MUSTER_RETURN_IF_ERROR(WriteOutput(invocation, proof.Encode()));
  }
  PrintGrowth(invocation, proof, *newer.checkpoint);
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> RunAuditConsistency(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  MUSTER_ASSIGN_OR_RETURN(std::vector<VerifierKey> keys,
                          KeysGiven(invocation, "key", VerifierKey::Kind::kEd25519));
  if (keys.empty()) keys = session->keys().Verifiers();
  std::vector<StateGiven> states;
  for (const std::string& operand : invocation.operands) {
    StatusOr<StateGiven> state = ReadState(*session, operand, keys);
    if (state.status().code() == StatusCode::kFailedPrecondition) {
      return PrintNotVerified(invocation, Message(state.status()));
    }
    if (!state.ok()) return state.status();
    states.push_back(*std::move(state));
  }
  if (states.size() == 1) states.push_back({session->tree().head().size, std::nullopt});
  return Prove(invocation, *session, std::move(states[0]), std::move(states[1]));
}

}  // namespace

Command AuditConsistencyCommand() {
  return {
      .name = "audit consistency",
      .summary = "a proof that nothing was altered or taken away between two states",
      .access = "reads the ledger",
      .operands = "OLD [NEW]",
      .operands_min = 1,
      .operands_max = 2,
      .operands_complete = Completes::kFiles,
      .description =
          "OLD and NEW are sizes of the log, or files with checkpoints; NEW is the log as it is "
          "unless\n"
          "given. A checkpoint that is not one of this log is told with exit status 1: the log "
          "was\n"
          "cut, forked, or altered. The proof has the form in which C2SP tlog-witness sends it; "
          "who\n"
          "has the old checkpoint verifies it with `muster audit verify-proof --old`.\n",
      .examples =
          "# for an auditor who has the checkpoint of January\n"
          "muster audit consistency january.checkpoint --output since-january\n"
          "# between two sizes\n"
          "muster audit consistency 9 12\n",
      .options = Joined(
          Joined(Joined({{.name = "key",
                          .value = "KEY",
                          .help = "check the checkpoints with this verifier key (the ledger's own)",
                          .details = "the key, or a file with it",
                          .repeatable = true,
                          .completes = Completes::kFiles}},
                        OptionsOfOutputs()),
                 OptionsOfPassphrases()),
          OptionsOfAnswers()),
      .run = RunAuditConsistency};
}

}  // namespace muster
