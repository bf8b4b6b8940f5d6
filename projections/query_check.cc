// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/query_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/path.h"
#include "ledger/spelling.h"

namespace muster {
namespace {

// More names than this are not listed in an error.
constexpr std::size_t kNamesListed = 12;

std::string Joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

// The values of each label that contingents have.
using Labels = std::map<std::string, std::set<std::string>>;

Labels LabelsAt(const Registry& registry, LogSize known_at) {
  Labels labels;
  for (const std::string& contingent : registry.ContingentIds(known_at)) {
    for (const auto& [name, value] : registry.Traits(contingent, known_at).labels) {
      labels[name].insert(value);
    }
  }
  return labels;
}

// Finds the canonical form of one value.
class ValueCheck {
 public:
  ValueCheck(const EffectiveSet& set, LogSize known_at) : set_(set), known_at_(known_at) {}

  StatusOr<std::string> Canonical(Dimension dimension, const std::string& value) const {
    if (value == kUnspecified) return value;
    const Registry::Match match = Find(dimension, value);
    if (!match.id.empty()) return match.id;
    if (!match.candidates.empty()) {
      return InvalidArgument("{} {} may be any of {}; write one of them whole",
                             DimensionName(dimension), value, Joined(match.candidates));
    }
    const std::set<std::string> values = ValuesAt(set_, dimension, known_at_);
    const bool known = std::any_of(values.begin(), values.end(), [&](const std::string& has) {
      return ValueMatches(dimension, value, has);
    });
    if (known) return value;
    return InvalidArgument("nothing in the ledger has {} {}{}", DimensionName(dimension), value,
                           Advice(value, Names(dimension, values)));
  }

 private:
  Registry::Match Find(Dimension dimension, const std::string& value) const {
    const Registry& registry = set_.registry();
    switch (dimension) {
      case kMission:
        return registry.FindMission(value, known_at_);
      case kPlace:
        return registry.FindPlace(value, known_at_);
      case kContingent:
        return registry.FindContingent(value, known_at_);
      default:
        return {};
    }
  }

  std::vector<std::string> Names(Dimension dimension, const std::set<std::string>& values) const {
    const Registry& registry = set_.registry();
    switch (dimension) {
      case kMission:
        return registry.MissionNames(known_at_);
      case kPlace:
        return registry.PlaceNames(known_at_);
      case kContingent:
        return registry.ContingentNames(known_at_);
      default:
        return {values.begin(), values.end()};
    }
  }

  const EffectiveSet& set_;
  LogSize known_at_;
};

// The name of a label, or nullopt for a dimension.
std::optional<std::string> LabelName(const std::string& attribute) {
  if (!attribute.starts_with(kLabelPrefix)) return std::nullopt;
  return attribute.substr(kLabelPrefix.size());
}

Status UnknownDimension(const std::string& name) {
  std::vector<std::string> known;
  known.reserve(kDimensions);
  for (int i = 0; i < kDimensions; ++i) {
    known.emplace_back(DimensionName(static_cast<Dimension>(i)));
  }
  const std::optional<std::string> nearest = NearestName(name, known);
  return InvalidArgument("there is no dimension {}{}; there are {} and label.NAME", name,
                         nearest ? fmt::format(" (did you mean {}?)", *nearest) : "",
                         Joined(known));
}

Status CheckLabel(const std::string& name, const Labels& labels) {
  if (labels.contains(name)) return OkStatus();
  std::vector<std::string> known;
  for (const auto& [label, values] : labels) known.push_back(label);
  return InvalidArgument("no contingent has a label {}{}", name, Advice(name, known));
}

Status CheckCondition(const EffectiveSet& set, const Labels& labels, LogSize known_at,
                      Condition& condition) {
  const std::optional<std::string> label = LabelName(condition.dimension);
  if (label) {
    MUSTER_RETURN_IF_ERROR(CheckLabel(*label, labels));
    const std::set<std::string>& values = labels.at(*label);
    if (condition.value == kUnspecified || values.contains(condition.value)) return OkStatus();
    return InvalidArgument("nothing in the ledger has {} {}{}", condition.dimension,
                           condition.value,
                           Advice(condition.value, {values.begin(), values.end()}));
  }
  const std::optional<Dimension> dimension = FindDimension(condition.dimension);
  if (!dimension) return UnknownDimension(condition.dimension);
  MUSTER_ASSIGN_OR_RETURN(condition.value,
                          ValueCheck(set, known_at).Canonical(*dimension, condition.value));
  return OkStatus();
}

}  // namespace

std::string Advice(const std::string& name, const std::vector<std::string>& known) {
  const std::optional<std::string> nearest = NearestName(name, known);
  if (nearest) return fmt::format("; did you mean {}?", *nearest);
  if (known.empty()) return "; there is none yet";
  if (known.size() <= kNamesListed) return fmt::format("; there are {}", Joined(known));
  return "";
}

FactPosition FactKnownAt(LogSize known_at) {
  MUSTER_CHECK(known_at.value <= kStillTrue);
  return static_cast<FactPosition>(known_at.value);
}

std::set<std::string> ValuesAt(const EffectiveSet& set, Dimension dimension, LogSize known_at) {
  std::set<std::string> values;
  const FactTable& facts = set.facts();
  const auto add = [&](const std::string& value) {
    if (!value.empty() && value != kUnspecified) values.insert(value);
  };
  const FactPosition position = FactKnownAt(known_at);
  for (NamedPostId post = 1; post < facts.posts.size(); ++post) {
    if (set.FirstNamed(post) < position) add(facts.names[facts.posts[post][dimension]]);
  }
  for (const auto& [mention, first] : set.mentions()) {
    if (mention.dimension == dimension && first < position) add(facts.names[mention.value]);
  }
  const Registry& registry = set.registry();
  for (const std::string& contingent : registry.ContingentIds(known_at)) {
    const ContingentTraits traits = registry.Traits(contingent, known_at);
    if (dimension == kMission) add(traits.mission);
    if (dimension == kContributor) add(traits.contributor);
    if (dimension == kComponent) add(traits.component);
    if (dimension == kContingent) add(contingent);
  }
  return values;
}

StatusOr<ViewQuery> CheckQuery(const EffectiveSet& set, const ViewQuery& query) {
  if (query.known_at > set.size()) {
    return InvalidArgument("known-at {} is beyond the log, which has {} records",
                           query.known_at.value, set.size().value);
  }
  if (query.depth && *query.depth < 1) {
    return InvalidArgument("depth {} is not at least 1", *query.depth);
  }
  const auto is_label = [](const std::string& name) { return name.starts_with(kLabelPrefix); };
  Labels labels;
  if (std::any_of(query.by.begin(), query.by.end(), is_label) ||
      std::any_of(query.where.begin(), query.where.end(),
                  [&](const Condition& condition) { return is_label(condition.dimension); })) {
    labels = LabelsAt(set.registry(), query.known_at);
  }
  ViewQuery checked = query;
  for (const std::string& by : checked.by) {
    const std::optional<std::string> label = LabelName(by);
    if (label) {
      MUSTER_RETURN_IF_ERROR(CheckLabel(*label, labels));
    } else if (!FindDimension(by)) {
      return UnknownDimension(by);
    }
  }
  for (Condition& condition : checked.where) {
    MUSTER_RETURN_IF_ERROR(CheckCondition(set, labels, query.known_at, condition));
  }
  return checked;
}

}  // namespace muster
