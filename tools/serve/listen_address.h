// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The address that a server listens on: "127.0.0.1:8080", "[::1]:8080", "localhost:0".
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_SERVE_LISTEN_ADDRESS_H_
#define MUSTER_TOOLS_SERVE_LISTEN_ADDRESS_H_

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/status.h"

namespace muster {

struct ListenAddress {
  sockaddr_storage socket = {};
  std::string host;  // as it was written, without brackets
  bool is_loopback = false;

  bool is_ipv6() const { return socket.ss_family == AF_INET6; }
};

// Reads an address and a port; 0 stands for any free one. "localhost" is 127.0.0.1; other names are
// not looked up. Errors: INVALID_ARGUMENT, saying what would be right.
StatusOr<ListenAddress> ParseListenAddress(std::string_view text);

// Whether a Host header names this computer itself: localhost or a loopback address, with any port.
bool IsLoopbackHost(std::string_view host);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_LISTEN_ADDRESS_H_
