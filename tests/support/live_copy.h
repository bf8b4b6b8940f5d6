// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A copy of the directory of a log that is open: as a loss of power would leave it.
#ifndef MUSTER_TESTS_SUPPORT_LIVE_COPY_H_
#define MUSTER_TESTS_SUPPORT_LIVE_COPY_H_

#include <filesystem>
#include <system_error>

namespace muster {

// The head file may be replaced under the copier's hands; then it begins anew.
inline void CopyLive(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code error;
  do {
    std::filesystem::remove_all(to);
    error.clear();
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive, error);
  } while (error);
}

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_LIVE_COPY_H_
