// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What `muster export` writes to: a file, or standard output; and what it says then.
#ifndef MUSTER_TOOLS_CLI_EXPORTED_H_
#define MUSTER_TOOLS_CLI_EXPORTED_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/invocation.h"
#include "tools/output/text_sink.h"

namespace muster {

// The name of a file that stands for standard output.
inline constexpr std::string_view kStandardOutput = "-";

// Calls `write` with what takes the text of `file`: on any error the file is as it was before.
// Errors: those of `write`; UNAVAILABLE.
Status WriteExport(const std::string& file, const std::function<Status(const TextSink&)>& write);

// What was exported, by name in the singular: {"record", 7}.
using ExportCounts = std::vector<std::pair<std::string_view, std::uint64_t>>;

// Says so: on standard error if the export itself is on standard output.
void TellExported(const Invocation& invocation, const std::string& file,
                  const ExportCounts& counts);

// "7 records and 3 reports".
std::string CountsText(const ExportCounts& counts);

// The lines of a text, without their ends.
std::vector<std::string> LinesOf(std::string_view text);

// Each writes one form of export, for the option of its name. Errors: INVALID_ARGUMENT for an
// option that does not go with it; UNAVAILABLE; DATA_LOSS.
StatusOr<ExitStatus> ExportRecords(const Invocation& invocation, const std::string& file);
StatusOr<ExitStatus> ExportLines(const Invocation& invocation, const std::string& file);
StatusOr<ExitStatus> ExportViewCsv(const Invocation& invocation, const std::string& file);
StatusOr<ExitStatus> ExportHledger(const Invocation& invocation, const std::string& file);
StatusOr<ExitStatus> ExportSqlite(const Invocation& invocation, const std::string& file);
StatusOr<ExitStatus> ExportStrengthReturn(const Invocation& invocation, const std::string& file);

// The names of the views that ExportViewCsv knows.
std::vector<std::string_view> ViewsToExport();

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_EXPORTED_H_
