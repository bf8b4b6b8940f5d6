// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Write-ahead logs: what is whole stays whole when something follows, and damage lies behind it.
#include <optional>
#include <string>

#include "ledger/wal_check.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {

void FuzzWal(std::string_view bytes) {
  const std::size_t whole = WholeBytesOfWal(bytes);
  MUSTER_CHECK(whole <= bytes.size());
  MUSTER_CHECK(WholeBytesOfWal(bytes.substr(0, whole)) == whole);
  MUSTER_CHECK(!FindDamageInWal(bytes.substr(0, whole)));
  const std::optional<std::size_t> damage = FindDamageInWal(bytes);
  MUSTER_CHECK(!damage || *damage == whole);
}

}  // namespace muster
