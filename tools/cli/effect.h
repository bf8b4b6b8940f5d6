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

// The records that an append made, without those that were there already.
std::vector<RecordPtr> NewRecords(const AppendResult& result);

// Compares the answers of `views` before the append and after it, on the days that the new events
// name: by contributor, and where that does not differ, by place or duty. What was appended later
// does not count. REQUIRES: the views have the append. Errors: DATA_LOSS.
StatusOr<Effects> EffectsOfAppend(const Ledger& ledger, const Views& views,
                                  const AppendResult& result);
// The same for what a dry run would append. REQUIRES: `views` and `ledger` are as large as the log
// was for the dry run.
StatusOr<Effects> EffectsOfDryRun(const Ledger& ledger, const Views& views,
                                  const AppendResult& result);

// "KEN on 2025-01-18: 400 → 617"; "this complete muster sets JAM 24 → 0".
std::string EffectText(const Effect& effect);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_EFFECT_H_
