// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A file that goes when its holder does.
#ifndef MUSTER_TOOLS_TABLE_SCRATCH_FILE_H_
#define MUSTER_TOOLS_TABLE_SCRATCH_FILE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/status.h"

namespace muster {

// Thread-compatible.
class ScratchFile {
 public:
  // Errors: UNAVAILABLE.
  static StatusOr<std::unique_ptr<ScratchFile>> Make();
  ~ScratchFile();
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  const std::string& path() const { return path_; }
  // Adds to its end. Errors: UNAVAILABLE.
  Status Write(std::string_view bytes);

 private:
  ScratchFile(int file, std::string path) : file_(file), path_(std::move(path)) {}
  const int file_;
  const std::string path_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_SCRATCH_FILE_H_
