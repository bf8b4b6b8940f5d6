// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ReleaseDirectory: a directory that is there whole or not at all.
#ifndef MUSTER_TOOLS_RELEASE_RELEASE_DIRECTORY_H_
#define MUSTER_TOOLS_RELEASE_RELEASE_DIRECTORY_H_

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ledger/status.h"
#include "tools/output/unfinished.h"
#include "tools/release/file_writer.h"

namespace muster {

// Files are written into a directory beside it, which is moved there at the end; without that it is
// taken away again. Thread-compatible.
class ReleaseDirectory {
 public:
  // Makes the directory beside `target`. Errors: UNAVAILABLE, naming it.
  static StatusOr<ReleaseDirectory> Begin(const std::filesystem::path& target);
  ReleaseDirectory(ReleaseDirectory&& other) noexcept
      : target_(std::move(other.target_)),
        beside_(std::exchange(other.beside_, {})),
        unfinished_(std::move(other.unfinished_)) {}
  ReleaseDirectory& operator=(ReleaseDirectory&&) = delete;
  ~ReleaseDirectory();

  // Makes a file of that name in it. Errors: UNAVAILABLE.
  StatusOr<FileWriter> AddFile(const std::string& name) const;
  std::filesystem::path PathOf(const std::string& name) const { return beside_ / name; }

  // Moves it to its target, or, where that has the same files with the same bytes already, leaves
  // that alone (`false`). Errors: FAILED_PRECONDITION if the target is there, is not empty and
  // differs, saying by what; UNAVAILABLE.
  StatusOr<bool> Finish();

 private:
  ReleaseDirectory(std::filesystem::path target, std::filesystem::path beside)
      : target_(std::move(target)),
        beside_(std::move(beside)),
        unfinished_(std::make_unique<Unfinished>(beside_)) {}

  std::filesystem::path target_;
  std::filesystem::path beside_;  // empty once it was moved
  std::unique_ptr<const Unfinished> unfinished_;
};

// Whether there is nothing at `target` but, perhaps, an empty directory. Errors: UNAVAILABLE.
StatusOr<bool> IsFreeForRelease(const std::filesystem::path& target);

}  // namespace muster

#endif  // MUSTER_TOOLS_RELEASE_RELEASE_DIRECTORY_H_
