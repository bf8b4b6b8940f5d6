// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/effective_set.h"

#include <algorithm>

#include "ledger/event_fields.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/fact_reader.h"

namespace muster {
namespace {

// Chains kept in memory between corrections of them.
constexpr std::size_t kChainsKept = 65536;

Status NotBefore(Position position, Position target) {
  return DataLoss("record {} is about record {}, which is not before it", position.value,
                  target.value);
}

Status CheckFactCount(std::uint64_t size) {
  if (size < kStillTrue) return OkStatus();
  return ResourceExhausted("views take in at most {} records", kStillTrue - 1);
}

}  // namespace

Status EffectiveSet::Fold(Position position, const v1::Record& record, const RecordSource& source) {
  MUSTER_CHECK(position.value == size_.value);
  MUSTER_RETURN_IF_ERROR(CheckFactCount(position.value + 1));
  const auto at = static_cast<FactPosition>(position.value);
  const v1::Event& event = record.event();
  if (IsRegistration(event)) {
    Register(position, position, &event);
  } else if (HasFacts(event)) {
    Open(at, ReadFacts(at, event, facts_));
    NoteMentions(at, event);
  } else if (event.has_account() && event.account().of_size() != 1) {
    // An account of several events is compared with their sum and changes none of them.
    for (const Position root : TargetsOf(record)) {
      if (root >= position) return NotBefore(position, root);
    }
  } else {
    for (const Position root : TargetsOf(record)) {
      MUSTER_RETURN_IF_ERROR(Apply(root, position, record, source));
    }
    if (event.has_amendment() && event.amendment().has_report_change()) {
      report_changes_.push_back(at);
    }
  }
  NotePosts(at);
  size_ = LogSize{position.value + 1};
  return OkStatus();
}

Status EffectiveSet::SkipTo(Position next) {
  MUSTER_CHECK(next.value >= size_.value);
  MUSTER_RETURN_IF_ERROR(CheckFactCount(next.value));
  size_ = LogSize{next.value};
  return OkStatus();
}

Status EffectiveSet::Apply(Position target, Position at, const v1::Record& record,
                           const RecordSource& source) {
  MUSTER_RETURN_IF_ERROR(Correct(target, at, record, source));
  if (record.event().has_account()) return OkStatus();
  // What corrects an account changes how the event behind it reads.
  MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, FindChain(target, at, source));
  const v1::Event& corrected = chain->Amended();
  if (!corrected.has_account() || corrected.account().of_size() != 1) return OkStatus();
  const Position event{corrected.account().of(0).position()};
  if (event >= target) return NotBefore(target, event);
  return Correct(event, at, record, source);
}

Status EffectiveSet::Correct(Position root, Position at, const v1::Record& record,
                             const RecordSource& source) {
  if (root >= at) return NotBefore(at, root);
  MUSTER_ASSIGN_OR_RETURN(Chain * chain, FindChain(root, at, source));
  chain->Add(at, record, true);
  const v1::Event* reading = chain->Reading();
  const bool registers = reading != nullptr && IsRegistration(*reading);
  if (registers || registered_.contains(root)) Register(at, root, registers ? reading : nullptr);

  if (!opened_is_noted_) NoteOpened();
  const auto root_id = static_cast<FactPosition>(root.value);
  const auto opened = opened_at_.find(root_id);
  const FactPosition opened_at = opened == opened_at_.end() ? root_id : opened->second;
  const Facts facts = reading == nullptr ? Facts() : ReadFacts(root_id, *reading, facts_);
  if (reading != nullptr) NoteMentions(static_cast<FactPosition>(at.value), *reading);
  if (facts == facts_.Standing(opened_at, root_id)) return OkStatus();
  const auto now = static_cast<FactPosition>(at.value);
  facts_.Close(
      opened_at, root_id, now, [this](std::size_t row) { closed_.movements.insert(row); },
      [this](std::size_t row) { closed_.settings.insert(row); },
      [this](std::size_t row) { closed_.statements.insert(row); });
  Open(now, facts);
  opened_at_[root_id] = now;
  return OkStatus();
}

StatusOr<Chain*> EffectiveSet::FindChain(Position root, Position before,
                                         const RecordSource& source) {
  const auto found = chains_.find(root.value);
  if (found != chains_.end()) return &found->second;
  MUSTER_ASSIGN_OR_RETURN(const RecordPtr first, source.ReadRecord(root));
  Chain chain(root, *first, true);
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members,
                          source.ChainMembers(root, LogSize{before.value}));
  for (const Position position : members) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr member, source.ReadRecord(position));
    if (member->event().has_account() && member->event().account().of_size() != 1) continue;
    chain.Add(position, *member, true);
  }
  if (chains_.size() >= kChainsKept) chains_.clear();
  return &chains_.emplace(root.value, std::move(chain)).first->second;
}

void EffectiveSet::Register(Position at, Position root, const v1::Event* reading) {
  registry_.Apply(at, root, reading);
  RegistrationChange change{at, root, std::nullopt};
  if (reading != nullptr) {
    change.reading = reading->SerializeAsString();
    registered_.insert(root);
    // What a contingent fixes becomes a value of posts.
    if (reading->has_contingent()) {
      const v1::Contingent& contingent = reading->contingent();
      for (const std::string* name :
           {&contingent.mission(), &contingent.contributor(), &contingent.component()}) {
        if (!name->empty()) facts_.names.Intern(*name);
      }
    }
  }
  registrations_.push_back(std::move(change));
}

void EffectiveSet::Open(FactPosition at, const Facts& facts) { facts_.Open(at, facts); }

void EffectiveSet::NotePosts(FactPosition at) { first_named_.resize(facts_.posts.size(), at); }

void EffectiveSet::NoteMentions(FactPosition at, const v1::Event& event) {
  const auto note_scope = [&](const v1::Scope& scope) {
    const ScopeConditions conditions = ReadScope(scope, facts_.names);
    for (int i = 0; i < kDimensions; ++i) {
      for (const NameId value : conditions.values[i]) {
        mentions_.try_emplace({static_cast<Dimension>(i), value}, at);
      }
    }
  };
  const auto note = [&](Dimension dimension, const std::string& value) {
    if (!value.empty()) mentions_.try_emplace({dimension, facts_.names.Intern(value)}, at);
  };
  if (event.has_claim()) {
    note_scope(event.claim().scope());
    for (const v1::Line& line : event.claim().lines()) note_scope(line.scope());
  } else if (event.has_pledge()) {
    note_scope(event.pledge().scope());
  } else if (event.has_dispatch()) {
    const v1::Who& who = event.dispatch().who();
    note(kContributor, who.contributor());
    note(kComponent, who.component());
  }
}

bool EffectiveSet::IsMentioned(const Mention& mention, FactPosition known_at) const {
  const auto found = mentions_.find(mention);
  return found != mentions_.end() && found->second < known_at;
}

EffectiveSet EffectiveSet::Copy() const {
  StatusOr<EffectiveSet> copy =
      FromParts({size_, facts_, registrations_, mentions_, first_named_, report_changes_});
  MUSTER_CHECK(copy.ok());
  return *std::move(copy);
}

StatusOr<EffectiveSet> EffectiveSet::FromParts(Parts parts) {
  EffectiveSet set;
  set.size_ = parts.size;
  set.facts_ = std::move(parts.facts);
  set.mentions_ = std::move(parts.mentions);
  set.first_named_ = std::move(parts.first_named);
  set.report_changes_ = std::move(parts.report_changes);
  for (const RegistrationChange& change : parts.registrations) {
    v1::Event reading;
    if (change.reading && !reading.ParseFromString(*change.reading)) {
      return DataLoss("the registration at {} does not parse", change.at.value);
    }
    set.registry_.Apply(change.at, change.root, change.reading ? &reading : nullptr);
    if (change.reading) set.registered_.insert(change.root);
  }
  set.registrations_ = std::move(parts.registrations);
  set.opened_is_noted_ = false;
  return set;
}

void EffectiveSet::NoteOpened() {
  const Movements& movements = facts_.movements();
  for (std::size_t i = 0; i < movements.size(); ++i) {
    if (movements.known_from[i] != movements.root[i]) {
      opened_at_[movements.root[i]] = movements.known_from[i];
    }
  }
  const auto note_opened = [this](const auto& table) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      const FactPosition from = table.known[i].from;
      if (from == table.rows[i].root) continue;
      FactPosition& opened_at = opened_at_[table.rows[i].root];
      opened_at = std::max(opened_at, from);
    }
  };
  note_opened(facts_.settings());
  note_opened(facts_.statements());
  opened_is_noted_ = true;
}

}  // namespace muster
