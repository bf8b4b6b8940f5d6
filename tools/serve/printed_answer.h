// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// PrintedAnswer: what a command prints about a ledger that is served, whichever way it was asked.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_SERVE_PRINTED_ANSWER_H_
#define MUSTER_TOOLS_SERVE_PRINTED_ANSWER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "tools/cli/answer.h"
#include "tools/cli/answer_file.h"
#include "tools/cli/invocation.h"
#include "tools/input/given_files.h"
#include "tools/serve/served_ledger.h"

namespace muster {

// Of an answer and of its files, together.
inline constexpr std::size_t kAnswerBytesMax = std::size_t{64} << 20;

struct PrintedAnswer {
  std::string text;
  std::vector<Remark> remarks;
  std::vector<AnswerFile> files;
  ExitStatus exit_status = ExitStatus::kDone;
  // What the answer depends on beside the question.
  LogSize size;
  Day today;
};

// Runs the command while the ledger stands still. It reads no file of this computer but those of
// the ledger and of `passphrase_file`, where the passphrase of the signing key is, if it has one;
// what it takes for files are `given`.
//
// Errors: those of the command, behind what it has said before; RESOURCE_EXHAUSTED beyond
// kAnswerBytesMax.
Status AnswerOf(const ServedLedger& ledger, Invocation invocation,
                const std::optional<std::string>& passphrase_file, const GivenFiles::Files& given,
                PrintedAnswer& printed);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_PRINTED_ANSWER_H_
