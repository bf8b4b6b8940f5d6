// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/rpc_status.h"

#include <grpcpp/support/status.h>

#include <string>

namespace muster {
namespace {

// A peer takes 8 KiB of trailers unless told otherwise, and bytes may become three each.
constexpr std::size_t kMessageBytesMax = 2048;

}  // namespace

grpc::Status RpcStatusOf(const Status& status) {
  if (status.ok()) return grpc::Status();
  std::string message(Message(status));
  if (message.size() > kMessageBytesMax) message = message.substr(0, kMessageBytesMax) + " ...";
  return {static_cast<grpc::StatusCode>(status.code()), message};
}

Status StatusOfRpc(const grpc::Status& status) {
  if (status.ok()) return OkStatus();
  return ErrorOf(static_cast<StatusCode>(status.error_code()), "{}", status.error_message());
}

std::string_view CodeName(StatusCode code) {
  static constexpr std::string_view kNames[] = {"OK",
                                                "CANCELLED",
                                                "UNKNOWN",
                                                "INVALID_ARGUMENT",
                                                "DEADLINE_EXCEEDED",
                                                "NOT_FOUND",
                                                "ALREADY_EXISTS",
                                                "PERMISSION_DENIED",
                                                "RESOURCE_EXHAUSTED",
                                                "FAILED_PRECONDITION",
                                                "ABORTED",
                                                "OUT_OF_RANGE",
                                                "UNIMPLEMENTED",
                                                "INTERNAL",
                                                "UNAVAILABLE",
                                                "DATA_LOSS",
                                                "UNAUTHENTICATED"};
  const auto index = static_cast<std::size_t>(code);
  return index < std::size(kNames) ? kNames[index] : "UNKNOWN";
}

}  // namespace muster
