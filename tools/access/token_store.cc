// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/access/token_store.h"

#include <chrono>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include "ledger/durable_file.h"
#include "ledger/ledger_directory.h"
#include "ledger/write_lock.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTokensBytesMax = std::size_t{16} << 20;
// How long a change waits for another, and how often it looks.
constexpr std::chrono::seconds kPatience{5};
constexpr std::chrono::milliseconds kLook{5};

StatusOr<WriteLock> LockTokens(const fs::path& directory) {
  std::error_code error;
  if (fs::create_directory(directory, error)) {
    fs::permissions(directory, fs::perms::owner_all, error);
  }
  if (error) return Unavailable("cannot make {}: {}", directory.string(), error.message());
  // Others hold it for a moment only; who holds it longer is told.
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    StatusOr<WriteLock> lock = WriteLock::Acquire(directory / "LOCK");
    const bool is_held = lock.status().code() == StatusCode::kFailedPrecondition;
    if (!is_held || std::chrono::steady_clock::now() >= deadline) return lock;
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

TokenStore::TokenStore(const fs::path& ledger)
    : directory_(AccessDirectory(ledger)), file_(directory_ / "tokens") {}

StatusOr<std::vector<StoredToken>> TokenStore::Read() const {
  const StatusOr<std::string> text = ReadSmallFile(file_, kTokensBytesMax);
  if (text.status().code() == StatusCode::kNotFound) return std::vector<StoredToken>();
  if (!text.ok()) return text.status();
  StatusOr<std::vector<StoredToken>> tokens = DecodeTokens(*text);
  if (!tokens.ok()) {
    return DataLoss("{} is damaged: {}", file_.string(), Message(tokens.status()));
  }
  return tokens;
}

StatusOr<std::string> TokenStore::Add(const Principal& principal, std::optional<Time> expires_at,
                                      Time now) const {
  MUSTER_RETURN_IF_ERROR(CheckPrincipalName(principal.name));
  if (expires_at && *expires_at <= now) {
    return InvalidArgument("it would have expired already, at {}", FormatTime(*expires_at));
  }
  MUSTER_ASSIGN_OR_RETURN(const WriteLock lock, LockTokens(directory_));
  MUSTER_ASSIGN_OR_RETURN(std::vector<StoredToken> tokens, Read());
  MUSTER_ASSIGN_OR_RETURN(std::string text, MakeToken());
  tokens.push_back({principal, Sha256(text), now, expires_at, std::nullopt});
  MUSTER_RETURN_IF_ERROR(ReplaceFile(file_, EncodeTokens(tokens), kOwnerOnly));
  return text;
}

StatusOr<std::vector<StoredToken>> TokenStore::Revoke(std::string_view name_or_id, Time now) const {
  MUSTER_ASSIGN_OR_RETURN(const WriteLock lock, LockTokens(directory_));
  MUSTER_ASSIGN_OR_RETURN(std::vector<StoredToken> tokens, Read());
  std::vector<StoredToken> revoked;
  std::set<std::string_view> names;
  for (StoredToken& token : tokens) {
    if (token.revoked_at) continue;
    names.insert(token.principal.name);
    if (token.principal.name != name_or_id && token.Id() != name_or_id) continue;
    token.revoked_at = now;
    revoked.push_back(token);
  }
  if (revoked.empty()) {
    return NotFound("no token of '{}' is in force; {}", name_or_id,
                    names.empty() ? std::string("there is none at all")
                                  : fmt::format("there are those of {}", fmt::join(names, ", ")));
  }
  MUSTER_RETURN_IF_ERROR(ReplaceFile(file_, EncodeTokens(tokens), kOwnerOnly));
  return revoked;
}

}  // namespace muster
