// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The lines that proof files are made of: "key value", and hashes in base64 up to an empty line.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_PROOF_LINES_H_
#define MUSTER_LEDGER_PROOF_LINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/sha256.h"
#include "ledger/status.h"

namespace muster {

// Takes the line off the front of `*text` if it is "<key> <value>", and gives the value.
std::optional<std::string_view> TakeValue(std::string_view* text, std::string_view key);

// Takes the hashes off the front, and the empty line behind them. Errors: INVALID_ARGUMENT.
StatusOr<std::vector<Hash>> TakeHashes(std::string_view* text);

// A line for each, and the empty line.
std::string HashLines(const std::vector<Hash>& hashes);

}  // namespace muster

#endif  // MUSTER_LEDGER_PROOF_LINES_H_
