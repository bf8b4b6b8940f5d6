// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/rpc_gate.h"

#include <grpcpp/server_context.h>

#include <string_view>

namespace muster {
namespace {

std::string AuthorizationOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("authorization");
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

Status TooOften() { return ResourceExhausted("too many calls; ask again later"); }

}  // namespace

std::string RpcGate::AddressOf(std::string_view peer) {
  // An address of IPv6 is "ipv6:%5B::1%5D:50000".
  peer = peer.substr(peer.find(':') + 1);
  peer = peer.substr(0, peer.rfind(':'));
  constexpr std::string_view kBegin = "%5B";
  constexpr std::string_view kEnd = "%5D";
  if (peer.starts_with(kBegin) && peer.ends_with(kEnd)) {
    peer = peer.substr(kBegin.size(), peer.size() - kBegin.size() - kEnd.size());
  }
  return std::string(peer);
}

Status RpcGate::Admit(const grpc::CallbackServerContext& context, Action action, RpcAsker& asker) {
  asker.client = AddressOf(context.peer());
  if (closed_) return Unavailable("the server is stopping; ask again");
  const auto now = RateLimit::Clock::now();
  if (addresses_.Take(asker.client, now)) return TooOften();
  asker.authorization = AuthorizationOf(context);
  MUSTER_ASSIGN_OR_RETURN(asker.principal, doorkeeper_.Admit(asker.authorization));
  if (!asker.principal.name.empty() && principals_.Take(asker.principal.name, now)) {
    return TooOften();
  }
  return CheckAllowed(asker.principal, action);
}

Status RpcGate::AdmitAgain(const RpcAsker& asker, Action action) {
  MUSTER_ASSIGN_OR_RETURN(const Principal principal, doorkeeper_.Admit(asker.authorization));
  return CheckAllowed(principal, action);
}

}  // namespace muster
