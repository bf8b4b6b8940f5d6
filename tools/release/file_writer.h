// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// FileWriter: a file that is written once, from its beginning to its end.
#ifndef MUSTER_TOOLS_RELEASE_FILE_WRITER_H_
#define MUSTER_TOOLS_RELEASE_FILE_WRITER_H_

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

#include "ledger/sha256.h"
#include "ledger/status.h"

namespace muster {

// Thread-compatible.
class FileWriter {
 public:
  // Makes the file, which must not exist. Errors: UNAVAILABLE.
  static StatusOr<FileWriter> Make(const std::filesystem::path& file);

  // Errors are told by Finish().
  void Write(std::string_view bytes);
  // Waits until all is on the disk, and gives the digest of what was written. Errors: UNAVAILABLE.
  StatusOr<Hash> Finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit FileWriter(std::filesystem::path path, std::FILE* file)
      : path_(std::move(path)), file_(file) {}

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::unique_ptr<Sha256Hasher> hasher_ = std::make_unique<Sha256Hasher>();
  int error_ = 0;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RELEASE_FILE_WRITER_H_
