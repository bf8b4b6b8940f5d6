// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Durable files: small files written so that a crash leaves them whole or not at all.
//
// Thread-safety: safe for concurrent use on different files.
#ifndef MUSTER_LEDGER_DURABLE_FILE_H_
#define MUSTER_LEDGER_DURABLE_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/status.h"

namespace muster {

inline constexpr mode_t kOwnerOnly = 0600;
inline constexpr mode_t kReadableByAll = 0644;

// The bytes of a file. Errors: NOT_FOUND; RESOURCE_EXHAUSTED if it has more than `bytes_max`;
// UNAVAILABLE.
StatusOr<std::string> ReadSmallFile(const std::filesystem::path& file, std::size_t bytes_max);

// Makes a file, durably. Errors: ALREADY_EXISTS; UNAVAILABLE.
Status WriteNewFile(const std::filesystem::path& file, std::string_view bytes, mode_t mode);

// Puts a file in the place of what is there, if anything, durably and at once: a crash leaves the
// one or the other. Errors: UNAVAILABLE.
Status ReplaceFile(const std::filesystem::path& file, std::string_view bytes, mode_t mode);

// Waits until what was written to a file is on the disk. Errors: UNAVAILABLE.
Status SyncFile(const std::filesystem::path& file);

// Moves a file to another name of the same directory, durably and at once. Errors: UNAVAILABLE.
Status RenameFile(const std::filesystem::path& from, const std::filesystem::path& to);

// Removes a file if it is there, durably. Errors: UNAVAILABLE.
Status RemoveFile(const std::filesystem::path& file);

}  // namespace muster

#endif  // MUSTER_LEDGER_DURABLE_FILE_H_
