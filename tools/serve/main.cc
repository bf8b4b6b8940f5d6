// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The program `muster-serve`, behind `muster serve` (tools/cli/serve.cc has its options).
#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <google/protobuf/stubs/logging.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/status.h"
#include "tools/access/doorkeeper.h"
#include "tools/cli/allocator.h"
#include "tools/cli/answer.h"
#include "tools/cli/help.h"
#include "tools/cli/parse.h"
#include "tools/input/file_bytes.h"
#include "tools/output/progress.h"
#include "tools/rpc/rpc_server.h"
#include "tools/rpc/rpc_status.h"
#include "tools/serve/gate.h"
#include "tools/serve/http_server.h"
#include "tools/serve/listen_address.h"
#include "tools/serve/live_feed.h"
#include "tools/serve/served_ledger.h"
#include "tools/serve/server_log.h"
#include "tools/serve/service.h"
#include "tools/serve/service_metrics.h"

namespace muster {
namespace {

constexpr std::uint64_t kPemBytesMax = 1 << 20;
// Less than what proxies cut a silent connection for.
constexpr std::chrono::seconds kKeepAlive{15};
// How often it is looked whether those who listen still may.
constexpr std::chrono::seconds kCheck{1};

StatusOr<std::string> ReadPem(std::string_view option, const std::string& file) {
  StatusOr<std::string> bytes = ReadFileBytes(file, kPemBytesMax, FileKinds::kStreamsToo);
  if (!bytes.ok()) return Annotate(bytes.status(), fmt::format("--{} {}", option, file));
  return bytes;
}

Status CheckReach(const ListenAddress& address, bool has_certificate, bool is_plain) {
  if (address.is_loopback || has_certificate || is_plain) return OkStatus();
  return InvalidArgument(
      "{} can be reached from other computers, and what is asked and answered could be read on "
      "the way: give --tls-cert and --tls-key, or --plain if that is meant",
      address.host);
}

StatusOr<HttpServerOptions> OptionsOf(const Invocation& invocation) {
  HttpServerOptions options;
  MUSTER_ASSIGN_OR_RETURN(
      options.address, ParseListenAddress(invocation.Value("listen").value_or("127.0.0.1:8080")));
  const auto certificate = invocation.Value("tls-cert");
  const auto key = invocation.Value("tls-key");
  if (certificate.has_value() != key.has_value()) {
    return InvalidArgument("--tls-cert and --tls-key go together");
  }
  if (certificate) {
    MUSTER_ASSIGN_OR_RETURN(options.tls_certificate, ReadPem("tls-cert", *certificate));
    MUSTER_ASSIGN_OR_RETURN(options.tls_key, ReadPem("tls-key", *key));
  }
  MUSTER_RETURN_IF_ERROR(
      CheckReach(options.address, certificate.has_value(), invocation.Has("plain")));
  options.workers = std::max(2U, std::thread::hardware_concurrency());
  return options;
}

// What those may do who show no token. On this computer they could read the ledger's files as well;
// who listens beyond it means those who have a token, unless it is said.
StatusOr<std::optional<Role>> AnonymousRole(const Invocation& invocation,
                                            const ListenAddress& address) {
  const std::string name =
      invocation.Value("anonymous").value_or(address.is_loopback ? "auditor" : "none");
  if (name == "none") return std::optional<Role>();
  MUSTER_ASSIGN_OR_RETURN(const Role role, ParseRole(name));
  return std::optional<Role>(role);
}

StatusOr<double> RateOf(const Invocation& invocation, const ListenAddress& address) {
  constexpr std::uint64_t kRateBeyondLoopback = 100;
  MUSTER_ASSIGN_OR_RETURN(const auto rate, invocation.Number("rate"));
  return static_cast<double>(rate.value_or(address.is_loopback ? 0 : kRateBeyondLoopback));
}

// nullopt: not over gRPC.
StatusOr<std::optional<RpcServerOptions>> RpcOptionsOf(const Invocation& invocation,
                                                       const HttpServerOptions& http) {
  const auto address = invocation.Value("grpc-listen");
  if (!address) return std::optional<RpcServerOptions>();
  RpcServerOptions options;
  MUSTER_ASSIGN_OR_RETURN(options.address, ParseListenAddress(*address));
  options.tls_certificate = http.tls_certificate;
  options.tls_key = http.tls_key;
  MUSTER_RETURN_IF_ERROR(
      CheckReach(options.address, !http.tls_certificate.empty(), invocation.Has("plain")));
  options.workers = http.workers;
  MUSTER_ASSIGN_OR_RETURN(options.anonymous, AnonymousRole(invocation, options.address));
  MUSTER_ASSIGN_OR_RETURN(options.rate, RateOf(invocation, options.address));
  options.passphrase_file = invocation.Value("passphrase-file");
  return std::optional(std::move(options));
}

std::string AddressText(std::string_view scheme, const ListenAddress& address, std::uint16_t port) {
  const std::string host = address.is_ipv6() ? '[' + address.host + ']' : address.host;
  return fmt::format("{}://{}:{}", scheme, host, port);
}

// The server of gRPC, told of the news while it is there.
class RpcPlace {
 public:
  ~RpcPlace() { End(); }
  Status Start(RpcServerOptions options, ServedLedger& ledger) {
    MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<RpcServer> server,
                            RpcServer::Start(std::move(options), ledger));
    const absl::MutexLock lock(&mutex_);
    server_ = std::move(server);
    return OkStatus();
  }
  void Tell(const ServedLedger::News& news) {
    const absl::MutexLock lock(&mutex_);
    if (server_ != nullptr) server_->Tell(news);
  }
  void CheckAll() {
    const absl::MutexLock lock(&mutex_);
    if (server_ != nullptr) server_->CheckAll();
  }
  // The calls that are cut off.
  std::size_t End() {
    std::unique_ptr<RpcServer> ended;
    {
      const absl::MutexLock lock(&mutex_);
      ended = std::move(server_);
    }
    return ended != nullptr ? ended->Stop() : 0;
  }
  std::uint16_t port() {
    const absl::MutexLock lock(&mutex_);
    return server_->port();
  }
  std::size_t subscribers() {
    const absl::MutexLock lock(&mutex_);
    return server_ != nullptr ? server_->subscribers() : 0;
  }

 private:
  absl::Mutex mutex_;
  std::unique_ptr<RpcServer> server_ ABSL_GUARDED_BY(mutex_);
};

// Waits for one of the signals that end the program. They are held back in every thread.
class EndSignals {
 public:
  EndSignals() {
    ::sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&signals_, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  // Whether one comes within `time`.
  bool Await(std::chrono::seconds time) const {
    const timespec timeout = {.tv_sec = time.count(), .tv_nsec = 0};
    return ::sigtimedwait(&signals_, nullptr, &timeout) > 0;
  }

 private:
  sigset_t signals_;
};

// Connections are file descriptors, of which a process is first given fewer than it may have.
void TakeMoreDescriptors() {
  constexpr rlim_t kEnough = 65536;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, kEnough));
  // With fewer it takes fewer connections.
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

StatusOr<ExitStatus> Serve(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const HttpServerOptions options, OptionsOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(std::optional<RpcServerOptions> rpc_options,
                          RpcOptionsOf(invocation, options));
  // Before there is any thread.
  const EndSignals signals;
  HideProgress();
  TakeMoreDescriptors();
  ServerLog log(invocation.Value("log") == "json" ? ServerLog::Form::kJsonLines
                                                  : ServerLog::Form::kText);
  ServiceMetrics metrics;
  // Outlives the thread that tells it.
  RpcPlace rpc;
  MUSTER_ASSIGN_OR_RETURN(
      const std::unique_ptr<ServedLedger> ledger,
      ServedLedger::Open(invocation.LedgerDirectory(), invocation.Has("read-only")
                                                           ? ServedLedger::Access::kRead
                                                           : ServedLedger::Access::kWrite));
  metrics.SetHead(ledger->Now().head, true);
  metrics.SetAppendable(ledger->writes());
  const std::shared_ptr<LiveFeed> feed =
      LiveFeed::Make(Service::EventOf(*ledger, ledger->Now().head));
  ledger->Follow([&](const ServedLedger::News& news) {
    metrics.SetHead(news.head, news.status.ok());
    metrics.SetAppendable(ledger->writes() && news.appends.ok());
    if (news.status.ok()) feed->Tell(Service::EventOf(*ledger, news.head));
    rpc.Tell(news);
    log.SayNews(news);
  });
  MUSTER_ASSIGN_OR_RETURN(const auto anonymous, AnonymousRole(invocation, options.address));
  MUSTER_ASSIGN_OR_RETURN(const double rate, RateOf(invocation, options.address));
  Doorkeeper doorkeeper(ledger->directory(), anonymous);
  Gate gate(doorkeeper,
            {.loopback_names_only = options.address.is_loopback && options.tls_certificate.empty(),
             .rate = rate});
  Service::Options service_options;
  service_options.passphrase_file = invocation.Value("passphrase-file");
  service_options.may_read = [&doorkeeper](const std::string& authorization) {
    const StatusOr<Principal> principal = doorkeeper.Admit(authorization);
    return principal.ok() && Allows(principal->role, Action::kRead);
  };
  Service service(*ledger, *feed, metrics, std::move(service_options));
  HttpHandlers handlers;
  handlers.refuse = [&](HttpRequest& request) { return gate.Refuse(request); };
  handlers.at_once = [&](const HttpRequest& request) { return service.AnswerAtOnce(request); };
  handlers.answer = [&](const HttpRequest& request) {
    metrics.SetSubscribers(rpc.subscribers());
    return service.Answer(request);
  };
  handlers.answered = [&](const HttpRequest& request, const HttpResponse& response,
                          std::chrono::nanoseconds took) {
    metrics.CountAnswer(Service::RouteOf(request), response.status, took);
    log.SayAnswer(request, response, took);
  };
  handlers.under_way = [&](std::size_t requests) { metrics.SetUnderWay(requests); };
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<HttpServer> server,
                          HttpServer::Start(options, std::move(handlers)));
  if (rpc_options) {
    rpc_options->called = [&](const RpcCall& call) {
      const std::string_view code = CodeName(call.status.code());
      metrics.CountCall(std::string(call.method), std::string(code), call.took);
      log.SayCall({call.method, call.about, code, call.took, call.who, call.client});
    };
    rpc_options->appended = [&](AppendOutcome outcome, std::size_t records,
                                std::chrono::nanoseconds took) {
      metrics.CountAppend(outcome, records, took);
    };
    MUSTER_RETURN_IF_ERROR(rpc.Start(*rpc_options, *ledger));
  }
  const bool has_tls = !options.tls_certificate.empty();
  Print(fmt::format("Serving {} with {} records at {}\n", invocation.LedgerDirectory().string(),
                    ledger->Now().head.size.value,
                    AddressText(has_tls ? "https" : "http", options.address, server->port())));
  if (rpc_options) {
    Print(fmt::format("Serving it to programs at {}\n",
                      AddressText(has_tls ? "grpcs" : "grpc", rpc_options->address, rpc.port())));
  }
  FlushAnswer();
  for (std::chrono::seconds quiet{0}; !signals.Await(kCheck);) {
    feed->CheckAll();
    rpc.CheckAll();
    quiet += kCheck;
    if (quiet < kKeepAlive) continue;
    feed->KeepAlive();
    quiet = {};
  }
  log.Say("stopping");
  feed->Close();
  const std::size_t cut_off = rpc.End() + server->Stop();
  log.Say(cut_off == 0 ? "stopped" : fmt::format("stopped; {} requests were cut off", cut_off));
  return ExitStatus::kDone;
}

ExitStatus Run(std::vector<std::string> words) {
  KeepLittleFreeMemory();
  std::signal(SIGPIPE, SIG_IGN);
  words.insert(words.begin(), "serve");
  const Style style = StyleFor(2, ColorModeOf(words));
  const StatusOr<ParsedLine> line = ParseLine(words);
  StatusOr<ExitStatus> status = ExitStatus::kDone;
  if (!line.ok()) {
    status = line.status();
  } else if (line->help != ParsedLine::Help::kNo) {
    Print(CommandHelp(*line->invocation.command, line->help == ParsedLine::Help::kComplete,
                      line->invocation.style));
  } else {
    status = Serve(line->invocation);
  }
  FlushAnswer();
  if (status.ok()) return *status;
  PrintError(Message(status.status()), style);
  return status.status().code() == StatusCode::kDataLoss ? ExitStatus::kDamaged
                                                         : ExitStatus::kRefused;
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  // What it finds in files that are none, is said where they are read.
  google::protobuf::SetLogHandler(nullptr);
  return static_cast<int>(muster::Run(std::vector<std::string>(argv + 1, argv + argc)));
}
