// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/passage_text.h"

#include <nlohmann/json.hpp>

#include "ledger/status.h"
#include "tools/export/redaction_text.h"
#include "tools/output/display_text.h"

namespace muster {

std::string PassageText(const Passage& passage, const Style& style) {
  if (!passage.text) {
    return passage.redaction ? RedactionText(*passage.redaction) : "its text is not here";
  }
  const std::string before = SafeText(passage.before);
  const std::string after = SafeText(passage.after);
  const bool gap_before = !passage.before.empty() && passage.before.back() <= ' ';
  const bool gap_after = !passage.after.empty() && passage.after.front() <= ' ';
  return fmt::format(
      "{}{}{}\u00BB{}\u00AB{}{}{}", passage.before.size() >= kContextBytes - 4 ? "... " : "",
      before, gap_before ? " " : "", style.Evidence(SafeText(*passage.text)), gap_after ? " " : "",
      after, passage.after.size() >= kContextBytes - 4 ? " ..." : "");
}

nlohmann::ordered_json PassagesJson(const std::vector<Passage>& passages) {
  if (passages.empty()) return nullptr;
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Passage& passage : passages) {
    const nlohmann::ordered_json text =
        passage.text ? nlohmann::ordered_json(*passage.text) : nlohmann::ordered_json(nullptr);
    json.push_back({{"begin", passage.begin},
                    {"end", passage.end},
                    {"text", text},
                    {"before", passage.before},
                    {"after", passage.after}});
    if (passage.redaction) json.back()["redaction"] = RedactionJson(*passage.redaction);
  }
  return json;
}

std::string PassagesCell(const std::vector<Passage>& passages) {
  std::string cell;
  for (const Passage& passage : passages) {
    cell += (cell.empty() ? "" : "\n") + passage.text.value_or("");
  }
  return cell;
}

}  // namespace muster
