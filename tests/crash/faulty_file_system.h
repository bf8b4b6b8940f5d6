// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A disk that fails at a chosen call, and then loses power.
#ifndef MUSTER_TESTS_CRASH_FAULTY_FILE_SYSTEM_H_
#define MUSTER_TESTS_CRASH_FAULTY_FILE_SYSTEM_H_

#include <rocksdb/file_system.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace muster {

enum class Fault {
  kOnce,
  kForGood,
  kFull,  // for good, and RocksDB is told that it is for want of space
};

// Counts the calls that change something: making, renaming and deleting files, appending, syncing
// files and directories. Thread-safety: safe for concurrent use.
class FaultyFileSystem : public rocksdb::FileSystemWrapper {
 public:
  // The call with this number (from 1) fails, and, but for kOnce, all that follow. An append that
  // fails writes half of its bytes. 0: none fails.
  FaultyFileSystem(std::uint64_t failing_call, Fault fault);

  const char* Name() const override { return "FaultyFileSystem"; }

  std::uint64_t calls() const;
  // What GetFreeSpace says from now on, instead of the truth.
  void set_free_bytes(std::uint64_t free_bytes);
  // A call was made to fail.
  bool failed() const;

  // Cuts every file that was written to the length up to which it was synced. REQUIRES: nothing is
  // open.
  void LosePower();
  // The same as a disk does it that writes in its own order: of what was not synced, each file
  // keeps some part, in which bits may be wrong if `garbles`; files that are new since their
  // directory was synced, or a file of it renamed, may be gone. A file that was renamed keeps its
  // new name.
  void LosePower(std::mt19937_64& random, bool garbles);

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                 std::uint64_t* free_bytes,
                                 rocksdb::IODebugContext* debug) override;
  // RocksDB's own messages go to this disk too.
  rocksdb::IOStatus NewLogger(const std::string& name, const rocksdb::IOOptions& options,
                              std::shared_ptr<rocksdb::Logger>* logger,
                              rocksdb::IODebugContext* debug) override;

 private:
  friend class FaultyWritableFile;
  friend class FaultyDirectory;

  // Counts a call. Not OK if it is to fail.
  rocksdb::IOStatus Call();
  void Synced(const std::string& name, std::uint64_t size_bytes);
  void SyncedDirectory(const std::string& name);

  const std::uint64_t failing_call_;
  const Fault fault_;
  mutable absl::Mutex mutex_;
  std::uint64_t calls_ ABSL_GUARDED_BY(mutex_) = 0;
  bool failed_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<std::uint64_t> free_bytes_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::uint64_t> synced_bytes_ ABSL_GUARDED_BY(mutex_);
  // Those whose directory was not synced since they were made.
  std::set<std::string> new_files_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_TESTS_CRASH_FAULTY_FILE_SYSTEM_H_
