// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/report_input.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace muster {
namespace {

// Rules that ask what else is registered: of no use while a part of the input cannot be read.
bool AsksForNames(const Refusal& refusal) {
  return refusal.rule.starts_with("unknown-") ? refusal.rule != "unknown-key"
                                              : refusal.rule.ends_with("-target");
}

}  // namespace

void ReportInput::Add(ReportFile file) {
  if (file.drafts.empty()) is_broken = true;
  std::move(file.drafts.begin(), file.drafts.end(), std::back_inserter(drafts));
  std::move(file.refusals.begin(), file.refusals.end(), std::back_inserter(refusals));
  files.push_back(std::move(file));
}

AllRefusals AllRefusalsOf(const ReportInput& input, Refusals of_the_ledger) {
  AllRefusals all{input.refusals, false};
  for (Refusal& refusal : of_the_ledger) {
    if (input.is_broken && AsksForNames(refusal)) {
      all.names_unchecked = true;
      continue;
    }
    all.refusals.push_back(std::move(refusal));
  }
  SortRefusals(all.refusals);
  const auto same = [](const Refusal& a, const Refusal& b) {
    return a.file == b.file && a.position == b.position && a.rule == b.rule &&
           a.message == b.message;
  };
  all.refusals.erase(std::unique(all.refusals.begin(), all.refusals.end(), same),
                     all.refusals.end());
  return all;
}

}  // namespace muster
