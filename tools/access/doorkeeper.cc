// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/access/doorkeeper.h"

#include <strings.h>
#include <sys/stat.h>

#include <utility>

namespace muster {
namespace {

constexpr std::string_view kScheme = "Bearer ";

bool HasScheme(std::string_view authorization) {
  return authorization.size() >= kScheme.size() &&
         ::strncasecmp(authorization.data(), kScheme.data(), kScheme.size()) == 0;
}

}  // namespace

Doorkeeper::Doorkeeper(const std::filesystem::path& ledger, std::optional<Role> anonymous,
                       Clock* clock)
    : store_(ledger), anonymous_(anonymous), clock_(clock != nullptr ? *clock : SystemClock()) {}

Doorkeeper::Stamp Doorkeeper::StampNow() const {
  struct stat status {};
  if (::stat(store_.file().c_str(), &status) != 0) return {};
  constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
          status.st_ctim.tv_sec * kNanosecondsPerSecond + status.st_ctim.tv_nsec};
}

StatusOr<std::shared_ptr<const Doorkeeper::Tokens>> Doorkeeper::CurrentTokens() {
  // Before the reading: what is changed while it is read is read again.
  const Stamp stamp = StampNow();
  const absl::MutexLock lock(&mutex_);
  if (tokens_ == nullptr || stamp != stamp_) {
    // Whoever was known by a file that cannot be read is not known any more.
    tokens_ = nullptr;
    StatusOr<Tokens> tokens = store_.Read();
    if (!tokens.ok()) {
      return Unavailable("who may do what cannot be told: {}", Message(tokens.status()));
    }
    tokens_ = std::make_shared<const Tokens>(*std::move(tokens));
    stamp_ = stamp;
  }
  return tokens_;
}

StatusOr<Principal> Doorkeeper::Admit(std::string_view authorization) {
  if (authorization.empty()) {
    if (anonymous_) return Principal{"", *anonymous_};
    return Unauthenticated("this takes a token: Authorization: Bearer {}...", kTokenPrefix);
  }
  if (!HasScheme(authorization)) {
    return Unauthenticated("only bearer tokens are taken: Authorization: Bearer {}...",
                           kTokenPrefix);
  }
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<const Tokens> tokens, CurrentTokens());
  const StoredToken* const token = FindToken(*tokens, authorization.substr(kScheme.size()));
  if (token == nullptr) return Unauthenticated("the token is none of this ledger's");
  const std::string_view state = token->StateAt(clock_.Now());
  if (state == "valid") return token->principal;
  return Unauthenticated("the token {} of {} is {}", token->Id(), token->principal.name, state);
}

}  // namespace muster
