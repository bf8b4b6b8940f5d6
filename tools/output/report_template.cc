// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/report_template.h"

#include <fmt/format.h>

#include <map>

#include "ledger/quote.h"
#include "tools/input/sentence.h"
#include "tools/output/event_guess.h"

namespace muster {
namespace {

// A sentence that is longer is more likely a table or a page without full stops; its beginning is
// enough to find it again.
constexpr std::size_t kQuoteBytesMax = 1000;
// Names beyond these are not listed, so that the file stays one that a person reads.
constexpr std::size_t kNamesMax = 200;
// Sentences beyond these are not guessed at.
constexpr std::size_t kEventsMax = 2000;
// The mission that is to be registered where the ledger knows none.
constexpr std::string_view kNewMission = "MISSION";

// Cut at a space, so that no character is cut in two, and what is left occurs in the document.
std::string_view Passage(std::string_view sentence) {
  if (sentence.size() <= kQuoteBytesMax) return sentence;
  const std::size_t space = sentence.find_last_of(" \t\r\n", kQuoteBytesMax);
  return space == std::string_view::npos || space == 0 ? std::string_view()
                                                       : sentence.substr(0, space);
}

void AddNames(std::string& file, std::string_view heading, const std::vector<std::string>& names) {
  if (names.empty()) {
    file += fmt::format("## {}: none yet; they are registered by events.\n", heading);
    return;
  }
  file += fmt::format("## {}:\n", heading);
  for (std::size_t i = 0; i < names.size() && i < kNamesMax; ++i) {
    file += fmt::format("##   {}\n", names[i]);
  }
  if (names.size() > kNamesMax) file += fmt::format("##   and {} more\n", names.size() - kNamesMax);
}

// Remarks begin with two #, so that an editor that takes away one uncomments the events alone.
void AddMetadata(std::string& file, std::string_view path, bool is_text, Day today) {
  file += fmt::format(
      R"(## A report file, begun by `muster new`. Lines with two # are remarks. Fill in the report; then take
## away the "# " before each event that is right, and correct it: what it says is a guess.
report:
  source:  # required: who published it
  ## Add what you know of these:
  ## agency: the news agency that it was taken from
  ## author: who wrote it
  ## title: what it is called
  ## url: https://example.org/report
  ## language: en
  ## published: 2025-01-18, its own date; 2025-01 for a month, 2025-01-18~ for about then
  ## received: {}
  ## grade: B2, source A (reliable) to F, information 1 (confirmed) to 6
  document: {}
)",
      FormatDay(today), YamlScalar(path));
  if (!is_text) {
    file +=
        "  ## The document is not UTF-8 text. To quote from it, put its text into another file:\n"
        "  ## transcript: transcript.txt\n";
  }
}

void AddKnown(std::string& file, const KnownNames& known) {
  std::vector<std::string> missions;
  for (const KnownMission& mission : known.missions) {
    missions.push_back(mission.name.empty() ? YamlScalar(mission.id)
                                            : fmt::format("{} ({})", YamlScalar(mission.id),
                                                          YamlScalar(mission.name)));
  }
  std::vector<std::string> contingents;
  for (const KnownContingent& contingent : known.contingents) {
    std::string line = YamlScalar(contingent.id);
    if (!contingent.contributor.empty()) line += ", " + YamlScalar(contingent.contributor);
    for (const std::string& alias : contingent.aliases) line += ", also " + YamlScalar(alias);
    contingents.push_back(line);
  }
  std::vector<std::string> places;
  for (const std::string& place : known.places) places.push_back(YamlScalar(place));
  file += "\n";
  AddNames(file, "Missions", missions);
  AddNames(file, "Contingents", contingents);
  AddNames(file, "Places", places);
}

// The events of all sentences; returns how many there are.
std::size_t AddEvents(std::string& file, std::string_view text, const KnownNames& known,
                      Day today) {
  const std::string mission(known.missions.empty() ? kNewMission
                                                   : std::string_view(known.missions.front().id));
  std::size_t count = 0;
  std::map<std::string, std::size_t, std::less<>> seen;
  for (const Sentence& sentence : SplitSentences(text)) {
    const std::string_view passage = Passage(sentence.text);
    if (passage.empty()) continue;
    const std::vector<std::string> events = GuessEvents(passage, known, mission, today);
    const std::string quote = YamlQuoted(passage);
    const std::size_t occurrence = ++seen[quote];
    if (events.empty()) continue;
    file += fmt::format("\n  ## Line {}\n", sentence.line);
    for (const std::string& event : events) {
      file += fmt::format("  # - {}\n  #   quote: {}\n", event, quote);
      if (occurrence > 1) file += fmt::format("  #   occurrence: {}\n", occurrence);
    }
    count += events.size();
    if (count >= kEventsMax) {
      file += "\n  ## The document has more numbers; these are the first.\n";
      break;
    }
  }
  return count;
}

}  // namespace

std::string ReportTemplate(std::string_view path, std::string_view text, const KnownNames& known,
                           Day today) {
  const bool is_text = IsUtf8(text) && text.find('\0') == std::string_view::npos;
  std::string file;
  AddMetadata(file, path, is_text, today);
  AddKnown(file, known);
  file += "\nevents:\n";
  if (known.missions.empty()) {
    file += fmt::format("  # - mission: {{id: {}}}\n", kNewMission);
  }
  const std::size_t count = is_text ? AddEvents(file, text, known, today) : 0;
  if (count == 0) {
    file +=
        fmt::format("  ## {}\n  ## - arrival: {{{}: , strength: , place: , on: }}\n  ##   quote:\n",
                    is_text ? "No sentence with a number was found." : "Such as:",
                    known.contingents.empty() ? "mission" : "contingent");
  }
  return file;
}

}  // namespace muster
