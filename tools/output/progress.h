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
// what is left, is told after a second. `what` names the items; bytes are told in MB.
std::string ProgressText(std::string_view what, ProgressUnit unit, const Done& done);

// One line that is written anew a few times a second, and taken away at the end. Nothing is shown
// of what is done within half a second. Thread-compatible.
class Progress {
 public:
  // `what`: "reading records".
  explicit Progress(std::string what, ProgressUnit unit = ProgressUnit::kItems);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(std::uint64_t done, std::uint64_t total);

 private:
  const std::string what_;
  const ProgressUnit unit_;
  const bool visible_;
  std::chrono::steady_clock::time_point start_;
  std::optional<std::uint64_t> from_;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

// For a program that answers others beside each other: no Progress that is made from now on shows.
void HideProgress();

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_PROGRESS_H_
