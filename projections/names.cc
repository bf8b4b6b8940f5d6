// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/names.h"

#include "ledger/path.h"
#include "ledger/status.h"

namespace muster {

Names::Names() {
  MUSTER_CHECK(Intern("") == kNoName);
  MUSTER_CHECK(Intern(kUnspecified) == kUnspecifiedName);
}

Names::Names(const Names& other) : names_(other.names_) {
  for (const std::string& name : names_) ids_.emplace(name, static_cast<NameId>(ids_.size()));
}

NameId Names::Intern(std::string_view name) {
  const auto found = ids_.find(name);
  if (found != ids_.end()) return found->second;
  const auto id = static_cast<NameId>(names_.size());
  names_.emplace_back(name);
  ids_.emplace(names_.back(), id);
  return id;
}

std::optional<NameId> Names::Find(std::string_view name) const {
  const auto found = ids_.find(name);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

}  // namespace muster
