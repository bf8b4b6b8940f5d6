// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/rpc_server.h"

#include <absl/time/time.h>
#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <netinet/in.h>

#include <array>
#include <chrono>
#include <limits>
#include <utility>
#include <vector>

#include "tools/rpc/record_listeners.h"
#include "tools/rpc/unread_message.h"
#include "tools/serve/worker_pool.h"

namespace muster {
namespace {

constexpr absl::Duration kGrace = absl::Seconds(5);
// For what calls were told to reach clients, once all have ended. gRPC itself would wait for
// connections that nobody uses, too, unless their clients close them.
constexpr std::chrono::milliseconds kFarewell{200};
// A connection that says nothing is asked whether it is there, and cut if it does not answer.
constexpr int kKeepAliveMs = 30'000;
constexpr int kKeepAliveTimeoutMs = 20'000;
// As often as this, clients may ask the same of the server.
constexpr int kPingIntervalMinMs = 10'000;
constexpr int kStreamsMax = 4096;  // of a connection
constexpr int kMetadataBytesMax = 16 << 10;
// Of all that clients have sent and were sent, and that is under way.
constexpr std::size_t kBytesUnderWayMax = std::size_t{512} << 20;
// Threads that read records for those who listen.
constexpr unsigned kReaders = 2;
// Threads for small appends: while one waits for the disk, another admits.
constexpr unsigned kAppenders = 4;
// Those that a failing append concerns, and the others. "" is all of it.
constexpr const char* kAppendingServices[] = {"", "muster.v1.Log"};
constexpr const char* kReadingServices[] = {"muster.v1.Views", "muster.v1.Audit"};

// Standard error is the server's own log; what clients do is told there.
void Hush() {
  ::gpr_set_log_function([](gpr_log_func_args*) {});
}

std::string UriOf(const ListenAddress& address) {
  std::uint16_t port = 0;
  if (address.is_ipv6()) {
    port = ntohs(reinterpret_cast<const sockaddr_in6&>(address.socket).sin6_port);
    return fmt::format("[{}]:{}", address.host, port);
  }
  port = ntohs(reinterpret_cast<const sockaddr_in&>(address.socket).sin_port);
  // "localhost" may be several.
  return fmt::format("{}:{}", address.host == "localhost" ? "127.0.0.1" : address.host, port);
}

std::shared_ptr<grpc::ServerCredentials> CredentialsOf(const RpcServerOptions& options) {
  if (options.tls_certificate.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({options.tls_key, options.tls_certificate});
  return grpc::SslServerCredentials(tls);
}

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(RpcServer::kMessageBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepAliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepAliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kPingIntervalMinMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // An address that is taken is told, not shared.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  grpc::ResourceQuota quota("muster");
  quota.Resize(kBytesUnderWayMax);
  builder.SetResourceQuota(quota);
  // Of the service of reflection; the others have none of their own.
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
}

}  // namespace

// In the order in which they are needed; they go away in the other.
class RpcServer::Parts {
 public:
  Parts(RpcServerOptions options, ServedLedger& ledger)
      : gate_(ledger.directory(), options.anonymous, options.rate),
        questions_(options.workers, kWaitingMax),
        appends_(kAppendsMax, kWaitingMax),
        quick_appends_(kAppenders, kWaitingMax),
        readers_(kReaders, std::numeric_limits<std::size_t>::max()),
        backend_{ledger,
                 std::move(options.passphrase_file),
                 std::move(options.called),
                 std::move(options.appended),
                 gate_,
                 questions_,
                 appends_,
                 quick_appends_,
                 readers_,
                 listeners_,
                 under_way_},
        services_{MakeLogService(backend_), MakeViewsService(backend_),
                  MakeAuditService(backend_)} {}

  ~Parts() { Stop(); }

  // The calls that are cut off.
  std::size_t Stop() {
    if (server_ == nullptr) return 0;
    if (auto* const health = server_->GetHealthCheckService()) health->Shutdown();
    gate_.Close();
    listeners_.CloseAll();
    const std::size_t cut_off = under_way_.AwaitNone(kGrace);
    server_->Shutdown(std::chrono::system_clock::now() + kFarewell);
    server_ = nullptr;
    return cut_off;
  }

  Status Listen(const RpcServerOptions& options) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    SetLimits(builder);
    builder.AddListeningPort(UriOf(options.address), CredentialsOf(options), &port_);
    for (const std::unique_ptr<grpc::Service>& service : services_) {
      builder.RegisterService(service.get());
    }
    std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> tellers;
    tellers.push_back(TellUnreadMessages(backend_));
    builder.experimental().SetInterceptorCreators(std::move(tellers));
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port_ == 0) {
      return Unavailable(
          "cannot listen for gRPC on {}: the address is taken or is none of this computer, or the "
          "certificate and its key are not a pair in PEM",
          UriOf(options.address));
    }
    SetServing(true, true);
    return OkStatus();
  }

  void SetServing(bool reads, bool appends) {
    auto* const health = server_->GetHealthCheckService();
    if (health == nullptr) return;
    for (const char* const service : kReadingServices) health->SetServingStatus(service, reads);
    for (const char* const service : kAppendingServices) {
      health->SetServingStatus(service, reads && appends);
    }
  }

  RecordListeners& listeners() { return listeners_; }
  int port() const { return port_; }

 private:
  CallsUnderWay under_way_;
  RecordListeners listeners_;
  RpcGate gate_;
  WorkerPool questions_;
  WorkerPool appends_;
  StagedPool quick_appends_;
  WorkerPool readers_;
  RpcBackend backend_;
  const std::array<std::unique_ptr<grpc::Service>, 3> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

StatusOr<std::unique_ptr<RpcServer>> RpcServer::Start(RpcServerOptions options,
                                                      ServedLedger& ledger) {
  Hush();
  auto parts = std::make_unique<Parts>(options, ledger);
  MUSTER_RETURN_IF_ERROR(parts->Listen(options));
  return std::unique_ptr<RpcServer>(new RpcServer(std::move(parts)));
}

RpcServer::RpcServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

RpcServer::~RpcServer() = default;

std::size_t RpcServer::Stop() { return parts_->Stop(); }

std::uint16_t RpcServer::port() const { return static_cast<std::uint16_t>(parts_->port()); }

void RpcServer::Tell(const ServedLedger::News& news) {
  parts_->SetServing(news.status.ok(), news.appends.ok());
  if (news.status.ok()) parts_->listeners().WakeAll();
}

void RpcServer::CheckAll() { parts_->listeners().CheckAll(); }

std::size_t RpcServer::subscribers() const { return parts_->listeners().size(); }

}  // namespace muster
