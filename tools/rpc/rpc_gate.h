// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RpcGate decides of a call, by what comes with it, whether it goes further: whether who asks may,
// and does not ask too often.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_RPC_RPC_GATE_H_
#define MUSTER_TOOLS_RPC_RPC_GATE_H_

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/status.h"
#include "tools/access/doorkeeper.h"
#include "tools/access/principal.h"
#include "tools/serve/rate_limit.h"

namespace grpc {
class CallbackServerContext;
}  // namespace grpc

namespace muster {

struct RpcAsker {
  Principal principal;        // the name is empty until it is known
  std::string client;         // "127.0.0.1": the address that the call comes from
  std::string authorization;  // what was shown; never told
};

class RpcGate {
 public:
  // `anonymous`: what those may do who show no token; nullopt: nothing. `rate`: calls a second of
  // one address, and of one principal; 0: as many as they like.
  RpcGate(const std::filesystem::path& ledger, std::optional<Role> anonymous, double rate)
      : doorkeeper_(ledger, anonymous), addresses_(rate), principals_(rate) {}

  // Whether the call goes further; `asker` is given who makes it, as far as that is known. Errors:
  // UNAUTHENTICATED, PERMISSION_DENIED; RESOURCE_EXHAUSTED too often; UNAVAILABLE if the tokens
  // cannot be read, or the gate is closed.
  Status Admit(const grpc::CallbackServerContext& context, Action action, RpcAsker& asker);

  // Whether a call that goes on may still: tokens expire and are revoked. Errors: as above.
  Status AdmitAgain(const RpcAsker& asker, Action action);

  // "192.0.2.1" of "ipv4:192.0.2.1:50000", as gRPC tells a peer.
  static std::string AddressOf(std::string_view peer);

  // No call is admitted from now on.
  void Close() { closed_ = true; }

 private:
  std::atomic<bool> closed_ = false;
  Doorkeeper doorkeeper_;
  RateLimit addresses_;
  RateLimit principals_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_RPC_GATE_H_
