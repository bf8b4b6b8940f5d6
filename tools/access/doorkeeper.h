// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Doorkeeper tells a server who asks, by the token that is shown. It sees at once what `muster
// token` changes: the file is looked at for each token, and read again if it is another.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_ACCESS_DOORKEEPER_H_
#define MUSTER_TOOLS_ACCESS_DOORKEEPER_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/clock.h"
#include "ledger/status.h"
#include "tools/access/principal.h"
#include "tools/access/token_store.h"

namespace muster {

class Doorkeeper {
 public:
  // `anonymous`: what those may do who show no token; nullopt: nothing. Null is the system's clock;
  // another must outlive this.
  Doorkeeper(const std::filesystem::path& ledger, std::optional<Role> anonymous,
             Clock* clock = nullptr);

  // Who shows this, the value of a header `Authorization`: "Bearer muster_..."; empty: nobody in
  // particular.
  //
  // Errors: UNAUTHENTICATED if a token is needed, or this is none that is in force; UNAVAILABLE if
  // the tokens cannot be read. No message repeats what was shown.
  StatusOr<Principal> Admit(std::string_view authorization);

 private:
  // What tells one state of the file from another.
  struct Stamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t bytes = 0;
    std::int64_t changed_ns = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  using Tokens = std::vector<StoredToken>;

  Stamp StampNow() const;
  StatusOr<std::shared_ptr<const Tokens>> CurrentTokens();

  const TokenStore store_;
  const std::optional<Role> anonymous_;
  Clock& clock_;
  absl::Mutex mutex_;
  Stamp stamp_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const Tokens> tokens_ ABSL_GUARDED_BY(mutex_);  // null: to be read
};

}  // namespace muster

#endif  // MUSTER_TOOLS_ACCESS_DOORKEEPER_H_
