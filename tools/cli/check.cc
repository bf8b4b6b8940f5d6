// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster check`: what is wrong, contradictory or unproved.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/finding_names.h"
#include "projections/view_findings.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<Weight, 3> kWeights = {Weight::kNote, Weight::kWarning, Weight::kError};

// What of the findings is shown.
struct Shown {
  Weight least = Weight::kNote;
  bool settled = false;
};

StatusOr<Shown> ShownOf(const Invocation& invocation) {
  Shown shown;
  shown.settled = invocation.Has("all");
  const std::optional<std::string> weight = invocation.Value("weight");
  if (!weight) return shown;
  for (const Weight candidate : kWeights) {
    if (WeightName(candidate) != *weight) continue;
    shown.least = candidate;
    return shown;
  }
  return InvalidArgument("--weight {} must be error, warning or note", *weight);
}

std::string DayText(const std::optional<Day>& day) { return day ? FormatDay(*day) : ""; }

std::string JoinedPositions(const Finding& finding, std::string_view separator) {
  std::vector<std::uint64_t> positions;
  for (const Position position : finding.positions) positions.push_back(position.value);
  return fmt::format("{}", fmt::join(positions, separator));
}

// "mission=MSS-HTI contributor=KEN".
std::string JoinedScope(const Finding& finding) {
  std::string text;
  for (const auto& [dimension, values] : finding.scope) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", dimension, fmt::join(values, "|"));
  }
  return text;
}

// "2025-01-18 to 2025-01-20, contingent=KEN-1, records 4 and 9".
std::string WhereText(const Finding& finding) {
  std::string text = DayText(finding.on);
  if (finding.until && finding.until != finding.on) text += " to " + FormatDay(*finding.until);
  const auto add = [&text](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  };
  add(JoinedScope(finding));
  add((finding.positions.size() == 1 ? "record " : "records ") + JoinedPositions(finding, ", "));
  return text;
}

std::string Sentence(std::string text) {
  text = SafeText(text);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = char(text[0] - 'a' + 'A');
  return text + '.';
}

void PrintBlock(const Finding& finding, const Style& style) {
  const std::string name = fmt::format("{}: {}", WeightName(finding.weight), finding.finding);
  const std::string title = finding.weight == Weight::kError     ? style.Error(name)
                            : finding.weight == Weight::kWarning ? style.Warning(name)
                                                                 : style.Strong(name);
  Print(fmt::format("{}, {}\n", title, SafeText(WhereText(finding))));
  if (finding.settled_by) {
    Print(fmt::format("  Settled by record {}.\n", finding.settled_by->value));
  }
  Print(fmt::format("  {}\n", Sentence(finding.message)));
  Print(fmt::format("  {}\n", style.Hint(Sentence(finding.remedy))));
  Print(style.Faint(fmt::format("  docs/findings/{}.md", finding.finding)) + "\n\n");
}

std::string Count(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

void PrintTable(const ViewRequest& request, const std::vector<Finding>& findings,
                const Style& style) {
  if (findings.empty()) return;
  Print(ViewHeading(request, "Findings", style));
  for (const Finding& finding : findings) PrintBlock(finding, style);
  std::vector<std::string> counts;
  for (auto weight = kWeights.rbegin(); weight != kWeights.rend(); ++weight) {
    const auto number = static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(),
        [&](const Finding& finding) { return finding.weight == *weight && !finding.settled_by; }));
    if (number > 0) counts.push_back(Count(number, WeightName(*weight)));
  }
  const auto settled = static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [](const Finding& finding) { return finding.settled_by.has_value(); }));
  if (settled > 0) counts.push_back(fmt::format("{} settled", settled));
  Print(fmt::format("{}.\n", fmt::join(counts, ", ")));
}

Json ScopeJson(const Finding& finding) {
  Json scope = Json::object();
  for (const auto& [dimension, values] : finding.scope) {
    if (values.size() == 1) {
      scope[dimension] = values.front();
    } else {
      scope[dimension] = values;
    }
  }
  return scope;
}

void PrintJson(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    Json json = {{"finding", finding.finding},
                 {"weight", WeightName(finding.weight)},
                 {"message", finding.message},
                 {"positions", Json::array()},
                 {"on", nullptr},
                 {"until", nullptr},
                 {"scope", nullptr},
                 {"remedy", finding.remedy},
                 {"settled_by", nullptr}};
    for (const Position position : finding.positions) json["positions"].push_back(position.value);
    if (finding.on) json["on"] = FormatDay(*finding.on);
    if (finding.until) json["until"] = FormatDay(*finding.until);
    if (!finding.scope.empty()) json["scope"] = ScopeJson(finding);
    if (finding.settled_by) json["settled_by"] = finding.settled_by->value;
    Print(JsonLine(json));
  }
}

void PrintCsv(const std::vector<Finding>& findings) {
  Print(CsvLine(std::vector<std::string>{"finding", "weight", "on", "until", "scope", "positions",
                                         "message", "remedy", "settled_by"}));
  for (const Finding& finding : findings) {
    Print(CsvLine(std::vector<std::string>{
        finding.finding, std::string(WeightName(finding.weight)), DayText(finding.on),
        DayText(finding.until), JoinedScope(finding), JoinedPositions(finding, " "),
        finding.message, finding.remedy,
        finding.settled_by ? fmt::format("{}", finding.settled_by->value) : ""}));
  }
}

StatusOr<ExitStatus> RunCheck(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const Shown shown, ShownOf(invocation));
  CheckRequest check;
  MUSTER_ASSIGN_OR_RETURN(check.on, DayOption(invocation, "on", Today()));
  check.only = invocation.Values("only", /*split=*/true);
  check.ignore = invocation.Values("ignore", /*split=*/true);
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  check.progress = [&invocation](std::size_t done, std::size_t kinds) {
    if (invocation.progress != nullptr) invocation.progress->Show("kinds", done, kinds);
  };
  MUSTER_ASSIGN_OR_RETURN(Findings found, request.views->Check(request.query, check));
  if (!found.admits_any && !request.query.lens.IsClear()) {
    PrintNote("Nothing is checked: the lens admits no record.");
  }
  std::vector<Finding>& findings = found.findings;
  std::erase_if(findings, [&](const Finding& finding) {
    return finding.weight < shown.least || (finding.settled_by && !shown.settled);
  });
  switch (invocation.format) {
    case Format::kTable:
      PrintTable(request, findings, invocation.style);
      break;
    case Format::kCsv:
      PrintCsv(findings);
      break;
    case Format::kJson:
      PrintJson(findings);
      break;
  }
  const bool wrong = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.weight >= Weight::kWarning && !finding.settled_by;
  });
  return wrong ? ExitStatus::kNo : ExitStatus::kDone;
}

std::vector<std::string_view> FindingWords() {
  return {kFindingNames.begin(), kFindingNames.end()};
}

// The known-at, the lens and the answer: a check is about the whole ledger.
std::vector<Option> OptionsOfChecks() {
  constexpr std::array<std::string_view, 5> kScopeOptions = {"where", "by", "depth", "of",
                                                             "all-groups"};
  std::vector<Option> options = OptionsOfViews();
  std::erase_if(options, [&](const Option& option) {
    return std::find(kScopeOptions.begin(), kScopeOptions.end(), option.name) !=
           kScopeOptions.end();
  });
  return options;
}

}  // namespace

Command CheckCommand() {
  return {.name = "check",
          .summary = "what is wrong, contradictory or unproved",
          .access = "reads the ledger",
          .description =
              "All open findings, the weightiest first: what is wrong and where, which records "
              "show it,\n"
              "what to do. Nothing, and exit status 0, when all is well; exit status 1 if a "
              "warning or\n"
              "an error is shown. Each kind has a page of its own, docs/findings/KIND.md. A "
              "`resolution`\n"
              "that names a finding with its positions settles it.\n",
          .examples =
              "# everything, the settled ones too\n"
              "muster check --all\n"
              "# for a script: errors only, one a line\n"
              "muster check --weight error --format json\n",
          .options = Joined(
              {{.name = "only",
                .value = "KIND",
                .help = "only findings of this kind",
                .words = FindingWords(),
                .repeatable = true,
                .group = "What to find"},
               {.name = "ignore",
                .value = "KIND",
                .help = "no findings of this kind",
                .words = FindingWords(),
                .repeatable = true,
                .group = "What to find"},
               {.name = "weight",
                .value = "WEIGHT",
                .help = "only findings that weigh at least so: error, warning, note",
                .words = {"error", "warning", "note"},
                .group = "What to find"},
               {.name = "all",
                .value = "",
                .help = "the settled findings, too; they do not count for the exit status",
                .group = "What to find"},
               {.name = "on",
                .value = "DATE",
                .help = "the day on which it is judged what is missing or old (today in UTC)",
                .details = "for dispatch-without-arrival and stale; all days are checked",
                .group = "What to find"}},
              OptionsOfChecks()),
          .run = RunCheck};
}

}  // namespace muster
