// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The program `muster-serve`, behind `muster serve` (tools/cli/serve.cc has its options).
#include <google/protobuf/stubs/logging.h>
#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/allocator.h"
#include "tools/cli/answer.h"
#include "tools/cli/help.h"
#include "tools/cli/parse.h"
#include "tools/input/file_bytes.h"
#include "tools/output/progress.h"
#include "tools/serve/followed_ledger.h"
#include "tools/serve/http_server.h"
#include "tools/serve/listen_address.h"
#include "tools/serve/live_feed.h"
#include "tools/serve/server_log.h"
#include "tools/serve/service.h"
#include "tools/serve/service_metrics.h"

namespace muster {
namespace {

constexpr std::uint64_t kPemBytesMax = 1 << 20;
// Less than what proxies cut a silent connection for.
constexpr std::chrono::seconds kKeepAlive{15};

StatusOr<std::string> ReadPem(std::string_view option, const std::string& file) {
  StatusOr<std::string> bytes = ReadFileBytes(file, kPemBytesMax, FileKinds::kStreamsToo);
  if (!bytes.ok()) return Annotate(bytes.status(), fmt::format("--{} {}", option, file));
  return bytes;
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
  if (!options.address.is_loopback && !certificate && !invocation.Has("plain")) {
    return InvalidArgument(
        "{} can be reached from other computers, and what is asked and answered could be read on "
        "the way: give --tls-cert and --tls-key, or --plain if that is meant",
        options.address.host);
  }
  options.workers = std::max(2U, std::thread::hardware_concurrency());
  return options;
}

std::string AddressText(const HttpServerOptions& options, std::uint16_t port) {
  const std::string host =
      options.address.is_ipv6() ? '[' + options.address.host + ']' : options.address.host;
  return fmt::format("{}://{}:{}", options.tls_certificate.empty() ? "http" : "https", host, port);
}

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

StatusOr<ExitStatus> Serve(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const HttpServerOptions options, OptionsOf(invocation));
  // Before there is any thread.
  const EndSignals signals;
  HideProgress();
  ServerLog log(invocation.Value("log") == "json" ? ServerLog::Form::kJsonLines
                                                  : ServerLog::Form::kText);
  ServiceMetrics metrics;
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<FollowedLedger> ledger,
                          FollowedLedger::Open(invocation.LedgerDirectory()));
  metrics.SetHead(ledger->Now().head, true);
  const std::shared_ptr<LiveFeed> feed =
      LiveFeed::Make(Service::EventOf(*ledger, ledger->Now().head));
  ledger->Follow([&](const FollowedLedger::News& news) {
    metrics.SetHead(news.head, news.status.ok());
    if (news.status.ok()) feed->Tell(Service::EventOf(*ledger, news.head));
    log.SayNews(news);
  });
  Service service(
      *ledger, *feed, metrics,
      {.loopback_names_only = options.address.is_loopback && options.tls_certificate.empty(),
       .passphrase_file = invocation.Value("passphrase-file")});
  HttpHandlers handlers;
  handlers.at_once = [&](const HttpRequest& request) { return service.AnswerAtOnce(request); };
  handlers.answer = [&](const HttpRequest& request) { return service.Answer(request); };
  handlers.answered = [&](const HttpRequest& request, const HttpResponse& response,
                          std::chrono::nanoseconds took) {
    metrics.CountAnswer(Service::RouteOf(request), response.status, took);
    log.SayAnswer(request, response, took);
  };
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<HttpServer> server,
                          HttpServer::Start(options, std::move(handlers)));
  Print(fmt::format("Serving {} with {} records at {}\n", invocation.LedgerDirectory().string(),
                    ledger->Now().head.size.value, AddressText(options, server->port())));
  FlushAnswer();
  while (!signals.Await(kKeepAlive)) feed->KeepAlive();
  log.Say("stopping");
  feed->Close();
  server.reset();
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
