// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/assumption.h"

#include <fmt/format.h>

#include "ledger/event_kind_word.h"

namespace muster {

std::string Assumption::Reason() const {
  switch (because) {
    case Because::kNotSaid:
      return "nothing is said of it";
    case Because::kAllLeave:
      return "all of them leave";
    case Because::kAssignedFrom:
      return "the place they are assigned from";
    case Because::kNothingBefore:
      return "nothing is recorded of where they were before";
    case Because::kNothingAtPlace:
      return "nothing is recorded that went there before";
    case Because::kWentThere:
      return fmt::format("where the {} at {} went", KindWord(source_kind), source.value);
    case Because::kWentBack:
      break;
  }
  return fmt::format("back from the {} at {}", KindWord(source_kind), source.value);
}

}  // namespace muster
