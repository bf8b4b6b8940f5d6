// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/view_request.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/clock.h"
#include "ledger/ledger_directory.h"
#include "projections/ledger_source.h"
#include "projections/query_check.h"
#include "projections/standings.h"
#include "tools/cli/answer.h"
#include "tools/cli/opened_ledger.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

constexpr std::uint64_t kDepthMax = 1000;

StatusOr<std::vector<Condition>> Conditions(const Invocation& invocation) {
  std::vector<Condition> conditions;
  for (const std::string& text : invocation.Values("where")) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals == 0 || equals + 1 == text.size()) {
      return InvalidArgument("`--where {}` must be dimension=value, as in --where contributor=KEN",
                             text);
    }
    conditions.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  return conditions;
}

StatusOr<Lens> LensOf(const Invocation& invocation) {
  Lens lens;
  lens.sources = invocation.Values("source");
  if (const auto grade = invocation.Value("least-grade")) {
    const StatusOr<Grade> parsed = ParseGrade(*grade);
    if (!parsed.ok()) return InvalidArgument("--least-grade: {}", Message(parsed.status()));
    lens.least_grade = *parsed;
  }
  if (const auto day = invocation.Value("published-by")) {
    const StatusOr<Day> parsed = ParseDay(*day);
    if (!parsed.ok()) return InvalidArgument("--published-by: {}", Message(parsed.status()));
    lens.published_by = *parsed;
  }
  return lens;
}

StatusOr<ViewQuery> QueryOf(const Invocation& invocation) {
  ViewQuery query;
  MUSTER_ASSIGN_OR_RETURN(query.where, Conditions(invocation));
  MUSTER_ASSIGN_OR_RETURN(query.lens, LensOf(invocation));
  for (std::string& dimension : invocation.Values("by", /*split=*/true)) {
    if (std::find(query.by.begin(), query.by.end(), dimension) != query.by.end()) {
      return InvalidArgument("--by names {} twice", dimension);
    }
    query.by.push_back(std::move(dimension));
  }
  MUSTER_ASSIGN_OR_RETURN(const auto depth, invocation.Number("depth"));
  if (depth) {
    if (*depth == 0) return InvalidArgument("--depth must be at least 1");
    query.depth = static_cast<int>(std::min(*depth, kDepthMax));
  }
  query.of = invocation.Value("of");
  query.all_groups = invocation.Has("all-groups");
  return query;
}

Status CheckSources(const Ledger& ledger, const ViewQuery& query) {
  if (query.lens.sources.empty()) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const Standings standings,
                          Standings::At(LedgerSource(ledger, ledger.Head().size), query.known_at));
  const std::vector<std::string> known = standings.Sources();
  for (const std::string& source : query.lens.sources) {
    if (std::find(known.begin(), known.end(), source) != known.end()) continue;
    return InvalidArgument("no report is from the source `{}`{}", source, Advice(source, known));
  }
  return OkStatus();
}

// A part that no record speaks of is not wrong: its bounds are those of the whole. But it may be
// mistyped.
void WarnOfUnknownPart(const Views& views, const std::string& part, const Style& style) {
  const std::vector<std::string> known = views.PartNames();
  if (std::find(known.begin(), known.end(), part) != known.end()) return;
  PrintWarning(fmt::format("no record says how many are `{}`{}", part, Advice(part, known)), style);
}

std::string GradeText(const Grade& grade) {
  std::string text;
  if (grade.reliability != 0) text += grade.reliability;
  if (grade.credibility != 0) text += grade.credibility;
  return text;
}

// "Only mission=MSS-HTI, contributor=KEN or JAM"; empty if all posts count.
std::string WhereText(const ViewQuery& query) {
  std::vector<std::pair<std::string, std::string>> dimensions;
  for (const Condition& condition : query.where) {
    const auto same = std::find_if(dimensions.begin(), dimensions.end(), [&](const auto& entry) {
      return entry.first == condition.dimension;
    });
    if (same == dimensions.end()) {
      dimensions.emplace_back(condition.dimension, condition.value);
    } else {
      same->second += " or " + condition.value;
    }
  }
  std::string text;
  for (const auto& [dimension, values] : dimensions) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", dimension, values);
  }
  return text;
}

std::string LensText(const Lens& lens) {
  std::vector<std::string> parts;
  if (!lens.sources.empty())
    parts.push_back(fmt::format("from {}", fmt::join(lens.sources, " or ")));
  if (lens.least_grade)
    parts.push_back(fmt::format("graded at least {}", GradeText(*lens.least_grade)));
  if (lens.published_by)
    parts.push_back(fmt::format("published by {}", FormatDay(*lens.published_by)));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

ViewsOptions SavedViewsOptions(const Invocation& invocation, Progress& progress) {
  ViewsOptions options;
  options.directory = ProjectionsDirectory(invocation.LedgerDirectory());
  options.progress = [&progress](Position position, LogSize size) {
    progress.Show(position.value, size.value);
  };
  return options;
}

void WarnOfStaleViews(const Status& why, const Invocation& invocation) {
  PrintWarning(
      fmt::format("the projections could not be brought up to date: {}; `muster rebuild` makes "
                  "them anew",
                  Message(why)),
      invocation.error_style);
}

StatusOr<ViewRequest> OpenViewRequest(const Invocation& invocation) {
  ViewRequest request;
  MUSTER_ASSIGN_OR_RETURN(request.query, QueryOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(request.ledger, OpenToRead(invocation));
  MUSTER_ASSIGN_OR_RETURN(request.known_at,
                          ResolveKnownAt(*request.ledger, invocation.Value("known-at")));
  request.query.known_at = request.known_at.size;
  request.query.progress = ProgressOf(invocation);
  MUSTER_RETURN_IF_ERROR(CheckSources(*request.ledger, request.query));
  MUSTER_ASSIGN_OR_RETURN(request.views, OpenViews(*request.ledger, invocation));
  if (request.query.of)
    WarnOfUnknownPart(*request.views, *request.query.of, invocation.error_style);
  return request;
}

ViewProgress ProgressOf(const Invocation& invocation) {
  if (invocation.progress == nullptr) return nullptr;
  return [progress = invocation.progress](std::string_view things, std::uint64_t done,
                                          std::uint64_t total) {
    progress->Show(things, done, total);
  };
}

Day Today() { return DayOf(SystemClock().Now()); }

StatusOr<Day> DayOption(const Invocation& invocation, std::string_view option, Day otherwise) {
  const std::optional<std::string> text = invocation.Value(option);
  if (!text) return otherwise;
  const StatusOr<Day> day = ParseDay(*text);
  if (!day.ok()) return InvalidArgument("--{}: {}", option, Message(day.status()));
  return *day;
}

std::string ViewHeading(const ViewRequest& request, std::string_view title, const Style& style) {
  return style.Strong(std::string(title)) + ", " + DescribeKnownAt(request.known_at) + '\n' +
         ScopeLines(request.query) + '\n';
}

std::string ScopeLines(const ViewQuery& query) {
  std::string text;
  const std::string where = WhereText(query);
  if (!where.empty()) text += fmt::format("only {}\n", SafeText(where));
  if (query.of) text += fmt::format("only {}\n", SafeText(*query.of));
  if (!query.lens.IsClear()) {
    text += fmt::format("through a lens: only reports {}\n", SafeText(LensText(query.lens)));
  }
  return text;
}

std::string NothingCounted(const ViewRequest& request) {
  if (request.known_at.size.value == 0) return "Nothing is counted: the log is empty.\n";
  if (!request.query.lens.IsClear()) {
    return "Nothing is counted: no report that the lens admits tells of anybody here by then.\n";
  }
  return "Nothing is counted: no record tells of anybody here by then.\n";
}

void AddViewJson(const ViewRequest& request, nlohmann::ordered_json& json) {
  json["known_at"] = request.known_at.size.value;
  json["known_at_time"] = nullptr;
  if (request.known_at.time) json["known_at_time"] = FormatTime(*request.known_at.time);
  AddScopeJson(request.query, json);
}

void AddScopeJson(const ViewQuery& query, nlohmann::ordered_json& json) {
  if (!query.where.empty()) {
    nlohmann::ordered_json where = nlohmann::ordered_json::object();
    for (const Condition& condition : query.where)
      where[condition.dimension].push_back(condition.value);
    json["where"] = where;
  }
  if (query.of) json["of"] = *query.of;
  if (!query.lens.IsClear()) {
    nlohmann::ordered_json lens = nlohmann::ordered_json::object();
    if (!query.lens.sources.empty()) lens["source"] = query.lens.sources;
    if (query.lens.least_grade) lens["least_grade"] = GradeText(*query.lens.least_grade);
    if (query.lens.published_by) lens["published_by"] = FormatDay(*query.lens.published_by);
    json["lens"] = lens;
  }
  json["by"] = query.by;
}

}  // namespace muster
