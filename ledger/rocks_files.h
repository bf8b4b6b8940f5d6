// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The files of a log's directory.
#ifndef MUSTER_LEDGER_ROCKS_FILES_H_
#define MUSTER_LEDGER_ROCKS_FILES_H_

#include <filesystem>

namespace muster {

inline std::filesystem::path DatabaseOf(const std::filesystem::path& log) { return log / "db"; }
inline std::filesystem::path HeadFileOf(const std::filesystem::path& log) { return log / "head"; }
inline std::filesystem::path LockFileOf(const std::filesystem::path& log) { return log / "lock"; }

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_FILES_H_
