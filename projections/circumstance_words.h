// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The words of the report file for why people came or went.
//
// Thread-safety: pure functions.
#ifndef MUSTER_PROJECTIONS_CIRCUMSTANCE_WORDS_H_
#define MUSTER_PROJECTIONS_CIRCUMSTANCE_WORDS_H_

#include <string>

#include "projections/fact_table.h"

namespace muster {

// Each is empty where it is not said, or is of a later schema.
struct CircumstanceWords {
  std::string reason;  // of an arrival or a departure
  std::string loss;    // of a loss: killed, died, missing
  std::string cause;   // of a loss
  friend bool operator==(const CircumstanceWords&, const CircumstanceWords&) = default;
};

CircumstanceWords WordsOf(MovementKind kind, const Circumstances& circumstances);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_CIRCUMSTANCE_WORDS_H_
