// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "projections/view_words.h"

namespace muster {

std::string_view BasisName(Basis basis) {
  switch (basis) {
    case Basis::kCounted:
      return "counted";
    case Basis::kLossesOnly:
      return "losses-only";
    case Basis::kAddedUp:
      break;
  }
  return "added-up";
}

std::string_view AgreementName(Agreement verdict) {
  switch (verdict) {
    case Agreement::kOver:
      return "over";
    case Agreement::kShort:
      return "short";
    case Agreement::kAgrees:
      break;
  }
  return "agrees";
}

}  // namespace muster
