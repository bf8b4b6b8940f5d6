// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster headcount`: strength by group on a day.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "projections/view_words.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/people_text.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

bool IsEmpty(const Headcount& headcount) {
  return headcount.rows.empty() && headcount.total.strength == People{0, 0, 0} &&
         !headcount.total.latest;
}

void PrintTable(const ViewRequest& request, const Headcount& headcount, const Style& style) {
  Print(ViewHeading(request, fmt::format("Strength at the end of {}", FormatDay(headcount.on)),
                    style));
  if (IsEmpty(headcount)) {
    Print(NothingCounted(request));
    return;
  }
  std::vector<Column> columns;
  for (const std::string& by : headcount.by) columns.push_back({by});
  if (columns.empty()) columns.push_back({""});
  const std::size_t keys = columns.size();
  columns.push_back({"strength", Align::kRight});
  columns.push_back({"bounds", Align::kRight});
  columns.push_back({"basis"});
  columns.push_back({"latest"});
  TextTable table(std::move(columns));
  const auto cells = [keys](const Group& group) {
    std::vector<std::string> row = group.keys;
    row.resize(keys);
    row.push_back(BestText(group.strength));
    row.push_back(BoundsText(group.strength));
    row.emplace_back(BasisName(group.basis));
    row.push_back(LatestText(group));
    return row;
  };
  for (const Group& group : headcount.rows) table.AddRow(cells(group));
  std::vector<std::string> total = cells(headcount.total);
  total[0] = "total";
  if (headcount.by.empty()) {
    table.AddRow(std::move(total));
  } else {
    table.AddTotal(std::move(total));
  }
  Print(table.ToText(style));
}

void PrintJson(const ViewRequest& request, const Headcount& headcount) {
  Json json = {{"on", FormatDay(headcount.on)}};
  AddViewJson(request, json);
  json["rows"] = Json::array();
  for (const Group& group : headcount.rows) {
    Json row = Json::object();
    for (std::size_t i = 0; i < headcount.by.size(); ++i) row[headcount.by[i]] = group.keys[i];
    AddPeopleJson(group.strength, row);
    AddRestJson(group, row);
    json["rows"].push_back(row);
  }
  json["total"] = Json::object();
  AddPeopleJson(headcount.total.strength, json["total"]);
  AddRestJson(headcount.total, json["total"]);
  Print(JsonLine(json));
}

void PrintCsv(const Headcount& headcount) {
  std::vector<std::string> header = {"on", "known_at"};
  header.insert(header.end(), headcount.by.begin(), headcount.by.end());
  for (const char* name : {"least", "best", "most", "basis", "latest"}) header.emplace_back(name);
  Print(CsvLine(header));
  const auto print = [&](const Group& group) {
    std::vector<std::string> row = {FormatDay(headcount.on),
                                    fmt::format("{}", headcount.known_at.value)};
    row.insert(row.end(), group.keys.begin(), group.keys.end());
    row.push_back(NumberText(group.strength.least));
    row.push_back(NumberText(group.strength.best));
    row.push_back(NumberText(group.strength.most));
    row.emplace_back(BasisName(group.basis));
    row.push_back(LatestText(group));
    Print(CsvLine(row));
  };
  for (const Group& group : headcount.rows) print(group);
  if (headcount.by.empty()) print(headcount.total);
}

StatusOr<ExitStatus> RunHeadcount(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const Day on, DayOption(invocation, "on", Today()));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  MUSTER_ASSIGN_OR_RETURN(const Headcount headcount, request.views->HeadcountOn(on, request.query));
  switch (invocation.format) {
    case Format::kTable:
      PrintTable(request, headcount, invocation.style);
      break;
    case Format::kCsv:
      PrintCsv(headcount);
      break;
    case Format::kJson:
      PrintJson(request, headcount);
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command HeadcountCommand() {
  return {
      .name = "headcount",
      .summary = "strength by group on a day",
      .access = "reads the ledger",
      .description =
          "The strength of a scope at the end of a day: the best number, its bounds where it is "
          "not\n"
          "exact, and what it rests on: `basis` is `counted` if a muster gave it, else `added-up`\n"
          "(`losses-only` if nothing else is known); `latest` is the last day on which something\n"
          "that touches it happened.\n",
      .examples =
          "# who was in the country on 18 January 2025\n"
          "muster headcount --on 2025-01-18 --by contributor\n"
          "# the same as it was known two days later, from good sources only\n"
          "muster headcount --on 2025-01-18 --known-at 2025-01-20 --least-grade B2\n",
      .options = Joined({{.name = "on",
                          .value = "DATE",
                          .help = "the day, at its end (today in UTC)",
                          .group = "What to count"}},
                        OptionsOfViews()),
      .run = RunHeadcount};
}

}  // namespace muster
