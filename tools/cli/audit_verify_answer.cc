// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit verify-answer FILE --key KEY`: makes a number anew from its proof, without a
// ledger.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/growth_proof.h"
#include "projections/answer_proof.h"
#include "projections/view_words.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/people_text.h"
#include "tools/cli/reason_text.h"
#include "tools/cli/share_text.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

Json AnswerJson(const ProvedAnswer& proved, std::size_t reports) {
  const AnswerStatement& statement = proved.statement;
  Json json = {{"verified", true}, {"proves", "answer"}};
  json["checkpoint"] = CheckpointJson(proved.checkpoint);
  json["program"] = statement.program;
  json["on"] = FormatDay(statement.on);
  json["known_at"] = statement.query.known_at.value;
  AddScopeJson(statement.query, json);
  json.erase("by");
  json["total"] = Json::object();
  AddPeopleJson(statement.total.strength, json["total"]);
  AddRestJson(statement.total, json["total"]);
  json["records"] = Json::array();
  for (const Position position : statement.records) json["records"].push_back(position.value);
  json["reports"] = reports;
  json["lines"] = Json::array();
  for (const Reason& reason : proved.reasons.lines) {
    json["lines"].push_back(ReasonJson(proved.reasons, reason));
  }
  return json;
}

void PrintAnswerCsv(const ProvedAnswer& proved) {
  const AnswerStatement& statement = proved.statement;
  const Checkpoint& checkpoint = proved.checkpoint.checkpoint;
  Print(CsvLine(std::vector<std::string>{"verified", "origin", "size", "root", "on", "known_at",
                                         "least", "best", "most", "basis", "latest", "records"}));
  Print(CsvLine(std::vector<std::string>{
      "true", checkpoint.origin, fmt::format("{}", checkpoint.size.value), ToHex(checkpoint.root),
      FormatDay(statement.on), fmt::format("{}", statement.query.known_at.value),
      NumberText(statement.total.strength.least), NumberText(statement.total.strength.best),
      NumberText(statement.total.strength.most), std::string(BasisName(statement.total.basis)),
      LatestText(statement.total), fmt::format("{}", statement.records.size())}));
}

void PrintAnswerTable(const Invocation& invocation, const ProvedAnswer& proved,
                      std::size_t reports) {
  const AnswerStatement& statement = proved.statement;
  const Checkpoint& checkpoint = proved.checkpoint.checkpoint;
  Print(fmt::format("{} {} at the end of {}, known at {} of the log {}.\n",
                    invocation.style.Strong("Confirmed:"), PeopleText(statement.total.strength),
                    FormatDay(statement.on), CountOfRecords(statement.query.known_at),
                    SafeText(checkpoint.origin)));
  Print(ScopeLines(statement.query));
  if (!proved.reasons.lines.empty()) {
    Print("\n" + SharesTable(proved.reasons, invocation.style) + "\n");
  }
  Print(fmt::format("  rests on   {} of {} report{}, all of them in the log of {}\n",
                    CountOfRecords(LogSize{statement.records.size()}), reports,
                    reports == 1 ? "" : "s", CountOfRecords(checkpoint.size)));
  Print(fmt::format("  signed by  {}, with {}\n", SignersOf(proved.checkpoint),
                    SafeText(statement.program)));
  Print(fmt::format("  root       {}\n", ToHex(checkpoint.root)));
  Print(CosignatureLines(proved.checkpoint.signatures));
  Print("That no record was left out, it does not show: that takes the whole log.\n");
}

// Errors: FAILED_PRECONDITION if the checkpoint that the auditor has speaks against it.
Status CheckOlder(const Invocation& invocation, const ProvedAnswer& proved,
                  std::span<const VerifierKey> keys) {
  const auto file = invocation.Value("old");
  if (!file) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(SignedNote note, ReadCheckpointFile(*file));
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint older,
                          VerifyCheckpoint(std::move(note), keys, {}));
  return CheckSuccession(older.checkpoint, proved.checkpoint.checkpoint);
}

StatusOr<ExitStatus> RunAuditVerifyAnswer(const Invocation& invocation) {
  const std::string& file = invocation.operands[0];
  MUSTER_ASSIGN_OR_RETURN(const std::vector<VerifierKey> keys, LogKeysGiven(invocation));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<VerifierKey> witnesses,
                          KeysGiven(invocation, "witness", VerifierKey::Kind::kCosignature));
  MUSTER_ASSIGN_OR_RETURN(const std::string bytes, ReadAuditFile(file, kAnswerProofBytesMax));
  const StatusOr<AnswerProof> proof = AnswerProof::Parse(bytes);
  if (!proof.ok()) return Annotate(proof.status(), file);
  const StatusOr<ProvedAnswer> proved = VerifyAnswerProof(*proof, keys, witnesses);
  Status status = proved.status();
  if (status.ok()) status = CheckOlder(invocation, *proved, keys);
  if (status.code() == StatusCode::kFailedPrecondition) {
    return PrintNotVerified(invocation, Message(status));
  }
  if (!status.ok()) return Annotate(status, file);
  switch (invocation.format) {
    case Format::kTable:
      PrintAnswerTable(invocation, *proved, proof->bundle.reports.size());
      break;
    case Format::kCsv:
      PrintAnswerCsv(*proved);
      break;
    case Format::kJson:
      Print(JsonLine(AnswerJson(*proved, proof->bundle.reports.size())));
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command AuditVerifyAnswerCommand() {
  return {
      .name = "audit verify-answer",
      .summary = "makes a number anew from its proof, without a ledger",
      .access = "neither reads nor writes a ledger",
      .operands = "FILE",
      .operands_min = 1,
      .operands_max = 1,
      .operands_complete = Completes::kFiles,
      .description =
          "FILE is what `muster why --proof` wrote. Checks the signatures, that every record in "
          "it\n"
          "stands in the log of the checkpoint, and that these records make the number. The key "
          "is\n"
          "the log's, which you got by another way than the file. Exit status 1: it does not\n"
          "verify; 2: it is no such file.\n",
      .examples =
          "# is it 617?\n"
          "muster audit verify-answer kenya.answer --key ledger.key\n"
          "# for a program\n"
          "muster audit verify-answer kenya.answer --key ledger.key --format json\n",
      .options = Joined(OptionsOfVerifiers(), Without(OptionsOfAnswers(), {"ledger"})),
      .run = RunAuditVerifyAnswer};
}

}  // namespace muster
