// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A child process that reports numbers on its standard output until it ends or is killed.
#ifndef MUSTER_TESTS_CRASH_CHILD_PROCESS_H_
#define MUSTER_TESTS_CRASH_CHILD_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster {

// Thread-compatible.
class ChildProcess {
 public:
  // Starts `program` with `arguments`. Ends this program if that is not possible.
  ChildProcess(const std::string& program, std::vector<std::string> arguments);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Kills it if it still runs.
  ~ChildProcess();

  void Kill();

  // Waits for the next number; nullopt once the child has ended and everything it wrote has been
  // read.
  std::optional<std::uint64_t> NextReport();

  // Waits until it has ended. Returns its exit status, or -1 if it was killed.
  int Join();

 private:
  pid_t pid_;
  int reports_;
};

}  // namespace muster

#endif  // MUSTER_TESTS_CRASH_CHILD_PROCESS_H_
