// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#ifndef MUSTER_LEDGER_ASSUMPTION_H_
#define MUSTER_LEDGER_ASSUMPTION_H_

#include <string>

#include "ledger/draft.h"

namespace muster {

// Something that admission filled in or understood, for the receipt.
struct Assumption {
  SourcePosition position;
  std::string field;   // "from.place"
  std::string value;   // "HTI/Ouest/Port-au-Prince"
  std::string reason;  // "where the arrival at 12 went"
};

}  // namespace muster

#endif  // MUSTER_LEDGER_ASSUMPTION_H_
