// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/open_call.h"

#include <utility>

#include "tools/rpc/rpc_status.h"

namespace muster {

OpenCall::OpenCall(RpcBackend& backend, const grpc::CallbackServerContext& context,
                   std::string_view method, Action action)
    : backend_(backend), method_(method), action_(action) {
  backend_.under_way.Begin();
  admitted_ = backend_.gate.Admit(context, action, asker_);
}

void OpenCall::Done(const Status& status, std::string about) {
  backend_.called({method_, std::move(about), asker_.principal.name, asker_.client, status,
                   std::chrono::steady_clock::now() - began_});
  backend_.under_way.End();
}

void UnaryCall::End(const Status& status, std::string about, const std::string& details) {
  status_ = status;
  about_ = std::move(about);
  const grpc::Status told = RpcStatusOf(status);
  Finish(details.empty() ? told : grpc::Status(told.error_code(), told.error_message(), details));
}

void UnaryCall::OnDone() {
  call_.Done(status_, std::move(about_));
  delete this;
}

}  // namespace muster
