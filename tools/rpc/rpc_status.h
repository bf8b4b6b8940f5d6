// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Errors as gRPC has them, and back: the same codes, the same sentence.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_RPC_RPC_STATUS_H_
#define MUSTER_TOOLS_RPC_RPC_STATUS_H_

#include <string_view>

#include "ledger/status.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace muster {

grpc::Status RpcStatusOf(const Status& status);
Status StatusOfRpc(const grpc::Status& status);

// "INVALID_ARGUMENT".
std::string_view CodeName(StatusCode code);

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_RPC_STATUS_H_
