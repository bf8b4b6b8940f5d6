// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Appends that come over gRPC (Append of muster.v1.Log).
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_RPC_APPEND_CALL_H_
#define MUSTER_TOOLS_RPC_APPEND_CALL_H_

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

// Admits and appends; returns when that is durable. `recorded_by`: who the token belongs to.
AppendCall AppendOverRpc(RpcBackend& backend, const std::string& recorded_by,
                         const v1::AppendRequest& request, v1::AppendResponse& response);

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_APPEND_CALL_H_
