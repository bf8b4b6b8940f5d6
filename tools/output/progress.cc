// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "tools/output/terminal.h"

namespace muster {
namespace {

constexpr auto kDelay = std::chrono::milliseconds(500);
constexpr auto kInterval = std::chrono::milliseconds(200);
constexpr char kClearLine[] = "\r\x1b[K";

}  // namespace

Progress::Progress(std::string what)
    : what_(std::move(what)),
      visible_(IsTerminal(STDERR_FILENO)),
      next_(std::chrono::steady_clock::now() + kDelay) {}

Progress::~Progress() {
  if (shown_) std::fputs(kClearLine, stderr);
}

void Progress::Show(std::uint64_t done, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now < next_) return;
  next_ = now + kInterval;
  shown_ = true;
  const std::uint64_t percent = total == 0 ? 100 : done * 100 / total;
  std::fputs(fmt::format("{}{}: {} of {} ({} %)", kClearLine, what_, done, total, percent).c_str(),
             stderr);
  std::fflush(stderr);
}

}  // namespace muster
