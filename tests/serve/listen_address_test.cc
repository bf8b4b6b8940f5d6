// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/listen_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstring>

#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using ::testing::HasSubstr;

std::uint16_t PortOf(const ListenAddress& address) {
  // The port stands at the same place in both families.
  sockaddr_in v4 = {};
  std::memcpy(&v4, &address.socket, sizeof v4);
  return ntohs(v4.sin_port);
}

TEST(ListenAddressTest, AnAddressAndAPortAreRead) {
  const auto v4 = ParseListenAddress("127.0.0.1:8080");
  ASSERT_THAT(v4, IsOk());
  EXPECT_EQ(v4->host, "127.0.0.1");
  EXPECT_FALSE(v4->is_ipv6());
  EXPECT_EQ(PortOf(*v4), 8080);
  const auto v6 = ParseListenAddress("[2001:db8::1]:443");
  ASSERT_THAT(v6, IsOk());
  EXPECT_TRUE(v6->is_ipv6());
  EXPECT_EQ(PortOf(*v6), 443);
  EXPECT_EQ(PortOf(*ParseListenAddress("localhost:0")), 0);
}

TEST(ListenAddressTest, LoopbackIsThisComputer) {
  for (const char* text : {"127.0.0.1:1", "127.255.0.9:1", "[::1]:1", "localhost:1"}) {
    EXPECT_TRUE(ParseListenAddress(text)->is_loopback) << text;
  }
  for (const char* text :
       {"0.0.0.0:1", "[::]:1", "128.0.0.1:1", "[::2]:1", "[::ffff:127.0.0.1]:1"}) {
    EXPECT_FALSE(ParseListenAddress(text)->is_loopback) << text;
  }
}

TEST(ListenAddressTest, WhatIsNoneIsRefusedWithWhatWouldBe) {
  for (const char* text :
       {"", ":", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:8080x", "127.1:80", "::1:80", "[::1]", "[]:80", "example.org:80"}) {
    EXPECT_THAT(ParseListenAddress(text), StatusIs(StatusCode::kInvalidArgument,
                                                   HasSubstr("as 127.0.0.1:8080 or [::1]:8080")))
        << text;
  }
}

TEST(ListenAddressTest, AHostHeaderNamesThisComputerOrAnother) {
  for (const char* host :
       {"localhost", "localhost:8080", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:80"}) {
    EXPECT_TRUE(IsLoopbackHost(host)) << host;
  }
  for (const char* host : {"", "localhost.", "example.org", "localhost.example.org", "10.0.0.1",
                           "[::2]:80", "127.0.0.1:80:80", "localhost:http"}) {
    EXPECT_FALSE(IsLoopbackHost(host)) << host;
  }
}

}  // namespace
}  // namespace muster
