// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Files that an answer is written into: proofs, pictures. As Print for text, they go to the disk or
// to what the thread's caller takes them for.
#ifndef MUSTER_TOOLS_CLI_ANSWER_FILE_H_
#define MUSTER_TOOLS_CLI_ANSWER_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"

namespace muster {

struct AnswerFile {
  std::string name;
  std::string bytes;
};

// Puts it in the place of what is there. Errors: UNAVAILABLE, naming the file.
Status WriteAnswerFile(const std::string& name, std::string_view bytes);

// While it lives, this thread's files are collected, and nothing is written to the disk. A picture
// is SVG, whatever its name. Not to be nested.
class FilesInto {
 public:
  explicit FilesInto(std::vector<AnswerFile>& files);
  ~FilesInto();
  FilesInto(const FilesInto&) = delete;
  FilesInto& operator=(const FilesInto&) = delete;

  static bool IsOfThread();
};

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_ANSWER_FILE_H_
