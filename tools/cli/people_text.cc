// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/people_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "ledger/date.h"
#include "projections/view_words.h"

namespace muster {
namespace {

nlohmann::ordered_json NumberJson(const std::optional<std::int64_t>& number) {
  return number ? nlohmann::ordered_json(*number) : nlohmann::ordered_json(nullptr);
}

}  // namespace

std::string NumberText(const std::optional<std::int64_t>& number) {
  return number ? fmt::format("{}", *number) : std::string();
}

std::string BestText(const People& people) { return people.best ? NumberText(people.best) : "-"; }

std::string BoundsText(const People& people) {
  if (!people.best) return {};
  if (people.least == people.best && people.most == people.best) return {};
  return NumberText(people.least) + ".." + NumberText(people.most);
}

std::string PeopleText(const People& people) {
  const std::string bounds = BoundsText(people);
  return bounds.empty() ? BestText(people) : fmt::format("{} ({})", BestText(people), bounds);
}

std::string LatestText(const Group& group) {
  return group.latest ? FormatDay(*group.latest) : std::string();
}

void AddPeopleJson(const People& people, nlohmann::ordered_json& json) {
  json["least"] = NumberJson(people.least);
  json["best"] = NumberJson(people.best);
  json["most"] = NumberJson(people.most);
}

nlohmann::ordered_json PeopleJson(const People& people) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  AddPeopleJson(people, json);
  return json;
}

void AddRestJson(const Group& group, nlohmann::ordered_json& json) {
  json["basis"] = BasisName(group.basis);
  json["latest"] = nullptr;
  if (group.latest) json["latest"] = FormatDay(*group.latest);
}

}  // namespace muster
