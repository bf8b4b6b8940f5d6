// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/sibling_program.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace muster {
namespace {

std::string PathOfSibling(const char* name) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path beside = self.parent_path() / name;
  return !error && std::filesystem::exists(beside, error) ? beside.string() : name;
}

}  // namespace

Status BecomeProgram(const char* name, std::vector<std::string> words) {
  words.insert(words.begin(), name);
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execvp(PathOfSibling(name).c_str(), arguments.data());
  const int error = errno;
  return Unavailable(
      "the program {} cannot be started: {}; it is built with -D MUSTER_BUILD_SERVER=ON", name,
      std::generic_category().message(error));
}

}  // namespace muster
