// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A directory that goes away with the test.
#ifndef MUSTER_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_
#define MUSTER_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "ledger/status.h"

namespace muster {

class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(
      const std::filesystem::path& place = std::filesystem::temp_directory_path()) {
    std::string path = (place / "muster-test-XXXXXX").string();
    MUSTER_CHECK(mkdtemp(path.data()) != nullptr);
    path_ = path;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_
