// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/stated_scope.h"

#include <algorithm>
#include <set>

#include "ledger/path.h"
#include "muster/v1/post.pb.h"

namespace muster {
namespace {

using ValueList = std::vector<std::string>;

std::array<ValueList, kDimensions> ValuesIn(const v1::Scope& scope) {
  const std::array fields = {&scope.mission(),    &scope.contributor(), &scope.component(),
                             &scope.contingent(), &scope.place(),       &scope.duty()};
  std::array<ValueList, kDimensions> values;
  for (int i = 0; i < kDimensions; ++i) values[i] = {fields[i]->begin(), fields[i]->end()};
  return values;
}

bool AnyMatches(Dimension dimension, const ValueList& conditions, const std::string& value) {
  return std::any_of(conditions.begin(), conditions.end(), [&](const std::string& condition) {
    return ValueMatches(dimension, condition, value);
  });
}

// The values that fulfil one of `outer` and one of `inner`.
ValueList CommonValues(Dimension dimension, const ValueList& outer, const ValueList& inner) {
  ValueList both;
  const auto add = [&both](const std::string& value) {
    if (std::find(both.begin(), both.end(), value) == both.end()) both.push_back(value);
  };
  for (const std::string& a : outer) {
    for (const std::string& b : inner) {
      if (ValueMatches(dimension, a, b)) {
        add(b);
      } else if (ValueMatches(dimension, b, a)) {
        add(a);
      }
    }
  }
  return both;
}

// What a contingent fixes of a dimension; empty if nothing.
const std::string& TraitOf(const ContingentTraits& traits, int dimension) {
  static const auto* const kNone = new std::string();
  switch (dimension) {
    case kMission:
      return traits.mission;
    case kContributor:
      return traits.contributor;
    case kComponent:
      return traits.component;
    default:
      return *kNone;
  }
}

bool IsFixedByContingents(int dimension) { return dimension < kContingent; }

}  // namespace

StatedScope::StatedScope(const v1::Scope& scope, const Registry& registry, LogSize known_at)
    : StatedScope(registry, known_at) {
  written_ = ValuesIn(scope);
  FillIn();
}

StatedScope::StatedScope(const v1::Who& who, const Registry& registry, LogSize known_at)
    : StatedScope(registry, known_at) {
  const auto said = [](const std::string& value) {
    return ValueList{value.empty() ? std::string(kUnspecified) : value};
  };
  written_[kContingent] = said(who.contingent());
  if (who.contingent().empty()) {
    written_[kMission] = said(who.mission());
    written_[kContributor] = said(who.contributor());
    written_[kComponent] = said(who.component());
  }
  written_[kPlace] = said("");
  written_[kDuty] = said("");
  below_too_ = false;
  FillIn();
}

std::optional<StatedScope> StatedScope::With(const v1::Scope& line) const {
  const std::array<ValueList, kDimensions> inner = ValuesIn(line);
  StatedScope both(*registry_, known_at_);
  for (int i = 0; i < kDimensions; ++i) {
    if (written_[i].empty() || inner[i].empty()) {
      both.written_[i] = written_[i].empty() ? inner[i] : written_[i];
      continue;
    }
    both.written_[i] = CommonValues(static_cast<Dimension>(i), written_[i], inner[i]);
    if (both.written_[i].empty()) return std::nullopt;
  }
  both.FillIn();
  return both;
}

bool StatedScope::Allows(const ContingentTraits& traits) const {
  for (int i = 0; i < kDimensions; ++i) {
    const std::string& trait = TraitOf(traits, i);
    if (trait.empty() || written_[i].empty()) continue;
    if (!AnyMatches(static_cast<Dimension>(i), written_[i], trait)) return false;
  }
  return true;
}

void StatedScope::FindContingents() {
  const ValueList& written = written_[kContingent];
  if (written.empty()) return;
  const ValueList registered = registry_->ContingentIds(known_at_);
  const auto is_registered = [&](const std::string& id) {
    return std::binary_search(registered.begin(), registered.end(), id);
  };
  others_too_ = !std::all_of(written.begin(), written.end(), is_registered);
  for (const std::string& id : registered) {
    const bool meant = below_too_ ? AnyMatches(kContingent, written, id)
                                  : std::find(written.begin(), written.end(), id) != written.end();
    if (!meant) continue;
    ContingentTraits traits = registry_->Traits(id, known_at_);
    if (Allows(traits)) contingents_.push_back({id, std::move(traits)});
  }
  // Only after a registration was corrected: the scope stands.
  if (contingents_.empty()) others_too_ = true;
}

void StatedScope::FillIn() {
  FindContingents();
  known_ = written_;
  if (contingents_.empty()) return;
  for (int i = 0; i < kDimensions; ++i) {
    if (!IsFixedByContingents(i) || (others_too_ && written_[i].empty())) continue;
    std::set<std::string> values;
    if (others_too_) values.insert(written_[i].begin(), written_[i].end());
    for (const Fixing& fixing : contingents_) {
      const std::string& trait = TraitOf(fixing.traits, i);
      if (!trait.empty()) {
        values.insert(trait);
      } else if (written_[i].empty()) {
        values.insert(std::string(kUnspecified));
      } else {
        values.insert(written_[i].begin(), written_[i].end());
      }
    }
    known_[i] = {values.begin(), values.end()};
  }
}

ScopeValues StatedScope::Written() const {
  ScopeValues written;
  for (int i = 0; i < kDimensions; ++i) {
    if (written_[i].empty()) continue;
    written.emplace_back(DimensionName(static_cast<Dimension>(i)), written_[i]);
  }
  return written;
}

std::vector<Condition> StatedScope::AsConditions() const {
  std::vector<Condition> conditions;
  for (const auto& [dimension, values] : Written()) {
    for (const std::string& value : values) conditions.push_back({dimension, value});
  }
  return conditions;
}

std::vector<std::string> StatedScope::ValuesOf(const std::string& attribute) const {
  if (!attribute.starts_with(kLabelPrefix)) {
    const std::optional<Dimension> dimension = FindDimension(attribute);
    return dimension ? known_[*dimension] : ValueList();
  }
  if (written_[kContingent].empty()) return {};
  const std::string_view label = std::string_view(attribute).substr(kLabelPrefix.size());
  std::set<std::string> values;
  if (others_too_) values.insert(std::string(kUnspecified));
  for (const Fixing& fixing : contingents_) {
    const auto found = fixing.traits.labels.find(label);
    values.insert(found == fixing.traits.labels.end() ? std::string(kUnspecified) : found->second);
  }
  return {values.begin(), values.end()};
}

bool StatedScope::LiesWithin(const std::vector<Condition>& conditions) const {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& one) {
    const ValueList values = ValuesOf(one.dimension);
    if (values.empty()) return false;
    const std::optional<Dimension> dimension = FindDimension(one.dimension);
    return std::all_of(values.begin(), values.end(), [&](const std::string& value) {
      return std::any_of(conditions.begin(), conditions.end(), [&](const Condition& other) {
        if (other.dimension != one.dimension) return false;
        return dimension ? ValueMatches(*dimension, other.value, value) : other.value == value;
      });
    });
  });
}

}  // namespace muster
