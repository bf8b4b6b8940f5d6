// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/unread_message.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_interceptor.h>
#include <muster/v1/service.pb.h>

#include <string>
#include <string_view>

#include "tools/rpc/rpc_status.h"

namespace muster {
namespace {

using google::protobuf::MethodDescriptor;
using grpc::experimental::InterceptionHookPoints;

// The method at a path, "/muster.v1.Log/Append"; null: none of ours.
const MethodDescriptor* MethodAt(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == 0 || slash == path.npos) return nullptr;
  const auto* const service = v1::AppendRequest::descriptor()->file()->pool()->FindServiceByName(
      std::string(path.substr(1, slash - 1)));
  if (service == nullptr || service->file() != v1::AppendRequest::descriptor()->file()) {
    return nullptr;
  }
  return service->FindMethodByName(std::string(path.substr(slash + 1)));
}

class Teller : public grpc::experimental::Interceptor {
 public:
  Teller(RpcBackend& backend, grpc::experimental::ServerRpcInfo& call)
      : backend_(backend), call_(call) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* step) override {
    if (step->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) Look(*step);
    step->Proceed();
  }

 private:
  // No service of ours ends a call like this.
  static bool IsUnread(const grpc::Status& status) {
    return status.error_code() == grpc::StatusCode::UNIMPLEMENTED && status.error_message().empty();
  }

  void Look(grpc::experimental::InterceptorBatchMethods& step) {
    if (!IsUnread(step.GetSendStatus())) return;
    const MethodDescriptor* const method = MethodAt(call_.method());
    if (method == nullptr) return;
    const Status status = InvalidArgument("what was sent is no message of the type {}",
                                          method->input_type()->full_name());
    step.ModifySendStatus(RpcStatusOf(status));
    backend_.called(
        {method->name(), {}, {}, RpcGate::AddressOf(call_.server_context()->peer()), status, {}});
  }

  RpcBackend& backend_;
  grpc::experimental::ServerRpcInfo& call_;
};

class TellerFactory : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit TellerFactory(RpcBackend& backend) : backend_(backend) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* call) override {
    return new Teller(backend_, *call);
  }

 private:
  RpcBackend& backend_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> TellUnreadMessages(
    RpcBackend& backend) {
  return std::make_unique<TellerFactory>(backend);
}

}  // namespace muster
