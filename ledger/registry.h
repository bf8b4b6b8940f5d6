// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Registry: the missions, places and contingents that events may name, as they read at any
// known-at. Admission resolves names with it; projections take from it what a contingent fixes.
#ifndef MUSTER_LEDGER_REGISTRY_H_
#define MUSTER_LEDGER_REGISTRY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/position.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// "now": a known-at above every log.
inline constexpr LogSize kNow{UINT64_MAX};

// What a contingent fixes, what it does not say itself taken from those above it. Empty:
// unspecified.
struct ContingentTraits {
  std::string mission;
  std::string contributor;
  std::string component;
  std::map<std::string, std::string, std::less<>> labels;
  friend bool operator==(const ContingentTraits&, const ContingentTraits&) = default;
};

// Keeps every version. Thread-compatible; const methods are safe for concurrent use.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(Registry&&) noexcept;
  Registry& operator=(Registry&&) noexcept;

  // From `at` on, the registration whose chain begins at `root` reads `reading`; null: retracted.
  // `reading` is a mission, place or contingent; of anything else Apply takes no notice, nor of a
  // new registration of an id that stands already. REQUIRES: calls for one `root` come in order of
  // `at`.
  void Apply(Position at, Position root, const v1::Event* reading);

  // Forgets every call with an `at` that a log of `size` does not hold.
  void Truncate(LogSize size);

  // A number that is another after each Apply with effect and each Truncate: equal numbers, equal
  // answers.
  std::uint64_t version() const;

  // What a name leads to. A place that a registered one implies by lying above it is found like any
  // other.
  struct Match {
    std::string id;                       // the canonical id; empty unless exactly one fits
    std::vector<std::string> candidates;  // if several fit
  };
  // By id, alias, or last element of its path if only one has it, in this order.
  Match FindMission(std::string_view name, LogSize known_at = kNow) const;
  Match FindPlace(std::string_view name, LogSize known_at = kNow) const;
  Match FindContingent(std::string_view name, LogSize known_at = kNow) const;

  // Everything there is, sorted; with aliases for the nearest-name search.
  std::vector<std::string> MissionNames(LogSize known_at = kNow) const;
  std::vector<std::string> PlaceNames(LogSize known_at = kNow) const;
  std::vector<std::string> ContingentNames(LogSize known_at = kNow) const;

  // Ids only (places implied by a path included), sorted.
  std::vector<std::string> MissionIds(LogSize known_at = kNow) const;
  std::vector<std::string> PlaceIds(LogSize known_at = kNow) const;
  std::vector<std::string> ContingentIds(LogSize known_at = kNow) const;

  // What a contingent fixes at `known_at`; all unspecified if it is not registered then.
  ContingentTraits Traits(std::string_view contingent, LogSize known_at = kNow) const;

  // A number that grows whenever the traits of a contingent may have changed at or below
  // `known_at`: equal numbers, equal traits.
  std::uint64_t TraitsVersion(LogSize known_at = kNow) const;

  // The registration of an id that stands now: its chain's root and its reading; null root if none
  // (or only implied by a path).
  struct Registration {
    std::optional<Position> root;
    std::shared_ptr<const v1::Event> reading;
  };
  Registration FindRegistration(std::string_view kind, std::string_view id) const;

  // Whether a registration with effect begins a chain at `root`, whether it stands or is retracted.
  bool IsChain(Position root) const;

  // Whether the id would still be known if the registration that begins at `root` were retracted.
  bool ExistsWithout(std::string_view kind, std::string_view id, Position root) const;

  // What of `kind`, other than `own`, has `name` for its id or an alias now; nullopt: nothing.
  std::optional<std::string> HolderOf(std::string_view kind, std::string_view name,
                                      std::string_view own) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_REGISTRY_H_
