// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "tools/output/terminal.h"

namespace muster {
namespace {

using std::chrono::milliseconds;

constexpr auto kDelay = milliseconds(500);
constexpr auto kInterval = milliseconds(200);
constexpr char kClearLine[] = "\r\x1b[K";

constexpr auto kEnoughToTellRate = std::chrono::seconds(1);

std::string DurationText(std::uint64_t seconds) {
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

std::string TimeSoFar(milliseconds elapsed) {
  return DurationText(static_cast<std::uint64_t>(elapsed.count()) / 1000) + " so far";
}

}  // namespace

std::string ProgressText(std::string_view what, ProgressUnit unit, const Done& done) {
  const bool items = unit == ProgressUnit::kItems;
  const std::uint64_t percent = done.total == 0 ? 100 : done.now * 100 / done.total;
  const auto megabytes = [](double bytes) { return fmt::format("{:.1f}", bytes / 1e6); };
  std::string text = fmt::format(
      "{}: {} of {} ({} %)", what, items ? fmt::to_string(done.now) : megabytes(double(done.now)),
      items ? fmt::to_string(done.total) : megabytes(double(done.total)) + " MB", percent);
  if (done.elapsed < kEnoughToTellRate) return text;
  if (done.now <= done.from) return text + ", " + TimeSoFar(done.elapsed);
  const double a_second =
      double(done.now - done.from) * 1000 / static_cast<double>(done.elapsed.count());
  text += items ? fmt::format(", {:.{}f} a second", a_second, a_second < 10 ? 1 : 0)
                : fmt::format(", {} MB a second", megabytes(a_second));
  if (done.now >= done.total) return text;
  const double left = double(done.total - done.now) / a_second;
  return text + fmt::format(", {} left", DurationText(static_cast<std::uint64_t>(left) + 1));
}

std::string ProgressText(std::string_view what, milliseconds elapsed) {
  return fmt::format("{}: {}", what, TimeSoFar(elapsed));
}

std::optional<milliseconds> ProgressDelay(const char* setting) {
  const std::string_view text = setting == nullptr ? "" : setting;
  if (text == "off") return std::nullopt;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = !text.empty() && error == std::errc() && end == text.data() + text.size();
  return is_number ? milliseconds(number) : kDelay;
}

// The line of the terminal, which all Progress of the process share.
class ProgressLine {
 public:
  static ProgressLine& Get() {
    // Never destroyed: something may be said while the process ends.
    static auto* const line = new ProgressLine;
    return *line;
  }

  void Add(Progress& progress) {
    if (!delay_) return;
    std::unique_lock lock(mutex_);
    live_.push_back(&progress);
    if (live_.size() > 1) return;
    const auto now = Progress::Clock::now();
    next_ = now + *delay_;
    if (*delay_ == milliseconds(0)) Write();
    thread_ = std::thread([this] { Run(); });
  }

  void Remove(Progress& progress) {
    if (!delay_) return;
    std::unique_lock lock(mutex_);
    std::erase(live_, &progress);
    Clear();
    if (!live_.empty()) return;
    std::thread thread = std::move(thread_);
    changed_.notify_all();
    lock.unlock();
    thread.join();
  }

  // Calls `change`, which alters what is shown of a progress.
  template <typename Change>
  void Alter(Change change) {
    if (!delay_) return;
    const std::scoped_lock lock(mutex_);
    change();
    if (*delay_ == milliseconds(0)) Write();
  }

  void ClearNow() {
    if (!delay_) return;
    const std::scoped_lock lock(mutex_);
    Clear();
  }

  void Pause(bool is_paused) {
    if (!delay_) return;
    const std::scoped_lock lock(mutex_);
    Clear();
    is_paused_ = is_paused;
  }

  void Hide() {
    if (!delay_) return;
    const std::scoped_lock lock(mutex_);
    Clear();
    is_hidden_ = true;
  }

 private:
  ProgressLine() {
    if (IsTerminal(STDERR_FILENO)) delay_ = ProgressDelay(std::getenv("MUSTER_PROGRESS"));
  }

  void Run() {
    std::unique_lock lock(mutex_);
    while (!live_.empty()) {
      changed_.wait_until(lock, next_);
      const auto now = Progress::Clock::now();
      if (live_.empty() || now < next_) continue;
      next_ = now + kInterval;
      Write();
    }
  }

  void Write() {
    if (is_hidden_ || is_paused_ || live_.empty()) return;
    // A line that the terminal breaks could not be taken away.
    const auto columns = static_cast<std::size_t>(std::max(TerminalColumns(STDERR_FILENO), 2));
    const std::string text = live_.back()->Text().substr(0, columns - 1);
    std::fputs((kClearLine + text).c_str(), stderr);
    std::fflush(stderr);
    is_shown_ = true;
  }

  void Clear() {
    if (!std::exchange(is_shown_, false)) return;
    std::fputs(kClearLine, stderr);
    std::fflush(stderr);
  }

  std::optional<milliseconds> delay_;  // nullopt: nothing is ever shown
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
  std::vector<Progress*> live_;  // in the order in which they were made
  Progress::Clock::time_point next_;
  bool is_shown_ = false;
  bool is_paused_ = false;
  bool is_hidden_ = false;
};

Progress::Progress(std::string what, ProgressUnit unit)
    : what_(std::move(what)), unit_(unit), start_(Clock::now()) {
  ProgressLine::Get().Add(*this);
}

Progress::~Progress() { ProgressLine::Get().Remove(*this); }

void Progress::Show(std::uint64_t done, std::uint64_t total) {
  ProgressLine::Get().Alter([&] { Count(done, total); });
}

void Progress::Show(std::string_view part, std::uint64_t done, std::uint64_t total) {
  ProgressLine::Get().Alter([&] {
    if (part != part_) GoTo(part);
    Count(done, total);
  });
}

void Progress::GoTo(std::string_view part) {
  part_ = part;
  done_.reset();
  start_ = Clock::now();
}

void Progress::Count(std::uint64_t done, std::uint64_t total) {
  if (!done_) {
    done_ = Done{done, done, total, {}};
    start_ = Clock::now();
  }
  done_->now = done;
  done_->total = total;
}

std::string Progress::Text() const {
  const auto elapsed = std::chrono::duration_cast<milliseconds>(Clock::now() - start_);
  const std::string what = part_.empty() ? what_ : what_ + ", " + part_;
  if (!done_) return ProgressText(what, elapsed);
  return ProgressText(what, unit_, {done_->from, done_->now, done_->total, elapsed});
}

void ClearProgress() { ProgressLine::Get().ClearNow(); }

void HideProgress() { ProgressLine::Get().Hide(); }

PausedProgress::PausedProgress() { ProgressLine::Get().Pause(true); }

PausedProgress::~PausedProgress() { ProgressLine::Get().Pause(false); }

}  // namespace muster
