// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster new` on any document: what it writes is a report file, with nothing in it that a terminal
// must not be given.
#include <string>

#include "ledger/quote.h"
#include "tests/fuzz/fuzz_target.h"
#include "tools/input/report_file.h"
#include "tools/output/report_template.h"

namespace muster {

void FuzzReportTemplate(std::string_view bytes) {
  static const KnownNames known = {
      {{"M", "The mission"}},
      {{"KEN-1", "M", "KEN", {"the first"}}, {"JAM-1", "M", "JAM", {}}},
      {"HTI/Ouest/Port-au-Prince", "HTI/Artibonite"}};
  const std::string text = ReportTemplate("document.txt", bytes, known, Day{20100});
  MUSTER_CHECK(IsUtf8(text));
  const SourceText source(text);
  MUSTER_CHECK(source.BadCharacters().empty());
  const ReportFile file = ParseReportFile("template.yaml", text, "/nonexistent");
  MUSTER_CHECK(file.drafts.size() == 1);
  for (const Refusal& refusal : file.refusals) {
    // The document is not there.
    MUSTER_CHECK(refusal.rule != "syntax" && refusal.rule != "duplicate-key");
  }
}

}  // namespace muster
