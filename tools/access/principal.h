// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Principal: who asks a server, and what a role may do.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_ACCESS_PRINCIPAL_H_
#define MUSTER_TOOLS_ACCESS_PRINCIPAL_H_

#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"

namespace muster {

enum class Role {
  kReader,    // the views
  kAuditor,   // the views, and what outsiders verify: checkpoints, proofs, tiles
  kReporter,  // the views, and appends
  kKeeper,    // everything
};

enum class Action { kRead, kAudit, kAppend };

// "read", "audit", "append".
std::string_view ActionName(Action action);

struct Principal {
  std::string name;  // what stands in the records as recorded-by; empty: nobody in particular
  Role role = Role::kReader;
};

bool Allows(Role role, Action action);

// OK if the principal may. Errors: PERMISSION_DENIED, saying which roles may; UNAUTHENTICATED if it
// is nobody in particular.
Status CheckAllowed(const Principal& principal, Action action);

// "reader", "auditor", "reporter", "keeper".
std::string_view RoleName(Role role);
// Errors: INVALID_ARGUMENT, naming those there are.
StatusOr<Role> ParseRole(std::string_view name);
std::vector<std::string_view> RoleNames();

}  // namespace muster

#endif  // MUSTER_TOOLS_ACCESS_PRINCIPAL_H_
