// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <utility>

#include "tools/output/terminal.h"

namespace muster {
namespace {

constexpr auto kDelay = std::chrono::milliseconds(500);
constexpr auto kInterval = std::chrono::milliseconds(200);
constexpr char kClearLine[] = "\r\x1b[K";

std::atomic<bool> is_hidden = false;

constexpr auto kEnoughToTellRate = std::chrono::seconds(1);

std::string DurationText(std::uint64_t seconds) {
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

}  // namespace

std::string ProgressText(std::string_view what, ProgressUnit unit, const Done& done) {
  const bool items = unit == ProgressUnit::kItems;
  const std::uint64_t percent = done.total == 0 ? 100 : done.now * 100 / done.total;
  const auto megabytes = [](double bytes) { return fmt::format("{:.1f}", bytes / 1e6); };
  std::string text = fmt::format(
      "{}: {} of {} ({} %)", what, items ? fmt::to_string(done.now) : megabytes(double(done.now)),
      items ? fmt::to_string(done.total) : megabytes(double(done.total)) + " MB", percent);
  if (done.elapsed < kEnoughToTellRate || done.now <= done.from) return text;
  const double a_second =
      double(done.now - done.from) * 1000 / static_cast<double>(done.elapsed.count());
  text += items ? fmt::format(", {:.{}f} a second", a_second, a_second < 10 ? 1 : 0)
                : fmt::format(", {} MB a second", megabytes(a_second));
  if (done.now >= done.total) return text;
  const double left = double(done.total - done.now) / a_second;
  return text + fmt::format(", {} left", DurationText(static_cast<std::uint64_t>(left) + 1));
}

void HideProgress() { is_hidden = true; }

Progress::Progress(std::string what, ProgressUnit unit)
    : what_(std::move(what)),
      unit_(unit),
      visible_(!is_hidden && IsTerminal(STDERR_FILENO)),
      start_(std::chrono::steady_clock::now()),
      next_(start_ + kDelay) {}

Progress::~Progress() {
  if (shown_) std::fputs(kClearLine, stderr);
}

void Progress::Show(std::uint64_t done, std::uint64_t total) {
  if (!visible_) return;
  const auto now = std::chrono::steady_clock::now();
  if (!from_) {
    from_ = done;
    start_ = now;
  }
  if (now < next_) return;
  next_ = now + kInterval;
  shown_ = true;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_);
  const std::string text = ProgressText(what_, unit_, {*from_, done, total, elapsed});
  std::fputs((kClearLine + text).c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace muster
