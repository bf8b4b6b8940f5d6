// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/png.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "tools/output/display_text.h"

extern char** environ;

namespace muster {
namespace {

constexpr char kProgram[] = "rsvg-convert";

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
// Gone when it is closed.
using ScratchFile = std::unique_ptr<std::FILE, CloseFile>;

Status SystemError(std::string_view what) {
  return Unavailable("{}: {}", what, std::generic_category().message(errno));
}

StatusOr<ScratchFile> MakeScratchFile() {
  ScratchFile file(std::tmpfile());
  if (file == nullptr) return SystemError("cannot make a temporary file");
  return file;
}

std::string ContentOf(std::FILE* file) {
  std::string content;
  std::array<char, 65536> buffer;
  std::rewind(file);
  while (const std::size_t read = std::fread(buffer.data(), 1, buffer.size(), file)) {
    content.append(buffer.data(), read);
  }
  return content;
}

// Runs it with these for standard input, output and error, and waits for it.
StatusOr<int> RunConverter(std::FILE* in, std::FILE* out, std::FILE* err) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ::fileno(in), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, ::fileno(out), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, ::fileno(err), STDERR_FILENO);
  std::array<std::string, 5> words = {kProgram, "--format", "png", "--zoom", "2"};
  std::array<char*, 6> arguments = {words[0].data(), words[1].data(), words[2].data(),
                                    words[3].data(), words[4].data(), nullptr};
  ::pid_t process = 0;
  const int error =
      ::posix_spawnp(&process, kProgram, &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) {
    return FailedPrecondition(
        "a PNG is drawn by the program {}, which is not installed (Debian's package librsvg2-bin); "
        "a picture in SVG needs no other program",
        kProgram);
  }
  if (error != 0) {
    return Unavailable("cannot run {}: {}", kProgram, std::generic_category().message(error));
  }
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return SystemError("cannot wait for rsvg-convert");
  }
  return status;
}

}  // namespace

StatusOr<std::string> PngOf(const std::string& svg) {
  MUSTER_ASSIGN_OR_RETURN(const ScratchFile in, MakeScratchFile());
  MUSTER_ASSIGN_OR_RETURN(const ScratchFile out, MakeScratchFile());
  MUSTER_ASSIGN_OR_RETURN(const ScratchFile err, MakeScratchFile());
  const bool written = std::fwrite(svg.data(), 1, svg.size(), in.get()) == svg.size();
  if (!written || std::fflush(in.get()) != 0) return SystemError("cannot write a temporary file");
  std::rewind(in.get());
  MUSTER_ASSIGN_OR_RETURN(const int status, RunConverter(in.get(), out.get(), err.get()));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return Unavailable("{} failed: {}", kProgram, SafeText(ContentOf(err.get())));
  }
  return ContentOf(out.get());
}

}  // namespace muster
