// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <cstddef>

namespace muster {
namespace {

constexpr std::size_t kMessageBytesMax = 4096;

}  // namespace

void CheckRefused(const Status& status, StatusCode code) {
  MUSTER_CHECK(status.code() == code);
  MUSTER_CHECK(!Message(status).empty());
  MUSTER_CHECK(Message(status).size() <= kMessageBytesMax);
}

std::string_view TakeLine(std::string_view* bytes) {
  const std::string_view line = bytes->substr(0, bytes->find('\n'));
  bytes->remove_prefix(std::min(bytes->size(), line.size() + 1));
  return line;
}

}  // namespace muster
