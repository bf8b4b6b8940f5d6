// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/scope_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <vector>

namespace muster {

std::string ScopeValuesText(const ScopeValues& scope) {
  std::vector<std::string> parts;
  for (const auto& [dimension, values] : scope) {
    parts.push_back(fmt::format("{}={}", dimension, fmt::join(values, ",")));
  }
  return fmt::format("{}", fmt::join(parts, " "));
}

nlohmann::ordered_json ScopeValuesJson(const ScopeValues& scope) {
  using Json = nlohmann::ordered_json;
  Json json = Json::object();
  for (const auto& [dimension, values] : scope) {
    json[dimension] = values.size() == 1 ? Json(values.front()) : Json(values);
  }
  return json;
}

}  // namespace muster
