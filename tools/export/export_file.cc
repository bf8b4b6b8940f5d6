// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/export_file.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "ledger/durable_file.h"

namespace muster {

StatusOr<std::string> PlaceFor(const std::string& file) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(file, error);
  if (std::filesystem::is_directory(status)) return FailedPrecondition("{} is a directory", file);
  // Moved over a device, it would take the device away from everybody.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    return FailedPrecondition("{} is not a regular file, and is left as it is", file);
  }
  if (!std::filesystem::is_symlink(std::filesystem::symlink_status(file, error))) return file;
  const std::filesystem::path target = std::filesystem::canonical(file, error);
  if (error) return FailedPrecondition("{} is a symbolic link to what is not there", file);
  return target.string();
}

std::string NameBeside(const std::string& file) { return file + ".new"; }

Status MoveIntoPlace(const std::string& file) {
  const std::string beside = NameBeside(file);
  Status status = SyncFile(beside);
  if (status.ok()) status = RenameFile(beside, file);
  if (!status.ok()) std::remove(beside.c_str());
  return status;
}

StatusOr<std::unique_ptr<ExportFile>> ExportFile::Create(const std::string& name) {
  MUSTER_ASSIGN_OR_RETURN(std::string file, PlaceFor(name));
  std::string beside = NameBeside(file);
  std::unique_ptr<ExportFile> made(new ExportFile(std::move(file), std::move(beside)));
  made->stream_ = std::fopen(made->beside_.c_str(), "wb");
  if (made->stream_ == nullptr) {
    return Unavailable("cannot write {}: {}", name, std::generic_category().message(errno));
  }
  return made;
}

ExportFile::~ExportFile() {
  if (stream_ == nullptr) return;
  std::fclose(stream_);
  std::remove(beside_.c_str());
}

Status ExportFile::Write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stream_) == text.size()) return OkStatus();
  return Unavailable("cannot write {}: {}", beside_, std::generic_category().message(errno));
}

Status ExportFile::Finish() {
  const bool is_whole = std::fclose(std::exchange(stream_, nullptr)) == 0;
  const int error = errno;
  if (is_whole) return MoveIntoPlace(file_);
  std::remove(beside_.c_str());
  return Unavailable("cannot write {}: {}", beside_, std::generic_category().message(error));
}

}  // namespace muster
