// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "tools/input/given_files.h"

namespace muster {
namespace {

std::string ErrnoText(int error) {
  std::string text = std::generic_category().message(error);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

// Closes what it holds.
class FileDescriptor {
 public:
  explicit FileDescriptor(int value) : value_(value) {}
  ~FileDescriptor() {
    if (value_ >= 0) ::close(value_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int value() const { return value_; }

 private:
  int value_;
};

StatusOr<std::string> ReadAll(int descriptor, std::size_t size_guess, std::size_t limit_bytes) {
  std::string bytes;
  bytes.reserve(std::min(size_guess, limit_bytes) + 1);
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
    if (count == 0) return bytes;
    if (count < 0) {
      if (errno == EINTR) continue;
      return Unavailable("{}", ErrnoText(errno));
    }
    bytes.append(buffer, static_cast<std::size_t>(count));
    if (bytes.size() > limit_bytes) {
      return ResourceExhausted("it has more than {} MiB", limit_bytes >> 20);
    }
  }
}

StatusOr<std::string> ReadGiven(const GivenFiles::Files& files, const std::string& name,
                                std::size_t limit_bytes) {
  const auto found = files.find(name);
  if (found == files.end()) return NotFound("no such file or directory");
  if (found->second.size() > limit_bytes) {
    return ResourceExhausted("it has more than {} MiB", limit_bytes >> 20);
  }
  return found->second;
}

}  // namespace

StatusOr<std::string> ReadFileBytes(const std::filesystem::path& path, std::size_t limit_bytes,
                                    FileKinds kinds) {
  const GivenFiles::Files* const given = GivenFiles::OfThread();
  return given != nullptr ? ReadGiven(*given, path.native(), limit_bytes)
                          : ReadDiskBytes(path, limit_bytes, kinds);
}

StatusOr<std::string> ReadDiskBytes(const std::filesystem::path& path, std::size_t limit_bytes,
                                    FileKinds kinds) {
  if (path.native().find('\0') != std::string::npos) return NotFound("no such file or directory");
  // Without O_NONBLOCK the opening of a pipe nobody writes to would never return.
  const int flags = O_RDONLY | O_CLOEXEC | (kinds == FileKinds::kRegularOnly ? O_NONBLOCK : 0);
  const FileDescriptor file(::open(path.c_str(), flags));
  if (file.value() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return NotFound("no such file or directory");
    return Unavailable("{}", ErrnoText(errno));
  }
  struct stat status {};
  if (::fstat(file.value(), &status) != 0) return Unavailable("{}", ErrnoText(errno));
  if (S_ISDIR(status.st_mode)) return FailedPrecondition("it is a directory");
  if (!S_ISREG(status.st_mode) && kinds == FileKinds::kRegularOnly) {
    return FailedPrecondition("it is no regular file");
  }
  const auto size = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
  if (size > limit_bytes) return ResourceExhausted("it has more than {} MiB", limit_bytes >> 20);
  return ReadAll(file.value(), size, limit_bytes);
}

StatusOr<std::string> ReadStandardInput(std::size_t limit_bytes) {
  const GivenFiles::Files* const given = GivenFiles::OfThread();
  return given != nullptr ? ReadGiven(*given, "-", limit_bytes)
                          : ReadAll(STDIN_FILENO, 0, limit_bytes);
}

}  // namespace muster
