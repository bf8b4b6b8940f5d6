// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What another program prints.
#ifndef MUSTER_TESTS_EXPORT_PROGRAM_OUTPUT_H_
#define MUSTER_TESTS_EXPORT_PROGRAM_OUTPUT_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

// Runs a command line in the shell. `*exit_status` is 127 if there is no such program.
std::string OutputOf(const std::string& command, int* exit_status);

// The cells of CSV without line ends in cells, line by line.
std::vector<std::vector<std::string>> ReadCsv(std::string_view text);

void WriteTextFile(const std::filesystem::path& file, std::string_view text);

}  // namespace muster

#endif  // MUSTER_TESTS_EXPORT_PROGRAM_OUTPUT_H_
