// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/backup_text.h"

#include <nlohmann/json.hpp>
#include <string>

#include "ledger/clock.h"
#include "ledger/sha256.h"
#include "tools/cli/answer.h"
#include "tools/output/csv.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

const std::vector<std::string> kHeader = {"backup", "made_at", "size", "root", "bytes", "has_key"};

std::vector<std::string> CellsOf(const LedgerBackup& backup) {
  return {fmt::format("{}", backup.number),          FormatTime(backup.made_at),
          fmt::format("{}", backup.head.size.value), ToHex(backup.head.root),
          fmt::format("{}", backup.bytes),           backup.has_key ? "true" : "false"};
}

}  // namespace

nlohmann::ordered_json BackupJson(const LedgerBackup& backup) {
  return {{"backup", backup.number},        {"made_at", FormatTime(backup.made_at)},
          {"size", backup.head.size.value}, {"root", ToHex(backup.head.root)},
          {"bytes", backup.bytes},          {"has_key", backup.has_key}};
}

void PrintBackupCsv(const LedgerBackup& backup) {
  Print(CsvLine(kHeader));
  Print(CsvLine(CellsOf(backup)));
}

void PrintBackups(const std::vector<LedgerBackup>& backups, const Invocation& invocation) {
  if (invocation.format == Format::kJson) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const LedgerBackup& backup : backups) list.push_back(BackupJson(backup));
    Print(nlohmann::ordered_json{{"backups", list}}.dump() + '\n');
    return;
  }
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(kHeader));
    for (const LedgerBackup& backup : backups) Print(CsvLine(CellsOf(backup)));
    return;
  }
  TextTable table({{"backup", Align::kRight},
                   {"made at"},
                   {"records", Align::kRight},
                   {"root"},
                   {"bytes", Align::kRight},
                   {"key"}});
  for (const LedgerBackup& backup : backups) {
    std::vector<std::string> cells = CellsOf(backup);
    cells.back() = backup.has_key ? "yes" : "no";
    table.AddRow(std::move(cells));
  }
  Print(table.ToText(invocation.style));
}

}  // namespace muster
