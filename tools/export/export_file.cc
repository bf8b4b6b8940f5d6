// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/export_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include "ledger/durable_file.h"

namespace muster {

std::string NameBeside(const std::string& file) { return file + ".new"; }

Status MoveIntoPlace(const std::string& file) {
  const std::string beside = NameBeside(file);
  Status status = SyncFile(beside);
  if (status.ok()) status = RenameFile(beside, file);
  if (!status.ok()) std::remove(beside.c_str());
  return status;
}

StatusOr<std::unique_ptr<ExportFile>> ExportFile::Create(std::string file) {
  std::string beside = NameBeside(file);
  std::FILE* const stream = std::fopen(beside.c_str(), "wb");
  if (stream == nullptr) return Unavailable("cannot write {}", beside);
  return std::unique_ptr<ExportFile>(new ExportFile(std::move(file), std::move(beside), stream));
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
