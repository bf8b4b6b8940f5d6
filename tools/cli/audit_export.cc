// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit export --tiles DIR`: the log as static files.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/tile_export.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/passphrase.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

StatusOr<ExitStatus> RunAuditExport(const Invocation& invocation) {
  const auto directory = invocation.Value("tiles");
  if (!directory) return InvalidArgument("`muster audit export` needs --tiles DIR");
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  MUSTER_ASSIGN_OR_RETURN(const LogSize size, session->SizeGiven());
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint verified, session->SignedCheckpoint(size));
  TileExport exported;
  {
    Progress progress("exporting records");
    MUSTER_ASSIGN_OR_RETURN(exported,
                            ExportTiles(session->ledger().log(), verified.note, *directory,
                                        [&progress](std::uint64_t done, std::uint64_t total) {
                                          progress.Show(done, total);
                                        }));
  }
  NoteDone("the log was exported");
  switch (invocation.format) {
    case Format::kTable:
      Print(fmt::format("Exported {} with root {} to {}.\n", CountOfRecords(size),
                        ToHex(verified.checkpoint.root), SafeText(*directory)));
      Print(fmt::format("{} file{} written, {} kept as they were.\n", exported.written,
                        exported.written == 1 ? "" : "s", exported.kept));
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"size", "root", "written", "kept"}));
      Print(CsvLine(std::vector<std::string>{
          fmt::format("{}", size.value), ToHex(verified.checkpoint.root),
          fmt::format("{}", exported.written), fmt::format("{}", exported.kept)}));
      break;
    case Format::kJson:
      Print(JsonLine({{"size", size.value},
                      {"root", ToHex(verified.checkpoint.root)},
                      {"written", exported.written},
                      {"kept", exported.kept}}));
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command AuditExportCommand() {
  return {.name = "audit export",
          .summary = "the whole log as static files that other people's clients read",
          .access = "reads the ledger",
          .description =
              "The layout of C2SP tlog-tiles: `checkpoint`, tiles of hashes below `tile/<level>`, "
              "records\n"
              "below `tile/entries`; any web server publishes it. An export into the same "
              "directory goes\n"
              "on where an earlier one stopped; the checkpoint is written last, and at once.\n"
              "Documents are not in it: records hold their digests and no text of a report.\n",
          .examples =
              "# for a web server\n"
              "muster audit export --tiles /srv/www/haiti-log\n"
              "# the log as it was with 12 records\n"
              "muster audit export --tiles january --size 12\n",
          .options = Joined(Joined(Joined({{.name = "tiles",
                                            .value = "DIR",
                                            .help = "where to",
                                            .completes = Completes::kDirectories}},
                                          OptionsOfSizes()),
                                   OptionsOfPassphrases()),
                            OptionsOfAnswers()),
          .run = RunAuditExport};
}

}  // namespace muster
