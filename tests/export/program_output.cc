// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/export/program_output.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace muster {

std::string OutputOf(const std::string& command, int* exit_status) {
  std::string output;
  std::FILE* const pipe =
      ::popen(("LC_ALL=C.UTF-8; export LC_ALL; " + command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    *exit_status = 127;
    return output;
  }
  std::array<char, 4096> piece{};
  while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), pipe)) {
    output.append(piece.data(), size);
  }
  const int status = ::pclose(pipe);
  *exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return output;
}

std::vector<std::vector<std::string>> ReadCsv(std::string_view text) {
  std::vector<std::vector<std::string>> lines;
  bool quoted = false;
  bool begun = false;
  for (const char character : text) {
    if (!begun) lines.emplace_back(1);
    begun = true;
    if (character == '"') {
      quoted = !quoted;
    } else if (character == ',' && !quoted) {
      lines.back().emplace_back();
    } else if (character == '\n') {
      begun = false;
    } else {
      lines.back().back() += character;
    }
  }
  return lines;
}

void WriteTextFile(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace muster
