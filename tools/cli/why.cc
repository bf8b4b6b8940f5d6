// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster why`: what makes up a number.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/excerpt.h"
#include "tools/cli/account_text.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/passage_text.h"
#include "tools/cli/passphrase.h"
#include "tools/cli/people_text.h"
#include "tools/cli/reason_text.h"
#include "tools/cli/share_text.h"
#include "tools/cli/view_request.h"
#include "tools/cli/why_proof.h"
#include "tools/export/evidence.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// A muster of many lines is told by its beginning; `show` has it whole.
constexpr std::size_t kSentenceBytesMax = 160;

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
  Print(SharesTable(reasons, style));
  return PrintAccounts(request, reasons, style);
}

void PrintProof(const WrittenProof& proof, const Style& style) {
  Print(fmt::format("\nWrote the number with {} and their proofs, for the log of {}, to {}.\n",
                    CountOfRecords(LogSize{proof.records}), CountOfRecords(proof.checkpoint.size),
                    SafeText(proof.file)));
  Print(style.Faint("Check it without the ledger: `muster audit verify-answer`.") + '\n');
}

Status PrintJson(const ViewRequest& request, const Reasons& reasons,
                 const std::optional<WrittenProof>& proof) {
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
  if (proof) {
    json["proof"] = {{"file", proof->file},
                     {"records", proof->records},
                     {"reports", proof->reports},
                     {"size", proof->checkpoint.size.value},
                     {"root", ToHex(proof->checkpoint.root)}};
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
        std::string(ReasonKindName(reason.kind)), ReasonPositionText(reasons, reason),
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
  std::optional<WrittenProof> proof;
  Reasons reasons;
  if (invocation.Has("proof")) {
    MUSTER_ASSIGN_OR_RETURN(ProvenReasons proven, ProveReasons(invocation, request, on));
    reasons = std::move(proven.reasons);
    proof = std::move(proven.proof);
  } else {
    MUSTER_ASSIGN_OR_RETURN(reasons, request.views->Why(on, request.query));
  }
  switch (invocation.format) {
    case Format::kTable:
      MUSTER_RETURN_IF_ERROR(PrintTable(request, reasons, invocation.style));
      if (proof) PrintProof(*proof, invocation.style);
      break;
    case Format::kCsv:
      MUSTER_RETURN_IF_ERROR(PrintCsv(request, reasons));
      break;
    case Format::kJson:
      MUSTER_RETURN_IF_ERROR(PrintJson(request, reasons, proof));
      break;
  }
  return ExitStatus::kDone;
}

// There is one number, so nothing of groups.
std::vector<Option> OptionsOfWhy() {
  std::vector<Option> options = Joined({{.name = "on",
                                         .value = "DATE",
                                         .help = "the day, at its end (today in UTC)",
                                         .group = "What to count"},
                                        {.name = "proof",
                                         .value = "FILE",
                                         .help = "also write the number with its proof to FILE",
                                         .completes = Completes::kFiles}},
                                       Joined(OptionsOfViews(), OptionsOfPassphrases()));
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
          "what each rests on: the reports that speak of it, whether they agree, and the words.\n\n"
          "--proof writes a file that carries the number with the records it rests on, their "
          "places\n"
          "in the log, and a signed checkpoint; `muster audit verify-answer` makes the number "
          "anew\n"
          "from it, without the ledger.\n",
      .examples =
          "# why 617 Kenyans on 18 January 2025\n"
          "muster why --on 2025-01-18 --where contributor=KEN\n"
          "# the same as it was known before the last report, for a program\n"
          "muster why --on 2025-01-18 --where contributor=KEN --known-at 36 --format json\n"
          "# a number to give away, with its proof\n"
          "muster why --on 2025-01-18 --where contributor=KEN --proof kenya.answer\n",
      .options = OptionsOfWhy(),
      .run = RunWhy};
}

}  // namespace muster
