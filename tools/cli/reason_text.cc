// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/reason_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "ledger/date.h"
#include "ledger/event_fields.h"
#include "ledger/path.h"
#include "muster/v1/event.pb.h"
#include "tools/cli/people_text.h"
#include "tools/output/event_json.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

const v1::Event& EventOf(const Reasons& reasons, const Reason& reason) {
  return *reasons.events[*reason.event].reading;
}

// "mission=MSS-HTI contributor=JAM,BLZ".
std::string ScopeText(const std::vector<Condition>& scope) {
  std::string text;
  std::string_view last;
  for (const Condition& condition : scope) {
    if (condition.dimension == last) {
      text += ',' + condition.value;
    } else {
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", condition.dimension, condition.value);
    }
    last = condition.dimension;
  }
  return text;
}

// What a setting says.
std::string SettingText(const Reason& reason) {
  const std::string scope = ScopeText(reason.scope);
  if (reason.departs) return fmt::format("departure of all of {}", scope);
  if (reason.rest) return fmt::format("complete muster of {}: 0 where no line speaks", scope);
  return fmt::format("muster of {}", scope);
}

Json PostJson(const std::optional<PostValues>& post) {
  if (!post) return nullptr;
  Json json = Json::object();
  for (int i = 0; i < kDimensions; ++i) {
    json[std::string(DimensionName(static_cast<Dimension>(i)))] =
        (*post)[static_cast<std::size_t>(i)];
  }
  return json;
}

Json DayJson(const std::optional<Day>& day) { return day ? Json(FormatDay(*day)) : Json(nullptr); }

// How its event words its date; what is set acts on one day, which may be that before it.
Json WhenJson(const Reasons& reasons, const Reason& reason) {
  std::string text = FormatDay(reason.best);
  if (reason.kind == Reason::Kind::kMovement && !reason.way_back) {
    const v1::Date* const on = OnOf(EventOf(reasons, reason));
    if (on != nullptr) text = on->text();
  }
  return {{"text", text},
          {"earliest", DayJson(reason.earliest)},
          {"best", FormatDay(reason.best)},
          {"latest", FormatDay(reason.latest)}};
}

void AddSettingJson(const Reason& reason, Json& json) {
  Json scope = Json::object();
  for (const Condition& condition : reason.scope) {
    scope[condition.dimension].push_back(condition.value);
  }
  json["scope"] = scope;
  json["rest"] = reason.rest;
  if (reason.kind != Reason::Kind::kSetting) return;
  json["covers"] = reason.covered;
  json["counts_for"] = Json::array();
  if (reason.in_least) json["counts_for"].push_back("least");
  if (reason.in_best) json["counts_for"].push_back("best");
  if (reason.in_most) json["counts_for"].push_back("most");
}

}  // namespace

std::string_view ReasonKindName(Reason::Kind kind) {
  switch (kind) {
    case Reason::Kind::kMovement:
      return "movement";
    case Reason::Kind::kSetting:
      return "setting";
    case Reason::Kind::kDifference:
      return "difference";
    case Reason::Kind::kFloor:
      break;
  }
  return "floor";
}

std::string PostText(const std::optional<PostValues>& post) {
  if (!post) return "abroad";
  std::string text;
  for (int i = 0; i < kDimensions; ++i) {
    const std::string& value = (*post)[static_cast<std::size_t>(i)];
    if (value == kUnspecified) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ",
                        DimensionName(static_cast<Dimension>(i)), value);
  }
  return text.empty() ? std::string(kUnspecified) : text;
}

std::string ReasonText(const Reasons& reasons, const Reason& reason) {
  switch (reason.kind) {
    case Reason::Kind::kMovement:
      return (reason.way_back ? "back again: " : "") + EventSentence(EventOf(reasons, reason));
    case Reason::Kind::kSetting:
      if (reason.departs || reason.rest) return SettingText(reason);
      return fmt::format("{}: {}", SettingText(reason), PeopleText(reason.strength));
    case Reason::Kind::kDifference:
      if (reason.departs) {
        return fmt::format("{}: {} at {}", SettingText(reason), PeopleText(reason.strength),
                           PostText(reason.from ? reason.from : reason.to));
      }
      return fmt::format("unexplained difference, {}: {}", SettingText(reason),
                         PeopleText(reason.strength));
    case Reason::Kind::kFloor:
      break;
  }
  return "a strength does not go below 0";
}

std::string ReasonEventKind(const Reasons& reasons, const Reason& reason) {
  if (!reason.event) return {};
  const Json event = EventJson(EventOf(reasons, reason));
  return event.empty() ? std::string() : event.begin().key();
}

Json ReasonJson(const Reasons& reasons, const Reason& reason) {
  Json json = {{"reason", ReasonKindName(reason.kind)}};
  if (reason.kind == Reason::Kind::kFloor) {
    json["share"] = PeopleJson(reason.share);
    json["sentence"] = ReasonText(reasons, reason);
    return json;
  }
  json["position"] = reasons.events[*reason.event].position.value;
  json["kind"] = ReasonEventKind(reasons, reason);
  json["on"] = WhenJson(reasons, reason);
  if (reason.kind != Reason::Kind::kSetting) {
    json["from"] = PostJson(reason.from);
    json["to"] = PostJson(reason.to);
  }
  if (reason.kind == Reason::Kind::kMovement) {
    json["way_back"] = reason.way_back;
  } else {
    AddSettingJson(reason, json);
  }
  json["strength"] = PeopleJson(reason.strength);
  json["share"] = PeopleJson(reason.share);
  json["sentence"] = ReasonText(reasons, reason);
  return json;
}

}  // namespace muster
