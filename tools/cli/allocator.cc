// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/allocator.h"

#ifdef MUSTER_MIMALLOC
#include <mimalloc.h>
#endif

namespace muster {

void KeepLittleFreeMemory() {
#ifdef MUSTER_MIMALLOC
  // Its own choice of 25 ms (10 in version 2.1) lets an import of a million rows grow by a quarter.
  constexpr long kDelayMs = 5;
#if MI_MALLOC_VERSION >= 210
  mi_option_set(mi_option_purge_delay, kDelayMs);
#else
  mi_option_set(mi_option_decommit_delay, kDelayMs);
#endif
#endif
}

void ReturnFreeMemory() {
#ifdef MUSTER_MIMALLOC
  mi_collect(true);
#endif
}

}  // namespace muster
