// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Token: what a client shows to be known, and what is kept of it.
//
// A token is 256 bits of chance. Of it only the SHA-256 is kept: from that nobody can find the
// token, and a slow or salted hash, as passwords need it, would guard against nothing but guessing,
// of which there is no hope here.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_ACCESS_TOKEN_H_
#define MUSTER_TOOLS_ACCESS_TOKEN_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/clock.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "tools/access/principal.h"

namespace muster {

// By it a token is known for what it is, in a log or a repository where it must not be.
inline constexpr std::string_view kTokenPrefix = "muster_";

struct StoredToken {
  Principal principal;
  Hash sha256{};  // of the token's text
  Time made_at{};
  std::optional<Time> expires_at;
  std::optional<Time> revoked_at;

  // The first digits of the hash: names a token to people, and gives nothing away.
  std::string Id() const;
  // "valid", "expired", "revoked" at `now`.
  std::string_view StateAt(Time now) const;
};

// The text of a new token. Errors: UNAVAILABLE if the system has no chance to give.
StatusOr<std::string> MakeToken();

// The token whose text this is, or null. Compares with each, in constant time.
const StoredToken* FindToken(const std::vector<StoredToken>& tokens, std::string_view text);

// Errors: INVALID_ARGUMENT for a name that may not stand in a record.
Status CheckPrincipalName(std::string_view name);

// The tokens as a file has them: a line that names the form, and a JSON text a token.
std::string EncodeTokens(const std::vector<StoredToken>& tokens);
// Errors: DATA_LOSS, naming the line.
StatusOr<std::vector<StoredToken>> DecodeTokens(std::string_view text);

}  // namespace muster

#endif  // MUSTER_TOOLS_ACCESS_TOKEN_H_
