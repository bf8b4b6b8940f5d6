// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/release/release_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "ledger/ascii.h"
#include "tools/release/release_tables.h"

namespace muster {
namespace {

// A text of a report or of the ledger's keeper, as Markdown shows it and does not obey it.
std::string MarkdownText(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    if (std::string_view("\\`*_{}[]<>#|!&").find(character) != std::string_view::npos) {
      escaped += '\\';
    }
    escaped += character == '\n' || character == '\r' ? ' ' : character;
  }
  return escaped;
}

// A scalar in quotes, which YAML reads as JSON does.
std::string YamlText(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', /*ensure_ascii=*/true,
                                   nlohmann::json::error_handler_t::replace);
}

// As a shell takes it for one word.
std::string ShellWord(const std::string& text) {
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return IsLetter(c) || IsDigit(c) ||
           std::string_view("._-+:/").find(c) != std::string_view::npos;
  });
  if (is_plain && !text.starts_with('-')) return text;
  std::string word = "'";
  for (const char character : text) word += character == '\'' ? "'\\''" : std::string(1, character);
  return word + '\'';
}

std::string CountedRecords(LogSize size) {
  return fmt::format("{} record{}", size.value, size.value == 1 ? "" : "s");
}

std::string PreviousText(const ReleaseState& state) {
  if (!state.previous) return "It is the first release.";
  return fmt::format("The release before is {}, of {}.", MarkdownText(state.previous->name),
                     CountedRecords(state.previous->size()));
}

}  // namespace

std::string CodebookOf(const ReleaseState& state) {
  const RecordedRelease& release = state.release;
  std::string text =
      fmt::format("# Release {} of {}\n\n", MarkdownText(release.name), MarkdownText(state.origin));
  text += fmt::format("The state of the log after its first {}; named by record {} at {}. {}\n",
                      CountedRecords(release.size()), release.position.value,
                      FormatTime(state.recorded_at), PreviousText(state));
  if (!state.note.empty()) text += fmt::format("\n{}\n", MarkdownText(state.note));
  text += fmt::format(
      "\n`checkpoint` is signed over these records and their order (C2SP tlog-checkpoint). The key "
      "that signed it:\n\n    {}\n\nWho has the ledger, at any later time, verifies that it still "
      "begins with them:\n\n    muster audit verify checkpoint\n\nand gets the same files "
      "again:\n\n"
      "    muster release {} --out DIRECTORY\n\n`SHA256SUMS` has the digests of the other files; "
      "`sha256sum --check SHA256SUMS` compares them.\n",
      state.verifier_key, ShellWord(release.name));
  text +=
      "\nTables are CSV (RFC 4180) in UTF-8, with line feeds at the ends of lines. An empty cell "
      "means that there is no such value. An apostrophe stands before a text that a spreadsheet "
      "would run as a formula.\n";
  for (const ReleaseTable& table : ReleaseTables()) {
    text += fmt::format("\n## {}\n\n{}\n\n| column | type | meaning |\n| --- | --- | --- |\n",
                        table.file, table.meaning);
    for (const ColumnMeaning& column : table.columns) {
      text +=
          fmt::format("| {} | {} | {} |\n", column.name, column.type, MarkdownText(column.meaning));
    }
  }
  return text;
}

std::string CitationOf(const ReleaseState& state) {
  const RecordedRelease& release = state.release;
  std::string text = "cff-version: 1.2.0\n";
  text += "message: If you use these data, please cite them as below.\n";
  text += "type: dataset\n";
  text += fmt::format("title: {}\n",
                      YamlText(fmt::format("Deployments in the ledger {}", state.origin)));
  text += fmt::format("version: {}\n", YamlText(release.name));
  text += fmt::format("date-released: \"{}\"\n", FormatDay(DayOf(state.recorded_at)));
  text += fmt::format("authors:\n  - name: {}\n", YamlText(state.origin));
  if (!state.note.empty()) text += fmt::format("abstract: {}\n", YamlText(state.note));
  text += fmt::format(
      "identifiers:\n  - type: other\n    value: \"{}\"\n    description: {}\n", ToHex(state.root),
      YamlText(fmt::format("Root of the Merkle tree (RFC 9162, SHA-256) over the first {} of the "
                           "log; checkpoint has it signed.",
                           CountedRecords(release.size()))));
  return text + "keywords:\n  - deployments\n  - peace operations\n";
}

}  // namespace muster
