// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/status.h"

#include <cstdio>
#include <cstdlib>

namespace muster {

Status Annotate(const Status& status, std::string_view context) {
  if (status.ok()) return status;
  return ErrorOf(status.code(), "{}: {}", context, Message(status));
}

void CheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "muster: internal error: %s:%d: %s does not hold\n", file, line, condition);
  std::abort();
}

}  // namespace muster
