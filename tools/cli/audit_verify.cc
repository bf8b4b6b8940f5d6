// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit verify`: recomputes what is stored from the records.
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "ledger/checkpoint_verification.h"
#include "ledger/ledger_directory.h"
#include "ledger/log_verification.h"
#include "ledger/table_verification.h"
#include "projections/views.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/audit_state.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/opened_ledger.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

std::string Counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// Whether the saved projections, if there are any, are those that the records add up to.
StatusOr<bool> AreProjectionsRight(const Ledger& ledger, const Invocation& invocation) {
  std::error_code error;
  if (!std::filesystem::exists(ProjectionsDirectory(invocation.LedgerDirectory()), error)) {
    return true;
  }
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<const Views> saved, OpenViews(ledger, invocation));
  Progress progress("folding records");
  ViewsOptions in_memory;
  in_memory.progress = [&progress](Position position, LogSize size) {
    progress.Show(position.value, size.value);
  };
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Views> made, Views::Open(ledger, in_memory));
  return saved->StateBytes() == made->StateBytes();
}

void PrintTable(const LogVerification& verified, std::size_t checkpoints, bool tables,
                const Style& style) {
  for (const std::string& fault : verified.faults) {
    Print(style.Error("Wrong:") + ' ' + SafeText(fault) + ".\n");
  }
  if (verified.faults.size() >= kFaultsMax) Print("There may be more.\n");
  if (!verified.faults.empty()) return;
  Print(fmt::format("Verified {}: root {}.\n", CountOfRecords(verified.head.size),
                    ToHex(verified.head.root)));
  Print(fmt::format(
      "  {}, {}{}; the Merkle tree, the index of corrections ({}),{} the projections.\n",
      Counted(verified.reports, "report"), Counted(verified.documents, "document"),
      verified.blacked_out > 0 ? fmt::format(" ({} blacked out)", verified.blacked_out) : "",
      verified.corrections, tables ? " the names and subjects," : ""));
  if (!tables) Print("  The names and subjects that admission looks up were not compared.\n");
  if (verified.unnamed_documents > 0) {
    Print(fmt::format("  {} more {} no report: an append was interrupted.\n",
                      Counted(verified.unnamed_documents, "document"),
                      verified.unnamed_documents == 1 ? "is of" : "are of"));
  }
  if (checkpoints > 0) {
    Print(fmt::format("  {} {} of this log.\n", Counted(checkpoints, "checkpoint"),
                      checkpoints == 1 ? "is" : "are"));
  } else {
    Print("  Give it a checkpoint that you kept, to know that it is the log you saw.\n");
  }
}

void PrintVerification(const Invocation& invocation, const LogVerification& verified,
                       std::size_t checkpoints) {
  switch (invocation.format) {
    case Format::kTable:
      PrintTable(verified, checkpoints, !invocation.Has("quick"), invocation.style);
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"fault"}));
      for (const std::string& fault : verified.faults) {
        Print(CsvLine(std::vector<std::string>{fault}));
      }
      break;
    case Format::kJson: {
      Json json = {{"verified", verified.faults.empty()},
                   {"size", verified.head.size.value},
                   {"root", ToHex(verified.head.root)},
                   {"reports", verified.reports},
                   {"documents", verified.documents},
                   {"blacked_out", verified.blacked_out},
                   {"unnamed_documents", verified.unnamed_documents},
                   {"corrections", verified.corrections},
                   {"checkpoints", checkpoints},
                   {"tables", !invocation.Has("quick")},
                   {"faults", verified.faults}};
      Print(JsonLine(json));
      break;
    }
  }
}

StatusOr<ExitStatus> RunAuditVerify(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  MUSTER_ASSIGN_OR_RETURN(std::vector<VerifierKey> keys,
                          KeysGiven(invocation, "key", VerifierKey::Kind::kEd25519));
  if (keys.empty()) keys = session->keys().Verifiers();
  std::vector<std::string> not_of_this_log;
  for (const std::string& operand : invocation.operands) {
    const StatusOr<StateGiven> state = ReadState(*session, operand, keys);
    if (state.ok()) continue;
    if (state.status().code() != StatusCode::kFailedPrecondition) return state.status();
    not_of_this_log.emplace_back(Message(state.status()));
  }
  LogVerification verified;
  {
    Progress progress("verifying records");
    MUSTER_ASSIGN_OR_RETURN(
        verified, VerifyLog(session->ledger().log(), [&progress](Position done, LogSize size) {
          progress.Show(done.value, size.value);
        }));
  }
  MUSTER_ASSIGN_OR_RETURN(
      const std::vector<std::string> kept,
      VerifyKeptCheckpoints(invocation.LedgerDirectory(), session->ledger(), session->keys()));
  verified.faults.insert(verified.faults.end(), kept.begin(), kept.end());
  verified.faults.insert(verified.faults.begin(), not_of_this_log.begin(), not_of_this_log.end());
  // What the records do not add up to need not be folded.
  if (verified.faults.empty() && !invocation.Has("quick")) {
    Progress progress("comparing tables");
    MUSTER_ASSIGN_OR_RETURN(verified.faults, VerifyTables(session->ledger().log(),
                                                          [&progress](Position at, LogSize size) {
                                                            progress.Show(at.value, size.value);
                                                          }));
  }
  if (verified.faults.empty()) {
    MUSTER_ASSIGN_OR_RETURN(const bool right, AreProjectionsRight(session->ledger(), invocation));
    if (!right) {
      verified.faults.emplace_back(
          "the projections are not what the records add up to; `muster rebuild` makes them anew");
    }
  }
  PrintVerification(invocation, verified, invocation.operands.size());
  return verified.faults.empty() ? ExitStatus::kDone : ExitStatus::kNo;
}

}  // namespace

Command AuditVerifyCommand() {
  return {
      .name = "audit verify",
      .summary = "recomputes what is stored from the records",
      .access = "reads the ledger",
      .operands = "[CHECKPOINT...]",
      .operands_max = Command::kAnyNumber,
      .operands_complete = Completes::kFiles,
      .description =
          "Every record, the root and the whole Merkle tree over them, every report and document "
          "by its\n"
          "digest, evidence within its text, the order of recording, the index of corrections, "
          "releases\n"
          "and redactions, the tables in which names and earlier events are looked up, the "
          "checkpoints\n"
          "that are kept, and the saved projections against a fold from nothing. With files of\n"
          "checkpoints that were signed earlier: that the log is the one that they speak of. What "
          "is\n"
          "wrong is told, with exit status 1.\n\n"
          "--quick leaves out the tables of names and of earlier events, for which the records "
          "are\n"
          "admitted anew, as it were. They decide what is taken, never what is counted.\n",
      .examples =
          "# after a crash, or before a backup\n"
          "muster audit verify\n"
          "# against the checkpoint that was published in January\n"
          "muster audit verify january.checkpoint --key ledger.key\n",
      .options =
          Joined({{.name = "key",
                   .value = "KEY",
                   .help = "check the checkpoints with this verifier key (the ledger's own)",
                   .details = "the key, or a file with it",
                   .repeatable = true,
                   .completes = Completes::kFiles},
                  {.name = "quick", .help = "do not compare the tables that admission looks up"}},
                 OptionsOfAnswers()),
      .run = RunAuditVerify};
}

}  // namespace muster
