// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster redact REPORT`: blacks out the documents of a report.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "muster/v1/record.pb.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/export/record_json.h"
#include "tools/export/redaction_text.h"
#include "tools/output/csv.h"

namespace muster {
namespace {

StatusOr<ExitStatus> RunRedact(const Invocation& invocation) {
  if (!invocation.Has("reason")) {
    return InvalidArgument(
        "`muster redact` needs --reason TEXT: it stands in the record, for everybody who asks "
        "for the evidence");
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory(), {.write = true}));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Redaction> redactions,
                          ledger->Redact(invocation.operands.at(0), *invocation.Value("reason"),
                                         invocation.Recorder()));
  NoteDone("the document was blacked out");
  switch (invocation.format) {
    case Format::kTable:
      for (const Redaction& redaction : redactions) {
        Print(
            fmt::format("Document {} is {}.\n", ToHex(redaction.sha256), RedactionText(redaction)));
      }
      Print(
          "Its bytes are erased here. They may still be in backups, in copies, and where the "
          "document came from.\n");
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"document", "position"}));
      for (const Redaction& redaction : redactions) {
        Print(CsvLine(std::vector<std::string>{ToHex(redaction.sha256),
                                               fmt::format("{}", redaction.position.value)}));
      }
      break;
    case Format::kJson: {
      nlohmann::ordered_json json = {{"documents", nlohmann::ordered_json::array()}};
      for (const Redaction& redaction : redactions) {
        nlohmann::ordered_json row = {{"document", ToHex(redaction.sha256)}};
        row.update(RedactionJson(redaction));
        json["documents"].push_back(std::move(row));
      }
      Print(JsonLine(json));
      break;
    }
  }
  return ExitStatus::kDone;
}

}  // namespace

Command RedactCommand() {
  return {
      .name = "redact",
      .summary = "blacks out the documents of a report",
      .access = "writes to the ledger",
      .operands = "REPORT",
      .operands_min = 1,
      .operands_max = 1,
      .description =
          "For personal data, or what somebody else has the right to. The bytes of the report's "
          "documents\n"
          "are removed, and erased from the ledger's files; a record says so, by whom and why. "
          "Digests,\n"
          "records, proofs and numbers stay as they are, and views say that the evidence was "
          "withdrawn.\n"
          "REPORT is the beginning of the report's id, or of the digest of one document, which "
          "alone\n"
          "is blacked out then.\n",
      .examples =
          "# the article with the names of the wounded\n"
          "muster redact 3f9a0c42 --reason \"names of the wounded\"\n"
          "# what is left of the report\n"
          "muster reports 3f9a0c42\n",
      .options = Joined({{.name = "reason",
                          .value = "TEXT",
                          .help = "why; it is recorded, and cannot be taken back"}},
                        OptionsOfRecorders()),
      .run = RunRedact};
}

}  // namespace muster
