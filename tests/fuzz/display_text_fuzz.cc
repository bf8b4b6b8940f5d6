// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Hostile text on its way to a terminal, a table, a CSV file or a report file: no control character
// comes through, what is safe stays as it is, and quoted text is read back.
#include <algorithm>
#include <array>
#include <string>

#include "ledger/quote.h"
#include "ledger/refusal.h"
#include "tests/fuzz/fuzz_target.h"
#include "tools/input/source_text.h"
#include "tools/input/yaml_nodes.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_guess.h"
#include "tools/output/refusal_text.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

// Of what moves a terminal's cursor, only line ends, where they were asked for.
void CheckSafe(std::string_view text, bool with_line_ends) {
  MUSTER_CHECK(IsUtf8(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    MUSTER_CHECK(byte >= 0x20 || (with_line_ends && byte == '\n'));
    MUSTER_CHECK(byte != 0x7F);
    // U+0080 to U+009F, and the marks of direction U+202A to U+202E and U+2066 to U+2069.
    const std::string_view rest = text.substr(i);
    MUSTER_CHECK(byte != 0xC2 || static_cast<unsigned char>(rest[1]) >= 0xA0);
    if (rest.starts_with("\xE2\x80")) {
      const auto last = static_cast<unsigned char>(rest[2]);
      MUSTER_CHECK(last < 0xAA || last > 0xAE);
    }
    if (rest.starts_with("\xE2\x81")) {
      const auto last = static_cast<unsigned char>(rest[2]);
      MUSTER_CHECK(last < 0xA6 || last > 0xA9);
    }
  }
}

void CheckYaml(std::string_view bytes) {
  for (const std::string& written : {YamlQuoted(bytes), YamlScalar(bytes)}) {
    CheckSafe(written, false);
    const SourceText source("{key: " + written + "}");
    const YamlStream stream = ParseYaml("quoted.yaml", source);
    MUSTER_CHECK(stream.refusals.empty() && stream.documents.size() == 1);
    const Node* const value = stream.documents[0].Find("key");
    MUSTER_CHECK(value != nullptr && value->kind == Node::Kind::kScalar);
  }
}

}  // namespace

void FuzzDisplayText(std::string_view bytes) {
  for (const LineEnds line_ends : {LineEnds::kAsSpaces, LineEnds::kKept}) {
    const std::string safe = SafeText(bytes, line_ends);
    CheckSafe(safe, line_ends == LineEnds::kKept);
    MUSTER_CHECK(SafeText(safe, line_ends) == safe);
    MUSTER_CHECK(DisplayWidth(safe) <= 2 * safe.size());
  }
  TextTable table({{"title"}, {"number", Align::kRight}});
  table.AddRow({std::string(bytes), "1"});
  CheckSafe(table.ToText(Style()), true);
  const std::array<std::string, 2> cells = {std::string(bytes), "2"};
  MUSTER_CHECK(CsvLine(cells).ends_with(",2\n"));
  if (IsUtf8(bytes)) CheckYaml(bytes);

  const SourceText source(bytes);
  Refusal refusal;
  refusal.file = bytes.substr(0, 20);
  refusal.position = source.PositionOfOffset(bytes.size() / 2);
  refusal.rule = "rule";
  refusal.message = refusal.hint = bytes;
  CheckSafe(RefusalText(refusal, source.Line(refusal.position.line), Style()), true);
}

}  // namespace muster
