// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ChangedContingents: the registrations of contingents that changed between two states of
// knowledge, and the registry as it would be without those changes.
#ifndef MUSTER_PROJECTIONS_CHANGED_CONTINGENTS_H_
#define MUSTER_PROJECTIONS_CHANGED_CONTINGENTS_H_

#include <map>
#include <string>
#include <vector>

#include "ledger/position.h"
#include "ledger/registry.h"
#include "projections/effective_set.h"

namespace muster {

struct ChangedContingents {
  // Of [from, to).
  static ChangedContingents Find(const EffectiveSet& set, LogSize from, LogSize to);

  // The changes of those that stand in both states under one registration, and of new ones above
  // others that stood before and take from them; by id.
  std::map<std::string, std::vector<Position>> changed;
  // Some stand only in the later state.
  bool any_new = false;

  // The registry at `to`, had `changed` never been written. REQUIRES: `set` is that of Find.
  Registry Without(const EffectiveSet& set, LogSize to) const;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_CHANGED_CONTINGENTS_H_
