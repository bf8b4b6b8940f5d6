// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace muster {
namespace {

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0)
      : descriptor_(open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int value() const { return descriptor_; }
  bool ok() const { return descriptor_ >= 0; }

 private:
  const int descriptor_;
};

Status Cannot(std::string_view verb, const std::filesystem::path& file) {
  return Unavailable("cannot {} {}: {}", verb, file.string(),
                     std::generic_category().message(errno));
}

bool WriteAndSync(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t length = write(descriptor, bytes.data(), bytes.size());
    if (length < 0 && errno != EINTR) return false;
    if (length > 0) bytes.remove_prefix(static_cast<std::size_t>(length));
  }
  return fsync(descriptor) == 0;
}

// A name is durable only when the directory that holds it is.
Status SyncParent(const std::filesystem::path& file) {
  std::filesystem::path parent = file.parent_path();
  if (parent.empty()) parent = ".";
  const Descriptor directory(parent, O_RDONLY | O_DIRECTORY);
  if (!directory.ok() || fsync(directory.value()) != 0) return Cannot("write", parent);
  return OkStatus();
}

}  // namespace

StatusOr<std::string> ReadSmallFile(const std::filesystem::path& file, std::size_t bytes_max) {
  const Descriptor in(file, O_RDONLY);
  if (!in.ok()) {
    if (errno == ENOENT) return NotFound("there is no file {}", file.string());
    return Cannot("read", file);
  }
  std::string bytes;
  char buffer[16 * 1024];
  while (true) {
    const ssize_t length = read(in.value(), buffer, sizeof(buffer));
    if (length == 0) return bytes;
    if (length < 0) {
      if (errno == EINTR) continue;
      return Cannot("read", file);
    }
    bytes.append(buffer, static_cast<std::size_t>(length));
    if (bytes.size() > bytes_max) {
      return ResourceExhausted("{} has more than {} bytes", file.string(), bytes_max);
    }
  }
}

Status WriteNewFile(const std::filesystem::path& file, std::string_view bytes, mode_t mode) {
  {
    const Descriptor out(file, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (!out.ok()) {
      if (errno == EEXIST) return AlreadyExists("{} exists already", file.string());
      return Cannot("make", file);
    }
    if (!WriteAndSync(out.value(), bytes)) {
      const Status status = Cannot("write", file);
      unlink(file.c_str());
      return status;
    }
  }
  return SyncParent(file);
}

Status ReplaceFile(const std::filesystem::path& file, std::string_view bytes, mode_t mode) {
  std::filesystem::path temporary = file;
  temporary += ".new";
  {
    // One that a crash left would keep its own rights.
    unlink(temporary.c_str());
    const Descriptor out(temporary, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (!out.ok() || !WriteAndSync(out.value(), bytes)) return Cannot("write", temporary);
  }
  return RenameFile(temporary, file);
}

Status SyncFile(const std::filesystem::path& file) {
  const Descriptor in(file, O_RDONLY);
  if (!in.ok() || fsync(in.value()) != 0) return Cannot("write", file);
  return OkStatus();
}

Status RenameFile(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return Cannot("replace", to);
  return SyncParent(to);
}

Status RemoveFile(const std::filesystem::path& file) {
  if (unlink(file.c_str()) != 0) {
    if (errno == ENOENT) return OkStatus();
    return Cannot("remove", file);
  }
  return SyncParent(file);
}

}  // namespace muster
