// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/registry.h"

#include <algorithm>
#include <set>

#include "ledger/event_fields.h"
#include "ledger/path.h"
#include "ledger/registration.h"
#include "ledger/status.h"
#include "ledger/string_pool.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

using v1::Event;

// From `at` on, a registration reads so; null: retracted.
struct Version {
  Position at;
  std::shared_ptr<const Event> reading;
};

// One registration with all its versions, in order of their positions.
struct Entry {
  Position root;
  std::vector<Version> versions;

  // What it reads at `known_at`; null if it is not there.
  const Event* ReadingAt(LogSize known_at) const {
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
      if (Holds(known_at, version->at)) return version->reading.get();
    }
    return nullptr;
  }
};

// Entries that had the key in some version; whether they have it at a known-at, their readings say.
using EntryIndex = StringMap<std::map<Position, const Entry*>>;

// The registrations of one kind.
class Kind {
 public:
  // `implies_above`: a registered path makes those above it known too.
  explicit Kind(bool implies_above) : implies_above_(implies_above) {}

  // False if it has no effect.
  bool Apply(Position at, Position root, const Event* reading) {
    if (reading != nullptr && !HasVersions(root) &&
        Registered(RegisteredId(*reading), kNow) != nullptr) {
      return false;
    }
    std::unique_ptr<Entry>& entry = entries_[root];
    if (entry == nullptr) entry = std::make_unique<Entry>(Entry{root, {}});
    std::shared_ptr<const Event> copy;
    if (reading != nullptr) {
      copy = std::make_shared<const Event>(*reading);
      Index(*copy, entry.get());
    }
    MUSTER_CHECK(entry->versions.empty() || entry->versions.back().at < at);
    entry->versions.push_back({at, std::move(copy)});
    return true;
  }

  // Whether a chain begins at `root`; an entry without versions was truncated away.
  bool HasVersions(Position root) const {
    const auto found = entries_.find(root);
    return found != entries_.end() && !found->second->versions.empty();
  }

  void Truncate(Position root, LogSize size) {
    std::vector<Version>& versions = entries_.at(root)->versions;
    // The entry stays, empty: the indexes point to it.
    while (!versions.empty() && !Holds(size, versions.back().at)) versions.pop_back();
  }

  // The registration of exactly this id.
  const Entry* Registered(std::string_view id, LogSize known_at) const {
    const auto found = by_path_.find(id);
    if (found == by_path_.end()) return nullptr;
    for (const auto& [root, entry] : found->second) {
      const Event* reading = entry->ReadingAt(known_at);
      if (reading != nullptr && RegisteredId(*reading) == id) return entry;
    }
    return nullptr;
  }

  // `without`: a registration that is to be left out of account, or null.
  bool Exists(std::string_view id, LogSize known_at, const Position* without = nullptr) const {
    const auto found = by_path_.find(id);
    if (found == by_path_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const auto& root_and_entry) {
      const Event* reading = root_and_entry.second->ReadingAt(known_at);
      if (reading == nullptr || (without != nullptr && root_and_entry.first == *without)) {
        return false;
      }
      return implies_above_ ? PathIncludes(id, RegisteredId(*reading))
                            : RegisteredId(*reading) == id;
    });
  }

  Registry::Match Find(std::string_view name, LogSize known_at) const {
    Registry::Match match;
    if (Exists(name, known_at)) {
      match.id = name;
      return match;
    }
    std::set<std::string> ids;
    if (const auto found = by_alias_.find(name); found != by_alias_.end()) {
      for (const auto& [root, entry] : found->second) {
        const Event* reading = entry->ReadingAt(known_at);
        if (reading == nullptr) continue;
        const auto& aliases = RegisteredAliases(*reading);
        if (std::find(aliases.begin(), aliases.end(), name) != aliases.end()) {
          ids.insert(RegisteredId(*reading));
        }
      }
    }
    if (ids.empty()) {
      if (const auto found = by_last_.find(name); found != by_last_.end()) {
        for (const std::string& path : found->second) {
          if (Exists(path, known_at)) ids.insert(path);
        }
      }
    }
    if (ids.size() == 1) {
      match.id = *ids.begin();
    } else {
      match.candidates.assign(ids.begin(), ids.end());
    }
    return match;
  }

  // What, other than `own`, has `name` for its id or an alias now.
  std::optional<std::string> HolderOf(std::string_view name, std::string_view own) const {
    if (name != own && Registered(name, kNow) != nullptr) return std::string(name);
    const auto found = by_alias_.find(name);
    if (found == by_alias_.end()) return std::nullopt;
    for (const auto& [root, entry] : found->second) {
      const Event* reading = entry->ReadingAt(kNow);
      if (reading == nullptr || RegisteredId(*reading) == own) continue;
      const auto& aliases = RegisteredAliases(*reading);
      if (std::find(aliases.begin(), aliases.end(), name) != aliases.end())
        return RegisteredId(*reading);
    }
    return std::nullopt;
  }

  std::vector<std::string> Names(LogSize known_at, bool with_aliases) const {
    std::set<std::string> names;
    for (const auto& [root, entry] : entries_) {
      const Event* reading = entry->ReadingAt(known_at);
      if (reading == nullptr) continue;
      names.insert(RegisteredId(*reading));
      if (with_aliases)
        names.insert(RegisteredAliases(*reading).begin(), RegisteredAliases(*reading).end());
      if (!implies_above_) continue;
      std::optional<std::string_view> above = PathParent(RegisteredId(*reading));
      // Where one is there already, so are those above it.
      while (above && names.insert(std::string(*above)).second) above = PathParent(*above);
    }
    return {names.begin(), names.end()};
  }

 private:
  void Index(const Event& reading, const Entry* entry) {
    IndexPath(RegisteredId(reading), entry);
    if (implies_above_) {
      for (auto above = PathParent(RegisteredId(reading)); above; above = PathParent(*above)) {
        IndexPath(std::string(*above), entry);
      }
    }
    for (const std::string& alias : RegisteredAliases(reading))
      by_alias_[alias].emplace(entry->root, entry);
  }

  void IndexPath(const std::string& path, const Entry* entry) {
    by_path_[path].emplace(entry->root, entry);
    by_last_[std::string(PathLast(path))].insert(path);
  }

  const bool implies_above_;
  std::map<Position, std::unique_ptr<Entry>> entries_;  // by root
  EntryIndex by_path_;
  EntryIndex by_alias_;
  // Last element of a path to the paths.
  StringMap<std::set<std::string>> by_last_;
};

}  // namespace

struct Registry::State {
  Kind missions{false};
  Kind places{true};
  Kind contingents{false};
  // Every Apply with effect, ascending: where, and which registration.
  std::vector<std::pair<Position, Position>> log;
  // The positions at which some contingent changed, ascending.
  std::vector<Position> contingent_changes;
  std::uint64_t version = 0;

  Kind* KindOf(const Event& event) {
    if (event.has_mission()) return &missions;
    if (event.has_place()) return &places;
    if (event.has_contingent()) return &contingents;
    return nullptr;
  }

  const Kind* KindCalled(std::string_view word) const {
    if (word == "mission") return &missions;
    if (word == "place") return &places;
    return word == "contingent" ? &contingents : nullptr;
  }

  Kind* KindKnowing(Position root) {
    for (Kind* kind : {&missions, &places, &contingents}) {
      if (kind->HasVersions(root)) return kind;
    }
    return nullptr;
  }
};

Registry::Registry() : state_(std::make_unique<State>()) {}
Registry::~Registry() = default;
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;

void Registry::Apply(Position at, Position root, const Event* reading) {
  Kind* kind = reading != nullptr ? state_->KindOf(*reading) : state_->KindKnowing(root);
  if (kind == nullptr || !kind->Apply(at, root, reading)) return;
  ++state_->version;
  const std::pair<Position, Position> call(at, root);
  state_->log.insert(std::upper_bound(state_->log.begin(), state_->log.end(), call), call);
  if (kind == &state_->contingents) {
    std::vector<Position>& changes = state_->contingent_changes;
    changes.insert(std::upper_bound(changes.begin(), changes.end(), at), at);
  }
}

void Registry::Truncate(LogSize size) {
  while (!state_->log.empty() && !Holds(size, state_->log.back().first)) {
    const Position root = state_->log.back().second;
    // Unknown by now if a later call for the same registration took its first version, too.
    if (Kind* kind = state_->KindKnowing(root)) kind->Truncate(root, size);
    state_->log.pop_back();
    ++state_->version;
  }
  std::vector<Position>& changes = state_->contingent_changes;
  while (!changes.empty() && !Holds(size, changes.back())) changes.pop_back();
}

std::uint64_t Registry::version() const { return state_->version; }

Registry::Match Registry::FindMission(std::string_view name, LogSize known_at) const {
  // A mission's id is no path: nothing but the id itself leads to it.
  Match match;
  if (state_->missions.Registered(name, known_at) != nullptr) match.id = name;
  return match;
}

Registry::Match Registry::FindPlace(std::string_view name, LogSize known_at) const {
  return state_->places.Find(name, known_at);
}

Registry::Match Registry::FindContingent(std::string_view name, LogSize known_at) const {
  return state_->contingents.Find(name, known_at);
}

std::vector<std::string> Registry::MissionNames(LogSize known_at) const {
  return state_->missions.Names(known_at, true);
}

std::vector<std::string> Registry::PlaceNames(LogSize known_at) const {
  return state_->places.Names(known_at, true);
}

std::vector<std::string> Registry::ContingentNames(LogSize known_at) const {
  return state_->contingents.Names(known_at, true);
}

std::vector<std::string> Registry::MissionIds(LogSize known_at) const {
  return state_->missions.Names(known_at, false);
}

std::vector<std::string> Registry::PlaceIds(LogSize known_at) const {
  return state_->places.Names(known_at, false);
}

std::vector<std::string> Registry::ContingentIds(LogSize known_at) const {
  return state_->contingents.Names(known_at, false);
}

ContingentTraits Registry::Traits(std::string_view contingent, LogSize known_at) const {
  ContingentTraits traits;
  if (state_->contingents.Registered(contingent, known_at) == nullptr) return traits;
  for (std::optional<std::string_view> id = contingent; id; id = PathParent(*id)) {
    const Entry* entry = state_->contingents.Registered(*id, known_at);
    if (entry == nullptr) continue;
    const v1::Contingent& said = entry->ReadingAt(known_at)->contingent();
    if (traits.mission.empty()) traits.mission = said.mission();
    if (traits.contributor.empty()) traits.contributor = said.contributor();
    if (traits.component.empty()) traits.component = said.component();
    for (const v1::Label& label : said.labels()) traits.labels.emplace(label.name(), label.value());
  }
  return traits;
}

std::uint64_t Registry::TraitsVersion(LogSize known_at) const {
  const std::vector<Position>& changes = state_->contingent_changes;
  return static_cast<std::uint64_t>(
      std::lower_bound(changes.begin(), changes.end(), Position{known_at.value}) - changes.begin());
}

Registry::Registration Registry::FindRegistration(std::string_view kind,
                                                  std::string_view id) const {
  const Kind* registered = state_->KindCalled(kind);
  const Entry* entry = registered != nullptr ? registered->Registered(id, kNow) : nullptr;
  if (entry == nullptr) return {};
  return {entry->root, entry->versions.back().reading};
}

bool Registry::IsChain(Position root) const {
  return state_->missions.HasVersions(root) || state_->places.HasVersions(root) ||
         state_->contingents.HasVersions(root);
}

bool Registry::ExistsWithout(std::string_view kind, std::string_view id, Position root) const {
  const Kind* registered = state_->KindCalled(kind);
  return registered != nullptr && registered->Exists(id, kNow, &root);
}

std::optional<std::string> Registry::HolderOf(std::string_view kind, std::string_view name,
                                              std::string_view own) const {
  const Kind* registered = state_->KindCalled(kind);
  return registered != nullptr ? registered->HolderOf(name, own) : std::nullopt;
}

}  // namespace muster
