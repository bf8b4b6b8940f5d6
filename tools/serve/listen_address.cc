// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>
#include <optional>

namespace muster {
namespace {

struct HostAndPort {
  std::string host;
  std::string_view port;
};

// At the colon that does not stand in brackets.
std::optional<HostAndPort> Split(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != host.npos) {
    return std::nullopt;
  }
  return HostAndPort{std::string(host), text.substr(colon + 1)};
}

std::optional<std::uint16_t> ParsePort(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return port;
}

// The address in digits; family AF_UNSPEC if it is none.
sockaddr_storage SocketOf(const std::string& host, std::uint16_t port) {
  sockaddr_storage storage = {};
  sockaddr_in v4 = {};
  sockaddr_in6 v6 = {};
  if (::inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&storage, &v4, sizeof v4);
  } else if (::inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&storage, &v6, sizeof v6);
  }
  return storage;
}

bool IsLoopback(const sockaddr_storage& storage) {
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4 = {};
    std::memcpy(&v4, &storage, sizeof v4);
    return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
  }
  sockaddr_in6 v6 = {};
  std::memcpy(&v6, &storage, sizeof v6);
  return storage.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

}  // namespace

StatusOr<ListenAddress> ParseListenAddress(std::string_view text) {
  const std::optional<HostAndPort> parts = Split(text);
  const std::optional<std::uint16_t> port = parts ? ParsePort(parts->port) : std::nullopt;
  ListenAddress address;
  if (port) {
    address.host = parts->host;
    address.socket = SocketOf(parts->host == "localhost" ? "127.0.0.1" : parts->host, *port);
  }
  if (address.socket.ss_family == AF_UNSPEC) {
    return InvalidArgument(
        "`{}` is not an address to listen on: an address and a port, as 127.0.0.1:8080 or "
        "[::1]:8080",
        text);
  }
  address.is_loopback = IsLoopback(address.socket);
  return address;
}

bool IsLoopbackHost(std::string_view host) {
  if (host.empty()) return false;
  // A port may be left out.
  const std::optional<HostAndPort> parts = Split(host);
  std::string name = parts && ParsePort(parts->port) ? parts->host : std::string(host);
  if (name.size() > 2 && name.front() == '[' && name.back() == ']') {
    name = name.substr(1, name.size() - 2);
  }
  return name == "localhost" || IsLoopback(SocketOf(name, 0));
}

}  // namespace muster
