// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/release/file_writer.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace muster {

StatusOr<FileWriter> FileWriter::Make(const std::filesystem::path& file) {
  std::FILE* const made = std::fopen(file.c_str(), "wbx");
  if (made == nullptr) {
    return Unavailable("cannot make {}: {}", file.string(), std::generic_category().message(errno));
  }
  return FileWriter(file, made);
}

void FileWriter::Write(std::string_view bytes) {
  if (error_ != 0) return;
  hasher_->Add(bytes);
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) error_ = errno;
}

StatusOr<Hash> FileWriter::Finish() {
  if (error_ == 0 && std::fflush(file_.get()) != 0) error_ = errno;
  if (error_ == 0 && ::fsync(::fileno(file_.get())) != 0) error_ = errno;
  file_.reset();
  if (error_ == 0) return hasher_->Finish();
  return Unavailable("cannot write {}: {}", path_.string(),
                     std::generic_category().message(error_));
}

}  // namespace muster
