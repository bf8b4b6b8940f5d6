// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/receipt.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ledger/date.h"
#include "ledger/sha256.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tools/cli/people_text.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_json.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// What is listed of each; beyond it, a receipt says how many there are.
constexpr std::size_t kEventsShown = 40;
constexpr std::size_t kEffectsShown = 20;
constexpr std::size_t kReportDigits = 12;

std::string ReportLine(const AppendResult& result, const std::string& id) {
  for (const StoredReport& report : result.reports) {
    if (ToBytes(report.id) != id) continue;
    const v1::Report& metadata = *report.report;
    std::string text = metadata.source();
    if (!metadata.title().empty()) text += ": " + metadata.title();
    if (metadata.has_published()) text += fmt::format(" ({})", metadata.published().text());
    return fmt::format("{}, report {}", SafeText(text), ToHex(report.id).substr(0, kReportDigits));
  }
  return "without a report";
}

std::string EventLines(const AdmittedEvent& event) {
  std::string text = fmt::format("{:>6}  {}{}\n", event.position.value,
                                 SafeText(EventSentence(event.record->event())),
                                 event.without_effect ? " (registered so already)" : "");
  for (const Assumption& assumption : event.assumptions) {
    text += fmt::format("        assumed: {} {}, {}\n", SafeText(assumption.field),
                        SafeText(assumption.value), SafeText(assumption.Reason()));
  }
  return text;
}

std::string Plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// "3, 4, 5" shortened to runs: "3..5".
std::string Runs(const std::vector<std::uint64_t>& positions) {
  std::string text;
  for (std::size_t i = 0; i < positions.size();) {
    std::size_t last = i;
    while (last + 1 < positions.size() && positions[last + 1] == positions[last] + 1) ++last;
    text += text.empty() ? "" : ", ";
    text += last == i ? fmt::format("{}", positions[i])
                      : fmt::format("{}..{}", positions[i], positions[last]);
    i = last + 1;
  }
  return text;
}

std::string EffectLines(const Effects& effects, bool dry_run, const Style& style) {
  std::string text;
  std::size_t shown = 0;
  for (const Effect& effect : effects.shown) {
    if (shown++ == kEffectsShown) break;
    text += "  " + SafeText(EffectText(effect)) + '\n';
  }
  if (effects.shown.size() > kEffectsShown) {
    text += fmt::format("  and {} more\n", effects.shown.size() - kEffectsShown);
  }
  if (effects.days_left_out > 0) {
    text += fmt::format("  and what changed on {} more\n", Plural(effects.days_left_out, "day"));
  }
  const std::string heading = style.Heading(dry_run ? "Effect that it would have:" : "Effect:");
  return text.empty() ? std::string() : heading + '\n' + text;
}

}  // namespace

std::string ReceiptText(const Receipt& receipt, const Style& style) {
  const AppendResult& result = receipt.result;
  std::string text;
  std::string report;
  std::size_t recorded = 0;
  std::vector<std::uint64_t> skipped;
  for (const AdmittedEvent& event : result.events) {
    if (event.already_recorded) {
      skipped.push_back(event.position.value);
      continue;
    }
    if (++recorded > kEventsShown) continue;
    if (recorded == 1 || event.record->report() != report) {
      report = event.record->report();
      text += style.Heading(ReportLine(result, report)) + '\n';
    }
    text += EventLines(event);
  }
  if (recorded > kEventsShown)
    text += fmt::format("        and {}\n", Plural(recorded - kEventsShown, "further event"));
  if (!skipped.empty()) {
    text += fmt::format("Skipped {}: recorded already, at {}.\n", Plural(skipped.size(), "event"),
                        Runs(skipped));
  }
  text += EffectLines(receipt.effects, receipt.dry_run, style);
  if (receipt.dry_run) {
    return text + fmt::format("Nothing was appended (--dry-run): {} would be.\n",
                              Plural(recorded, "event"));
  }
  if (recorded == 0) {
    return text + fmt::format("Appended nothing new; the log has {}, root {}.\n",
                              Plural(result.head.size.value, "record"), ToHex(result.head.root));
  }
  return text + fmt::format("Appended {}; the log has {}, root {}.\n", Plural(recorded, "event"),
                            Plural(result.head.size.value, "record"), ToHex(result.head.root));
}

Json ReceiptJson(const Receipt& receipt) {
  const AppendResult& result = receipt.result;
  Json json = {{"positions", Json::array()},      {"size", result.head.size.value},
               {"root", ToHex(result.head.root)}, {"dry_run", receipt.dry_run},
               {"reports", Json::array()},        {"events", Json::array()},
               {"effects", Json::array()}};
  for (const StoredReport& report : result.reports) json["reports"].push_back(ToHex(report.id));
  for (const AdmittedEvent& event : result.events) {
    json["positions"].push_back(event.position.value);
    Json assumptions = Json::array();
    for (const Assumption& assumption : event.assumptions) {
      assumptions.push_back({{"field", assumption.field},
                             {"value", assumption.value},
                             {"reason", assumption.Reason()}});
    }
    json["events"].push_back({{"position", event.position.value},
                              {"file", event.file},
                              {"line", event.source.line},
                              {"already_recorded", event.already_recorded},
                              {"sentence", EventSentence(event.record->event())},
                              {"event", EventJson(event.record->event())},
                              {"assumptions", std::move(assumptions)}});
  }
  for (const Effect& effect : receipt.effects.shown) {
    Json row = {{"on", FormatDay(effect.on)}};
    for (std::size_t i = 0; i < effect.by.size(); ++i) row[effect.by[i]] = effect.keys[i];
    row["was"] = PeopleJson(effect.was);
    row["is"] = PeopleJson(effect.is);
    json["effects"].push_back(std::move(row));
  }
  return json;
}

std::string ReceiptCsv(const Receipt& receipt) {
  std::string text =
      CsvLine(std::vector<std::string>{"position", "already_recorded", "file", "line", "sentence"});
  for (const AdmittedEvent& event : receipt.result.events) {
    text += CsvLine(std::vector<std::string>{
        fmt::format("{}", event.position.value), event.already_recorded ? "true" : "false",
        event.file, fmt::format("{}", event.source.line), EventSentence(event.record->event())});
  }
  return text;
}

}  // namespace muster
