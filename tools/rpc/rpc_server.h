// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RpcServer answers over gRPC (proto/muster/v1/service.proto), with its services for health and
// reflection. Who listens for records holds no thread.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_RPC_RPC_SERVER_H_
#define MUSTER_TOOLS_RPC_RPC_SERVER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ledger/status.h"
#include "tools/rpc/rpc_backend.h"
#include "tools/serve/listen_address.h"
#include "tools/serve/served_ledger.h"

namespace muster {

struct RpcServerOptions {
  ListenAddress address;
  // In PEM, the key without a passphrase; empty: without TLS.
  std::string tls_certificate;
  std::string tls_key;
  unsigned workers = 2;
  std::optional<std::string> passphrase_file;
  // What those may do who show no token; nullopt: nothing.
  std::optional<Role> anonymous;
  // Calls a second of one address, and of one principal; 0: as many as they like.
  double rate = 0;
  // Is told of each append, by any thread.
  std::function<void(AppendOutcome, std::size_t records, std::chrono::nanoseconds took)> appended;
  // Is told of each call that has ended, by any thread.
  std::function<void(const RpcCall&)> called;
};

class RpcServer {
 public:
  // What a client may send at once, and what it is sent at once.
  static constexpr int kMessageBytesMax = 32 << 20;
  // Questions that wait for a worker.
  static constexpr std::size_t kWaitingMax = 512;
  // Appends that wait for the disk at once. They share a sync, so that the more the quicker.
  static constexpr unsigned kAppendsMax = 64;

  // Begins to answer. Errors: UNAVAILABLE if it cannot listen there, or certificate and key are
  // none. The ledger must outlive the server.
  static StatusOr<std::unique_ptr<RpcServer>> Start(RpcServerOptions options, ServedLedger& ledger);
  // Stops.
  ~RpcServer();

  // Who listens for records is told to come again (UNAVAILABLE), questions are answered, for a few
  // seconds at most. Gives how many calls it cut off then. To be called once, by the thread that
  // ends it.
  std::size_t Stop();

  std::uint16_t port() const;
  // That the log has grown, or cannot be followed.
  void Tell(const ServedLedger::News& news);
  // Ends the calls of those who listen for records and may not any more.
  void CheckAll();
  // Who listens for records.
  std::size_t subscribers() const;

 private:
  class Parts;
  explicit RpcServer(std::unique_ptr<Parts> parts);
  const std::unique_ptr<Parts> parts_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_RPC_SERVER_H_
