// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The commands, one file each. A new one is declared here and listed in commands.cc.
#ifndef MUSTER_TOOLS_CLI_COMMANDS_H_
#define MUSTER_TOOLS_CLI_COMMANDS_H_

#include "tools/cli/command.h"

namespace muster {

Command ImportCommand();
Command InitCommand();
Command NewCommand();
Command AppendCommand();
Command HeadcountCommand();
Command TimelineCommand();
Command CheckCommand();
Command FlowsCommand();
Command WhyCommand();
Command DiffCommand();
Command CoverageCommand();
Command ReconcileCommand();
Command LogCommand();
Command ShowCommand();
Command HistoryCommand();
Command ReportsCommand();
Command AuditCommand();
Command RebuildCommand();
Command RedactCommand();
Command BackupCommand();
Command RestoreCommand();
Command ExportCommand();
Command ReleaseCommand();
Command ServeCommand();
Command TokenCommand();
Command SchemaCommand();
Command CompletionCommand();
Command HelpCommand();
Command VersionCommand();

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_COMMANDS_H_
