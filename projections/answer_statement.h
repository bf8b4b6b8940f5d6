// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// AnswerStatement is a number with the question that it answers and the records that it rests on,
// as the text that the ledger's key signs:
//
//   muster.answer/v1
//   origin example.org/haiti        the log, and its state: those of the checkpoint
//   size 37
//   root <64 hexadecimal digits>
//   program muster 0.1.0
//   on 2025-01-18
//   known-at 37
//   where contributor=KEN           no line or several, in the words of the options of `muster
//   why`; of women                        likewise `source`; `of`, `least-grade` and `published-by`
//   once least 617                       a number or `none` best 617 most 617 basis added-up or
//   `counted`, `losses-only` latest 2025-01-18               or `none` rests-on 0 2-4 17 positions
//   and ranges of them, or `none`
//
// Thread-safety: values and pure functions.
#ifndef MUSTER_PROJECTIONS_ANSWER_STATEMENT_H_
#define MUSTER_PROJECTIONS_ANSWER_STATEMENT_H_

#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/view.h"

namespace muster {

struct AnswerStatement {
  Checkpoint checkpoint;
  std::string program;
  Day on;
  ViewQuery query;  // without groups
  Group total;
  std::vector<Position> records;  // ascending

  // Errors: INVALID_ARGUMENT for a name with a control character in it, which no line can have;
  // RESOURCE_EXHAUSTED if it is longer than a note may be.
  StatusOr<std::string> Text() const;
  // Takes only what Text gives. Errors: INVALID_ARGUMENT, saying what is wrong.
  static StatusOr<AnswerStatement> Parse(std::string_view text);
  // Whether the text begins as a statement does. Errors: INVALID_ARGUMENT if not.
  static Status CheckTitle(std::string_view text);
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_ANSWER_STATEMENT_H_
