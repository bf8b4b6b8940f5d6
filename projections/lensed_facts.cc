// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/lensed_facts.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/chain.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/fact_reader.h"

namespace muster {
namespace {

// A later member of a chain.
struct ChainMember {
  Position position;
  std::shared_ptr<const v1::Record> record;
};

// An event, or an account, with all that is about it, in log order.
struct LensedChain {
  RecordPtr first;
  std::vector<ChainMember> members;
};
using LensedChains = std::map<Position, LensedChain>;

FactPosition RootId(Position root) { return static_cast<FactPosition>(root.value); }

// Whether the lens admits the first record of a chain, whose own grade may have been corrected.
bool AdmitsFirst(Position root, const LensedChain& chain, const Lens& lens,
                 const Standings& standings) {
  std::string grade = chain.first->event().grade();
  for (const ChainMember& member : chain.members) {
    const v1::Event& event = member.record->event();
    if (!event.has_amendment() || event.amendment().of().position() != root.value) continue;
    const v1::Amendment& amendment = event.amendment();
    if (amendment.why() != v1::MISREAD && !standings.Admits(lens, *member.record)) continue;
    const auto& fields = amendment.change().fields();
    if (amendment.has_event()) {
      grade = amendment.event().grade();
    } else if (std::find(fields.begin(), fields.end(), "grade") != fields.end()) {
      grade = amendment.change().values().grade();
    }
  }
  return standings.Admits(lens, *chain.first, grade);
}

// Reads the first records; what corrects an account becomes a member of the chains that the account
// is of.
Status Complete(const RecordSource& source, LensedChains& chains) {
  for (auto& [root, chain] : chains) {
    MUSTER_ASSIGN_OR_RETURN(chain.first, source.ReadRecord(root));
    if (!chain.first->event().has_account()) continue;
    for (const Position event : TargetsOf(*chain.first)) {
      std::vector<ChainMember>& members = chains[event].members;
      members.insert(members.end(), chain.members.begin(), chain.members.end());
    }
  }
  for (auto& [root, chain] : chains) {
    std::sort(chain.members.begin(), chain.members.end(),
              [](const ChainMember& a, const ChainMember& b) { return a.position < b.position; });
  }
  return OkStatus();
}

// The chain that begins at `root` as the lens has it.
Chain FoldChain(Position root, const LensedChains& chains, const Lens& lens,
                const Standings& standings) {
  const LensedChain& chain = chains.at(root);
  Chain folded(root, *chain.first, AdmitsFirst(root, chain, lens, standings));
  for (const ChainMember& member : chain.members) {
    // An account that was corrected begins a chain itself.
    const auto own = chains.find(member.position);
    const bool admitted = own != chains.end()
                              ? AdmitsFirst(member.position, own->second, lens, standings)
                              : standings.Admits(lens, *member.record);
    folded.Add(member.position, *member.record, admitted);
  }
  return folded;
}

}  // namespace

StatusOr<FactTable> FactsThroughLens(const RecordSource& source, const Lens& lens,
                                     const Standings& standings, LogSize known_at,
                                     const Names& names) {
  FactTable table;
  table.names = names;
  MUSTER_RETURN_IF_ERROR(AddFactsThroughLens(source, lens, standings, known_at, {}, table));
  return table;
}

Status AddFactsThroughLens(const RecordSource& source, const Lens& lens, const Standings& standings,
                           LogSize known_at, const Span& known, FactTable& table) {
  // Only how a chain reads at the known-at matters, so chains are read when all their members are
  // known.
  LensedChains chains;
  std::map<Position, Facts> plain;
  const auto counts = [&](const v1::Record& record) {
    return record.event().has_mandate() || standings.Admits(lens, record);
  };
  MUSTER_RETURN_IF_ERROR(
      source.Read(Position{0}, known_at, [&](Position position, const v1::Record& record) {
        const std::vector<Position> targets = TargetsOf(record);
        if (!targets.empty()) {
          const auto copy = std::make_shared<const v1::Record>(record);
          for (const Position root : targets) chains[root].members.push_back({position, copy});
        } else if (HasFacts(record.event()) && counts(record)) {
          plain.emplace(position, ReadFacts(RootId(position), record.event(), table));
        }
        return OkStatus();
      }));
  MUSTER_RETURN_IF_ERROR(Complete(source, chains));
  for (const auto& [root, members] : chains) {
    const Chain chain = FoldChain(root, chains, lens, standings);
    const v1::Event* reading = chain.Reading();
    plain.erase(root);
    if (reading != nullptr) plain.emplace(root, ReadFacts(RootId(root), *reading, table));
  }
  for (const auto& [root, facts] : plain) table.Open(known.from, facts, known.until);
  return OkStatus();
}

}  // namespace muster
