// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/write_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace muster {
namespace {

// Locks of an open file description, not of the process: a second writer in the same process is
// refused like any other, and, unlike flock(2), one can ask without taking.
struct flock WholeFile(short type) {
  struct flock lock = {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string ErrnoMessage(int code) { return std::generic_category().message(code); }

// What the holder wrote into the file: its process id.
std::string HolderOf(int descriptor) {
  char text[32];
  const ssize_t length = pread(descriptor, text, sizeof(text), 0);
  std::string pid;
  for (ssize_t i = 0; i < length && text[i] >= '0' && text[i] <= '9'; ++i) pid += text[i];
  return pid;
}

}  // namespace

StatusOr<WriteLock> WriteLock::Acquire(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    return Unavailable("cannot open {} for writing: {}", file.string(), ErrnoMessage(errno));
  }
  WriteLock lock(descriptor);
  struct flock wanted = WholeFile(F_WRLCK);
  if (fcntl(descriptor, F_OFD_SETLK, &wanted) != 0) {
    if (errno != EAGAIN && errno != EACCES) {
      return Unavailable("cannot lock {}: {}", file.string(), ErrnoMessage(errno));
    }
    const std::string holder = HolderOf(descriptor);
    if (holder.empty()) {
      return FailedPrecondition("another process has the log open for writing ({} is locked)",
                                file.string());
    }
    return FailedPrecondition("process {} has the log open for writing ({} is locked)", holder,
                              file.string());
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor, 0) != 0 ||
      pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return Unavailable("cannot write {}: {}", file.string(), ErrnoMessage(errno));
  }
  return lock;
}

bool WriteLock::IsHeld(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  struct flock wanted = WholeFile(F_RDLCK);
  const bool held = fcntl(descriptor, F_OFD_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK;
  close(descriptor);
  return held;
}

WriteLock::WriteLock(WriteLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriteLock& WriteLock::operator=(WriteLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriteLock::~WriteLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace muster
