// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#ifndef MUSTER_LEDGER_ASSUMPTION_H_
#define MUSTER_LEDGER_ASSUMPTION_H_

#include <string>
#include <string_view>

#include "ledger/draft.h"
#include "ledger/position.h"

namespace muster {

// Something that admission filled in or understood, for the receipt. Most are never read, so that
// only what they were made of is kept.
struct Assumption {
  enum class Because {
    kNotSaid,        // nothing is said of it
    kAllLeave,       // a departure of all
    kAssignedFrom,   // they stay where they are assigned from
    kNothingBefore,  // nothing is recorded of where they were
    kNothingAtPlace,
    kWentThere,  // `source` took them there
    kWentBack,   // `source` took them there on its way back
  };

  SourcePosition position;
  std::string_view field;  // "from.place"; a literal
  std::string value;       // "HTI/Ouest/Port-au-Prince"
  Because because = Because::kNotSaid;
  Position source;
  int source_kind = 0;  // a number of v1::Event::FactCase

  // "where the arrival at 12 went".
  std::string Reason() const;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_ASSUMPTION_H_
