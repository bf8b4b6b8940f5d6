// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/append_answer.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tools/cli/answer.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/refusal_text.h"

namespace muster {

void PrintRefusals(const ReportInput& input, const AllRefusals& all, const Invocation& invocation) {
  if (invocation.format == Format::kJson) {
    Print(JsonLine({{"refusals", RefusalsJson(all.refusals)}}));
    return;
  }
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"file", "line", "column", "rule", "message", "hint"}));
    for (const Refusal& refusal : all.refusals) {
      Print(CsvLine(std::vector<std::string>{refusal.file, fmt::format("{}", refusal.position.line),
                                             fmt::format("{}", refusal.position.column),
                                             refusal.rule, refusal.message, refusal.hint}));
    }
    return;
  }
  std::string text;
  for (const Refusal& refusal : all.refusals) {
    std::string_view line;
    for (const ReportFile& file : input.files) {
      if (file.name == refusal.file) line = file.source.Line(refusal.position.line);
    }
    text += RefusalText(refusal, line, invocation.error_style) + '\n';
  }
  text += fmt::format("muster: {} mistake{}; nothing was appended", all.refusals.size(),
                      all.refusals.size() == 1 ? "" : "s");
  if (all.names_unchecked) text += "; names are checked once every file can be read";
  PrintNote(text);
}

Refusal UnexpectedSize(const Status& status) {
  return {"",
          {},
          "unexpected-size",
          std::string(Message(status)),
          "read what came since, and expect the size that is there now"};
}

void PrintUnexpectedSize(const Status& status, const Invocation& invocation) {
  if (invocation.format == Format::kTable) return;
  PrintRefusals(ReportInput(), {{UnexpectedSize(status)}}, invocation);
}

void PrintReceipt(const Receipt& receipt, const Invocation& invocation) {
  if (invocation.format == Format::kTable) Print(ReceiptText(receipt, invocation.style));
  if (invocation.format == Format::kCsv) Print(ReceiptCsv(receipt));
  if (invocation.format == Format::kJson) Print(JsonLine(ReceiptJson(receipt)));
}

}  // namespace muster
