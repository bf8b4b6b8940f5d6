// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// EffectiveSet: the records of a log folded into facts, for every state of knowledge at once
// (DESIGN section 4, step 1). A correction ends the rows of its chain and begins new ones, so that
// a view at any known-at is a filtered scan.
#ifndef MUSTER_PROJECTIONS_EFFECTIVE_SET_H_
#define MUSTER_PROJECTIONS_EFFECTIVE_SET_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/chain.h"
#include "ledger/position.h"
#include "ledger/registry.h"
#include "ledger/status.h"
#include "projections/fact_column.h"
#include "projections/fact_table.h"
#include "projections/record_source.h"

namespace muster {

// From `at` on, the registration of the chain `root` reads so.
struct RegistrationChange {
  Position at;
  Position root;
  std::optional<std::string> reading;  // a serialised Event; nullopt: retracted
  friend bool operator==(const RegistrationChange&, const RegistrationChange&) = default;
};

// Something that only statements mention: no post has it for that.
struct Mention {
  Dimension dimension = kMission;
  NameId value = kNoName;
  friend auto operator<=>(const Mention&, const Mention&) = default;
};

// Thread-compatible.
class EffectiveSet {
 public:
  EffectiveSet() { first_named_.push_back(0); }

  // Takes the next record. `source` has the records before it. Errors: DATA_LOSS if a correction
  // names no event; RESOURCE_EXHAUSTED beyond 2^32 - 2 records; what `source` returns.
  Status Fold(Position position, const v1::Record& record, const RecordSource& source);
  // Makes room for so many records. To be called before many are folded.
  void Expect(std::uint64_t records) { facts_.Reserve(records, records); }
  // Goes on at `next`, as if the records before it said nothing: of a log of which only some
  // records are at hand. REQUIRES: at or above size(). Errors: RESOURCE_EXHAUSTED as above.
  Status SkipTo(Position next);

  LogSize size() const { return size_; }
  const FactTable& facts() const { return facts_; }
  const Registry& registry() const { return registry_; }

  // Whether an event mentioned the value below `known_at` without a post that would show it.
  bool IsMentioned(const Mention& mention, FactPosition known_at) const;
  const std::map<Mention, FactPosition>& mentions() const { return mentions_; }
  // The positions of the amendments of reports, ascending.
  const std::vector<FactPosition>& report_changes() const { return report_changes_; }
  // The first record that named a post.
  FactPosition FirstNamed(NamedPostId post) const { return first_named_[post]; }

  // An independent set of the same content. It reads chains again when it needs them.
  EffectiveSet Copy() const;

  // What the store keeps, and how it puts it back. See StateStore.
  struct Parts {
    LogSize size;
    FactTable facts;
    std::vector<RegistrationChange> registrations;
    std::map<Mention, FactPosition> mentions;
    FactColumn<FactPosition> first_named;
    std::vector<FactPosition> report_changes;
  };
  static StatusOr<EffectiveSet> FromParts(Parts parts);
  const std::vector<RegistrationChange>& registrations() const { return registrations_; }
  const FactColumn<FactPosition>& first_named() const { return first_named_; }

  // Rows that were ended since the last call.
  struct ClosedRows {
    std::set<std::size_t> movements;
    std::set<std::size_t> settings;
    std::set<std::size_t> statements;
  };
  ClosedRows TakeClosedRows() { return std::exchange(closed_, {}); }

 private:
  // Takes an account or a correction that is about `target`.
  Status Apply(Position target, Position at, const v1::Record& record, const RecordSource& source);
  Status Correct(Position root, Position at, const v1::Record& record, const RecordSource& source);
  StatusOr<Chain*> FindChain(Position root, Position before, const RecordSource& source);
  void Register(Position at, Position root, const v1::Event* reading);
  void Open(FactPosition at, const Facts& facts);
  void NoteOpened();
  void NoteMentions(FactPosition at, const v1::Event& event);
  void NotePosts(FactPosition at);

  LogSize size_;
  FactTable facts_;
  Registry registry_;
  std::vector<RegistrationChange> registrations_;
  std::set<Position> registered_;  // roots that read as a registration at some time
  std::map<Mention, FactPosition> mentions_;
  FactColumn<FactPosition> first_named_;  // by NamedPostId
  std::vector<FactPosition> report_changes_;
  // Of chains whose facts are not those of their first member: the record that brought them.
  std::unordered_map<FactPosition, FactPosition> opened_at_;
  bool opened_is_noted_ = true;  // else by the first correction
  ClosedRows closed_;
  // Chains that corrections were about lately. Disposable.
  std::unordered_map<std::uint64_t, Chain> chains_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_EFFECTIVE_SET_H_
