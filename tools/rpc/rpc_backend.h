// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RpcBackend: what the services of gRPC answer from.
#ifndef MUSTER_TOOLS_RPC_RPC_BACKEND_H_
#define MUSTER_TOOLS_RPC_RPC_BACKEND_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/status.h"
#include "tools/rpc/calls_under_way.h"
#include "tools/rpc/record_listeners.h"
#include "tools/rpc/rpc_gate.h"
#include "tools/rpc/staged_pool.h"
#include "tools/serve/served_ledger.h"
#include "tools/serve/service_metrics.h"
#include "tools/serve/worker_pool.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace muster {

// A call that has ended.
struct RpcCall {
  std::string_view method;  // "Ask"
  std::string about;        // what was asked, in a line
  std::string who;          // the principal's name, "" for nobody in particular; never the token
  std::string client;       // the address that it came from
  Status status;
  std::chrono::nanoseconds took{0};
};

// Thread-safety: its parts are safe for concurrent use.
struct RpcBackend {
  ServedLedger& ledger;
  // Where the passphrase of the signing key is, if it has one.
  std::optional<std::string> passphrase_file;
  std::function<void(const RpcCall&)> called;
  // Is told of each append.
  std::function<void(AppendOutcome, std::size_t records, std::chrono::nanoseconds took)> appended;
  RpcGate& gate;
  WorkerPool& questions;      // for what takes work
  WorkerPool& appends;        // for what waits for the disk: many at once share a sync
  StagedPool& quick_appends;  // for appends that take little work beside that
  WorkerPool& readers;        // for what reads some records
  RecordListeners& listeners;
  CallsUnderWay& under_way;
};

// The services of muster/v1/service.proto. The backend must outlive them.
std::unique_ptr<grpc::Service> MakeLogService(RpcBackend& backend);
std::unique_ptr<grpc::Service> MakeViewsService(RpcBackend& backend);
std::unique_ptr<grpc::Service> MakeAuditService(RpcBackend& backend);

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_RPC_BACKEND_H_
