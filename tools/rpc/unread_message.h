// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What becomes of a call whose message is none: gRPC reads messages before a service sees the call,
// and would say of such a one that there is no such method.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_RPC_UNREAD_MESSAGE_H_
#define MUSTER_TOOLS_RPC_UNREAD_MESSAGE_H_

#include <memory>

#include "tools/rpc/rpc_backend.h"

namespace grpc::experimental {
class ServerInterceptorFactoryInterface;
}  // namespace grpc::experimental

namespace muster {

// Makes the end of such calls INVALID_ARGUMENT, and tells of them. The backend must outlive it.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> TellUnreadMessages(
    RpcBackend& backend);

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_UNREAD_MESSAGE_H_
