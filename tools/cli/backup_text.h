// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Backups of ledgers, in a table, as CSV and as JSON.
//
// Thread-safety: pure functions, but for PrintBackups.
#ifndef MUSTER_TOOLS_CLI_BACKUP_TEXT_H_
#define MUSTER_TOOLS_CLI_BACKUP_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "ledger/ledger_backup.h"
#include "tools/cli/invocation.h"

namespace muster {

// {"backup", "made_at", "size", "root", "bytes", "has_key"}.
nlohmann::ordered_json BackupJson(const LedgerBackup& backup);

// All of them, in the format that is asked for: in JSON {"backups": [...]}.
void PrintBackups(const std::vector<LedgerBackup>& backups, const Invocation& invocation);
// One as a row of CSV with its header.
void PrintBackupCsv(const LedgerBackup& backup);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_BACKUP_TEXT_H_
