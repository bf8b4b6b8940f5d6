// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/http_server.h"

#include <absl/synchronization/mutex.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace muster {
namespace {

constexpr std::string_view kPostHead =
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n";

// A connection to a port of this computer.
class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~HttpClient() { ::close(socket_); }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // False once the connection has ended.
  bool Send(std::string_view bytes) {
    is_open_ = is_open_ && ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                               static_cast<ssize_t>(bytes.size());
    return is_open_;
  }
  // The first line of what comes; empty: the connection has ended.
  std::string Line() {
    std::string line;
    char next = 0;
    while (::recv(socket_, &next, 1, 0) == 1 && next != '\r') line += next;
    return line;
  }

 private:
  const int socket_;
  bool is_open_ = false;
};

// A server that gives back what is posted, and notes the status of each answer.
struct Echo {
  explicit Echo(std::chrono::milliseconds body_time,
                std::chrono::milliseconds farewell = std::chrono::minutes(1)) {
    HttpServerOptions options;
    options.address = *ParseListenAddress("127.0.0.1:0");
    options.body_time = body_time;
    options.farewell = farewell;
    HttpHandlers handlers;
    handlers.refuse = [](HttpRequest&) { return std::nullopt; };
    handlers.at_once = [](const HttpRequest& request) {
      HttpResponse response;
      response.body = std::make_shared<const std::string>(request.body);
      return response;
    };
    handlers.answer = [](const HttpRequest&) { return HttpResponse(); };
    handlers.answered = [this](const HttpRequest&, const HttpResponse& response,
                               std::chrono::nanoseconds) {
      const absl::MutexLock lock(&mutex);
      statuses.push_back(response.status);
    };
    handlers.under_way = [](std::size_t) {};
    server = *HttpServer::Start(options, std::move(handlers));
  }

  absl::Mutex mutex;
  std::vector<int> statuses;
  std::unique_ptr<HttpServer> server;
};

TEST(HttpServerTest, ABodyThatComesByteByByteEndsItsConnection) {
  Echo echo(std::chrono::milliseconds(1));
  HttpClient slow(echo.server->port());
  ASSERT_TRUE(slow.Send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"));
  for (int bytes = 0; bytes < 100'000 && slow.Send("#"); ++bytes) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(slow.Line(), "");
  HttpClient other(echo.server->port());
  other.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(other.Line(), "HTTP/1.1 200 OK");
  const absl::MutexLock lock(&echo.mutex);
  EXPECT_EQ(echo.statuses, (std::vector<int>{408, 200}));
}

TEST(HttpServerTest, ABodyThatTakesNoLongerThanItMayIsTaken) {
  Echo echo(std::chrono::hours(1));
  HttpClient slow(echo.server->port());
  ASSERT_TRUE(slow.Send(kPostHead));
  for (int bytes = 0; bytes < 5; ++bytes) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    slow.Send("#");
  }
  EXPECT_EQ(slow.Line(), "HTTP/1.1 200 OK");
}

TEST(HttpServerTest, AStopCutsOffNobodyWhoAsksNothing) {
  Echo echo(std::chrono::hours(1));
  HttpClient idle(echo.server->port());
  HttpClient asked(echo.server->port());
  asked.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(asked.Line(), "HTTP/1.1 200 OK");
  EXPECT_EQ(echo.server->Stop(), 0U);
  EXPECT_EQ(idle.Line(), "");
}

TEST(HttpServerTest, AStopTellsHowManyRequestsItCutOff) {
  Echo echo(std::chrono::hours(1), std::chrono::milliseconds(1));
  HttpClient half(echo.server->port());
  ASSERT_TRUE(half.Send(kPostHead));
  // Behind it, so that it has begun.
  HttpClient asked(echo.server->port());
  asked.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(asked.Line(), "HTTP/1.1 200 OK");
  EXPECT_EQ(echo.server->Stop(), 1U);
}

}  // namespace
}  // namespace muster
