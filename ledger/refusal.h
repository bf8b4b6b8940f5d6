// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Refusals: what admission says of a draft that it does not take. A refusal is data, not an error:
// all of them are given at once, and nothing is appended.
#ifndef MUSTER_LEDGER_REFUSAL_H_
#define MUSTER_LEDGER_REFUSAL_H_

#include <string>
#include <vector>

#include "ledger/draft.h"

namespace muster {

struct Refusal {
  std::string file;
  SourcePosition position;
  // A stable name for the rule, for programs and for the page that explains it: "unknown-key",
  // "bad-strength", "likely-duplicate". docs/reference/refusals.md has them all.
  std::string rule;
  // What is wrong. Lower-case first word, no final stop.
  std::string message;
  // What would be right; may be empty, may have several lines (a piece of YAML to paste).
  std::string hint;
};

using Refusals = std::vector<Refusal>;

// By file in the order given by `files`' first appearance, then by position, then as found.
void SortRefusals(Refusals& refusals);

}  // namespace muster

#endif  // MUSTER_LEDGER_REFUSAL_H_
