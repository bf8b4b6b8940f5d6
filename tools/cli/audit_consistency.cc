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
#include "tools/cli/audit_state.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/passphrase.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

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
          OptionsOfAsked()),
      .run = RunAuditConsistency};
}

}  // namespace muster
