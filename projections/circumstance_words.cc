// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/circumstance_words.h"

#include "muster/v1/event.pb.h"

namespace muster {
namespace {

// MALICIOUS_ACT -> "malicious-act"; what is unspecified, or of a later schema, is empty.
std::string WordOf(int number, const std::string& name) {
  std::string word;
  if (number == 0) return word;
  for (const char letter : name) {
    word += letter == '_' ? '-' : static_cast<char>(letter - 'A' + 'a');
  }
  return word;
}

}  // namespace

CircumstanceWords WordsOf(MovementKind kind, const Circumstances& circumstances) {
  const int reason = circumstances.reason;
  const int cause = circumstances.cause;
  CircumstanceWords words;
  if (kind == MovementKind::kArrival) {
    words.reason = WordOf(reason, v1::Arrival_Reason_Name(reason));
  } else if (kind == MovementKind::kDeparture) {
    words.reason = WordOf(reason, v1::Departure_Reason_Name(reason));
  } else if (kind == MovementKind::kLoss) {
    words.loss = WordOf(reason, v1::Loss_Kind_Name(reason));
    words.cause = WordOf(cause, v1::Loss_Cause_Name(cause));
  }
  return words;
}

}  // namespace muster
