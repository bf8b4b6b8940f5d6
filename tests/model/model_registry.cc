// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_registry.h"

#include <optional>

#include "tests/model/model_chain.h"

namespace muster::model {

Contingents::Contingents(const Log& log, std::uint64_t known_at) {
  for (std::uint64_t p = 0; log.Holds(p, known_at); ++p) {
    if (!log.records[p].event().has_contingent()) continue;
    const std::optional<v1::Event> reading = Read(log, known_at, Lens{}, p);
    // "An identical registration again has no effect": the first one that stands is the one.
    if (reading && reading->has_contingent()) {
      registered_.emplace(reading->contingent().id(), reading->contingent());
    }
  }
}

Traits Contingents::TraitsOf(const std::string& contingent) const {
  // "one below another takes from it what it does not say": first what is above, then what it says.
  Traits traits;
  const std::size_t slash = contingent.rfind('/');
  if (slash != std::string::npos) traits = TraitsOf(contingent.substr(0, slash));
  const auto found = registered_.find(contingent);
  if (found == registered_.end()) return traits;
  const v1::Contingent& own = found->second;
  if (!own.mission().empty()) traits.mission = own.mission();
  if (!own.contributor().empty()) traits.contributor = own.contributor();
  if (!own.component().empty()) traits.component = own.component();
  for (const v1::Label& label : own.labels()) traits.labels[label.name()] = label.value();
  return traits;
}

std::set<std::string> Contingents::Registered() const {
  std::set<std::string> ids;
  for (const auto& [id, contingent] : registered_) ids.insert(id);
  return ids;
}

}  // namespace muster::model
