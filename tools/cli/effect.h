// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Effect: which strengths an append changed, or would change.
#ifndef MUSTER_TOOLS_CLI_EFFECT_H_
#define MUSTER_TOOLS_CLI_EFFECT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/view.h"
#include "projections/views.h"

namespace muster {

// One strength that is another now.
struct Effect {
  Day on;
  std::vector<std::string> by;    // {"contributor"}
  std::vector<std::string> keys;  // {"KEN"}
  People was;
  People is;
  bool by_complete_muster = false;  // a complete muster of that day set it to 0
};

struct Effects {
  std::vector<Effect> shown;  // by day, then keys
  // Days that were not compared, beyond the limit.
  std::size_t days_left_out = 0;
};

// Compares the answers of `views` at `before` and at their size, on the days that the new events
// name: by contributor, and where that does not differ, by place or duty. Errors: DATA_LOSS.
StatusOr<Effects> EffectsOf(const Ledger& ledger, const Views& views, LogSize before,
                            const std::vector<AdmittedEvent>& events);

// "KEN on 2025-01-18: 400 → 617"; "this complete muster sets JAM 24 → 0".
std::string EffectText(const Effect& effect);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_EFFECT_H_
