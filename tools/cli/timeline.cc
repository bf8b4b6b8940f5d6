// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster timeline`: strength over time.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/view_words.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/people_text.h"
#include "tools/cli/plot.h"
#include "tools/cli/record_sources.h"
#include "tools/cli/timeline_plots.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// A table with a column for each group is not made wider than this; then each point has a row.
constexpr std::size_t kTableWidthMax = 110;

constexpr std::pair<std::string_view, Step> kSteps[] = {{"day", Step::kDay},
                                                        {"week", Step::kWeek},
                                                        {"month", Step::kMonth},
                                                        {"year", Step::kYear},
                                                        {"change", Step::kChange}};

Step StepOf(std::string_view name) {
  for (const auto& [word, step] : kSteps) {
    if (word == name) return step;
  }
  return Step::kMonth;
}

std::string_view NameOf(Step step) {
  for (const auto& [word, named] : kSteps) {
    if (named == step) return word;
  }
  return "month";
}

// A row for each day, a column for each group, and the total.
TextTable WideTable(const Timeline& timeline) {
  std::vector<std::vector<std::string>> groups;
  for (const Timeline::Point& point : timeline.points) {
    if (point.on != timeline.points.front().on) break;
    if (!timeline.by.empty()) groups.push_back(point.group.keys);
  }
  std::vector<Column> columns = {{"on"}};
  for (const auto& keys : groups) {
    columns.push_back({fmt::format("{}", fmt::join(keys, " ")), Align::kRight});
  }
  columns.push_back({timeline.by.empty() ? "strength" : "total", Align::kRight});
  TextTable table(std::move(columns));
  std::size_t next = 0;
  for (const Timeline::Point& total : timeline.totals) {
    std::vector<std::string> row = {FormatDay(total.on)};
    for (std::size_t i = 0; i < groups.size(); ++i) {
      row.push_back(PeopleText(timeline.points[next++].group.strength));
    }
    row.push_back(PeopleText(total.group.strength));
    table.AddRow(std::move(row));
  }
  return table;
}

// A row for each point.
TextTable LongTable(const Timeline& timeline) {
  std::vector<Column> columns = {{"on"}};
  for (const std::string& by : timeline.by) columns.push_back({by});
  columns.push_back({"strength", Align::kRight});
  columns.push_back({"bounds", Align::kRight});
  columns.push_back({"basis"});
  columns.push_back({"latest"});
  TextTable table(std::move(columns));
  for (const Timeline::Point& point : timeline.points) {
    std::vector<std::string> row = {FormatDay(point.on)};
    row.insert(row.end(), point.group.keys.begin(), point.group.keys.end());
    row.push_back(BestText(point.group.strength));
    row.push_back(BoundsText(point.group.strength));
    row.emplace_back(BasisName(point.group.basis));
    row.push_back(LatestText(point.group));
    table.AddRow(std::move(row));
  }
  return table;
}

void PrintNumbers(const ViewRequest& request, const Timeline& timeline, const Style& style) {
  const std::string title = fmt::format("Strength from {} to {}, by {}", FormatDay(timeline.from),
                                        FormatDay(timeline.to), NameOf(timeline.step));
  Print(ViewHeading(request, title, style));
  const bool is_empty =
      std::all_of(timeline.totals.begin(), timeline.totals.end(), [](const auto& point) {
        return point.group.strength == People{0, 0, 0} && !point.group.latest;
      });
  if (is_empty && !request.query.all_groups) {
    Print(NothingCounted(request));
    return;
  }
  if (timeline.by.empty()) {
    Print(LongTable(timeline).ToText(style));
    return;
  }
  const TextTable wide = WideTable(timeline);
  Print(wide.Width() <= kTableWidthMax ? wide.ToText(style) : LongTable(timeline).ToText(style));
}

StatusOr<RecordSources> SourcesOf(const ViewRequest& request, const Timeline& timeline) {
  std::vector<Position> positions;
  for (const TimelineStatement& said : timeline.statements) positions.push_back(said.position);
  return SourcesOf(request, positions);
}

// "2024-10-31", or "2024-10-31 (2024-10)" where the date is not written as a plain day.
std::string DateText(const TimelineStatement& said) {
  const std::string day = FormatDay(said.on);
  return said.date == day ? day : fmt::format("{} ({})", day, said.date);
}

// "Godfrey Otunge, Force Commander"; of a statement without either, whom its report quotes for it.
std::string SpeakerText(const TimelineStatement& said) {
  if (said.speaker.empty() && said.role.empty()) return said.according_to;
  if (said.speaker.empty() || said.role.empty()) return said.speaker + said.role;
  return fmt::format("{}, {}", said.speaker, said.role);
}

// Below the numbers: what was said in these days.
void PrintStatements(const Timeline& timeline, const RecordSources& sources, const Style& style) {
  if (timeline.statements.empty()) return;
  Print(fmt::format("\n{}\n", style.Heading("Said in these days")));
  for (const TimelineStatement& said : timeline.statements) {
    const std::string who = WhoSays(SpeakerText(said), sources.at(said.position));
    Print(fmt::format("{}  {}{}\"{}\"  [record {}]\n", SafeText(DateText(said)), SafeText(who),
                      who.empty() ? "" : ": ", SafeText(said.text), said.position.value));
  }
}

void PrintTable(const ViewRequest& request, const Timeline& timeline, const RecordSources& sources,
                const Style& style) {
  PrintNumbers(request, timeline, style);
  PrintStatements(timeline, sources, style);
}

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json StatementJson(const TimelineStatement& said, const std::string& source) {
  return {{"on", FormatDay(said.on)},
          {"date", said.date},
          {"position", said.position.value},
          {"text", said.text},
          {"speaker", TextOrNull(said.speaker)},
          {"role", TextOrNull(said.role)},
          {"according_to", TextOrNull(said.according_to)},
          {"source", TextOrNull(source)}};
}

void PrintJson(const ViewRequest& request, const Timeline& timeline, const RecordSources& sources) {
  Json json = {{"from", FormatDay(timeline.from)},
               {"to", FormatDay(timeline.to)},
               {"step", NameOf(timeline.step)}};
  AddViewJson(request, json);
  json["points"] = Json::array();
  for (const Timeline::Point& point : timeline.points) {
    Json row = {{"on", FormatDay(point.on)}};
    for (std::size_t i = 0; i < timeline.by.size(); ++i) row[timeline.by[i]] = point.group.keys[i];
    AddPeopleJson(point.group.strength, row);
    AddRestJson(point.group, row);
    json["points"].push_back(std::move(row));
  }
  json["statements"] = Json::array();
  for (const TimelineStatement& said : timeline.statements) {
    json["statements"].push_back(StatementJson(said, sources.at(said.position)));
  }
  Print(JsonLine(json));
}

void PrintCsv(const Timeline& timeline) {
  std::vector<std::string> header = {"on", "known_at"};
  header.insert(header.end(), timeline.by.begin(), timeline.by.end());
  for (const char* name : {"least", "best", "most", "basis", "latest"}) header.emplace_back(name);
  Print(CsvLine(header));
  for (const Timeline::Point& point : timeline.points) {
    std::vector<std::string> row = {FormatDay(point.on),
                                    fmt::format("{}", timeline.known_at.value)};
    row.insert(row.end(), point.group.keys.begin(), point.group.keys.end());
    row.push_back(NumberText(point.group.strength.least));
    row.push_back(NumberText(point.group.strength.best));
    row.push_back(NumberText(point.group.strength.most));
    row.emplace_back(BasisName(point.group.basis));
    row.push_back(LatestText(point.group));
    Print(CsvLine(row));
  }
}

StatusOr<ExitStatus> RunTimeline(const Invocation& invocation) {
  if (!invocation.Has("from")) {
    return InvalidArgument("name the first day: --from DATE");
  }
  MUSTER_ASSIGN_OR_RETURN(const Day from, DayOption(invocation, "from", Today()));
  MUSTER_ASSIGN_OR_RETURN(const Day to, DayOption(invocation, "to", Today()));
  MUSTER_ASSIGN_OR_RETURN(const std::optional<PlotTarget> target, PlotTargetOf(invocation));
  // A picture has room for every change.
  const Step step = StepOf(invocation.Value("step").value_or(target ? "change" : "month"));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  MUSTER_ASSIGN_OR_RETURN(const Timeline timeline,
                          request.views->TimelineOver(from, to, step, request.query));
  RecordSources sources;
  // Numbers alone, for spreadsheets, name nobody.
  if (target || invocation.format != Format::kCsv) {
    MUSTER_ASSIGN_OR_RETURN(sources, SourcesOf(request, timeline));
  }
  if (target) {
    MUSTER_RETURN_IF_ERROR(PlotTimeline(request, timeline, sources, *target, invocation.style));
    if (!PrintsNumbersToo(invocation)) return ExitStatus::kDone;
  }
  if (invocation.format == Format::kCsv) {
    PrintCsv(timeline);
    return ExitStatus::kDone;
  }
  if (invocation.format == Format::kJson) {
    PrintJson(request, timeline, sources);
  } else {
    PrintTable(request, timeline, sources, invocation.style);
  }
  return ExitStatus::kDone;
}

}  // namespace

Command TimelineCommand() {
  return {
      .name = "timeline",
      .summary = "strength over time",
      .access = "reads the ledger",
      .description =
          "The strength at the end of each day, week (Monday to Sunday), month or year that "
          "ends in\n"
          "the range, and at its last day; with --step change, at the first day and each day "
          "whose\n"
          "answer differs from the day before. Below it, in the table and in JSON: the "
          "statements of\n"
          "these days, whatever --where says, since a statement has no scope.\n",
      .examples =
          "# each contributor, month by month\n"
          "muster timeline --from 2024-06-01 --to 2025-01-31 --by contributor\n"
          "# every change, for a spreadsheet\n"
          "muster timeline --from 2024-06-01 --step change --format csv\n",
      .options = Joined(
          Joined(
              {{.name = "from", .value = "DATE", .help = "the first day", .group = "What to count"},
               {.name = "to",
                .value = "DATE",
                .help = "the last day (today in UTC)",
                .group = "What to count"},
               {.name = "step",
                .value = "STEP",
                .help = "day, week, month (unless said; of a picture, change), year or change",
                .words = {"day", "week", "month", "year", "change"},
                .group = "What to count"}},
              OptionsOfViews()),
          {PlotOption()}),
      .run = RunTimeline};
}

}  // namespace muster
