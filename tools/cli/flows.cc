// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster flows`: what changed a strength in a period.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// By Flow::Kind.
constexpr std::array<std::string_view, 8> kFlowNames = {
    "arrivals",      "departures",     "losses",          "transfers-in",
    "transfers-out", "assignments-in", "assignments-out", "unexplained"};

std::string_view NameOf(Flow::Kind kind) { return kFlowNames[static_cast<std::size_t>(kind)]; }

// "deployment"; "killed, malicious-act".
std::string CircumstancesText(const Flow& flow) {
  std::string text = flow.reason + flow.loss;
  if (!flow.cause.empty()) text += (text.empty() ? "" : ", ") + flow.cause;
  return text;
}

// "+217", "-17": what is added or taken away.
std::string SignedText(const People& people) {
  return people.best > 0 ? "+" + BestText(people) : BestText(people);
}

bool IsEmpty(const GroupFlows& group) {
  const People nobody{0, 0, 0};
  return group.flows.empty() && group.opening == nobody && group.closing == nobody;
}

// A row for each flow, between the opening and the closing.
TextTable FlowTable(const Flows& flows) {
  TextTable table({{"flow"},
                   {"why"},
                   {"people", Align::kRight},
                   {"bounds", Align::kRight},
                   {"events", Align::kRight}});
  const GroupFlows& total = flows.total;
  table.AddRow({"opening", "end of " + FormatDay(flows.from - 1), BestText(total.opening),
                BoundsText(total.opening), ""});
  for (const Flow& flow : total.flows) {
    table.AddRow({std::string(NameOf(flow.kind)), CircumstancesText(flow), SignedText(flow.people),
                  BoundsText(flow.people), fmt::format("{}", flow.events.size())});
  }
  table.AddTotal({"closing", "end of " + FormatDay(flows.to), BestText(total.closing),
                  BoundsText(total.closing), ""});
  return table;
}

// The kinds that occur in any group or in the total.
std::vector<Flow::Kind> KindsOf(const Flows& flows) {
  std::vector<Flow::Kind> kinds;
  const auto add = [&kinds](const GroupFlows& group) {
    for (const Flow& flow : group.flows) kinds.push_back(flow.kind);
  };
  for (const GroupFlows& row : flows.rows) add(row);
  add(flows.total);
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

// A row for each group, a column for each kind of flow.
TextTable GroupTable(const Flows& flows) {
  const std::vector<Flow::Kind> kinds = KindsOf(flows);
  std::vector<Column> columns;
  for (const std::string& by : flows.by) columns.push_back({by});
  columns.push_back({"opening", Align::kRight});
  for (const Flow::Kind kind : kinds) columns.push_back({std::string(NameOf(kind)), Align::kRight});
  columns.push_back({"closing", Align::kRight});
  TextTable table(std::move(columns));
  const auto cells = [&](const GroupFlows& group) {
    std::vector<std::string> row = group.keys;
    row.resize(flows.by.size());
    row.push_back(PeopleText(group.opening));
    for (const Flow::Kind kind : kinds) {
      People sum{0, 0, 0};
      bool any = false;
      for (const Flow& flow : group.flows) {
        if (flow.kind != kind) continue;
        any = true;
        *sum.best += *flow.people.best;
      }
      row.push_back(any ? SignedText(sum) : "");
    }
    row.push_back(PeopleText(group.closing));
    return row;
  };
  for (const GroupFlows& row : flows.rows) table.AddRow(cells(row));
  std::vector<std::string> total = cells(flows.total);
  total[0] = "total";
  table.AddTotal(std::move(total));
  return table;
}

void PrintTable(const ViewRequest& request, const Flows& flows, const Style& style) {
  const std::string title =
      fmt::format("Flows from {} to {}", FormatDay(flows.from), FormatDay(flows.to));
  Print(ViewHeading(request, title, style));
  if (IsEmpty(flows.total) && flows.rows.empty()) {
    Print(NothingCounted(request));
    return;
  }
  Print((flows.by.empty() ? FlowTable(flows) : GroupTable(flows)).ToText(style));
}

void AddFlowsJson(const GroupFlows& group, Json& json) {
  const auto word = [](const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
  };
  json["opening"] = PeopleJson(group.opening);
  json["flows"] = Json::array();
  for (const Flow& flow : group.flows) {
    Json entry = {{"flow", NameOf(flow.kind)},
                  {"reason", word(flow.reason)},
                  {"kind", word(flow.loss)},
                  {"cause", word(flow.cause)}};
    AddPeopleJson(flow.people, entry);
    entry["positions"] = Json::array();
    for (const Position position : flow.events) entry["positions"].push_back(position.value);
    json["flows"].push_back(std::move(entry));
  }
  json["closing"] = PeopleJson(group.closing);
}

void PrintJson(const ViewRequest& request, const Flows& flows) {
  Json json = {{"from", FormatDay(flows.from)}, {"to", FormatDay(flows.to)}};
  AddViewJson(request, json);
  json["rows"] = Json::array();
  for (const GroupFlows& group : flows.rows) {
    Json row = Json::object();
    for (std::size_t i = 0; i < flows.by.size(); ++i) row[flows.by[i]] = group.keys[i];
    AddFlowsJson(group, row);
    json["rows"].push_back(std::move(row));
  }
  json["total"] = Json::object();
  AddFlowsJson(flows.total, json["total"]);
  Print(JsonLine(json));
}

void PrintCsv(const Flows& flows) {
  std::vector<std::string> header = {"from", "to", "known_at"};
  header.insert(header.end(), flows.by.begin(), flows.by.end());
  for (const char* name : {"flow", "reason", "kind", "cause", "least", "best", "most", "events"}) {
    header.emplace_back(name);
  }
  Print(CsvLine(header));
  const auto print = [&](const GroupFlows& group, std::vector<std::string> what,
                         const People& people, const std::string& events) {
    std::vector<std::string> row = {FormatDay(flows.from), FormatDay(flows.to),
                                    fmt::format("{}", flows.known_at.value)};
    row.insert(row.end(), group.keys.begin(), group.keys.end());
    row.insert(row.end(), what.begin(), what.end());
    for (const auto& number : {people.least, people.best, people.most}) {
      row.push_back(NumberText(number));
    }
    row.push_back(events);
    Print(CsvLine(row));
  };
  const auto print_group = [&](const GroupFlows& group) {
    print(group, {"opening", "", "", ""}, group.opening, "");
    for (const Flow& flow : group.flows) {
      print(group, {std::string(NameOf(flow.kind)), flow.reason, flow.loss, flow.cause},
            flow.people, fmt::format("{}", flow.events.size()));
    }
    print(group, {"closing", "", "", ""}, group.closing, "");
  };
  for (const GroupFlows& group : flows.rows) print_group(group);
  if (flows.by.empty()) print_group(flows.total);
}

StatusOr<ExitStatus> RunFlows(const Invocation& invocation) {
  if (!invocation.Has("from")) {
    return InvalidArgument("`muster flows` needs the first day: --from DATE");
  }
  MUSTER_ASSIGN_OR_RETURN(const Day from, DayOption(invocation, "from", Today()));
  MUSTER_ASSIGN_OR_RETURN(const Day to, DayOption(invocation, "to", Today()));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  MUSTER_ASSIGN_OR_RETURN(const Flows flows, request.views->FlowsOver(from, to, request.query));
  switch (invocation.format) {
    case Format::kTable:
      PrintTable(request, flows, invocation.style);
      break;
    case Format::kCsv:
      PrintCsv(flows);
      break;
    case Format::kJson:
      PrintJson(request, flows);
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command FlowsCommand() {
  return {.name = "flows",
          .summary = "arrivals, departures, losses, transfers, unexplained differences",
          .access = "reads the ledger",
          .description =
              "What changed a strength in a period: arrivals and departures by reason, losses by "
              "kind\n"
              "and cause, transfers and assignments over the edge of the scope, and what musters "
              "leave\n"
              "unexplained. The strength at the end of the day before the period and the flows "
              "make\n"
              "exactly the strength at its end. A movement counts on its best day; who goes and "
              "comes\n"
              "back within the period does not appear.\n",
          .examples =
              "# what happened in January 2025\n"
              "muster flows --from 2025-01-01 --to 2025-01-31\n"
              "# the same for each contributor, for a spreadsheet\n"
              "muster flows --from 2025-01-01 --to 2025-01-31 --by contributor --format csv\n",
          .options = Joined(
              {{.name = "from", .value = "DATE", .help = "the first day", .group = "What to count"},
               {.name = "to",
                .value = "DATE",
                .help = "the last day (today in UTC)",
                .group = "What to count"}},
              OptionsOfViews()),
          .run = RunFlows};
}

}  // namespace muster
