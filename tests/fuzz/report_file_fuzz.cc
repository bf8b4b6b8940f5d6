// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report files: drafts or refusals, each at a place that is in the file, which can be shown.
#include <algorithm>
#include <string>

#include "tests/fuzz/fuzz_target.h"
#include "tools/input/report_file.h"
#include "tools/output/refusal_text.h"

namespace muster {
namespace {

// Values of a draft stand where they are said to stand, so that what is refused later has a place.
void CheckNode(const Node& node, std::size_t lines, std::size_t depth) {
  MUSTER_CHECK(depth < 100);
  MUSTER_CHECK(node.position.line >= 1 && node.position.line <= lines);
  MUSTER_CHECK(node.position.column >= 1);
  for (const Node& item : node.items) CheckNode(item, lines, depth + 1);
  for (const Node::Entry& entry : node.entries) {
    MUSTER_CHECK(entry.key_position.line >= 1 && entry.key_position.line <= lines);
    CheckNode(entry.value, lines, depth + 1);
  }
}

}  // namespace

void FuzzReportFile(std::string_view bytes) {
  const ReportFile file = ParseReportFile("report.yaml", bytes, "/nonexistent");
  const std::string& text = file.source.text();
  const std::size_t lines =
      1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  MUSTER_CHECK(!file.drafts.empty() || !file.refusals.empty());
  for (const ReportDraft& draft : file.drafts) CheckNode(draft.root, lines, 0);
  for (const Refusal& refusal : file.refusals) {
    MUSTER_CHECK(!refusal.rule.empty() && !refusal.message.empty());
    MUSTER_CHECK(refusal.position.line <= lines);
    MUSTER_CHECK((refusal.position.line == 0) == (refusal.position.column == 0));
    const std::string shown =
        RefusalText(refusal, file.source.Line(refusal.position.line), Style());
    MUSTER_CHECK(shown.ends_with('\n'));
  }
}

}  // namespace muster
