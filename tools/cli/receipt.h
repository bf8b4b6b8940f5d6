// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Receipt: what an append understood, assumed, skipped and changed.
#ifndef MUSTER_TOOLS_CLI_RECEIPT_H_
#define MUSTER_TOOLS_CLI_RECEIPT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "tools/cli/effect.h"
#include "tools/output/terminal.h"

namespace muster {

struct Receipt {
  AppendResult result;
  Effects effects;
  bool dry_run = false;
};

// In sentences, short of an append of many events. Ends with a line end.
std::string ReceiptText(const Receipt& receipt, const Style& style);
// {"positions", "size", "root", ...}: everything.
nlohmann::ordered_json ReceiptJson(const Receipt& receipt);
// One row an event.
std::string ReceiptCsv(const Receipt& receipt);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_RECEIPT_H_
