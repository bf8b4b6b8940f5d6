// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/release/release_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <set>
#include <system_error>

#include "ledger/durable_file.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kListedByAll = 0755;

Status CannotUse(const fs::path& path, const std::error_code& error) {
  return Unavailable("cannot use {}: {}", path.string(), error.message());
}

StatusOr<std::set<std::string>> NamesIn(const fs::path& directory) {
  std::set<std::string> names;
  std::error_code error;
  fs::directory_iterator file(directory, error);
  for (; !error && file != fs::directory_iterator(); file.increment(error)) {
    names.insert(file->path().filename().string());
  }
  if (error) return CannotUse(directory, error);
  return names;
}

bool HaveTheSameBytes(const fs::path& one, const fs::path& other) {
  std::ifstream a(one, std::ios::binary);
  std::ifstream b(other, std::ios::binary);
  std::string of_a(1 << 16, '\0');
  std::string of_b(1 << 16, '\0');
  while (a && b) {
    a.read(of_a.data(), static_cast<std::streamsize>(of_a.size()));
    b.read(of_b.data(), static_cast<std::streamsize>(of_b.size()));
    if (a.gcount() != b.gcount()) return false;
    if (of_a.compare(0, static_cast<std::size_t>(a.gcount()), of_b, 0,
                     static_cast<std::size_t>(b.gcount())) != 0) {
      return false;
    }
  }
  // Both came to their end, rather than one to an error.
  return a.eof() && b.eof();
}

// What is other in `there` than in `made`; empty if nothing is.
StatusOr<std::string> DifferenceOf(const fs::path& there, const fs::path& made) {
  MUSTER_ASSIGN_OR_RETURN(const std::set<std::string> names, NamesIn(there));
  MUSTER_ASSIGN_OR_RETURN(const std::set<std::string> wanted, NamesIn(made));
  for (const std::string& name : names) {
    if (!wanted.contains(name)) return fmt::format("it has {}, which is no part of it", name);
  }
  for (const std::string& name : wanted) {
    if (!names.contains(name)) return fmt::format("it lacks {}", name);
    if (!HaveTheSameBytes(there / name, made / name)) return fmt::format("{} differs", name);
  }
  return std::string();
}

// The name without the "/" that a shell may put behind it.
fs::path WithoutSlash(fs::path path) {
  path = path.lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

StatusOr<bool> IsFreeForRelease(const fs::path& target) {
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (status.type() == fs::file_type::not_found) return true;
  if (error) return CannotUse(target, error);
  if (status.type() != fs::file_type::directory) return false;
  MUSTER_ASSIGN_OR_RETURN(const std::set<std::string> names, NamesIn(target));
  return names.empty();
}

StatusOr<ReleaseDirectory> ReleaseDirectory::Begin(const fs::path& target) {
  const fs::path place = WithoutSlash(target);
  std::string beside = place.string() + ".new-XXXXXX";
  if (::mkdtemp(beside.data()) == nullptr) {
    return Unavailable("cannot make a directory beside {}: {}", place.string(),
                       std::generic_category().message(errno));
  }
  ReleaseDirectory directory(place, beside);
  if (::chmod(beside.c_str(), kListedByAll) != 0) {
    return Unavailable("cannot use {}: {}", beside, std::generic_category().message(errno));
  }
  return directory;
}

ReleaseDirectory::~ReleaseDirectory() {
  std::error_code ignored;
  if (!beside_.empty()) fs::remove_all(beside_, ignored);
}

StatusOr<FileWriter> ReleaseDirectory::AddFile(const std::string& name) const {
  return FileWriter::Make(beside_ / name);
}

StatusOr<bool> ReleaseDirectory::Finish() {
  MUSTER_ASSIGN_OR_RETURN(const bool is_free, IsFreeForRelease(target_));
  if (!is_free) {
    std::error_code error;
    if (!fs::is_directory(target_, error)) {
      return FailedPrecondition("{} is no directory", target_.string());
    }
    MUSTER_ASSIGN_OR_RETURN(const std::string difference, DifferenceOf(target_, beside_));
    if (difference.empty()) return false;
    return FailedPrecondition("{} is not empty, and not byte for byte this release: {}",
                              target_.string(), difference);
  }
  MUSTER_RETURN_IF_ERROR(SyncFile(beside_));
  // Over an empty directory, too.
  MUSTER_RETURN_IF_ERROR(RenameFile(beside_, target_));
  beside_.clear();
  return true;
}

}  // namespace muster
