// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster coverage`: authorised, pledged, deployed, absent and in transit side by side.
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "projections/view_coverage.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/people_text.h"
#include "tools/cli/plot.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/text_table.h"
#include "tools/plot/coverage_chart.h"
#include "tools/plot/coverage_picture.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

struct Figure {
  std::string name;   // in JSON and CSV
  std::string title;  // above its column
  std::optional<People> people;
};

std::array<Figure, 5> FiguresOf(const CoverageRow& row) {
  return {Figure{"authorised", "authorised", row.authorised},
          Figure{"pledged", "pledged", row.pledged}, Figure{"deployed", "deployed", row.deployed},
          Figure{"absent", "of whom absent", row.absent},
          Figure{"in_transit", "in transit", row.in_transit}};
}

// But for what is authorised.
bool IsWithoutPeople(const CoverageRow& total) {
  const People nobody = {0, 0, 0};
  return !total.pledged && total.deployed == nobody && total.in_transit == nobody;
}

bool IsEmpty(const Coverage& coverage) {
  return coverage.rows.empty() && !coverage.total.authorised && IsWithoutPeople(coverage.total);
}

std::string NothingCovered(const ViewRequest& request) {
  return request.query.lens.IsClear()
             ? "Nothing is authorised, pledged, deployed or in transit here on that day."
             : "Nothing is authorised here on that day, and no report that the lens admits tells "
               "of "
               "anybody.";
}

void PrintTable(const ViewRequest& request, const Coverage& coverage, const Style& style) {
  Print(ViewHeading(request, fmt::format("Coverage at the end of {}", FormatDay(coverage.on)),
                    style));
  if (IsEmpty(coverage)) {
    Print(NothingCovered(request) + '\n');
    return;
  }
  std::vector<Column> columns;
  for (const std::string& by : coverage.by) columns.push_back({by});
  if (columns.empty()) columns.push_back({""});
  const std::size_t keys = columns.size();
  for (const Figure& figure : FiguresOf(coverage.total)) {
    columns.push_back({figure.title, Align::kRight});
  }
  TextTable table(std::move(columns));
  const auto cells = [keys](const CoverageRow& row) {
    std::vector<std::string> texts = row.keys;
    texts.resize(keys);
    for (const Figure& figure : FiguresOf(row)) {
      texts.push_back(figure.people ? PeopleText(*figure.people) : "-");
    }
    return texts;
  };
  for (const CoverageRow& row : coverage.rows) table.AddRow(cells(row));
  std::vector<std::string> total = cells(coverage.total);
  total[0] = "total";
  if (coverage.by.empty()) {
    table.AddRow(std::move(total));
  } else {
    table.AddTotal(std::move(total));
  }
  Print(table.ToText(style));
  if (!request.query.lens.IsClear() && IsWithoutPeople(coverage.total)) {
    Print("No report that the lens admits tells of anybody.\n");
  }
}

Status PlotCoverage(const ViewRequest& request, const Coverage& coverage, const PlotTarget& target,
                    const Style& style) {
  std::string title = fmt::format("Coverage at the end of {}", FormatDay(coverage.on));
  if (!coverage.by.empty()) title += fmt::format(", by {}", fmt::join(coverage.by, " and "));
  std::string nothing = NothingCovered(request);
  nothing.pop_back();
  const CoveragePlot plot{title, DescribeKnownAt(request.known_at), ScopeOfPicture(request.query),
                          nothing, coverage};
  if (target.form == PlotTarget::Form::kTerminal) {
    Print(ViewHeading(request, plot.title, style));
    Print(ChartOfCoverage(plot, target.columns, style));
    return OkStatus();
  }
  MUSTER_RETURN_IF_ERROR(WritePicture(target, DrawCoverage(plot)));
  NoteDone("the picture is drawn");
  return OkStatus();
}

void AddFiguresJson(const CoverageRow& row, Json& json) {
  for (const Figure& figure : FiguresOf(row)) {
    json[figure.name] = figure.people ? PeopleJson(*figure.people) : Json(nullptr);
  }
}

void PrintJson(const ViewRequest& request, const Coverage& coverage) {
  Json json = {{"on", FormatDay(coverage.on)}};
  AddViewJson(request, json);
  json["rows"] = Json::array();
  for (const CoverageRow& row : coverage.rows) {
    Json line = Json::object();
    for (std::size_t i = 0; i < coverage.by.size(); ++i) line[coverage.by[i]] = row.keys[i];
    AddFiguresJson(row, line);
    json["rows"].push_back(line);
  }
  json["total"] = Json::object();
  AddFiguresJson(coverage.total, json["total"]);
  Print(JsonLine(json));
}

// One row a figure, so that each has its bounds in the columns where all views have them.
void PrintCsv(const Coverage& coverage) {
  std::vector<std::string> header = {"on", "known_at"};
  header.insert(header.end(), coverage.by.begin(), coverage.by.end());
  for (const char* name : {"figure", "least", "best", "most"}) header.emplace_back(name);
  Print(CsvLine(header));
  const auto print = [&](const CoverageRow& row) {
    for (const Figure& figure : FiguresOf(row)) {
      std::vector<std::string> line = {FormatDay(coverage.on),
                                       fmt::format("{}", coverage.known_at.value)};
      line.insert(line.end(), row.keys.begin(), row.keys.end());
      line.push_back(figure.name);
      const People people = figure.people.value_or(People());
      for (const auto& bound : {people.least, people.best, people.most}) {
        line.push_back(NumberText(bound));
      }
      Print(CsvLine(line));
    }
  };
  for (const CoverageRow& row : coverage.rows) print(row);
  if (coverage.by.empty()) print(coverage.total);
}

StatusOr<ExitStatus> RunCoverage(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const Day on, DayOption(invocation, "on", Today()));
  MUSTER_ASSIGN_OR_RETURN(const std::optional<PlotTarget> target, PlotTargetOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  MUSTER_ASSIGN_OR_RETURN(const Coverage coverage, request.views->CoverageOn(on, request.query));
  if (target) {
    MUSTER_RETURN_IF_ERROR(PlotCoverage(request, coverage, *target, invocation.style));
    if (!PrintsNumbersToo(invocation)) return ExitStatus::kDone;
  }
  switch (invocation.format) {
    case Format::kTable:
      PrintTable(request, coverage, invocation.style);
      break;
    case Format::kCsv:
      PrintCsv(coverage);
      break;
    case Format::kJson:
      PrintJson(request, coverage);
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command CoverageCommand() {
  return {
      .name = "coverage",
      .summary = "authorised, pledged, deployed, absent and in transit side by side",
      .access = "reads the ledger",
      .description =
          "Authorised: of each mission, the mandate in force that began last; of whole missions\n"
          "only. Pledged: the latest pledge of each scope; one whose scope lies within that of\n"
          "another is not added to it. Deployed: the headcount. Absent: of them, those with a "
          "duty\n"
          "below `absent`. In transit: dispatched, and no arrival of the same who since; they are\n"
          "not among the deployed.\n",
      .examples =
          "# what was authorised and promised, and what came of it\n"
          "muster coverage --on 2025-01-18 --by contributor\n"
          "# the missions\n"
          "muster coverage --by mission\n",
      .options = Joined(Joined({{.name = "on",
                                 .value = "DATE",
                                 .help = "the day, at its end (today in UTC)",
                                 .group = "What to count"}},
                               OptionsOfViews()),
                        {PlotOption()}),
      .run = RunCoverage};
}

}  // namespace muster
