// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/rpc_gate.h"

#include <grpcpp/server_context.h>

#include <utility>

namespace muster {
namespace {

// "ipv4:192.0.2.1" of "ipv4:192.0.2.1:50000".
std::string AddressOf(const std::string& peer) { return peer.substr(0, peer.rfind(':')); }

std::string AuthorizationOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("authorization");
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

Status TooOften() { return ResourceExhausted("too many calls; ask again later"); }

}  // namespace

StatusOr<RpcAsker> RpcGate::Admit(const grpc::CallbackServerContext& context, Action action) {
  const auto now = RateLimit::Clock::now();
  if (addresses_.Take(AddressOf(context.peer()), now)) return TooOften();
  RpcAsker asker;
  asker.authorization = AuthorizationOf(context);
  MUSTER_ASSIGN_OR_RETURN(asker.principal, doorkeeper_.Admit(asker.authorization));
  if (!asker.principal.name.empty() && principals_.Take(asker.principal.name, now)) {
    return TooOften();
  }
  MUSTER_RETURN_IF_ERROR(CheckAllowed(asker.principal, action));
  return asker;
}

Status RpcGate::AdmitAgain(const RpcAsker& asker, Action action) {
  MUSTER_ASSIGN_OR_RETURN(const Principal principal, doorkeeper_.Admit(asker.authorization));
  return CheckAllowed(principal, action);
}

}  // namespace muster
