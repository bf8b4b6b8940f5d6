// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/exported.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "tools/cli/answer.h"
#include "tools/export/export_file.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"

namespace muster {

Status WriteExport(const std::string& file, const std::function<Status(const TextSink&)>& write) {
  if (file == kStandardOutput) {
    return write([](std::string_view text) {
      Print(text);
      return OkStatus();
    });
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<ExportFile> out, ExportFile::Create(file));
  MUSTER_RETURN_IF_ERROR(write(out->Sink()));
  MUSTER_RETURN_IF_ERROR(out->Finish());
  NoteDone("the export was written");
  return OkStatus();
}

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string CountsText(const ExportCounts& counts) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i > 0) text += i + 1 < counts.size() ? ", " : " and ";
    text +=
        fmt::format("{} {}{}", counts[i].second, counts[i].first, counts[i].second == 1 ? "" : "s");
  }
  return text;
}

void TellExported(const Invocation& invocation, const std::string& file,
                  const ExportCounts& counts) {
  if (file == kStandardOutput) {
    PrintNote(fmt::format("Exported {}.", CountsText(counts)));
    return;
  }
  std::vector<std::string> header = {"file"};
  std::vector<std::string> cells = {file};
  nlohmann::ordered_json json = {{"file", file}};
  for (const auto& [name, count] : counts) {
    header.push_back(fmt::format("{}s", name));
    cells.push_back(fmt::format("{}", count));
    json[header.back()] = count;
  }
  switch (invocation.format) {
    case Format::kTable:
      Print(fmt::format("Exported {} to {}.\n", CountsText(counts), SafeText(file)));
      break;
    case Format::kCsv:
      Print(CsvLine(header) + CsvLine(cells));
      break;
    case Format::kJson:
      Print(JsonLine(json));
      break;
  }
}

}  // namespace muster
