// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Base64 (RFC 4648, section 4), by OpenSSL.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_BASE64_H_
#define MUSTER_LEDGER_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

#include "ledger/sha256.h"

namespace muster {

std::string ToBase64(std::string_view bytes);
// The reverse. Only the one text that ToBase64 gives is taken.
std::optional<std::string> FromBase64(std::string_view text);
// The same of 32 bytes.
std::optional<Hash> HashFromBase64(std::string_view text);

}  // namespace muster

#endif  // MUSTER_LEDGER_BASE64_H_
