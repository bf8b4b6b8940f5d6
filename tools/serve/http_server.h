// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// HttpServer speaks HTTP/1.1 on one address (libmicrohttpd): a thread for all connections, and a
// few that make the answers which take work; those to POST, which wait for the disk, have threads
// of their own. A client that is slow, or does nothing, holds no thread.
//
// A body is taken with POST alone, and of a length that is said beforehand: any other is refused
// before it is read.
//
// Thread-safety: the handlers are called by several threads at once.
#ifndef MUSTER_TOOLS_SERVE_HTTP_SERVER_H_
#define MUSTER_TOOLS_SERVE_HTTP_SERVER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ledger/status.h"
#include "tools/serve/http_message.h"
#include "tools/serve/listen_address.h"

namespace muster {

struct HttpHandlers {
  // Called in the thread of the connections when the headers are there, before any body is read:
  // notes in the request who asks, and gives what is answered to one that is not to go further.
  std::function<std::optional<HttpResponse>(HttpRequest&)> refuse;
  // Answers what takes no work, in the thread of the connections; else nullopt.
  std::function<std::optional<HttpResponse>(const HttpRequest&)> at_once;
  // Answers all else, in a thread that may take its time.
  std::function<HttpResponse(const HttpRequest&)> answer;
  // Told of each response when it is handed over, and how long it took.
  std::function<void(const HttpRequest&, const HttpResponse&, std::chrono::nanoseconds)> answered;
  // Told of each change of how many requests have begun and not ended. It must be quick: the
  // server's lock is held.
  std::function<void(std::size_t)> under_way;
};

struct HttpServerOptions {
  ListenAddress address;
  // PEM. With both, only TLS is spoken.
  std::string tls_certificate;
  std::string tls_key;
  unsigned workers = 2;
  // A body is there within this time, and a second more for each HttpServer::kBodyBytesPerSecond,
  // or its connection is closed.
  std::chrono::milliseconds body_time = std::chrono::seconds(30);
  // How long a stop waits for clients to take the answers that are made.
  std::chrono::milliseconds farewell = std::chrono::seconds(5);
};

class HttpServer {
 public:
  static constexpr unsigned kConnectionsMax = 4096;
  static constexpr std::size_t kWaitingMax = 512;         // questions that wait for a worker
  static constexpr std::size_t kRequestBytesMax = 32768;  // line and headers together
  static constexpr unsigned kIdleSeconds = 30;
  static constexpr std::size_t kBodyBytesMax = std::size_t{72} << 20;
  static constexpr std::size_t kBodiesBytesMax = std::size_t{256} << 20;  // all at a time
  static constexpr std::size_t kBodyBytesPerSecond = std::size_t{64} << 10;
  static constexpr unsigned kPosters = 16;  // threads that answer POST

  // Listens from now on. Errors: UNAVAILABLE if it cannot, saying why; INVALID_ARGUMENT for a
  // certificate or key that is none.
  static StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options,
                                                     HttpHandlers handlers);
  // Stops.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Takes no more connections, finishes the answers that are being made, and closes. Gives how many
  // requests it cut off, since their clients did not take the answers. To be called once.
  std::size_t Stop();

  // The port that it listens on, which the system chose if port 0 was asked for.
  std::uint16_t port() const;

 private:
  class Daemon;
  explicit HttpServer(std::unique_ptr<Daemon> daemon);
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_HTTP_SERVER_H_
