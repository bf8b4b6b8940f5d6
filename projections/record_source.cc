// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/record_source.h"

#include <algorithm>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {

std::vector<Position> TargetsOf(const v1::Record& record) {
  const v1::Event& event = record.event();
  std::vector<Position> targets;
  if (event.has_account()) {
    for (const v1::Target& target : event.account().of()) {
      targets.push_back(Position{target.position()});
    }
  } else if (event.has_amendment() && event.amendment().has_of()) {
    targets.push_back(Position{event.amendment().of().position()});
  } else if (event.has_retraction()) {
    targets.push_back(Position{event.retraction().of().position()});
  }
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  return targets;
}

}  // namespace muster
