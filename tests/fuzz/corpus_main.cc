// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Runs fuzz targets over their corpora, without a fuzzer: fuzz_corpus DIRECTORY [TARGET...]
//
// DIRECTORY has a folder of inputs for each target. Ends with a message where a promise is broken;
// exits with 1 if a folder is missing, empty or of no target.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_target.h"

namespace muster {
namespace {

namespace fs = std::filesystem;
using Target = void (*)(std::string_view);

const std::map<std::string, Target>& Targets() {
  static const std::map<std::string, Target> targets = {
#define MUSTER_FUZZ(name, function) {#name, &function},
#include "tests/fuzz/targets.inc"
#undef MUSTER_FUZZ
  };
  return targets;
}

// Says which input it was, should a target end the program.
std::string input_in_hand;
void NameInput(int signal) {
  const auto written = write(STDERR_FILENO, input_in_hand.data(), input_in_hand.size());
  _exit(written < 0 ? 2 : 128 + signal);
}

bool RunCorpus(const std::string& name, Target target, const fs::path& folder) {
  std::size_t inputs = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    input_in_hand = entry.path().string() + '\n';
    target(bytes);
    ++inputs;
  }
  std::printf("%s: %zu inputs\n", name.c_str(), inputs);
  return inputs > 0;
}

int Run(const fs::path& corpus, std::vector<std::string> names) {
  if (names.empty()) {
    for (const auto& [name, target] : Targets()) names.push_back(name);
  }
  bool all_ran = true;
  for (const std::string& name : names) {
    const auto target = Targets().find(name);
    if (target == Targets().end()) {
      std::fprintf(stderr, "fuzz_corpus: there is no target %s\n", name.c_str());
      return 1;
    }
    all_ran = RunCorpus(name, target->second, corpus / name) && all_ran;
  }
  return all_ran ? 0 : 1;
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL}) {
    std::signal(signal, &muster::NameInput);
  }
  return muster::Run(argv[1], {argv + 2, argv + argc});
}
