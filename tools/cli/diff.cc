// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster diff`: what changed in the answers, and why.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/clock.h"
#include "projections/view_changes.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/known_at.h"
#include "tools/cli/people_text.h"
#include "tools/cli/scope_text.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// So many records are named in a table; csv and json name all.
constexpr std::size_t kNamedInTable = 8;

std::optional<std::int64_t> DifferenceOf(const Change& change) {
  if (!change.was.best || !change.is.best) return std::nullopt;
  return *change.is.best - *change.was.best;
}

std::string DifferenceText(const Change& change) {
  const std::optional<std::int64_t> difference = DifferenceOf(change);
  if (!difference) return {};
  // 0: only the bounds changed.
  return *difference == 0 ? "0" : fmt::format("{:+}", *difference);
}

std::string BecauseText(const std::vector<Position>& because) {
  std::vector<std::string> named;
  for (const Position position : because) {
    if (named.size() == kNamedInTable) break;
    named.push_back(fmt::format("{}", position.value));
  }
  std::string text = fmt::format("{}", fmt::join(named, ", "));
  if (because.size() > named.size()) {
    text += fmt::format(" and {} more", because.size() - named.size());
  }
  return text;
}

// "2025-01-18 on", "2025-01-18 to 2025-01-31", "until 2025-01-17".
std::string RunDaysText(const Revision& row) {
  if (row.on && row.until == row.on) return FormatDay(*row.on);
  if (row.on && row.until) {
    return fmt::format("{} to {}", FormatDay(*row.on), FormatDay(*row.until));
  }
  if (row.on) return FormatDay(*row.on) + " on";
  return row.until ? "until " + FormatDay(*row.until) : "always";
}

std::string EndDayText(const std::optional<Day>& day) {
  return day ? FormatDay(*day) : std::string();
}

Json EndDayJson(const std::optional<Day>& day) {
  return day ? Json(FormatDay(*day)) : Json(nullptr);
}

void AddChangeJson(const Change& change, const std::vector<std::string>& by, Json& row) {
  for (std::size_t i = 0; i < by.size(); ++i) row[by[i]] = change.keys[i];
  row["was"] = PeopleJson(change.was);
  row["is"] = PeopleJson(change.is);
  const std::optional<std::int64_t> difference = DifferenceOf(change);
  row["difference"] = difference ? Json(*difference) : Json(nullptr);
  row["because"] = Json::array();
  for (const Position position : change.because) row["because"].push_back(position.value);
}

void AddChangeColumns(const std::vector<std::string>& by, std::vector<Column>& columns) {
  for (const std::string& dimension : by) columns.push_back({dimension});
  columns.push_back({"was", Align::kRight});
  columns.push_back({"is", Align::kRight});
  columns.push_back({"difference", Align::kRight});
  columns.push_back({"because of record"});
}

void AddChangeCells(const Change& change, std::vector<std::string>& cells) {
  cells.insert(cells.end(), change.keys.begin(), change.keys.end());
  cells.push_back(PeopleText(change.was));
  cells.push_back(PeopleText(change.is));
  cells.push_back(DifferenceText(change));
  cells.push_back(BecauseText(change.because));
}

std::vector<std::string> DiffCsvHeader(std::vector<std::string> header,
                                       const std::vector<std::string>& by) {
  header.insert(header.end(), by.begin(), by.end());
  for (const char* name :
       {"was_least", "was_best", "was_most", "is_least", "is_best", "is_most", "because"}) {
    header.emplace_back(name);
  }
  return header;
}

void AddChangeCsv(const Change& change, std::vector<std::string>& cells) {
  cells.insert(cells.end(), change.keys.begin(), change.keys.end());
  for (const People* people : {&change.was, &change.is}) {
    for (const auto& number : {people->least, people->best, people->most}) {
      cells.push_back(NumberText(number));
    }
  }
  std::vector<std::uint64_t> positions;
  for (const Position position : change.because) positions.push_back(position.value);
  cells.push_back(fmt::format("{}", fmt::join(positions, " ")));
}

std::string NothingChanged(const ViewRequest& request, bool is_empty) {
  if (!is_empty) return {};
  return request.query.lens.IsClear() ? "Nothing changed.\n"
                                      : "Nothing changed in what the lens admits.\n";
}

// --- Between two states of knowledge
// ------------------------------------------------------------------------------

std::string KnownStateText(const KnownAt& known_at) {
  const std::string records =
      fmt::format("{} record{}", known_at.size.value, known_at.size.value == 1 ? "" : "s");
  return known_at.time ? fmt::format("{} (the last of {})", records, FormatTime(*known_at.time))
                       : records;
}

struct DiffStates {
  KnownAt from;
  KnownAt to;
};

void PrintRevisions(const Diff& diff, const Style& style) {
  if (diff.rows.empty()) return;
  std::vector<Column> columns = {{"days"}};
  AddChangeColumns(diff.by, columns);
  TextTable table(std::move(columns));
  for (const Revision& row : diff.rows) {
    std::vector<std::string> cells = {RunDaysText(row)};
    AddChangeCells(row.change, cells);
    table.AddRow(std::move(cells));
  }
  Print(table.ToText(style));
}

// "400 (350..449) on 2025-01-18", with the scope if it is another.
std::string ClaimStatementText(const ClaimStatement& claim, const ClaimStatement& other) {
  std::string text = PeopleText(claim.claimed);
  if (claim.on != other.on || claim.opening != other.opening) {
    text += fmt::format(" on {}{}", FormatDay(claim.on), claim.opening ? ", opening" : "");
  }
  if (claim.scope != other.scope) text += ", " + ScopeValuesText(claim.scope);
  return text;
}

void PrintClaimChanges(const std::vector<ClaimChange>& claims, const Style& style) {
  if (claims.empty()) return;
  Print("Claims that read otherwise:\n\n");
  TextTable table({{"record", Align::kRight},
                   {"on"},
                   {"scope"},
                   {"was", Align::kRight},
                   {"is", Align::kRight},
                   {"because of record"}});
  for (const ClaimChange& claim : claims) {
    table.AddRow({fmt::format("{}", claim.position.value), FormatDay(claim.was.on),
                  ScopeValuesText(claim.was.scope), PeopleText(claim.was.claimed),
                  claim.is ? ClaimStatementText(*claim.is, claim.was) : "withdrawn",
                  BecauseText(claim.because)});
  }
  Print(table.ToText(style));
}

Json ClaimStatementJson(const ClaimStatement& claim) {
  return {{"on", FormatDay(claim.on)},
          {"at", claim.opening ? "opening" : "closing"},
          {"scope", ScopeValuesJson(claim.scope)},
          {"claimed", PeopleJson(claim.claimed)}};
}

Json ClaimChangeJson(const ClaimChange& claim) {
  Json json = {{"position", claim.position.value}, {"line", nullptr}};
  if (claim.line) json["line"] = *claim.line;
  json["was"] = ClaimStatementJson(claim.was);
  json["is"] = claim.is ? ClaimStatementJson(*claim.is) : Json(nullptr);
  json["because"] = Json::array();
  for (const Position position : claim.because) json["because"].push_back(position.value);
  return json;
}

void PrintDiffTable(const ViewRequest& request, const DiffStates& states, const Diff& diff,
                    const Style& style) {
  const std::string what =
      diff.on ? fmt::format("Changes of the strength at the end of {}", FormatDay(*diff.on))
              : "Changes of the strength";
  Print(fmt::format("{}, from {} to {}\n{}\n", style.Strong(what), KnownStateText(states.from),
                    KnownStateText(states.to), ScopeLines(request.query)));
  Print(NothingChanged(request, diff.rows.empty() && diff.claims.empty()));
  PrintRevisions(diff, style);
  if (!diff.rows.empty() && !diff.claims.empty()) Print("\n");
  PrintClaimChanges(diff.claims, style);
}

void PrintDiffJson(const ViewRequest& request, const DiffStates& states, const Diff& diff) {
  const auto time = [](const KnownAt& known_at) {
    return known_at.time ? Json(FormatTime(*known_at.time)) : Json(nullptr);
  };
  Json json = {{"from", diff.from.value},
               {"to", diff.to.value},
               {"from_time", time(states.from)},
               {"to_time", time(states.to)}};
  AddScopeJson(request.query, json);
  json["rows"] = Json::array();
  for (const Revision& row : diff.rows) {
    Json cells = {{"on", EndDayJson(row.on)}};
    if (!diff.on) cells["until"] = EndDayJson(row.until);
    AddChangeJson(row.change, diff.by, cells);
    json["rows"].push_back(std::move(cells));
  }
  json["claims"] = Json::array();
  for (const ClaimChange& claim : diff.claims) json["claims"].push_back(ClaimChangeJson(claim));
  Print(JsonLine(json));
}

void PrintDiffCsv(const Diff& diff) {
  Print(CsvLine(DiffCsvHeader({"on", "until", "from", "to"}, diff.by)));
  for (const Revision& row : diff.rows) {
    std::vector<std::string> cells = {EndDayText(row.on), EndDayText(row.until),
                                      fmt::format("{}", diff.from.value),
                                      fmt::format("{}", diff.to.value)};
    AddChangeCsv(row.change, cells);
    Print(CsvLine(cells));
  }
}

StatusOr<ExitStatus> RunDiffOfStates(const Invocation& invocation) {
  if (invocation.Has("known-at")) {
    return InvalidArgument(
        "--known-at stands beside --from: the states of the log are --from and --to");
  }
  std::optional<Day> on;
  if (invocation.Has("on")) {
    MUSTER_ASSIGN_OR_RETURN(on, DayOption(invocation, "on", Today()));
  }
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  DiffStates states;
  MUSTER_ASSIGN_OR_RETURN(states.from, ResolveKnownAt(*request.ledger, invocation.Value("from")));
  MUSTER_ASSIGN_OR_RETURN(states.to, ResolveKnownAt(*request.ledger, invocation.Value("to")));
  MUSTER_ASSIGN_OR_RETURN(
      const Diff diff, request.views->DiffOf(states.from.size, states.to.size, on, request.query));
  switch (invocation.format) {
    case Format::kTable:
      PrintDiffTable(request, states, diff, invocation.style);
      break;
    case Format::kCsv:
      PrintDiffCsv(diff);
      break;
    case Format::kJson:
      PrintDiffJson(request, states, diff);
      break;
  }
  return ExitStatus::kDone;
}

// --- Between two days
// ---------------------------------------------------------------------------------------------

void PrintDayDiffTable(const ViewRequest& request, const DayDiff& diff, const Style& style) {
  Print(ViewHeading(request,
                    fmt::format("Changes from the end of {} to that of {}", FormatDay(diff.from),
                                FormatDay(diff.to)),
                    style));
  Print(NothingChanged(request, diff.rows.empty()));
  if (diff.rows.empty()) return;
  std::vector<Column> columns;
  AddChangeColumns(diff.by, columns);
  TextTable table(std::move(columns));
  for (const Change& change : diff.rows) {
    std::vector<std::string> cells;
    AddChangeCells(change, cells);
    table.AddRow(std::move(cells));
  }
  Print(table.ToText(style));
}

void PrintDayDiffJson(const ViewRequest& request, const DayDiff& diff) {
  Json json = {{"on", FormatDay(diff.from)}, {"and", FormatDay(diff.to)}};
  AddViewJson(request, json);
  json["rows"] = Json::array();
  for (const Change& change : diff.rows) {
    Json row = Json::object();
    AddChangeJson(change, diff.by, row);
    json["rows"].push_back(std::move(row));
  }
  Print(JsonLine(json));
}

void PrintDayDiffCsv(const DayDiff& diff) {
  Print(CsvLine(DiffCsvHeader({"on", "and", "known_at"}, diff.by)));
  for (const Change& change : diff.rows) {
    std::vector<std::string> cells = {FormatDay(diff.from), FormatDay(diff.to),
                                      fmt::format("{}", diff.known_at.value)};
    AddChangeCsv(change, cells);
    Print(CsvLine(cells));
  }
}

StatusOr<ExitStatus> RunDiffOfDays(const Invocation& invocation) {
  if (!invocation.Has("on") || invocation.Has("from") || invocation.Has("to")) {
    return InvalidArgument(
        "--and compares two days in one state of knowledge: --on DATE --and DATE, without --from "
        "and --to");
  }
  MUSTER_ASSIGN_OR_RETURN(const Day from, DayOption(invocation, "on", Today()));
  MUSTER_ASSIGN_OR_RETURN(const Day to, DayOption(invocation, "and", Today()));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  MUSTER_ASSIGN_OR_RETURN(const DayDiff diff, request.views->DiffOfDays(from, to, request.query));
  switch (invocation.format) {
    case Format::kTable:
      PrintDayDiffTable(request, diff, invocation.style);
      break;
    case Format::kCsv:
      PrintDayDiffCsv(diff);
      break;
    case Format::kJson:
      PrintDayDiffJson(request, diff);
      break;
  }
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> RunDiff(const Invocation& invocation) {
  if (invocation.Has("and")) return RunDiffOfDays(invocation);
  if (invocation.Has("from")) return RunDiffOfStates(invocation);
  return InvalidArgument(
      "name two states of knowledge, --from K1 and --to K2, or two days, --on DATE "
      "and --and DATE");
}

}  // namespace

Command DiffCommand() {
  return {
      .name = "diff",
      .summary = "what changed in the answers, and why",
      .access = "reads the ledger",
      .description =
          "With --from and --to: which strengths are known otherwise at the later state of the\n"
          "log than they were at the earlier one, on which days, by how much, and because of "
          "which\n"
          "records in between: those with an end or a post in the group, or in a setting that\n"
          "reaches into it, and the accounts and corrections of such. --on asks about one day "
          "only.\n"
          "Claims that read otherwise are told, too (table and json); new ones are not.\n"
          "\n"
          "With --on and --and: what changed in the world between the ends of two days, as the\n"
          "log has it now or at --known-at, and which movements and musters did it.\n",
      .examples =
          "# what the records since number 9 have changed\n"
          "muster diff --from 9 --by contributor\n"
          "# who came and went in January\n"
          "muster diff --on 2024-12-31 --and 2025-01-31 --by contingent\n",
      .options =
          Joined({{.name = "from",
                   .value = "K1",
                   .help = "the earlier state of the log",
                   .details = "as --known-at: a log size, a time, a date or a release",
                   .group = "What to compare"},
                  {.name = "to",
                   .value = "K2",
                   .help = "the later state of the log (now)",
                   .group = "What to compare"},
                  {.name = "on",
                   .value = "DATE",
                   .help = "only the strength at the end of this day; with --and, the first day",
                   .group = "What to compare"},
                  {.name = "and",
                   .value = "DATE",
                   .help = "the second day: compare two days, not two states",
                   .group = "What to compare"}},
                 OptionsOfViews()),
      .run = RunDiff};
}

}  // namespace muster
