// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// OpenCall is a call from its beginning until gRPC is done with it: who makes it, and what is told
// of it at its end. UnaryCall is one that is answered by one message.
#ifndef MUSTER_TOOLS_RPC_OPEN_CALL_H_
#define MUSTER_TOOLS_RPC_OPEN_CALL_H_

#include <grpcpp/support/server_callback.h>

#include <chrono>
#include <string>
#include <string_view>

#include "ledger/status.h"
#include "tools/rpc/rpc_backend.h"

namespace muster {

// Thread-safety: one thread at a time. The backend must outlive it, and `method` be static.
class OpenCall {
 public:
  // Whether it goes further is for `admitted` to say.
  OpenCall(RpcBackend& backend, const grpc::CallbackServerContext& context, std::string_view method,
           Action action);
  OpenCall(const OpenCall&) = delete;
  OpenCall& operator=(const OpenCall&) = delete;

  const Status& admitted() const { return admitted_; }
  const RpcAsker& asker() const { return asker_; }
  // Whether it may go on. Errors: those of RpcGate::AdmitAgain.
  Status AdmitAgain() const { return backend_.gate.AdmitAgain(asker_, action_); }

  // To be called once, at its end. `about`: what was asked, in a line.
  void Done(const Status& status, std::string about);

 private:
  RpcBackend& backend_;
  const std::string_view method_;
  const Action action_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  RpcAsker asker_;
  Status admitted_;
};

// Deletes itself when gRPC is done with it. End is to be called once, by any thread.
class UnaryCall : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(RpcBackend& backend, const grpc::CallbackServerContext& context,
            std::string_view method, Action action)
      : call_(backend, context, method, action) {}

  const OpenCall& call() const { return call_; }
  // Nothing of this object may be touched behind it. `details`: the bytes of
  // `grpc-status-details-bin`.
  void End(const Status& status, std::string about = {}, const std::string& details = {});

 private:
  void OnDone() override;

  OpenCall call_;
  Status status_;
  std::string about_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_OPEN_CALL_H_
