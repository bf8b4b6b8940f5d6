// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit prove POSITION`: a proof file for one record.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/base64.h"
#include "ledger/merkle.h"
#include "ledger/record_proof.h"
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

Json ProofJson(const RecordProof& proof, const VerifiedCheckpoint& verified) {
  Json json = {{"position", proof.position.value},
               {"leaf", ToHex(LeafHash(proof.record))},
               {"record", ToBase64(proof.record)},
               {"report", proof.report.empty() ? Json(nullptr) : Json(ToBase64(proof.report))},
               {"hashes", Json::array()}};
  for (const Hash& hash : proof.hashes) json["hashes"].push_back(ToHex(hash));
  json["checkpoint"] = CheckpointJson(verified);
  json["proof"] = proof.Encode();
  return json;
}

void PrintWritten(const Invocation& invocation, const RecordProof& proof, LogSize size,
                  const std::string& file) {
  Print(fmt::format("Wrote the proof that record {} is in the log of {} to {}.\n",
                    proof.position.value, CountOfRecords(size), SafeText(file)));
  Print(fmt::format("{}\n", invocation.style.Faint("Check it with `muster audit verify-proof`, or "
                                                   "with any tool for C2SP tlog-proof.")));
}

StatusOr<ExitStatus> RunAuditProve(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const std::uint64_t number,
                          ParseNumber(invocation.operands[0], "POSITION"));
  const Position position{number};
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  MUSTER_ASSIGN_OR_RETURN(const LogSize size, session->SizeGiven());
  if (!Holds(size, position)) {
    return InvalidArgument("there is no record {} among the first {}", number, size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint verified, session->SignedCheckpoint(size));
  MUSTER_ASSIGN_OR_RETURN(const RecordProof proof,
                          ProveRecord(session->ledger(), session->tree(), position, verified.note));
  const auto file = invocation.Value("output");
  if (file || invocation.format == Format::kTable) {
    MUSTER_RETURN_IF_ERROR(WriteOutput(invocation, proof.Encode()));
  }
  switch (invocation.format) {
    case Format::kTable:
      if (file) PrintWritten(invocation, proof, size, *file);
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"position", "size", "leaf", "root", "hashes"}));
      Print(CsvLine(std::vector<std::string>{
          fmt::format("{}", number), fmt::format("{}", size.value), ToHex(LeafHash(proof.record)),
          ToHex(verified.checkpoint.root), fmt::format("{}", proof.hashes.size())}));
      break;
    case Format::kJson:
      Print(JsonLine(ProofJson(proof, verified)));
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command AuditProveCommand() {
  return {
      .name = "audit prove",
      .summary = "a file that proves a record to be in the log",
      .access = "reads the ledger",
      .operands = "POSITION",
      .operands_min = 1,
      .operands_max = 1,
      .description =
          "A C2SP tlog-proof: the record, the metadata of its report (in which the digest of the\n"
          "document is), the path from the record to the root, and the signed checkpoint. It is\n"
          "verified without the ledger, on another machine: `muster audit verify-proof`.\n",
      .examples =
          "# record 9 in the log as it is\n"
          "muster audit prove 9 --output record-9.tlog-proof\n"
          "# in the log that an auditor has a checkpoint of\n"
          "muster audit prove 9 --size 12\n",
      .options =
          Joined(Joined(Joined(OptionsOfSizes(), OptionsOfOutputs()), OptionsOfPassphrases()),
                 OptionsOfAsked()),
      .run = RunAuditProve};
}

}  // namespace muster
