// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Unfinished: a file or directory that is being written under a name beside its own. If a signal
// ends the process (Ctrl-C, SIGTERM, a terminal that hangs up), it is removed.
#ifndef MUSTER_TOOLS_OUTPUT_UNFINISHED_H_
#define MUSTER_TOOLS_OUTPUT_UNFINISHED_H_

#include <filesystem>

namespace muster {

// Thread-safety: different ones may be made and destroyed at once. The first in the process takes
// over those of the signals that nobody has taken.
class Unfinished {
 public:
  // `path` need not exist yet. Destroy it once the path is gone or has another name.
  explicit Unfinished(std::filesystem::path path);
  ~Unfinished();
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

 private:
  const std::filesystem::path path_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_UNFINISHED_H_
