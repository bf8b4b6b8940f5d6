// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "ledger/status.h"

extern char** environ;

namespace muster {

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments) {
  int pipe_ends[2];
  MUSTER_CHECK(pipe2(pipe_ends, O_CLOEXEC) == 0);
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  MUSTER_CHECK(posix_spawn_file_actions_init(&actions) == 0);
  MUSTER_CHECK(posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO) == 0);
  MUSTER_CHECK(posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  reports_ = pipe_ends[0];
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    Kill();
    Join();
  }
  close(reports_);
}

void ChildProcess::Kill() { kill(pid_, SIGKILL); }

std::optional<std::uint64_t> ChildProcess::NextReport() {
  std::uint64_t number = 0;
  std::size_t length = 0;
  while (length < sizeof(number)) {
    const ssize_t got =
        read(reports_, reinterpret_cast<char*>(&number) + length, sizeof(number) - length);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    length += static_cast<std::size_t>(got);
  }
  return number;
}

int ChildProcess::Join() {
  int status = 0;
  MUSTER_CHECK(waitpid(pid_, &status, 0) == pid_);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace muster
