// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/scratch_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace muster {

StatusOr<std::unique_ptr<ScratchFile>> ScratchFile::Make() {
  std::error_code error;
  std::string path = (std::filesystem::temp_directory_path(error) / "muster-table-XXXXXX").string();
  const int file = error ? -1 : mkstemp(path.data());
  if (file < 0) return Unavailable("cannot make a temporary file: {}", std::strerror(errno));
  return std::unique_ptr<ScratchFile>(new ScratchFile(file, std::move(path)));
}

ScratchFile::~ScratchFile() {
  close(file_);
  unlink(path_.c_str());
}

Status ScratchFile::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(file_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Unavailable("cannot write a temporary file: {}", std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return OkStatus();
}

}  // namespace muster
