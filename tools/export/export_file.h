// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ExportFile: a file for others, written beside its name and moved there once it is whole.
#ifndef MUSTER_TOOLS_EXPORT_EXPORT_FILE_H_
#define MUSTER_TOOLS_EXPORT_EXPORT_FILE_H_

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/status.h"
#include "tools/output/text_sink.h"
#include "tools/output/unfinished.h"

namespace muster {

// Thread-compatible. What was not finished is removed.
class ExportFile {
 public:
  // Errors: those of PlaceFor; UNAVAILABLE.
  static StatusOr<std::unique_ptr<ExportFile>> Create(const std::string& name);
  ~ExportFile();
  ExportFile(const ExportFile&) = delete;
  ExportFile& operator=(const ExportFile&) = delete;

  Status Write(std::string_view text);
  TextSink Sink() {
    return [this](std::string_view text) { return Write(text); };
  }
  // Waits until all is on the disk, and gives the file its name. Errors: UNAVAILABLE.
  Status Finish();

 private:
  ExportFile(std::string file, std::string beside)
      : file_(std::move(file)), beside_(std::move(beside)), unfinished_(beside_) {}

  const std::string file_;
  const std::string beside_;
  const Unfinished unfinished_;
  std::FILE* stream_ = nullptr;  // null once it is finished
};

// Where a file that is called so is: what a symbolic link points to. Errors: FAILED_PRECONDITION if
// a directory or a device is there, which must not be replaced, or a link to nothing.
StatusOr<std::string> PlaceFor(const std::string& file);

// The name under which `file` is written: in the same directory. It is Unfinished.
std::string NameBeside(const std::string& file);

// Syncs what was written under NameBeside(file) and gives it its name. Errors: UNAVAILABLE; then
// nothing is left beside.
Status MoveIntoPlace(const std::string& file);

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_EXPORT_FILE_H_
