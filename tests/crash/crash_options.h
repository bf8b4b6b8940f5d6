// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// How often to kill, and the seed that replays a run: MUSTER_CRASH_KILLS and MUSTER_CRASH_SEED.
#ifndef MUSTER_TESTS_CRASH_CRASH_OPTIONS_H_
#define MUSTER_TESTS_CRASH_CRASH_OPTIONS_H_

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

namespace muster {

struct CrashOptions {
  std::uint64_t kills;
  std::uint64_t seed;

  // Prints what it found. `kills`: unless the environment says otherwise.
  static CrashOptions FromEnvironment(std::uint64_t kills) {
    CrashOptions options{kills, std::random_device()()};
    if (const char* text = std::getenv("MUSTER_CRASH_KILLS"))
      options.kills = std::strtoull(text, nullptr, 10);
    if (const char* text = std::getenv("MUSTER_CRASH_SEED"))
      options.seed = std::strtoull(text, nullptr, 10);
    std::cout << "MUSTER_CRASH_SEED=" << options.seed << " MUSTER_CRASH_KILLS=" << options.kills
              << std::endl;
    return options;
  }
};

}  // namespace muster

#endif  // MUSTER_TESTS_CRASH_CRASH_OPTIONS_H_
