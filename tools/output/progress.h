// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Progress on standard error, if that is a terminal.
#ifndef MUSTER_TOOLS_OUTPUT_PROGRESS_H_
#define MUSTER_TOOLS_OUTPUT_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <string>

namespace muster {

// One line that is written anew a few times a second, and taken away at the end. Nothing is shown
// of what is done within half a second. Thread-compatible.
class Progress {
 public:
  // `what`: "reading records".
  explicit Progress(std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(std::uint64_t done, std::uint64_t total);

 private:
  const std::string what_;
  const bool visible_;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_PROGRESS_H_
