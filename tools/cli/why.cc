// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster why`: what makes up a number.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/excerpt.h"
#include "tools/cli/account_text.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/evidence.h"
#include "tools/cli/invocation.h"
#include "tools/cli/passage_text.h"
#include "tools/cli/people_text.h"
#include "tools/cli/reason_text.h"
#include "tools/cli/record_json.h"
#include "tools/cli/view_request.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_sentence.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// A muster of many lines is told by its beginning; `show` has it whole.
constexpr std::size_t kSentenceBytesMax = 160;

bool IsExact(const People& people) {
  return people.least == people.best && people.most == people.best;
}

// Whether one column is enough: every share is the same for all three numbers.
bool IsExact(const Reasons& reasons) {
  return IsExact(reasons.total.strength) &&
         std::all_of(reasons.lines.begin(), reasons.lines.end(),
                     [](const Reason& reason) { return IsExact(reason.share); });
}

// A share of a bound that is not there is without limit.
std::string ShareCell(const std::optional<std::int64_t>& number, const People& of,
                      std::string_view limit) {
  if (!of.best) return "-";
  return number ? fmt::format("{}", *number) : std::string(limit);
}

void AddShareCells(const People& share, bool exact, bool is_floor, std::vector<std::string>& row) {
  if (exact) {
    row.push_back(BestText(share));
    return;
  }
  row.push_back(ShareCell(share.least, share, is_floor ? "\u221E" : "-\u221E"));
  row.push_back(ShareCell(share.best, share, ""));
  row.push_back(ShareCell(share.most, share, "\u221E"));
}

std::string NumbersText(const Reason& reason) {
  std::vector<std::string_view> numbers;
  if (reason.in_least) numbers.push_back("least");
  if (reason.in_best) numbers.push_back("best");
  if (reason.in_most) numbers.push_back("most");
  return fmt::format("{}", fmt::join(numbers, " and "));
}

std::string LineText(const Reasons& reasons, const Reason& reason) {
  std::string text = Excerpt(ReasonText(reasons, reason), kSentenceBytesMax);
  if (reasons.both_walks && reason.kind == Reason::Kind::kSetting) {
    text += fmt::format(" (for {}; covers {} {})", NumbersText(reason), reason.covered,
                        reason.covered == 1 ? "post" : "posts");
  }
  return text;
}

std::string PositionText(const Reasons& reasons, const Reason& reason) {
  return reason.event ? fmt::format("{}", reasons.events[*reason.event].position.value) : "";
}

void PrintShares(const Reasons& reasons, const Style& style) {
  const bool exact = IsExact(reasons);
  std::vector<Column> columns = {{"record", Align::kRight}, {"date"}, {"what"}};
  if (exact) {
    columns.push_back({"share", Align::kRight});
  } else {
    for (const char* name : {"least", "best", "most"}) columns.push_back({name, Align::kRight});
  }
  TextTable table(std::move(columns));
  for (const Reason& reason : reasons.lines) {
    const bool is_floor = reason.kind == Reason::Kind::kFloor;
    std::vector<std::string> row = {PositionText(reasons, reason),
                                    is_floor ? "" : FormatDay(reason.best),
                                    LineText(reasons, reason)};
    AddShareCells(reason.share, exact, is_floor, row);
    table.AddRow(std::move(row));
  }
  std::vector<std::string> total = {"total", "", ""};
  AddShareCells(reasons.total.strength, exact, false, total);
  table.AddTotal(std::move(total));
  Print(table.ToText(style));
}

Status PrintAccounts(const ViewRequest& request, const Reasons& reasons, const Style& style) {
  EvidenceReader evidence(*request.ledger);
  for (const AccountedEvent& event : reasons.events) {
    std::string text = '\n' + style.Strong(fmt::format("Record {}", event.position.value)) + ": " +
                       SafeText(Excerpt(EventSentence(*event.reading), kSentenceBytesMax)) + '\n';
    for (const EventAccount& account : event.accounts) {
      MUSTER_ASSIGN_OR_RETURN(const std::string lines, AccountText(account, evidence, style));
      text += lines;
    }
    Print(text);
  }
  return OkStatus();
}

Status PrintTable(const ViewRequest& request, const Reasons& reasons, const Style& style) {
  const std::string title = fmt::format("Why {} at the end of {}",
                                        PeopleText(reasons.total.strength), FormatDay(reasons.on));
  Print(ViewHeading(request, title, style));
  if (reasons.lines.empty()) {
    Print(reasons.total.latest ? "Nothing adds to it: what came has gone.\n"
                               : NothingCounted(request));
    return OkStatus();
  }
  if (reasons.total.basis == Basis::kLossesOnly) {
    Print("Nothing but losses is known here, so that there is no number.\n\n");
  }
  if (reasons.both_walks) {
    Print("The least and the most come from different musters; each column adds up by itself.\n\n");
  }
  PrintShares(reasons, style);
  return PrintAccounts(request, reasons, style);
}

Status PrintJson(const ViewRequest& request, const Reasons& reasons) {
  Json json = {{"on", FormatDay(reasons.on)}};
  AddViewJson(request, json);
  json.erase("by");
  json["total"] = Json::object();
  AddPeopleJson(reasons.total.strength, json["total"]);
  AddRestJson(reasons.total, json["total"]);
  json["both_walks"] = reasons.both_walks;
  EvidenceReader evidence(*request.ledger);
  std::vector<Json> accounts;
  for (const AccountedEvent& event : reasons.events) {
    accounts.push_back(Json::array());
    for (const EventAccount& account : event.accounts) {
      MUSTER_ASSIGN_OR_RETURN(Json one, AccountJson(account, evidence));
      accounts.back().push_back(std::move(one));
    }
  }
  json["lines"] = Json::array();
  for (const Reason& reason : reasons.lines) {
    Json line = ReasonJson(reasons, reason);
    line["accounts"] = reason.event ? accounts[*reason.event] : Json::array();
    json["lines"].push_back(std::move(line));
  }
  Print(JsonLine(json));
  return OkStatus();
}

std::string PostCell(const Reason& reason, const std::optional<PostValues>& post) {
  if (reason.kind == Reason::Kind::kSetting || reason.kind == Reason::Kind::kFloor) return {};
  return PostText(post);
}

Status PrintCsv(const ViewRequest& request, const Reasons& reasons) {
  Print(CsvLine(std::vector<std::string>{"on", "known_at", "reason", "position", "kind", "earliest",
                                         "best_day", "latest", "from", "to", "least", "best",
                                         "most", "sentence", "sources", "evidence"}));
  EvidenceReader evidence(*request.ledger);
  std::vector<std::string> sources(reasons.events.size());
  std::vector<std::string> passages(reasons.events.size());
  for (std::size_t i = 0; i < reasons.events.size(); ++i) {
    for (const EventAccount& account : reasons.events[i].accounts) {
      MUSTER_ASSIGN_OR_RETURN(const std::vector<Passage> read, evidence.Read(*account.record));
      const std::string text = PassagesCell(read);
      sources[i] += fmt::format("{}{}: {}", sources[i].empty() ? "" : "\n",
                                VerdictName(account.verdict), AccountSourceText(account));
      if (!text.empty()) passages[i] += (passages[i].empty() ? "" : "\n") + text;
    }
  }
  for (const Reason& reason : reasons.lines) {
    const bool is_floor = reason.kind == Reason::Kind::kFloor;
    const auto day = [&](const std::optional<Day>& value) {
      return value && !is_floor ? FormatDay(*value) : std::string();
    };
    Print(CsvLine(std::vector<std::string>{
        FormatDay(reasons.on), fmt::format("{}", reasons.known_at.value),
        std::string(ReasonKindName(reason.kind)), PositionText(reasons, reason),
        ReasonEventKind(reasons, reason), day(reason.earliest), day(reason.best),
        day(reason.latest), PostCell(reason, reason.from), PostCell(reason, reason.to),
        NumberText(reason.share.least), NumberText(reason.share.best),
        NumberText(reason.share.most), ReasonText(reasons, reason),
        reason.event ? sources[*reason.event] : "", reason.event ? passages[*reason.event] : ""}));
  }
  return OkStatus();
}

StatusOr<ExitStatus> RunWhy(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const Day on, DayOption(invocation, "on", Today()));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  MUSTER_ASSIGN_OR_RETURN(const Reasons reasons, request.views->Why(on, request.query));
  switch (invocation.format) {
    case Format::kTable:
      MUSTER_RETURN_IF_ERROR(PrintTable(request, reasons, invocation.style));
      break;
    case Format::kCsv:
      MUSTER_RETURN_IF_ERROR(PrintCsv(request, reasons));
      break;
    case Format::kJson:
      MUSTER_RETURN_IF_ERROR(PrintJson(request, reasons));
      break;
  }
  return ExitStatus::kDone;
}

// There is one number, so nothing of groups.
std::vector<Option> OptionsOfWhy() {
  std::vector<Option> options = Joined({{.name = "on",
                                         .value = "DATE",
                                         .help = "the day, at its end (today in UTC)",
                                         .group = "What to count"}},
                                       OptionsOfViews());
  std::erase_if(options, [](const Option& option) {
    return option.name == "by" || option.name == "depth" || option.name == "all-groups";
  });
  return options;
}

}  // namespace

Command WhyCommand() {
  return {
      .name = "why",
      .summary = "the movements, musters and evidence that make up a number",
      .access = "reads the ledger",
      .description =
          "What the total of a headcount is made of: the movements, the musters that were\n"
          "chosen, and the differences that musters leave unexplained, each with its share. "
          "The\n"
          "shares add up to the number, and those of least and most to its bounds. Below them,\n"
          "what each rests on: the reports that speak of it, whether they agree, and the words.\n",
      .examples =
          "# why 617 Kenyans on 18 January 2025\n"
          "muster why --on 2025-01-18 --where contributor=KEN\n"
          "# the same as it was known before the last report, for a program\n"
          "muster why --on 2025-01-18 --where contributor=KEN --known-at 36 --format json\n",
      .options = OptionsOfWhy(),
      .run = RunWhy};
}

}  // namespace muster
