// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/account_text.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "ledger/date.h"
#include "ledger/event_fields.h"
#include "ledger/sha256.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tools/cli/passage_text.h"
#include "tools/output/display_text.h"
#include "tools/output/event_json.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

// That of the information, where it has one, before that of its report.
std::string GradeOf(const EventAccount& account) {
  const std::string& own = account.says->grade();
  if (!own.empty() || account.report == nullptr) return own;
  return account.report->grade();
}

}  // namespace

std::string_view VerdictName(EventAccount::Verdict verdict) {
  switch (verdict) {
    case EventAccount::Verdict::kAgrees:
      return "agrees";
    case EventAccount::Verdict::kDiffers:
      return "differs";
    case EventAccount::Verdict::kCorrects:
      return "corrects";
    case EventAccount::Verdict::kJoint:
      break;
  }
  return "joint";
}

std::string AccountSourceText(const EventAccount& account) {
  if (account.report == nullptr) return "without a report: written by a command";
  const v1::Report& report = *account.report;
  std::string text = report.source();
  if (!report.title().empty()) text += ": " + report.title();
  std::string rest = GradeOf(account);
  if (report.has_published()) {
    rest += (rest.empty() ? "" : ", ") + ("published " + report.published().text());
  }
  return rest.empty() ? text : fmt::format("{} ({})", text, rest);
}

StatusOr<std::string> AccountText(const EventAccount& account, EvidenceReader& evidence,
                                  const Style& style) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Passage> passages,
                          evidence.Read(*account.record, kContextBytes));
  const v1::Event& event = *account.says;
  std::string text =
      fmt::format("  {:>6}  {:<8}  {}\n", account.position.value, VerdictName(account.verdict),
                  SafeText(AccountSourceText(account)));
  const std::string indent(18, ' ');
  if (event.has_account() || event.has_amendment()) {
    text += indent + SafeText(EventSentence(event)) + '\n';
  }
  if (!event.according_to().empty()) {
    text += indent + "according to " + SafeText(event.according_to()) + '\n';
  }
  for (const Passage& passage : passages) text += indent + PassageText(passage, style) + '\n';
  return text;
}

StatusOr<nlohmann::ordered_json> AccountJson(const EventAccount& account,
                                             EvidenceReader& evidence) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Passage> passages,
                          evidence.Read(*account.record, kContextBytes));
  const v1::Event& event = *account.says;
  nlohmann::ordered_json json = {{"position", account.position.value},
                                 {"verdict", VerdictName(account.verdict)},
                                 {"report", nullptr},
                                 {"source", nullptr},
                                 {"title", nullptr},
                                 {"published", nullptr},
                                 {"grade", nullptr},
                                 {"according_to", nullptr},
                                 {"strength", nullptr},
                                 {"on", nullptr},
                                 {"sentence", EventSentence(event)},
                                 {"evidence", PassagesJson(passages)}};
  const auto set = [&json](const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
  };
  if (account.report != nullptr) {
    json["report"] = ToHex(HashFromBytes(account.record->report()));
    set("source", account.report->source());
    set("title", account.report->title());
    if (account.report->has_published()) json["published"] = DateJson(account.report->published());
  }
  const bool is_account = event.has_account();
  const v1::Strength* const strength = is_account && event.account().has_strength()
                                           ? &event.account().strength()
                                           : StrengthOf(event);
  const v1::Date* const on =
      is_account && event.account().has_on() ? &event.account().on() : OnOf(event);
  if (strength != nullptr) json["strength"] = StrengthJson(*strength);
  if (on != nullptr) json["on"] = DateJson(*on);
  set("grade", GradeOf(account));
  set("according_to", event.according_to());
  return json;
}

}  // namespace muster
