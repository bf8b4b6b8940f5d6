// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report input: the report files of one append, as they were read, and all that is wrong with them.
#ifndef MUSTER_TOOLS_CLI_REPORT_INPUT_H_
#define MUSTER_TOOLS_CLI_REPORT_INPUT_H_

#include <vector>

#include "ledger/draft.h"
#include "ledger/refusal.h"
#include "tools/input/report_file.h"

namespace muster {

struct ReportInput {
  std::vector<ReportFile> files;  // in their order; their drafts and refusals are below
  std::vector<ReportDraft> drafts;
  Refusals refusals;
  bool is_broken = false;  // a file could not be parsed, so its registrations are not known

  void Add(ReportFile file);
};

struct AllRefusals {
  Refusals refusals;
  // Some were left out, because a file could not be read: they ask for names that it may hold.
  bool names_unchecked = false;
};

// What the readers and the ledger found, each once, in order.
AllRefusals AllRefusalsOf(const ReportInput& input, Refusals of_the_ledger);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_REPORT_INPUT_H_
