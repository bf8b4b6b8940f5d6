// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/ascii.h"
#include "ledger/path.h"
#include "tools/export/strength_return.h"

namespace muster {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light; }
body { font: 15px/1.45 system-ui, sans-serif; color: #111; background: #fff; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .75rem 0; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; vertical-align: top; }
thead th { background: #eee; text-align: left; }
tbody th { text-align: left; font-weight: 400; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.n span { display: block; color: #444; font-size: .8rem; }
tr.total > * { border-top: 2px solid #111; font-weight: 600; }
dl { margin: .5rem 0; }
dl div { display: inline-block; margin: 0 2rem .5rem 0; vertical-align: top; }
dt { font-size: .85rem; }
dd { margin: 0; font-size: 1.2rem; font-weight: 600; font-variant-numeric: tabular-nums; }
footer { margin-top: 2rem; font-size: .85rem; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  body { font-size: 9pt; margin: 0; max-width: none; padding: 0; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  tr, dl { break-inside: avoid; }
  h2, caption { break-after: avoid; }
  section + section { break-before: page; }
  thead th { background: none; }
}
)css";

std::string Escaped(std::string_view text) {
  std::string html;
  for (const char character : text) {
    switch (character) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += character;
    }
  }
  return html;
}

// A true minus sign: a hyphen is read aloud as nothing.
std::string NumberHtml(std::int64_t number, bool with_sign) {
  if (number < 0) return fmt::format("\u2212{}", -number);
  return fmt::format("{}{}", with_sign && number > 0 ? "+" : "", number);
}

// "200", and below it "150 to 249", "at least 150".
std::string PeopleHtml(const People& people, bool with_sign = false) {
  if (!people.best) return "not known";
  std::string html = NumberHtml(*people.best, with_sign);
  if (people.least == people.best && people.most == people.best) return html;
  if (people.least && people.most) {
    html += fmt::format("<span>{} to {}</span>", NumberHtml(*people.least, with_sign),
                        NumberHtml(*people.most, with_sign));
  } else if (people.least) {
    html += fmt::format("<span>at least {}</span>", NumberHtml(*people.least, with_sign));
  } else if (people.most) {
    html += fmt::format("<span>at most {}</span>", NumberHtml(*people.most, with_sign));
  }
  return html;
}

void AddBound(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& more) {
  sum = sum && more ? std::optional(*sum + *more) : std::nullopt;
}

// A column of gains or losses: its flows, all reasons and causes together.
struct FlowColumn {
  Flow::Kind kind = Flow::Kind::kArrivals;
  std::string loss;  // of losses: which
  friend auto operator<=>(const FlowColumn&, const FlowColumn&) = default;

  bool Has(const Flow& flow) const { return flow.kind == kind && flow.loss == loss; }

  std::string Title() const {
    std::string title(kind != Flow::Kind::kLosses ? FlowName(kind)
                      : loss.empty()              ? std::string_view("lost")
                                                  : loss);
    std::replace(title.begin(), title.end(), '-', ' ');
    if (IsLower(title.front())) title.front() = static_cast<char>(title.front() - 'a' + 'A');
    return title;
  }

  std::string Cell(const ReturnRow& row) const {
    People sum = {0, 0, 0};
    bool any = false;
    for (const Flow& flow : row.flows) {
      if (!Has(flow)) continue;
      any = true;
      AddBound(sum.least, flow.people.least);
      AddBound(sum.best, flow.people.best);
      AddBound(sum.most, flow.people.most);
    }
    return any ? PeopleHtml(sum, /*with_sign=*/true) : "0";
  }
};

// What a whole mission's flows have, and what its contingents have: between them, people change.
std::vector<FlowColumn> ColumnsOf(const ReturnOfMission& mission) {
  std::set<FlowColumn> columns = {{Flow::Kind::kArrivals, ""}, {Flow::Kind::kDepartures, ""}};
  const auto add = [&](const ReturnRow& row) {
    for (const Flow& flow : row.flows) columns.insert({flow.kind, flow.loss});
  };
  add(mission.whole);
  for (const ReturnRow& row : mission.contingents) add(row);
  std::vector<FlowColumn> sorted(columns.begin(), columns.end());
  // Gains first, then losses, then what is unexplained.
  const auto place = [](const FlowColumn& column) {
    return column.kind == Flow::Kind::kUnexplained ? 2 : IsGain(column.kind) ? 0 : 1;
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const FlowColumn& a, const FlowColumn& b) { return place(a) < place(b); });
  return sorted;
}

class ReturnPage {
 public:
  ReturnPage(const StrengthReturn& strength_return, const ReturnHeading& heading)
      : return_(strength_return), heading_(heading) {}

  std::string Text() && {
    AddHead();
    for (const ReturnOfMission& mission : return_.missions) AddMission(mission);
    if (return_.missions.empty()) {
      text_ += "<p>Nobody is known to be there, to have come or to have gone.</p>\n";
    }
    AddFoot();
    return std::move(text_);
  }

 private:
  template <typename... Arguments>
  void Add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
  }

  void AddHead() {
    const std::string title =
        fmt::format("Strength return, {} to {}", FormatDay(return_.from), FormatDay(return_.to));
    Add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<header>\n<h1>{0}</h1>\n"
        "<p>Ledger {2}, {3}.</p>\n",
        title, kStyle, Escaped(heading_.origin), Escaped(heading_.known_at));
    for (const std::string& line : heading_.scope) Add("<p>{}</p>\n", Escaped(line));
    text_ += "</header>\n<main>\n";
  }

  void AddMission(const ReturnOfMission& mission) {
    const std::string id = fmt::format("mission-{}", ++sections_);
    Add("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">Mission {1}</h2>\n<dl>\n", id,
        Escaped(mission.whole.mission));
    AddFigure("Authorised", mission.whole.authorised);
    AddFigure("Pledged", mission.whole.pledged);
    AddFigure("Assigned", mission.whole.assigned);
    AddFigure("Absent", mission.whole.absent);
    AddFigure("On hand", mission.whole.on_hand);
    AddFigure("In transit", mission.whole.in_transit);
    text_ += "</dl>\n";
    AddStrengths(mission);
    AddFlows(mission);
    text_ += "</section>\n";
  }

  void AddFigure(std::string_view name, const std::optional<People>& people) {
    std::string value = people ? PeopleHtml(*people) : "not said";
    const std::size_t span = value.find("<span>");
    if (span != value.npos) {
      value.replace(span, 6, " (");
      value.replace(value.find("</span>"), 7, ")");
    }
    Add("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
  }

  void AddStrengths(const ReturnOfMission& mission) {
    const std::vector<FlowColumn> columns = ColumnsOf(mission);
    Add("<div class=\"wide\">\n<table>\n<caption>Strength by contingent: opening at the end of {}, "
        "assigned at the end of {}</caption>\n<thead>\n<tr>",
        FormatDay(return_.from - 1), FormatDay(return_.to));
    for (const char* title : {"Contributor", "Component", "Contingent", "Pledged", "Opening"})
      AddTitle(title);
    for (const FlowColumn& column : columns) AddTitle(column.Title());
    for (const char* title : {"Assigned", "Absent", "On hand", "In transit"}) AddTitle(title);
    text_ += "</tr>\n</thead>\n<tbody>\n";
    for (const ReturnRow& row : mission.contingents) AddRow(row, columns, /*total=*/false);
    AddRow(mission.whole, columns, /*total=*/true);
    text_ += "</tbody>\n</table>\n</div>\n";
  }

  void AddTitle(std::string_view title) { Add("<th scope=\"col\">{}</th>", Escaped(title)); }
  void AddCell(std::string_view html) { Add("<td class=\"n\">{}</td>", html); }

  void AddRow(const ReturnRow& row, const std::vector<FlowColumn>& columns, bool total) {
    if (total) {
      text_ += "<tr class=\"total\"><th scope=\"row\" colspan=\"3\">Whole mission</th>";
    } else {
      Add("<tr><td>{}</td><td>{}</td><th scope=\"row\">{}</th>", Escaped(row.contributor),
          Escaped(row.component), Escaped(row.contingent));
    }
    AddCell(row.pledged ? PeopleHtml(*row.pledged) : "");
    AddCell(PeopleHtml(row.opening));
    for (const FlowColumn& column : columns) AddCell(column.Cell(row));
    AddCell(PeopleHtml(row.assigned));
    AddCell(PeopleHtml(row.absent));
    AddCell(PeopleHtml(row.on_hand));
    AddCell(PeopleHtml(row.in_transit));
    text_ += "</tr>\n";
  }

  // Why people came and went, with the records that say so.
  void AddFlows(const ReturnOfMission& mission) {
    const bool any = std::any_of(mission.contingents.begin(), mission.contingents.end(),
                                 [](const ReturnRow& row) { return !row.flows.empty(); });
    if (!any) return;
    text_ +=
        "<div class=\"wide\">\n<table>\n<caption>Gains and losses by kind, with their records"
        "</caption>\n<thead>\n<tr>";
    for (const char* title : {"Contingent", "Kind", "Why", "People", "Records"}) AddTitle(title);
    text_ += "</tr>\n</thead>\n<tbody>\n";
    for (const ReturnRow& row : mission.contingents) {
      for (const Flow& flow : row.flows) {
        std::vector<std::string> why;
        for (const std::string* word : {&flow.reason, &flow.loss, &flow.cause}) {
          if (!word->empty()) why.push_back(Escaped(*word));
        }
        std::vector<std::uint64_t> records;
        for (const Position position : flow.events) records.push_back(position.value);
        Add("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td>"
            "</tr>\n",
            Escaped(NameOf(row)), FlowName(flow.kind), fmt::join(why, ", "),
            PeopleHtml(flow.people, /*with_sign=*/true), fmt::join(records, ", "));
      }
    }
    text_ += "</tbody>\n</table>\n</div>\n";
  }

  // "KEN-3"; of people whose contingent is not known, what is.
  static std::string NameOf(const ReturnRow& row) {
    if (row.contingent != kUnspecified) return row.contingent;
    std::string name = "contingent not said";
    for (const std::string* known : {&row.contributor, &row.component}) {
      if (*known != kUnspecified) name += ", " + *known;
    }
    return name;
  }

  void AddFoot() {
    text_ +=
        "</main>\n<footer>\n"
        "<p>Opening and the gains and losses add up to assigned. Each movement counts on its best "
        "day with its best number; where reports leave room, the bounds stand below it. "
        "Unexplained is what a count (a muster) found that no reported movement explains.</p>\n"
        "<p>Authorised is what the mandates in force allow the mission as a whole; nobody "
        "authorises a contingent. Pledged is what a contributor promised. Absent are people on "
        "strength who are not on duty; on hand are the others. In transit have left home and are "
        "not among the assigned.</p>\n</footer>\n</body>\n</html>\n";
  }

  const StrengthReturn& return_;
  const ReturnHeading& heading_;
  std::string text_;
  int sections_ = 0;
};

}  // namespace

std::string StrengthReturnHtml(const StrengthReturn& strength_return,
                               const ReturnHeading& heading) {
  return ReturnPage(strength_return, heading).Text();
}

}  // namespace muster
