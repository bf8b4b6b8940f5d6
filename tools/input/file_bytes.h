// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Whole files as bytes, with a limit.
#ifndef MUSTER_TOOLS_INPUT_FILE_BYTES_H_
#define MUSTER_TOOLS_INPUT_FILE_BYTES_H_

#include <cstddef>
#include <filesystem>
#include <string>

#include "ledger/status.h"

namespace muster {

enum class FileKinds {
  kRegularOnly,  // a pipe or a device could block for ever, or never end
  kStreamsToo,   // what the user names on the command line may be a pipe
};

// Of this thread's GivenFiles, if there are any, else of the disk. Errors, without the path in the
// message: NOT_FOUND if there is none; RESOURCE_EXHAUSTED beyond
// `limit_bytes`; FAILED_PRECONDITION if it is a directory or of another kind that is not taken;
// UNAVAILABLE if it may not or cannot be read.
StatusOr<std::string> ReadFileBytes(const std::filesystem::path& path, std::size_t limit_bytes,
                                    FileKinds kinds);

// The same, always of the disk: for files of the program's own.
StatusOr<std::string> ReadDiskBytes(const std::filesystem::path& path, std::size_t limit_bytes,
                                    FileKinds kinds);

// The same of standard input, or of the given file "-".
StatusOr<std::string> ReadStandardInput(std::size_t limit_bytes);

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_FILE_BYTES_H_
