// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster restore`: makes a ledger of a backup.
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "ledger/ledger_backup.h"
#include "tools/cli/answer.h"
#include "tools/cli/backup_text.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

// A damaged backup is a wrong input; no ledger is damaged.
Status AsInput(const Status& status) {
  if (status.code() != StatusCode::kDataLoss) return status;
  return InvalidArgument("the backup is damaged: {}", Message(status));
}

StatusOr<ExitStatus> RunRestore(const Invocation& invocation) {
  const std::filesystem::path directory = invocation.operands.at(0);
  if (invocation.Has("list")) {
    const StatusOr<std::vector<LedgerBackup>> backups = ListLedgerBackups(directory);
    if (!backups.ok()) return AsInput(backups.status());
    PrintBackups(*backups, invocation);
    return ExitStatus::kDone;
  }
  MUSTER_ASSIGN_OR_RETURN(const std::optional<std::uint64_t> wanted, invocation.Number("backup"));
  std::optional<std::uint32_t> number;
  if (wanted) {
    if (*wanted > std::numeric_limits<std::uint32_t>::max()) {
      return InvalidArgument("there is no backup {}", *wanted);
    }
    number = static_cast<std::uint32_t>(*wanted);
  }
  const std::filesystem::path ledger = invocation.LedgerDirectory();
  StatusOr<LedgerBackup> backup = NotFound("");
  {
    Progress progress("verifying records");
    backup = RestoreLedger(directory, number, ledger, [&progress](Position done, LogSize size) {
      progress.Show(done.value, size.value);
    });
  }
  if (!backup.ok()) return AsInput(backup.status());
  NoteDone("the ledger was restored");
  switch (invocation.format) {
    case Format::kTable: {
      const std::uint64_t size = backup->head.size.value;
      Print(
          fmt::format("Restored {} record{} from backup {} into {}, and verified them: root {}.\n",
                      size, size == 1 ? "" : "s", backup->number, SafeText(ledger.string()),
                      ToHex(backup->head.root)));
      if (!backup->has_key) {
        Print(fmt::format("The backup has no signing key: put the copy you kept into {}.\n",
                          SafeText((ledger / "key").string())));
      }
      break;
    }
    case Format::kCsv:
      PrintBackupCsv(*backup);
      break;
    case Format::kJson:
      Print(BackupJson(*backup).dump() + '\n');
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command RestoreCommand() {
  return {.name = "restore",
          .summary = "makes a ledger of a backup, and verifies it",
          .access = "writes a new ledger",
          .operands = "DIR",
          .operands_min = 1,
          .operands_max = 1,
          .operands_complete = Completes::kDirectories,
          .description =
              "Every file of the backup is checked; then the root is recomputed from the records, "
              "and\n"
              "every report and document against its digest. Only then is it a ledger; if anything "
              "is\n"
              "wrong, nothing is left. It goes on where the backup was made.\n",
          .examples =
              "# the last backup, into a place that does not exist\n"
              "muster restore /mnt/disk/haiti --ledger restored.ledger\n"
              "# which backups there are\n"
              "muster restore /mnt/disk/haiti --list\n",
          .options = Joined(
              {{.name = "backup", .value = "N", .help = "the backup of this number (the last)"},
               {.name = "list", .help = "tell which backups there are, and do nothing"}},
              OptionsOfAnswers()),
          .run = RunRestore};
}

}  // namespace muster
