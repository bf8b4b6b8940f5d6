// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Progress on standard error, if that is a terminal.
#ifndef MUSTER_TOOLS_OUTPUT_PROGRESS_H_
#define MUSTER_TOOLS_OUTPUT_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

enum class ProgressUnit { kItems, kBytes };

// How far something is.
struct Done {
  std::uint64_t from = 0;  // what was done before: a run may go on with the work of another
  std::uint64_t now = 0;
  std::uint64_t total = 0;
  std::chrono::milliseconds elapsed{0};  // since `from`
};

// "reading records: 120000 of 1000000 (12 %), 95000 a second, 10 s left". How fast it goes, and
// what is left, is told after a second; or how long it takes already, if nothing is done yet.
// `what` names the items; bytes are told in MB.
std::string ProgressText(std::string_view what, ProgressUnit unit, const Done& done);

// "comparing claims: 12 s so far", of work that cannot be counted.
std::string ProgressText(std::string_view what, std::chrono::milliseconds elapsed);

// When the first line is shown: $MUSTER_PROGRESS, in milliseconds, else after half a second;
// nullopt, never: `off`. What is neither is passed over.
std::optional<std::chrono::milliseconds> ProgressDelay(const char* setting);

// One line that is written anew a few times a second by a thread of its own, so that it moves where
// the work does not tell how far it is, and is taken away at the end. Of several that live, the
// last one made is shown. Show may be called from any thread.
class Progress {
 public:
  // `what`: "reading records".
  explicit Progress(std::string what, ProgressUnit unit = ProgressUnit::kItems);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(std::uint64_t done, std::uint64_t total);
  // Of one part of the work: "export, claims: 40 of 100". A part that is new begins anew.
  void Show(std::string_view part, std::uint64_t done, std::uint64_t total);

 private:
  friend class ProgressLine;
  using Clock = std::chrono::steady_clock;

  // Of the line now. The caller holds the lock of the lines.
  std::string Text() const;
  void GoTo(std::string_view part);
  void Count(std::uint64_t done, std::uint64_t total);

  const std::string what_;
  const ProgressUnit unit_;
  std::string part_;
  Clock::time_point start_;
  std::optional<Done> done_;  // without the time
};

// Takes the line away until it is next written, for something else that is written on the terminal.
void ClearProgress();
// Takes it away for good: an answer begins on the same terminal, or the process answers many that
// ask at once.
void HideProgress();

// While it lives, no line is written: a question stands on the terminal.
class PausedProgress {
 public:
  PausedProgress();
  ~PausedProgress();
  PausedProgress(const PausedProgress&) = delete;
  PausedProgress& operator=(const PausedProgress&) = delete;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_PROGRESS_H_
