// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster export`: the ledger in a form for others.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/durable_file.h"
#include "ledger/log_export.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/commands.h"
#include "tools/cli/passphrase.h"
#include "tools/cli/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

// Writes the log beside `file`, and moves it there once it is whole.
StatusOr<LogExport> ExportToFile(AuditSession& session, const std::string& file) {
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint checkpoint,
                          session.SignedCheckpoint(session.tree().head().size));
  const std::string beside = file + ".new";
  StatusOr<LogExport> exported = LogExport();
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    if (!out) return Unavailable("cannot write {}", beside);
    Progress progress("exporting records");
    exported = ExportLog(
        session.ledger().log(), checkpoint, session.keys().Verifiers(), out,
        [&progress](Position done, LogSize size) { progress.Show(done.value, size.value); });
  }
  Status status = exported.status();
  if (status.ok()) status = SyncFile(beside);
  if (status.ok()) status = RenameFile(beside, file);
  if (status.ok()) return exported;
  std::remove(beside.c_str());
  return status.code() == StatusCode::kUnavailable ? Annotate(status, file) : status;
}

StatusOr<ExitStatus> RunExport(const Invocation& invocation) {
  const auto file = invocation.Value("records");
  if (!file) {
    return InvalidArgument("`muster export` needs to know in which form: --records FILE");
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  MUSTER_ASSIGN_OR_RETURN(const LogExport exported, ExportToFile(*session, *file));
  NoteDone("the log was exported");
  const auto counted = [](std::uint64_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  switch (invocation.format) {
    case Format::kTable:
      Print(fmt::format("Exported {}, {} and {} to {}; root {}.\n",
                        CountOfRecords(exported.head.size), counted(exported.reports, "report"),
                        counted(exported.documents, "document"), SafeText(*file),
                        ToHex(exported.head.root)));
      Print("No secret key is in it. Make a ledger of it with `muster init --from`.\n");
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"file", "size", "root", "reports", "documents"}));
      Print(CsvLine(std::vector<std::string>{
          *file, fmt::format("{}", exported.head.size.value), ToHex(exported.head.root),
          fmt::format("{}", exported.reports), fmt::format("{}", exported.documents)}));
      break;
    case Format::kJson:
      Print(JsonLine({{"file", *file},
                      {"size", exported.head.size.value},
                      {"root", ToHex(exported.head.root)},
                      {"reports", exported.reports},
                      {"documents", exported.documents}}));
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command ExportCommand() {
  return {
      .name = "export",
      .summary = "the whole ledger as one file",
      .access = "reads the ledger",
      .description =
          "--records: every record byte for byte, with the reports and documents that they rest\n"
          "on, in one file that depends on no database, and at its end a signed checkpoint.\n"
          "`muster init --from` makes the same log of it, with the same root. Documents that were\n"
          "blacked out are not in it, nor is the signing key.\n",
      .examples =
          "# for the archive, or for another machine\n"
          "muster export --records haiti.records\n"
          "# and back\n"
          "muster init --from haiti.records --ledger copy.ledger\n",
      .options = Joined(Joined({{.name = "records",
                                 .value = "FILE",
                                 .help = "write the log, as `muster init --from` takes it",
                                 .completes = Completes::kFiles}},
                               OptionsOfPassphrases()),
                        OptionsOfAnswers()),
      .run = RunExport};
}

}  // namespace muster
