// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report files: YAML 1.2 or JSON, read into drafts (DESIGN section 8).
#ifndef MUSTER_TOOLS_INPUT_REPORT_FILE_H_
#define MUSTER_TOOLS_INPUT_REPORT_FILE_H_

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/draft.h"
#include "ledger/refusal.h"
#include "ledger/status.h"
#include "tools/input/source_text.h"

namespace muster {

// The greatest size of a report file, and of a document or transcript that it names.
inline constexpr std::size_t kReportFileBytesMax = std::size_t{16} << 20;
inline constexpr std::size_t kDocumentBytesMax = std::size_t{64} << 20;

struct ReportFile {
  std::string name;                 // as messages name it
  SourceText source;                // for excerpts; empty if it could not be read
  std::vector<ReportDraft> drafts;  // one for each YAML document; empty if the syntax is refused
  Refusals refusals;  // syntax, encoding, duplicate keys, documents that cannot be read
};

// Where the documents and transcripts are that a report file names.
struct NamedDocuments {
  // The bytes of what is named so. Errors: NOT_FOUND; RESOURCE_EXHAUSTED if it is too large;
  // others.
  std::function<StatusOr<std::string>(const std::string& name)> read;
  // What to do about one that is missing.
  std::string hint_for_missing;
};

// Parses `text` as the content of the file `name`. Nothing but `documents` is asked for what is
// named in it. Never throws.
ReportFile ParseReportFile(std::string name, std::string_view text,
                           const NamedDocuments& documents);

// The same with the documents on the disk, relative to `directory`.
ReportFile ParseReportFile(std::string name, std::string_view text,
                           const std::filesystem::path& directory);

// Reads and parses the file at `path`; "-" is standard input. A file that cannot be read is a
// refusal, too, without a line.
ReportFile ReadReportFile(const std::filesystem::path& path);

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_REPORT_FILE_H_
