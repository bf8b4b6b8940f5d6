// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/property.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace muster {
namespace {

constexpr std::uint64_t kDefaultSeed = 20250118;

double CasesFactor() {
  const char* text = std::getenv("MUSTER_PROPERTY_CASES");
  return text == nullptr ? 1 : std::max(0.0, std::atof(text));
}

}  // namespace

rc::detail::TestParams PropertyParams(int cases) {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  const char* given = std::getenv("RC_PARAMS");
  const std::string words = given == nullptr ? "" : given;
  if (words.find("seed") == std::string::npos) params.seed = kDefaultSeed;
  if (words.find("max_success") == std::string::npos) {
    params.maxSuccess = std::max(1, static_cast<int>(cases * CasesFactor()));
  }
  std::cout << "seed=" << params.seed << " max_success=" << params.maxSuccess << std::endl;
  return params;
}

}  // namespace muster
