// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster backup`: copies the ledger into a directory of backups.
#include <filesystem>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "ledger/ledger.h"
#include "tools/cli/answer.h"
#include "tools/cli/backup_text.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

void PrintBackup(const LedgerBackup& backup, const std::filesystem::path& directory,
                 const Invocation& invocation) {
  switch (invocation.format) {
    case Format::kTable: {
      const std::uint64_t size = backup.head.size.value;
      Print(fmt::format("Backed up {} record{} into {} as backup {}; root {}.\n", size,
                        size == 1 ? "" : "s", SafeText(directory.string()), backup.number,
                        ToHex(backup.head.root)));
      Print(backup.has_key ? "The signing key is in it: keep it as safe as the ledger's.\n"
                           : "The signing key is not in it: keep a copy elsewhere.\n");
      break;
    }
    case Format::kCsv:
      PrintBackupCsv(backup);
      break;
    case Format::kJson:
      Print(BackupJson(backup).dump() + '\n');
      break;
  }
}

StatusOr<ExitStatus> RunBackup(const Invocation& invocation) {
  BackupOptions options;
  options.with_key = !invocation.Has("without-key");
  MUSTER_ASSIGN_OR_RETURN(const std::optional<std::uint64_t> keep, invocation.Number("keep"));
  if (keep) {
    if (*keep == 0 || *keep > std::numeric_limits<std::uint32_t>::max()) {
      return InvalidArgument("--keep {}: at least one backup stays", *keep);
    }
    options.keep = static_cast<std::uint32_t>(*keep);
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory(), {.write = true}));
  const std::filesystem::path directory = invocation.operands.at(0);
  std::optional<Progress> progress(std::in_place, "copying", ProgressUnit::kBytes);
  options.progress = [&progress](std::uint64_t done, std::uint64_t total) {
    progress->Show(done, total);
  };
  MUSTER_ASSIGN_OR_RETURN(const LedgerBackup backup, ledger->BackUp(directory, options));
  progress.reset();
  NoteDone("the backup was made");
  PrintBackup(backup, directory, invocation);
  return ExitStatus::kDone;
}

}  // namespace

Command BackupCommand() {
  return {.name = "backup",
          .summary = "copies the ledger into a directory of backups",
          .access = "reads the ledger, as its one writer",
          .operands = "DIR",
          .operands_min = 1,
          .operands_max = 1,
          .operands_complete = Completes::kDirectories,
          .description =
              "The directory holds any number of backups of one ledger. A new one takes only what "
              "no\n"
              "earlier one has; every file has a checksum. The projections are left out: they are "
              "made\n"
              "anew. `muster restore` makes a ledger of a backup, and verifies it.\n",
          .examples =
              "# a further backup; it makes the directory if there is none\n"
              "muster backup /mnt/disk/haiti\n"
              "# and remove all but the last ten\n"
              "muster backup /mnt/disk/haiti --keep 10\n",
          .options = Joined({{.name = "keep",
                              .value = "N",
                              .help = "remove all backups but the last N, this one among them"},
                             {.name = "without-key", .help = "leave the secret signing key out"}},
                            OptionsOfAnswers()),
          .run = RunBackup};
}

}  // namespace muster
