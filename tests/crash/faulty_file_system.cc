// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/faulty_file_system.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "ledger/status.h"

namespace muster {

using rocksdb::DataVerificationInfo;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class FaultyWritableFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyWritableFile(FaultyFileSystem& disk, std::string name,
                     std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), name_(std::move(name)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (IOStatus failure = disk_.Call(); !failure.ok()) {
      target()->Append(Slice(data.data(), data.size() / 2), options, debug).PermitUncheckedError();
      return failure;
    }
    size_bytes_ += data.size();
    return target()->Append(data, options, debug);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    if (IOStatus failure = disk_.Call(); !failure.ok()) return failure;
    disk_.Synced(name_, size_bytes_);
    // What is written can be read by this machine, whose power is not lost; nothing waits for a
    // disk.
    return target()->Flush(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  FaultyFileSystem& disk_;
  const std::string name_;
  std::uint64_t size_bytes_ = 0;
};

class FaultyDirectory : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyDirectory(FaultyFileSystem& disk, std::string name,
                  std::unique_ptr<rocksdb::FSDirectory> directory)
      : FSDirectoryWrapper(std::move(directory)), disk_(disk), name_(std::move(name)) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    if (IOStatus failure = disk_.Call(); !failure.ok()) return failure;
    disk_.SyncedDirectory(name_);
    return FSDirectoryWrapper::Fsync(options, debug);
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions& how) override {
    if (IOStatus failure = disk_.Call(); !failure.ok()) return failure;
    disk_.SyncedDirectory(name_);
    return FSDirectoryWrapper::FsyncWithDirOptions(options, debug, how);
  }

 private:
  FaultyFileSystem& disk_;
  const std::string name_;
};

FaultyFileSystem::FaultyFileSystem(std::uint64_t failing_call, Fault fault)
    : FileSystemWrapper(rocksdb::FileSystem::Default()),
      failing_call_(failing_call),
      fault_(fault) {}

std::uint64_t FaultyFileSystem::calls() const {
  absl::MutexLock lock(&mutex_);
  return calls_;
}

bool FaultyFileSystem::failed() const {
  absl::MutexLock lock(&mutex_);
  return failed_;
}

void FaultyFileSystem::set_free_bytes(std::uint64_t free_bytes) {
  absl::MutexLock lock(&mutex_);
  free_bytes_ = free_bytes;
}

IOStatus FaultyFileSystem::Call() {
  absl::MutexLock lock(&mutex_);
  ++calls_;
  if (calls_ == failing_call_ || (failed_ && fault_ != Fault::kOnce)) {
    failed_ = true;
    if (fault_ == Fault::kFull) return IOStatus::NoSpace("the disk was made to be full");
    return IOStatus::IOError("the disk was made to fail");
  }
  return IOStatus::OK();
}

void FaultyFileSystem::Synced(const std::string& name, std::uint64_t size_bytes) {
  absl::MutexLock lock(&mutex_);
  synced_bytes_[name] = size_bytes;
}

void FaultyFileSystem::SyncedDirectory(const std::string& name) {
  const std::filesystem::path directory = std::filesystem::path(name) / "";
  absl::MutexLock lock(&mutex_);
  std::erase_if(new_files_, [&directory](const std::string& file) {
    return std::filesystem::path(file).parent_path() / "" == directory;
  });
}

void FaultyFileSystem::LosePower(std::mt19937_64& random, bool garbles) {
  absl::MutexLock lock(&mutex_);
  for (const auto& [name, synced] : synced_bytes_) {
    if (access(name.c_str(), F_OK) != 0) continue;
    if (new_files_.contains(name) && random() % 3 == 0) {
      MUSTER_CHECK(unlink(name.c_str()) == 0);
      continue;
    }
    const std::uint64_t written = std::filesystem::file_size(name);
    if (written <= synced) continue;
    const std::uint64_t kept = synced + random() % (written - synced + 1);
    MUSTER_CHECK(truncate(name.c_str(), static_cast<off_t>(kept)) == 0);
    if (!garbles || kept == synced) continue;
    std::fstream file(name, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(synced + random() % (kept - synced)));
    file.put(static_cast<char>(random()));
  }
}

void FaultyFileSystem::LosePower() {
  absl::MutexLock lock(&mutex_);
  for (const auto& [name, size_bytes] : synced_bytes_) {
    if (access(name.c_str(), F_OK) != 0) continue;
    MUSTER_CHECK(truncate(name.c_str(), static_cast<off_t>(size_bytes)) == 0);
  }
}

IOStatus FaultyFileSystem::NewWritableFile(const std::string& name, const FileOptions& options,
                                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                                           IODebugContext* debug) {
  if (IOStatus failure = Call(); !failure.ok()) return failure;
  std::unique_ptr<rocksdb::FSWritableFile> real;
  IOStatus status = target()->NewWritableFile(name, options, &real, debug);
  if (!status.ok()) return status;
  Synced(name, 0);
  {
    absl::MutexLock lock(&mutex_);
    new_files_.insert(name);
  }
  *file = std::make_unique<FaultyWritableFile>(*this, name, std::move(real));
  return status;
}

IOStatus FaultyFileSystem::NewDirectory(const std::string& name, const IOOptions& options,
                                        std::unique_ptr<rocksdb::FSDirectory>* directory,
                                        IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> real;
  IOStatus status = target()->NewDirectory(name, options, &real, debug);
  if (status.ok()) *directory = std::make_unique<FaultyDirectory>(*this, name, std::move(real));
  return status;
}

IOStatus FaultyFileSystem::RenameFile(const std::string& from, const std::string& to,
                                      const IOOptions& options, IODebugContext* debug) {
  if (IOStatus failure = Call(); !failure.ok()) return failure;
  IOStatus status = target()->RenameFile(from, to, options, debug);
  absl::MutexLock lock(&mutex_);
  if (const auto found = synced_bytes_.find(from); status.ok() && found != synced_bytes_.end()) {
    synced_bytes_[to] = found->second;
    synced_bytes_.erase(found);
    // A name that lasts has lasting names before it: file systems keep the order of what changes in
    // a directory, and RocksDB relies on that.
    new_files_.clear();
  }
  return status;
}

IOStatus FaultyFileSystem::DeleteFile(const std::string& name, const IOOptions& options,
                                      IODebugContext* debug) {
  if (IOStatus failure = Call(); !failure.ok()) return failure;
  return target()->DeleteFile(name, options, debug);
}

IOStatus FaultyFileSystem::GetFreeSpace(const std::string& path, const IOOptions& options,
                                        std::uint64_t* free_bytes, IODebugContext* debug) {
  absl::MutexLock lock(&mutex_);
  if (!free_bytes_) return target()->GetFreeSpace(path, options, free_bytes, debug);
  *free_bytes = *free_bytes_;
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::NewLogger(const std::string& name, const IOOptions& options,
                                     std::shared_ptr<rocksdb::Logger>* logger,
                                     IODebugContext* debug) {
  // Not the wrapper's, which would write past the faults.
  return FileSystem::NewLogger(  // NOLINT(bugprone-parent-virtual-call)
      name, options, logger, debug);
}

}  // namespace muster
