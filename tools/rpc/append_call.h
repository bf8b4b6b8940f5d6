// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Appends that come over gRPC (Append of muster.v1.Log).
//
// Thread-safety: thread-compatible.
#ifndef MUSTER_TOOLS_RPC_APPEND_CALL_H_
#define MUSTER_TOOLS_RPC_APPEND_CALL_H_

#include <memory>
#include <string>

#include "ledger/status.h"
#include "tools/rpc/rpc_backend.h"

namespace muster {

namespace v1 {
class AppendRequest;
class AppendResponse;
class Refusals;
}  // namespace v1

struct AppendCall {
  Status status;
  // With an error: the bytes of `grpc-status-details-bin`.
  std::string details;
};

// One append, in two stages, each of which may be the work of another thread.
class RpcAppend {
 public:
  // `recorded_by`: who the token belongs to. All must outlive it.
  RpcAppend(RpcBackend& backend, const std::string& recorded_by, const v1::AppendRequest& request,
            v1::AppendResponse& response);
  ~RpcAppend();

  // Whether Begin does not take long, and waits for nothing.
  bool is_quick() const;
  // Parses what was sent, and admits it. With a receipt, also waits for what that tells.
  void Begin();
  // Returns when it is durable, and has made the response.
  AppendCall Finish();

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_APPEND_CALL_H_
