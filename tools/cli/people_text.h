// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Derived strengths for people and for programs.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_CLI_PEOPLE_TEXT_H_
#define MUSTER_TOOLS_CLI_PEOPLE_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "projections/view.h"

namespace muster {

// "617"; "-" where nothing but losses is known.
std::string BestText(const People& people);
// "600..617", "201..", or empty if the number is exact.
std::string BoundsText(const People& people);
// Both: "617", "617 (600..617)".
std::string PeopleText(const People& people);
// "2025-01-18", or empty.
std::string LatestText(const Group& group);
// A number for CSV: empty where there is none.
std::string NumberText(const std::optional<std::int64_t>& number);

// Adds "least", "best", "most"; null where there is none.
void AddPeopleJson(const People& people, nlohmann::ordered_json& json);
// An object of these alone.
nlohmann::ordered_json PeopleJson(const People& people);
// Adds "basis" and "latest".
void AddRestJson(const Group& group, nlohmann::ordered_json& json);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_PEOPLE_TEXT_H_
