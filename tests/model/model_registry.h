// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What contingents fix, for the model (DESIGN sections 1 and 2).
#ifndef MUSTER_TESTS_MODEL_MODEL_REGISTRY_H_
#define MUSTER_TESTS_MODEL_MODEL_REGISTRY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "tests/model/model_log.h"

namespace muster::model {

inline const std::string kUnspecified = "unspecified";

// "unspecified" where neither the contingent nor one above it on its path says it.
struct Traits {
  std::string mission = kUnspecified;
  std::string contributor = kUnspecified;
  std::string component = kUnspecified;
  std::map<std::string, std::string> labels;
};

class Contingents {
 public:
  // As the registrations read at `known_at`; they count under every lens.
  Contingents(const Log& log, std::uint64_t known_at);

  // All unspecified if neither it nor one above it is registered.
  Traits TraitsOf(const std::string& contingent) const;
  std::set<std::string> Registered() const;

 private:
  std::map<std::string, v1::Contingent> registered_;
};

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_REGISTRY_H_
