// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// GivenFiles: files that came with a question, in place of those on the disk.
#ifndef MUSTER_TOOLS_INPUT_GIVEN_FILES_H_
#define MUSTER_TOOLS_INPUT_GIVEN_FILES_H_

#include <map>
#include <string>

namespace muster {

// While it lives, ReadFileBytes and ReadStandardInput ("-") read these on this thread, and nothing
// else: no name leads to a file of the computer. Not to be nested.
class GivenFiles {
 public:
  using Files = std::map<std::string, std::string, std::less<>>;  // names with their bytes
  explicit GivenFiles(const Files& files);
  ~GivenFiles();
  GivenFiles(const GivenFiles&) = delete;
  GivenFiles& operator=(const GivenFiles&) = delete;

  // Those of this thread; null if it reads from the disk.
  static const Files* OfThread();
};

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_GIVEN_FILES_H_
