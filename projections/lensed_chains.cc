// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/lensed_chains.h"

#include <algorithm>
#include <string>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {

bool LensedChains::Add(Position position, const v1::Record& record) {
  const std::vector<Position> targets = TargetsOf(record);
  if (targets.empty()) return false;
  const auto copy = std::make_shared<const v1::Record>(record);
  for (const Position root : targets) chains_[root].members.push_back({position, copy});
  return true;
}

bool LensedChains::Admits(const v1::Record& record) const {
  return standings_ == nullptr || standings_->Admits(lens_, record);
}

Status LensedChains::Complete(const RecordSource& source) {
  for (auto& [root, chain] : chains_) {
    MUSTER_ASSIGN_OR_RETURN(chain.first, source.ReadRecord(root));
    if (!chain.first->event().has_account()) continue;
    for (const Position event : TargetsOf(*chain.first)) {
      std::vector<ChainMember>& members = chains_[event].members;
      members.insert(members.end(), chain.members.begin(), chain.members.end());
    }
  }
  for (auto& [root, chain] : chains_) {
    std::sort(chain.members.begin(), chain.members.end(),
              [](const ChainMember& a, const ChainMember& b) { return a.position < b.position; });
  }
  return OkStatus();
}

Status LensedChains::Read(const RecordSource& source, Position root, LogSize known_at) {
  MUSTER_ASSIGN_OR_RETURN(chains_[root].first, source.ReadRecord(root));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members, source.ChainMembers(root, known_at));
  for (const Position position : members) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, source.ReadRecord(position));
    const ChainMember member{position, record};
    chains_[root].members.push_back(member);
    if (record->event().has_account()) continue;
    for (const Position target : TargetsOf(*record)) {
      if (target == root) continue;
      LensedChain& account = chains_[target];
      MUSTER_ASSIGN_OR_RETURN(account.first, source.ReadRecord(target));
      account.members.push_back(member);
    }
  }
  return OkStatus();
}

std::string LensedChains::GradeOfFirst(Position root) const {
  const LensedChain& chain = chains_.at(root);
  std::string grade = chain.first->event().grade();
  for (const ChainMember& member : chain.members) {
    const v1::Event& event = member.record->event();
    if (!event.has_amendment() || event.amendment().of().position() != root.value) continue;
    const v1::Amendment& amendment = event.amendment();
    if (amendment.why() != v1::MISREAD && !Admits(*member.record)) continue;
    const auto& fields = amendment.change().fields();
    if (amendment.has_event()) {
      grade = amendment.event().grade();
    } else if (std::find(fields.begin(), fields.end(), "grade") != fields.end()) {
      grade = amendment.change().values().grade();
    }
  }
  return grade;
}

bool LensedChains::AdmitsFirst(Position root) const {
  return standings_ == nullptr ||
         standings_->Admits(lens_, *chains_.at(root).first, GradeOfFirst(root));
}

bool LensedChains::AdmitsMember(const ChainMember& member) const {
  return Contains(member.position) ? AdmitsFirst(member.position) : Admits(*member.record);
}

Chain LensedChains::Fold(Position root) const {
  const LensedChain& chain = chains_.at(root);
  Chain folded(root, *chain.first, AdmitsFirst(root));
  for (const ChainMember& member : chain.members) {
    folded.Add(member.position, *member.record, AdmitsMember(member));
  }
  return folded;
}

}  // namespace muster
