// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/access/principal.h"

#include <array>

namespace muster {
namespace {

constexpr std::array kRoles = {Role::kReader, Role::kAuditor, Role::kReporter, Role::kKeeper};

}  // namespace

std::string_view ActionName(Action action) {
  switch (action) {
    case Action::kRead:
      return "read";
    case Action::kAudit:
      return "audit";
    case Action::kAppend:
      return "append";
  }
  return "";
}

bool Allows(Role role, Action action) {
  switch (action) {
    case Action::kRead:
      return true;
    case Action::kAudit:
      return role == Role::kAuditor || role == Role::kKeeper;
    case Action::kAppend:
      return role == Role::kReporter || role == Role::kKeeper;
  }
  return false;
}

Status CheckAllowed(const Principal& principal, Action action) {
  if (Allows(principal.role, action)) return OkStatus();
  std::vector<std::string_view> able;
  for (const Role role : kRoles) {
    if (Allows(role, action)) able.push_back(RoleName(role));
  }
  const std::string roles = fmt::format("{}", fmt::join(able, " or "));
  if (principal.name.empty()) {
    return Unauthenticated("to {} takes a token of a {}", ActionName(action), roles);
  }
  return PermissionDenied("{} is a {}; to {} takes a {}", principal.name, RoleName(principal.role),
                          ActionName(action), roles);
}

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kReader:
      return "reader";
    case Role::kAuditor:
      return "auditor";
    case Role::kReporter:
      return "reporter";
    case Role::kKeeper:
      return "keeper";
  }
  return "";
}

StatusOr<Role> ParseRole(std::string_view name) {
  for (const Role role : kRoles) {
    if (RoleName(role) == name) return role;
  }
  return InvalidArgument("`{}` is no role; there are {}", name, fmt::join(RoleNames(), ", "));
}

std::vector<std::string_view> RoleNames() {
  std::vector<std::string_view> names;
  for (const Role role : kRoles) names.push_back(RoleName(role));
  return names;
}

}  // namespace muster
