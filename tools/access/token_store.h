// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TokenStore keeps the tokens of a ledger: access/tokens in its directory, for its owner only.
//
// Thread-safety: safe for concurrent use, also by several processes: a change replaces the file at
// once and durably, one process at a time.
#ifndef MUSTER_TOOLS_ACCESS_TOKEN_STORE_H_
#define MUSTER_TOOLS_ACCESS_TOKEN_STORE_H_

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/clock.h"
#include "ledger/status.h"
#include "tools/access/token.h"

namespace muster {

class TokenStore {
 public:
  explicit TokenStore(const std::filesystem::path& ledger);

  // In the order in which they were made; none if there is no file. Errors: DATA_LOSS; UNAVAILABLE.
  StatusOr<std::vector<StoredToken>> Read() const;

  // Makes a token for a principal, and gives its text, which is kept nowhere. Errors:
  // INVALID_ARGUMENT for a name that may not stand in a record, or a time of expiry that has
  // passed; FAILED_PRECONDITION if another process keeps changing tokens for seconds; as Read.
  StatusOr<std::string> Add(const Principal& principal, std::optional<Time> expires_at,
                            Time now) const;

  // Revokes all tokens of a name, or the one of an id, that are not revoked. Gives them. Errors:
  // NOT_FOUND if there is none, naming those there are; as Add.
  StatusOr<std::vector<StoredToken>> Revoke(std::string_view name_or_id, Time now) const;

  const std::filesystem::path& file() const { return file_; }

 private:
  const std::filesystem::path directory_;
  const std::filesystem::path file_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_ACCESS_TOKEN_STORE_H_
