// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/http_server.h"

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <absl/time/time.h>
#include <arpa/inet.h>
#include <microhttpd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <deque>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/decimal.h"
#include "tools/serve/problem.h"
#include "tools/serve/security_headers.h"

namespace muster {
namespace {

// A request with its response, from its first header to the last byte.
struct Exchange {
  HttpRequest request;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
  std::optional<HttpResponse> response;
  MHD_Connection* connection = nullptr;
  std::size_t body_bytes = 0;  // that are said to come
};

// Whether so little of a body has come by now that it is not worth waiting for the rest.
bool IsTooSlow(const Exchange& exchange, std::chrono::milliseconds body_time) {
  const auto allowed = body_time + std::chrono::seconds(exchange.request.body.size() /
                                                        HttpServer::kBodyBytesPerSecond);
  return std::chrono::steady_clock::now() - exchange.began > allowed;
}

std::string HeaderOf(MHD_Connection* connection, const char* name) {
  const char* const value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  return value != nullptr ? value : "";
}

MHD_Result TakeParameter(void* target, MHD_ValueKind, const char* name, std::size_t name_bytes,
                         const char* value, std::size_t value_bytes) {
  static_cast<Parameters*>(target)->emplace_back(
      std::string(name, name_bytes),
      value != nullptr ? std::string(value, value_bytes) : std::string());
  return MHD_YES;
}

bool HasBody(MHD_Connection* connection) {
  const std::string length = HeaderOf(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
  return (!length.empty() && length != "0") ||
         !HeaderOf(connection, MHD_HTTP_HEADER_TRANSFER_ENCODING).empty();
}

// The address that a connection comes from, without the port.
std::string ClientOf(MHD_Connection* connection) {
  const MHD_ConnectionInfo* const info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (info == nullptr || info->client_addr == nullptr) return "";
  const sockaddr* const address = info->client_addr;
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  if (address->sa_family == AF_INET6) {
    bytes = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  }
  const char* const made = ::inet_ntop(address->sa_family, bytes, text.data(), text.size());
  return made != nullptr ? made : "";
}

// A stream that is being sent.
struct Streaming {
  std::shared_ptr<HttpStream> stream;
  MHD_Connection* connection = nullptr;
  std::string rest;  // of what it gave last
};

ssize_t ReadStream(void* state, std::uint64_t, char* buffer, std::size_t bytes_max) {
  Streaming& streaming = *static_cast<Streaming*>(state);
  if (streaming.rest.empty()) {
    MHD_Connection* const connection = streaming.connection;
    std::optional<std::string> next =
        streaming.stream->Next([connection]() { MHD_suspend_connection(connection); },
                               [connection]() { MHD_resume_connection(connection); });
    if (!next) return MHD_CONTENT_READER_END_OF_STREAM;
    streaming.rest = *std::move(next);
  }
  const std::size_t bytes = std::min(bytes_max, streaming.rest.size());
  std::memcpy(buffer, streaming.rest.data(), bytes);
  streaming.rest.erase(0, bytes);
  return static_cast<ssize_t>(bytes);
}

MHD_Response* ResponseOf(const HttpResponse& made, MHD_Connection* connection) {
  constexpr std::size_t kStreamBlockBytes = 4096;
  MHD_Response* response = nullptr;
  if (made.stream != nullptr) {
    auto* const streaming = new Streaming{made.stream, connection, {}};
    response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, kStreamBlockBytes, &ReadStream, streaming,
        [](void* state) { delete static_cast<Streaming*>(state); });
    if (response == nullptr) delete streaming;
  } else if (made.body == nullptr) {
    response = MHD_create_response_from_buffer(0, nullptr, MHD_RESPMEM_PERSISTENT);
  } else {
    auto* const kept = new std::shared_ptr<const std::string>(made.body);
    response = MHD_create_response_from_buffer_with_free_callback_cls(
        made.body->size(), const_cast<char*>(made.body->data()),
        [](void* body) { delete static_cast<std::shared_ptr<const std::string>*>(body); }, kept);
    if (response == nullptr) delete kept;
  }
  if (response == nullptr) return nullptr;
  if (!made.content_type.empty()) {
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, made.content_type.c_str());
  }
  for (const Parameters& headers : {made.headers, SecurityHeadersOf(made)}) {
    for (const auto& [name, value] : headers) {
      MHD_add_response_header(response, name.c_str(), value.c_str());
    }
  }
  return response;
}

}  // namespace

// What libmicrohttpd calls back, and the workers.
class HttpServer::Daemon {
 public:
  Daemon(HttpHandlers handlers, const HttpServerOptions& options)
      : handlers_(std::move(handlers)),
        body_time_(options.body_time),
        farewell_(absl::FromChrono(options.farewell)) {}
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  Status Start(const HttpServerOptions& options) {
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (options.address.is_ipv6()) flags |= MHD_USE_IPv6;
    std::vector<MHD_OptionItem> more;
    if (!options.tls_certificate.empty()) {
      flags |= MHD_USE_TLS;
      more.push_back(
          {MHD_OPTION_HTTPS_MEM_CERT, 0, const_cast<char*>(options.tls_certificate.c_str())});
      more.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, const_cast<char*>(options.tls_key.c_str())});
    }
    more.push_back({MHD_OPTION_END, 0, nullptr});
    daemon_ = MHD_start_daemon(
        flags, 0, nullptr, nullptr, &Daemon::OnRequest, this,  //
        MHD_OPTION_EXTERNAL_LOGGER, &Daemon::OnLog, this,      //
        MHD_OPTION_SOCK_ADDR, reinterpret_cast<const sockaddr*>(&options.address.socket),
        MHD_OPTION_NOTIFY_COMPLETED, &Daemon::OnCompleted, this,                //
        MHD_OPTION_CONNECTION_LIMIT, kConnectionsMax,                           //
        MHD_OPTION_CONNECTION_TIMEOUT, kIdleSeconds,                            //
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, std::size_t{2} * kRequestBytesMax,  //
        MHD_OPTION_ARRAY, more.data(), MHD_OPTION_END);
    is_starting_ = false;
    if (daemon_ == nullptr) return WhyNot(options);
    for (unsigned i = 0; i < options.workers; ++i) {
      workers_.emplace_back([this]() { Work(&Daemon::questions_); });
    }
    for (unsigned i = 0; i < kPosters; ++i) {
      workers_.emplace_back([this]() { Work(&Daemon::posts_); });
    }
    return OkStatus();
  }

  ~Daemon() { Stop(); }

  // The requests that are cut off.
  std::size_t Stop() {
    if (daemon_ == nullptr) return 0;
    const MHD_socket listening = MHD_quiesce_daemon(daemon_);
    const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; };
    {
      const absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(&none), farewell_);
      stopped_ = true;
    }
    for (std::thread& worker : workers_) worker.join();
    std::size_t cut_off = 0;
    {
      // For the answers that took longer than that to be made.
      const absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(&none), farewell_);
      cut_off = under_way_;
    }
    MHD_stop_daemon(std::exchange(daemon_, nullptr));
    if (listening != MHD_INVALID_SOCKET) ::close(listening);
    return cut_off;
  }

  std::uint16_t port() const {
    return MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT)->port;
  }

 private:
  using Waiting = std::deque<Exchange*>;

  Status WhyNot(const HttpServerOptions& options) const {
    const int error = errno;
    if (!options.tls_certificate.empty() && said_.find("TLS") != said_.npos) {
      return InvalidArgument("the certificate and the key are not a pair in PEM: {}", said_);
    }
    const std::string reason = std::generic_category().message(error);
    return Unavailable("cannot listen on {}: {}", options.address.host,
                       said_.empty() ? reason : said_);
  }

  static void OnLog(void* self, const char* format, va_list arguments) {
    std::array<char, 512> text;
    const int length = std::vsnprintf(text.data(), text.size(), format, arguments);
    std::string& said = static_cast<Daemon*>(self)->said_;
    // Of interest while it starts only; later, by another thread, it tells of what clients do.
    if (length <= 0 || !static_cast<Daemon*>(self)->is_starting_) return;
    said.assign(text.data());
    while (!said.empty() && (said.back() == '\n' || said.back() == '.')) said.pop_back();
  }

  static MHD_Result OnRequest(void* self, MHD_Connection* connection, const char* url,
                              const char* method, const char*, const char* body,
                              std::size_t* body_bytes, void** state) {
    auto* exchange = static_cast<Exchange*>(*state);
    Daemon& daemon = *static_cast<Daemon*>(self);
    if (exchange == nullptr) {
      *state = exchange = daemon.Begin(connection, url, method);
      // What is refused before it is read; else the handler is called again at its end.
      return exchange->response ? daemon.Send(*exchange) : MHD_YES;
    }
    if (*body_bytes != 0) {
      const std::size_t bytes = std::exchange(*body_bytes, 0);
      if (exchange->response) return MHD_YES;
      exchange->request.body.append(body, bytes);
      return IsTooSlow(*exchange, daemon.body_time_) ? daemon.GiveUp(*exchange) : MHD_YES;
    }
    if (exchange->response) return daemon.Send(*exchange);
    exchange->response = daemon.handlers_.at_once(exchange->request);
    if (exchange->response) return daemon.Send(*exchange);
    return daemon.Enqueue(*exchange) ? MHD_YES : daemon.Send(*exchange);
  }

  static void OnCompleted(void* self, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
    auto* const exchange = static_cast<Exchange*>(*state);
    *state = nullptr;
    if (exchange == nullptr) return;
    Daemon& daemon = *static_cast<Daemon*>(self);
    {
      const absl::MutexLock lock(&daemon.mutex_);
      daemon.handlers_.under_way(--daemon.under_way_);
      daemon.body_bytes_ -= exchange->body_bytes;
    }
    delete exchange;
  }

  Exchange* Begin(MHD_Connection* connection, const char* url, const char* method) {
    auto exchange = std::make_unique<Exchange>();
    exchange->connection = connection;
    HttpRequest& request = exchange->request;
    request.method = method;
    request.path = url;
    request.host = HeaderOf(connection, MHD_HTTP_HEADER_HOST);
    request.if_none_match = HeaderOf(connection, MHD_HTTP_HEADER_IF_NONE_MATCH);
    request.last_event_id = HeaderOf(connection, "Last-Event-ID");
    request.accept_encoding = HeaderOf(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, &TakeParameter,
                                &request.parameters);
    request.authorization = HeaderOf(connection, MHD_HTTP_HEADER_AUTHORIZATION);
    request.origin = HeaderOf(connection, MHD_HTTP_HEADER_ORIGIN);
    request.content_type = HeaderOf(connection, MHD_HTTP_HEADER_CONTENT_TYPE);
    request.client = ClientOf(connection);
    exchange->response = handlers_.refuse(request);
    if (!exchange->response && request.method == MHD_HTTP_METHOD_POST) {
      exchange->response = RefusalOfBody(*exchange);
    } else if (!exchange->response && HasBody(connection)) {
      exchange->response = Problem(413, "a request with a body is not taken");
    }
    const absl::MutexLock lock(&mutex_);
    handlers_.under_way(++under_way_);
    return exchange.release();
  }

  // Makes room for a body, or says why there is none.
  std::optional<HttpResponse> RefusalOfBody(Exchange& exchange) {
    const auto bytes = ParseDecimal(HeaderOf(exchange.connection, MHD_HTTP_HEADER_CONTENT_LENGTH));
    if (!bytes || !HeaderOf(exchange.connection, MHD_HTTP_HEADER_TRANSFER_ENCODING).empty()) {
      return Problem(411, "the length of the body must be said beforehand: Content-Length");
    }
    if (*bytes > kBodyBytesMax) {
      return Problem(413,
                     fmt::format("the body has {} bytes, more than {}", *bytes, kBodyBytesMax));
    }
    const absl::MutexLock lock(&mutex_);
    if (body_bytes_ + *bytes > kBodiesBytesMax) {
      HttpResponse refusal = Problem(503, "too many bodies are being read; ask again later");
      refusal.headers.emplace_back("Retry-After", "1");
      return refusal;
    }
    exchange.body_bytes = *bytes;
    body_bytes_ += *bytes;
    return std::nullopt;
  }

  // Closes the connection: nothing can be answered before the body has come.
  MHD_Result GiveUp(Exchange& exchange) {
    exchange.response = Problem(408, "the body took too long");
    handlers_.answered(exchange.request, *exchange.response,
                       std::chrono::steady_clock::now() - exchange.began);
    return MHD_NO;
  }

  // Lets a worker answer. False if too many wait, or the workers are gone: the response says so.
  bool Enqueue(Exchange& exchange) {
    {
      const absl::MutexLock lock(&mutex_);
      Waiting& waiting = exchange.request.method == MHD_HTTP_METHOD_POST ? posts_ : questions_;
      if (!stopped_ && waiting.size() < kWaitingMax) {
        // Before a worker can resume it.
        MHD_suspend_connection(exchange.connection);
        waiting.push_back(&exchange);
        return true;
      }
    }
    exchange.response = Problem(503, "too many questions wait for their answers; ask again later");
    exchange.response->headers.emplace_back("Retry-After", "1");
    return false;
  }

  // Answers what waits in one of the queues.
  void Work(Waiting Daemon::*queue) {
    const auto work = [this, queue]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return stopped_ || !(this->*queue).empty();
    };
    while (true) {
      Exchange* exchange = nullptr;
      {
        const absl::MutexLock lock(&mutex_);
        mutex_.Await(absl::Condition(&work));
        Waiting& waiting = this->*queue;
        // What waits is answered all the same: a suspended connection cannot be closed.
        if (waiting.empty()) return;
        exchange = waiting.front();
        waiting.pop_front();
      }
      exchange->response = handlers_.answer(exchange->request);
      MHD_resume_connection(exchange->connection);
    }
  }

  MHD_Result Send(const Exchange& exchange) {
    MHD_Response* const response = ResponseOf(*exchange.response, exchange.connection);
    if (response == nullptr) return MHD_NO;
    handlers_.answered(exchange.request, *exchange.response,
                       std::chrono::steady_clock::now() - exchange.began);
    const MHD_Result queued = MHD_queue_response(
        exchange.connection, static_cast<unsigned>(exchange.response->status), response);
    MHD_destroy_response(response);
    return queued;
  }

  const HttpHandlers handlers_;
  const std::chrono::milliseconds body_time_;
  const absl::Duration farewell_;
  MHD_Daemon* daemon_ = nullptr;
  std::atomic<bool> is_starting_ = true;
  std::string said_;  // by the library, while it starts
  absl::Mutex mutex_;
  Waiting questions_ ABSL_GUARDED_BY(mutex_);
  Waiting posts_ ABSL_GUARDED_BY(mutex_);
  std::size_t body_bytes_ ABSL_GUARDED_BY(mutex_) = 0;  // of the exchanges
  std::size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;   // exchanges
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> workers_;
};

HttpServer::HttpServer(std::unique_ptr<Daemon> daemon) : daemon_(std::move(daemon)) {}

HttpServer::~HttpServer() = default;

StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options,
                                                        HttpHandlers handlers) {
  auto daemon = std::make_unique<Daemon>(std::move(handlers), options);
  MUSTER_RETURN_IF_ERROR(daemon->Start(options));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(daemon)));
}

std::size_t HttpServer::Stop() { return daemon_->Stop(); }

std::uint16_t HttpServer::port() const { return daemon_->port(); }

}  // namespace muster
