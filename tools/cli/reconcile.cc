// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster reconcile`: claims beside the strengths that are derived for their scopes.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/view_claims.h"
#include "projections/view_words.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/people_text.h"
#include "tools/cli/record_sources.h"
#include "tools/cli/scope_text.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

StatusOr<RecordSources> SourcesOf(const ViewRequest& request,
                                  const Reconciliation& reconciliation) {
  std::vector<Position> positions;
  for (const ClaimVerdict& claim : reconciliation.claims) positions.push_back(claim.position);
  return SourcesOf(request, positions);
}

std::string_view AtText(const ClaimVerdict& claim) { return claim.opening ? "opening" : "closing"; }

std::string_view VerbOf(const ExplainingMovement& movement) {
  switch (movement.kind) {
    case MovementKind::kArrival:
      return "arrived";
    case MovementKind::kAssignment:
      return movement.way_back ? "went back" : "were assigned";
    case MovementKind::kDeparture:
      return "left";
    case MovementKind::kLoss:
      return "were lost";
    case MovementKind::kTransfer:
      break;
  }
  return "were transferred";
}

// "record 9 (217 of KEN-3 arrived on 2025-01-18)", several of them joined.
std::string MovementsText(const std::vector<ExplainingMovement>& movements, bool counted) {
  std::vector<std::string> texts;
  for (const ExplainingMovement& movement : movements) {
    if (movement.counted != counted) continue;
    texts.push_back(fmt::format("record {} ({} of {} {} on {})", movement.position.value,
                                PeopleText(movement.strength), movement.who, VerbOf(movement),
                                FormatDay(movement.on)));
  }
  return fmt::format("{}", fmt::join(texts, " and "));
}

// "short by 217: likely counted before record 9 (...)".
std::string ClaimVerdictText(const ClaimVerdict& claim) {
  if (claim.verdict == Agreement::kAgrees) {
    if (claim.agrees_on) return fmt::format("agrees on {}", FormatDay(*claim.agrees_on));
    return claim.derived.best ? "agrees" : "agrees: only losses are known";
  }
  std::string text = fmt::format("{} by {}", AgreementName(claim.verdict), claim.distance);
  const std::string before = MovementsText(claim.explained_by, true);
  const std::string already = MovementsText(claim.explained_by, false);
  if (!before.empty()) text += ": likely counted before " + before;
  if (!already.empty()) {
    text += fmt::format("{} counts {} already", before.empty() ? ": likely" : ", and", already);
  }
  return text;
}

std::string PositionText(const ClaimVerdict& claim) {
  return claim.line ? fmt::format("{} line {}", claim.position.value, *claim.line + 1)
                    : fmt::format("{}", claim.position.value);
}

std::size_t CountDisagreeing(const Reconciliation& reconciliation) {
  return static_cast<std::size_t>(
      std::count_if(reconciliation.claims.begin(), reconciliation.claims.end(),
                    [](const ClaimVerdict& claim) { return claim.verdict != Agreement::kAgrees; }));
}

void PrintTable(const ViewRequest& request, const Reconciliation& reconciliation,
                const RecordSources& sources, const Style& style) {
  Print(ViewHeading(request, "Claims beside derived strengths", style));
  if (reconciliation.claims.empty()) {
    Print(request.query.lens.IsClear()
              ? "No claim is recorded of this.\n"
              : "No claim of this comes from a report that the lens admits.\n");
    return;
  }
  TextTable table({{"record", Align::kRight},
                   {"on"},
                   {"at"},
                   {"scope"},
                   {"claimed", Align::kRight},
                   {"derived", Align::kRight},
                   {"says"},
                   {"verdict"}});
  for (const ClaimVerdict& claim : reconciliation.claims) {
    table.AddRow(
        {PositionText(claim), FormatDay(claim.on), std::string(AtText(claim)),
         ScopeValuesText(claim.scope), PeopleText(claim.claimed), PeopleText(claim.derived),
         WhoSays(claim.according_to, sources.at(claim.position)), ClaimVerdictText(claim)});
  }
  Print(table.ToText(style));
  const std::size_t disagreeing = CountDisagreeing(reconciliation);
  Print(fmt::format("\n{} of {} disagree{}.\n", disagreeing, reconciliation.claims.size(),
                    reconciliation.claims.size() == 1 ? "s" : ""));
}

// Ascending, each once.
std::vector<std::uint64_t> ExplainedBy(const ClaimVerdict& claim) {
  std::vector<std::uint64_t> positions;
  for (const ExplainingMovement& movement : claim.explained_by) {
    if (!positions.empty() && positions.back() == movement.position.value) continue;
    positions.push_back(movement.position.value);
  }
  return positions;
}

Json ClaimJson(const ClaimVerdict& claim, const std::string& source) {
  Json json = {{"position", claim.position.value}};
  json["line"] = nullptr;
  if (claim.line) json["line"] = *claim.line;
  json["on"] = FormatDay(claim.on);
  json["at"] = AtText(claim);
  json["scope"] = ScopeValuesJson(claim.scope);
  json["claimed"] = PeopleJson(claim.claimed);
  json["derived"] = PeopleJson(claim.derived);
  json["verdict"] = AgreementName(claim.verdict);
  json["distance"] = claim.distance;
  json["explained_by"] = ExplainedBy(claim);
  json["agrees_on"] = nullptr;
  if (claim.agrees_on) json["agrees_on"] = FormatDay(*claim.agrees_on);
  json["according_to"] = nullptr;
  if (!claim.according_to.empty()) json["according_to"] = claim.according_to;
  json["source"] = nullptr;
  if (!source.empty()) json["source"] = source;
  return json;
}

void PrintJson(const ViewRequest& request, const Reconciliation& reconciliation,
               const RecordSources& sources) {
  Json json = Json::object();
  AddViewJson(request, json);
  json.erase("by");
  json["claims"] = Json::array();
  for (const ClaimVerdict& claim : reconciliation.claims) {
    json["claims"].push_back(ClaimJson(claim, sources.at(claim.position)));
  }
  Print(JsonLine(json));
}

void PrintCsv(const Reconciliation& reconciliation, const RecordSources& sources) {
  const std::vector<std::string> header = {
      "known_at",     "position",      "line",         "on",           "at",
      "scope",        "claimed_least", "claimed_best", "claimed_most", "derived_least",
      "derived_best", "derived_most",  "verdict",      "distance",     "explained_by",
      "agrees_on",    "according_to",  "source"};
  Print(CsvLine(header));
  for (const ClaimVerdict& claim : reconciliation.claims) {
    std::vector<std::string> row = {fmt::format("{}", reconciliation.known_at.value),
                                    fmt::format("{}", claim.position.value),
                                    claim.line ? fmt::format("{}", *claim.line) : std::string(),
                                    FormatDay(claim.on),
                                    std::string(AtText(claim)),
                                    ScopeValuesText(claim.scope)};
    for (const People& people : {claim.claimed, claim.derived}) {
      row.push_back(NumberText(people.least));
      row.push_back(NumberText(people.best));
      row.push_back(NumberText(people.most));
    }
    row.emplace_back(AgreementName(claim.verdict));
    row.push_back(fmt::format("{}", claim.distance));
    row.push_back(fmt::format("{}", fmt::join(ExplainedBy(claim), " ")));
    row.push_back(claim.agrees_on ? FormatDay(*claim.agrees_on) : std::string());
    row.push_back(claim.according_to);
    row.push_back(sources.at(claim.position));
    Print(CsvLine(row));
  }
}

StatusOr<ExitStatus> RunReconcile(const Invocation& invocation) {
  std::optional<Day> since;
  if (invocation.Has("since")) {
    MUSTER_ASSIGN_OR_RETURN(since, DayOption(invocation, "since", Today()));
  }
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  MUSTER_ASSIGN_OR_RETURN(const Reconciliation reconciliation,
                          request.views->Reconcile(since, request.query));
  MUSTER_ASSIGN_OR_RETURN(const RecordSources sources, SourcesOf(request, reconciliation));
  switch (invocation.format) {
    case Format::kTable:
      PrintTable(request, reconciliation, sources, invocation.style);
      break;
    case Format::kCsv:
      PrintCsv(reconciliation, sources);
      break;
    case Format::kJson:
      PrintJson(request, reconciliation, sources);
      break;
  }
  return CountDisagreeing(reconciliation) == 0 ? ExitStatus::kDone : ExitStatus::kNo;
}

}  // namespace

Command ReconcileCommand() {
  return {
      .name = "reconcile",
      .summary = "claims against derived strengths",
      .access = "reads the ledger",
      .description =
          "Every claim, each line of one for itself, beside the strength that the ledger derives\n"
          "for its scope at the opening or closing of its day; of an uncertain date, on any of "
          "its\n"
          "days. A claim agrees if its bounds and the derived ones meet; else it is over or short\n"
          "by the distance between them, and the fewest movements, at most three, are named\n"
          "without which (counted before them) or with which (counts them already) they would\n"
          "meet. --where keeps the claims whose scope lies within it. The exit status is 1 if any\n"
          "claim disagrees.\n",
      .examples =
          "# which totals in the press are out of line, and why\n"
          "muster reconcile\n"
          "# those of one contributor, of this year\n"
          "muster reconcile --where contributor=KEN --since 2025-01-01\n",
      .options = Joined({{.name = "since",
                          .value = "DATE",
                          .help = "claims of that day and later ones",
                          .group = "What to count"}},
                        Without(OptionsOfViews(), {"by", "depth", "all-groups"})),
      .run = RunReconcile};
}

}  // namespace muster
