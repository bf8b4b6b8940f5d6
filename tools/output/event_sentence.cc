// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/event_sentence.h"

#include <fmt/format.h>

#include <cctype>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "ledger/excerpt.h"
#include "ledger/path.h"
#include "ledger/sha256.h"
#include "ledger/strength.h"
#include "muster/v1/event.pb.h"
#include "tools/output/event_json.h"

namespace muster {
namespace {

constexpr std::size_t kTextBytesMax = 120;
constexpr std::size_t kReportDigits = 12;

std::string OnPhrase(const v1::Date& date) { return " on " + DescribeDate(date); }

std::string OnPhrase(const v1::Date& date, v1::DayEnd at) {
  return fmt::format(" at the {} of {}", at == v1::OPENING ? "opening" : "closing",
                     DescribeDate(date));
}

// "HTI/Ouest, guard"; empty if nothing is known of it.
std::string PostPhrase(const v1::PlaceDuty& post) {
  const bool place = post.has_place() && post.place() != kUnspecified;
  const bool duty = post.has_duty() && post.duty() != kUnspecified;
  if (place && duty) return fmt::format("{}, {}", post.place(), post.duty());
  if (place) return post.place();
  return duty ? post.duty() : std::string();
}

std::string Led(std::string_view word, const std::string& phrase) {
  return phrase.empty() ? std::string() : fmt::format(" {} {}", word, phrase);
}

std::string PlacePhrase(const std::string& place) {
  return place == kUnspecified ? std::string() : place;
}

template <typename Parts>
std::string PartsPhrase(const Parts& parts) {
  std::string text;
  for (const v1::Part& part : parts) {
    text += fmt::format("{}{} {}", text.empty() ? ", of which " : ", ", part.name(),
                        StrengthPhrase(part.strength()));
  }
  return text;
}

// MALICIOUS_ACT -> "malicious act".
std::string Words(std::string name) {
  for (char& character : name) {
    character = character == '_'
                    ? ' '
                    : static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  }
  return name;
}

std::string SentenceOf(const v1::Mission& mission) {
  return fmt::format("mission {}{}{}", mission.id(), Led("is", mission.name()),
                     Led("in", mission.host()));
}

std::string SentenceOf(const v1::Mandate& mandate) {
  std::string text = fmt::format("{} has a mandate", mandate.mission());
  if (!mandate.instrument().empty()) text += " by " + mandate.instrument();
  if (mandate.has_authorised_strength())
    text += " for " + StrengthPhrase(mandate.authorised_strength());
  if (mandate.has_on()) text += " from " + DescribeDate(mandate.on());
  if (mandate.has_until()) text += " until " + DescribeDate(mandate.until());
  return text;
}

std::string SentenceOf(const v1::Place& place) {
  std::string text = "place " + place.id();
  if (!place.name().empty() && place.name() != PathLast(place.id()))
    text += ", named " + place.name();
  if (place.has_latitude() && place.has_longitude()) {
    text += fmt::format(", at {:.4f}, {:.4f}", place.latitude(), place.longitude());
  }
  return text;
}

std::string SentenceOf(const v1::Contingent& contingent) {
  std::string text = "contingent " + contingent.id();
  v1::Who who;
  who.set_mission(contingent.mission());
  who.set_contributor(contingent.contributor());
  who.set_component(contingent.component());
  const std::string phrase = WhoPhrase(who);
  if (!phrase.empty()) text += ": " + phrase;
  if (!contingent.unit().empty()) text += ", " + contingent.unit();
  return text;
}

std::string SentenceOf(const v1::Arrival& arrival) {
  std::string text =
      fmt::format("{} of {} arrived", StrengthPhrase(arrival.strength()), WhoPhrase(arrival.who()));
  text += Led("at", PlacePhrase(arrival.place())) + OnPhrase(arrival.on());
  if (arrival.reason() != v1::Arrival::REASON_UNSPECIFIED) {
    text += fmt::format(" ({})", Words(v1::Arrival::Reason_Name(arrival.reason())));
  }
  return text + PartsPhrase(arrival.of_which());
}

// "went to patrol at HTI/Ouest" if only the duty changes.
std::string AssignmentWay(const v1::Assignment& assignment) {
  const v1::PlaceDuty& from = assignment.from();
  const v1::PlaceDuty& to = assignment.to();
  if (from.place() != to.place() || to.duty() == kUnspecified || to.duty().empty()) {
    return Led("from", PostPhrase(from)) + Led("to", PostPhrase(to));
  }
  return Led("from", PlacePhrase(from.duty())) + Led("to", to.duty()) +
         Led("at", PlacePhrase(to.place()));
}

std::string SentenceOf(const v1::Assignment& assignment) {
  std::string text = fmt::format("{} of {} went", StrengthPhrase(assignment.strength()),
                                 WhoPhrase(assignment.who()));
  text += AssignmentWay(assignment);
  text += OnPhrase(assignment.on());
  if (assignment.has_until()) text += ", until " + DescribeDate(assignment.until());
  return text + PartsPhrase(assignment.of_which());
}

std::string SentenceOf(const v1::Departure& departure) {
  std::string text = departure.all() ? "all" : StrengthPhrase(departure.strength());
  text += fmt::format(" of {} left", WhoPhrase(departure.who()));
  const std::string from = PostPhrase(departure.from());
  text += (from.empty() ? "" : " " + from) + OnPhrase(departure.on());
  if (departure.reason() != v1::Departure::REASON_UNSPECIFIED) {
    text += fmt::format(" ({})", Words(v1::Departure::Reason_Name(departure.reason())));
  }
  return text + PartsPhrase(departure.of_which());
}

std::string_view LossVerb(v1::Loss::Kind kind) {
  switch (kind) {
    case v1::Loss::KILLED:
      return "killed";
    case v1::Loss::DIED:
      return "dead";
    case v1::Loss::MISSING:
      return "missing";
    default:
      return "lost";
  }
}

std::string SentenceOf(const v1::Loss& loss) {
  std::string text = fmt::format("{} of {} {}", StrengthPhrase(loss.strength()),
                                 WhoPhrase(loss.who()), LossVerb(loss.kind()));
  text += loss.at().empty() ? Led("from", PostPhrase(loss.from())) : Led("at", loss.at());
  text += OnPhrase(loss.on());
  if (loss.cause() != v1::Loss::CAUSE_UNSPECIFIED) {
    text += fmt::format(" ({})", Words(v1::Loss::Cause_Name(loss.cause())));
  }
  return text + PartsPhrase(loss.of_which());
}

std::string SentenceOf(const v1::Transfer& transfer) {
  std::string text = fmt::format("{} of {} went over to {}", StrengthPhrase(transfer.strength()),
                                 transfer.contingent(), transfer.to_contingent());
  text += Led("from", PostPhrase(transfer.from())) + Led("to", PostPhrase(transfer.to()));
  return text + OnPhrase(transfer.on()) + PartsPhrase(transfer.of_which());
}

std::string SentenceOf(const v1::Dispatch& dispatch) {
  std::string text = fmt::format("{} of {} left home", StrengthPhrase(dispatch.strength()),
                                 WhoPhrase(dispatch.who()));
  return text + Led("from", dispatch.from()) + OnPhrase(dispatch.on()) +
         PartsPhrase(dispatch.of_which());
}

std::string SentenceOf(const v1::Pledge& pledge) {
  return fmt::format("{} pledged for {}{}{}", StrengthPhrase(pledge.strength()),
                     ScopePhrase(pledge.scope()), OnPhrase(pledge.on()),
                     PartsPhrase(pledge.of_which()));
}

// What claims and musters share: their strength and lines.
template <typename Count>
std::string CountPhrase(const Count& count) {
  std::string text = ScopePhrase(count.scope());
  if (count.has_strength()) text += " is " + StrengthPhrase(count.strength());
  text += PartsPhrase(count.of_which());
  std::string lines;
  for (const v1::Line& line : count.lines()) {
    lines += fmt::format("{}{} {}", lines.empty() ? ": " : "; ", ScopePhrase(line.scope()),
                         StrengthPhrase(line.strength()));
  }
  return text + lines + OnPhrase(count.on(), count.at());
}

std::string SentenceOf(const v1::Claim& claim) {
  return "it is claimed that " + CountPhrase(claim);
}

std::string SentenceOf(const v1::Muster& muster) {
  return fmt::format("{}muster: {}", muster.complete() ? "complete " : "", CountPhrase(muster));
}

std::string SentenceOf(const v1::Statement& statement) {
  std::string who = statement.speaker().empty() ? "a statement" : statement.speaker();
  if (!statement.role().empty()) who += fmt::format(" ({})", statement.role());
  return fmt::format("{}{}: \"{}\"", who, statement.has_on() ? OnPhrase(statement.on()) : "",
                     Excerpt(statement.text(), kTextBytesMax));
}

template <typename Targets>
std::string TargetsPhrase(const Targets& targets) {
  std::string text;
  for (const v1::Target& target : targets) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", target.position());
  }
  return text;
}

std::string SentenceOf(const v1::Account& account) {
  std::string text = fmt::format("of record {}, the report says", TargetsPhrase(account.of()));
  if (account.has_strength()) text += " " + StrengthPhrase(account.strength());
  text += PartsPhrase(account.of_which());
  if (account.has_on()) text += OnPhrase(account.on());
  if (!account.has_strength() && !account.has_on()) text += " the same";
  return text;
}

std::string CorrectionEnd(v1::Why why, const std::string& note) {
  std::string text;
  if (why != v1::WHY_UNSPECIFIED) text += fmt::format(" ({})", Words(v1::Why_Name(why)));
  if (!note.empty()) text += ": " + Excerpt(note, kTextBytesMax);
  return text;
}

std::string FieldsPhrase(const nlohmann::ordered_json& change);

// A value of a change; strengths and dates in their own words, "(place = B, duty = patrol)".
std::string ValuePhrase(const nlohmann::ordered_json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return "nothing";
  if (value.is_object()) {
    return value.contains("text") ? value["text"].get<std::string>()
                                  : fmt::format("({})", FieldsPhrase(value));
  }
  if (!value.is_array()) return value.dump();
  std::vector<std::string> items;
  for (const nlohmann::ordered_json& item : value) items.push_back(ValuePhrase(item));
  return fmt::format("{}", fmt::join(items, ", "));
}

// "strength = 215, place = nothing".
std::string FieldsPhrase(const nlohmann::ordered_json& change) {
  std::vector<std::string> fields;
  for (const auto& [field, value] : change.items()) {
    fields.push_back(fmt::format("{} = {}", field, ValuePhrase(value)));
  }
  return fmt::format("{}", fmt::join(fields, ", "));
}

// Without what a change clears because the other cannot stand beside it: a strength beside `all`.
nlohmann::ordered_json StatedChange(nlohmann::ordered_json change) {
  const auto drop_null = [&change](const char* field) {
    if (change.contains(field) && change[field].is_null()) change.erase(field);
  };
  if (change.contains("all") && change["all"] == true) {
    drop_null("strength");
    drop_null("of_which");
  } else if (change.contains("strength")) {
    drop_null("all");
  }
  return change;
}

std::string SentenceOf(const v1::Amendment& amendment) {
  std::string text;
  if (amendment.has_report_change()) {
    const std::string& id = amendment.report_change().report();
    const std::string hex = id.size() == Hash().size() ? ToHex(HashFromBytes(id)) : std::string();
    text = fmt::format("report {} is corrected: {}", hex.substr(0, kReportDigits),
                       FieldsPhrase(MessageJson(amendment)["change"]));
  } else if (amendment.has_event()) {
    text = fmt::format("record {} reads: {}", amendment.of().position(),
                       EventSentence(amendment.event()));
  } else {
    text = fmt::format("record {} is corrected: {}", amendment.of().position(),
                       FieldsPhrase(StatedChange(MessageJson(amendment)["change"])));
  }
  return text + CorrectionEnd(amendment.why(), amendment.note());
}

std::string SentenceOf(const v1::Retraction& retraction) {
  return fmt::format("record {} is withdrawn{}", retraction.of().position(),
                     CorrectionEnd(retraction.why(), retraction.note()));
}

std::string SentenceOf(const v1::Resolution& resolution) {
  std::string text;
  for (const v1::SettledFinding& finding : resolution.findings()) {
    text += fmt::format("{}{}", text.empty() ? "settled: " : ", ", finding.finding());
    for (const std::uint64_t position : finding.positions()) text += fmt::format(" {}", position);
  }
  return text + CorrectionEnd(v1::WHY_UNSPECIFIED, resolution.note());
}

std::string SentenceOf(const v1::Redaction& redaction) {
  const std::string& digest = redaction.document();
  const std::string hex = digest.size() == Hash().size() ? ToHex(HashFromBytes(digest)) : digest;
  return fmt::format("document {} is blacked out{}", hex.substr(0, kReportDigits),
                     CorrectionEnd(v1::WHY_UNSPECIFIED, redaction.reason()));
}

std::string SentenceOf(const v1::Release& release) {
  return fmt::format("release {}{}", release.name(),
                     CorrectionEnd(v1::WHY_UNSPECIFIED, release.note()));
}

}  // namespace

std::string StrengthPhrase(const v1::Strength& strength) {
  const std::string numbers = DescribeStrength(strength);
  if (strength.text().empty() || strength.text() == numbers) return numbers;
  // "0.. (unknown)", however it is written.
  if (numbers.ends_with(" (unknown)")) return fmt::format("{} (0..)", strength.text());
  return fmt::format("{} ({})", strength.text(), numbers);
}

std::string WhoPhrase(const v1::Who& who) {
  if (!who.contingent().empty()) return who.contingent();
  std::string text = who.contributor();
  if (!who.component().empty()) text += (text.empty() ? "" : " ") + who.component();
  if (!who.mission().empty()) text += (text.empty() ? "" : " of ") + who.mission();
  return text;
}

std::string ScopePhrase(const v1::Scope& scope) {
  std::string text;
  const auto add = [&text](std::string_view dimension, const auto& values) {
    if (values.empty()) return;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", dimension, fmt::join(values, ","));
  };
  add("mission", scope.mission());
  add("contributor", scope.contributor());
  add("component", scope.component());
  add("contingent", scope.contingent());
  add("place", scope.place());
  add("duty", scope.duty());
  return text;
}

std::string EventSentence(const v1::Event& event) {
  switch (event.fact_case()) {
#define MUSTER_SENTENCE(Case, body) \
  case v1::Event::Case:             \
    return SentenceOf(event.body())
    MUSTER_SENTENCE(kMission, mission);
    MUSTER_SENTENCE(kMandate, mandate);
    MUSTER_SENTENCE(kPlace, place);
    MUSTER_SENTENCE(kContingent, contingent);
    MUSTER_SENTENCE(kArrival, arrival);
    MUSTER_SENTENCE(kAssignment, assignment);
    MUSTER_SENTENCE(kDeparture, departure);
    MUSTER_SENTENCE(kLoss, loss);
    MUSTER_SENTENCE(kTransfer, transfer);
    MUSTER_SENTENCE(kDispatch, dispatch);
    MUSTER_SENTENCE(kPledge, pledge);
    MUSTER_SENTENCE(kClaim, claim);
    MUSTER_SENTENCE(kMuster, muster);
    MUSTER_SENTENCE(kStatement, statement);
    MUSTER_SENTENCE(kAccount, account);
    MUSTER_SENTENCE(kAmendment, amendment);
    MUSTER_SENTENCE(kRetraction, retraction);
    MUSTER_SENTENCE(kResolution, resolution);
    MUSTER_SENTENCE(kRelease, release);
#undef MUSTER_SENTENCE
    case v1::Event::kRedaction:
      return SentenceOf(event.redaction());
    case v1::Event::kKey:
      return "the signing key is succeeded by another";
    case v1::Event::FACT_NOT_SET:
      break;
  }
  return "an event of a later version of muster";
}

}  // namespace muster
