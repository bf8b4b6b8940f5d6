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

StatusOr<Chain> ReadChain(const RecordSource& source, Position root, LogSize known_at) {
  MUSTER_ASSIGN_OR_RETURN(const RecordPtr first, source.ReadRecord(root));
  Chain chain(root, *first, /*admitted=*/true);
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members, source.ChainMembers(root, known_at));
  for (const Position position : members) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr member, source.ReadRecord(position));
    chain.Add(position, *member, /*admitted=*/true);
  }
  return chain;
}

StatusOr<bool> IsMember(const v1::Record& record, Position root, const RecordSource& source) {
  const auto names_root = [root](const std::vector<Position>& targets) {
    return std::find(targets.begin(), targets.end(), root) != targets.end();
  };
  const std::vector<Position> targets = TargetsOf(record);
  if (names_root(targets)) return true;
  if (record.event().has_account()) return false;
  for (const Position target : targets) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr corrected, source.ReadRecord(target));
    if (corrected->event().has_account() && names_root(TargetsOf(*corrected))) return true;
  }
  return false;
}

}  // namespace muster
