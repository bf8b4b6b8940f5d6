// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_scope.h"

#include <algorithm>

namespace muster::model {
namespace {

const std::vector<std::string> kAll = {"mission",    "contributor", "component",
                                       "contingent", "place",       "duty"};
const std::string kLabelOf = "label.";

bool IsFixed(const std::string& dimension) {
  return dimension == "mission" || dimension == "contributor" || dimension == "component" ||
         dimension.starts_with(kLabelOf);
}

std::string TraitOf(const Traits& traits, const std::string& dimension) {
  if (dimension == "mission") return traits.mission;
  if (dimension == "contributor") return traits.contributor;
  if (dimension == "component") return traits.component;
  const auto label = traits.labels.find(dimension.substr(kLabelOf.size()));
  return label == traits.labels.end() ? kUnspecified : label->second;
}

bool FulfilsAny(const std::string& dimension, const std::vector<std::string>& wanted,
                const std::string& value) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const std::string& one) { return Fulfils(dimension, one, value); });
}

// Whether posts of the contingent can lie in the scope.
bool Allows(const Scope& scope, const Traits& traits) {
  for (const std::string& dimension : kAll) {
    const std::vector<std::string> said = Said(scope, dimension);
    if (!IsFixed(dimension) || said.empty()) continue;
    const std::string trait = TraitOf(traits, dimension);
    if (trait != kUnspecified && !FulfilsAny(dimension, said, trait)) return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> Said(const Scope& scope, const std::string& dimension) {
  std::vector<std::string> said;
  bool first = true;
  for (const Scope::Condition& condition : scope.conditions) {
    if (condition.dimension != dimension) continue;
    std::vector<std::string> both;
    for (const std::string& outer : said) {
      for (const std::string& inner : condition.alternatives) {
        const bool outer_is_wider = Fulfils(dimension, outer, inner);
        if (!outer_is_wider && !Fulfils(dimension, inner, outer)) continue;
        const std::string& narrower = outer_is_wider ? inner : outer;
        if (std::find(both.begin(), both.end(), narrower) == both.end()) both.push_back(narrower);
      }
    }
    said = first ? condition.alternatives : both;
    first = false;
  }
  return said;
}

std::set<std::string> ValuesOf(const Scope& scope, const std::string& dimension,
                               const Contingents& contingents) {
  const std::vector<std::string> said = Said(scope, dimension);
  const std::vector<std::string> named = Said(scope, "contingent");
  const bool is_label = dimension.starts_with(kLabelOf);
  if (!IsFixed(dimension) || named.empty()) return {said.begin(), said.end()};

  std::set<std::string> values;
  bool any_contingent = false;
  for (const std::string& contingent : contingents.Registered()) {
    const Traits traits = contingents.TraitsOf(contingent);
    if (!FulfilsAny("contingent", named, contingent) || !Allows(scope, traits)) continue;
    any_contingent = true;
    const std::string trait = TraitOf(traits, dimension);
    if (trait == kUnspecified && !said.empty()) {
      values.insert(said.begin(), said.end());
    } else {
      values.insert(trait);
    }
  }
  const bool others = !any_contingent || std::any_of(named.begin(), named.end(), [&](auto& name) {
    return contingents.Registered().count(name) == 0;
  });
  if (!others) return values;
  if (is_label) {
    values.insert(kUnspecified);
  } else if (said.empty()) {
    values.clear();
  } else {
    values.insert(said.begin(), said.end());
  }
  return values;
}

bool LiesWithin(const Scope& scope, const std::vector<Condition>& conditions,
                const Contingents& contingents) {
  for (const Condition& condition : conditions) {
    const std::set<std::string> values = ValuesOf(scope, condition.dimension, contingents);
    if (values.empty()) return false;
    for (const std::string& value : values) {
      const bool fulfilled =
          std::any_of(conditions.begin(), conditions.end(), [&](const Condition& other) {
            return other.dimension == condition.dimension &&
                   Fulfils(other.dimension, other.value, value);
          });
      if (!fulfilled) return false;
    }
  }
  return true;
}

std::vector<Condition> ConditionsOf(const Scope& scope) {
  std::vector<Condition> conditions;
  for (const std::string& dimension : kAll) {
    for (const std::string& value : Said(scope, dimension))
      conditions.push_back({dimension, value});
  }
  return conditions;
}

}  // namespace muster::model
