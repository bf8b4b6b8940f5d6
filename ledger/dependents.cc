// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/dependents.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/event_kind_word.h"
#include "ledger/event_names.h"
#include "ledger/path.h"
#include "ledger/registration.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

// The ids that nothing would stand for any more: that of the registration, and places only it
// implies.
std::set<std::string> Vanishing(Position root, const v1::Event& registration,
                                const Registry& registry) {
  std::set<std::string> ids;
  const NameKind kind = RegisteredKind(registration);
  std::optional<std::string_view> id = RegisteredId(registration);
  while (id) {
    if (!registry.ExistsWithout(NameKindWord(kind), *id, root)) ids.emplace(*id);
    id = kind == NameKind::kPlace ? PathParent(*id) : std::nullopt;
  }
  return ids;
}

bool Mentions(const v1::Event& event, NameKind kind, const std::set<std::string>& ids) {
  v1::Event copy = event;
  bool mentions = false;
  ForEachName(copy, [&](NameKind named, std::string& name, const FieldPath&) {
    mentions = mentions || (named == kind && ids.count(name) != 0);
  });
  return mentions;
}

// The event that a record is, or corrects; nullopt of an account and of a change of a report.
std::optional<Position> EventOf(Position position, const v1::Event& event) {
  if (event.has_account()) return std::nullopt;
  if (event.has_retraction()) return Position{event.retraction().of().position()};
  if (!event.has_amendment()) return position;
  if (!event.amendment().has_of()) return std::nullopt;
  return Position{event.amendment().of().position()};
}

// What a record may bring a name in with.
const v1::Event& SaidBy(const v1::Event& event) {
  if (!event.has_amendment()) return event;
  return event.amendment().has_event() ? event.amendment().event()
                                       : event.amendment().change().values();
}

// So many dependents are named; there may be as many as there are events.
constexpr std::size_t kDependentsNamed = 10;

// What depends on a registration. Thread-compatible.
struct Dependents {
  std::vector<std::string> named;  // "the arrival at 7"
  std::uint64_t count = 0;

  void Add(std::string dependent) {
    if (++count <= kDependentsNamed) named.push_back(std::move(dependent));
  }
};

// Adds the events at `from` or above that stand and name one of `ids`. Only those that were
// corrected need be read as chains.
Status FindNaming(Position from, NameKind kind, const std::set<std::string>& ids, Position self,
                  AdmissionState& state, Dependents& dependents) {
  std::map<Position, int> naming;  // to their kinds, as they were recorded or last amended
  std::set<Position> corrected;
  MUSTER_RETURN_IF_ERROR(
      state.records.ReadFrom(from, [&](Position position, const v1::Record& record) {
        const std::optional<Position> root = EventOf(position, record.event());
        if (!root || *root == self) return OkStatus();
        if (*root != position) corrected.insert(*root);
        const v1::Event& said = SaidBy(record.event());
        if (Mentions(said, kind, ids)) naming[*root] = said.fact_case();
        return OkStatus();
      }));
  for (const auto& [root, fact] : naming) {
    int reads = fact;
    if (corrected.contains(root)) {
      MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, state.chains.Get(root));
      const v1::Event* reading = chain->Reading();
      if (reading == nullptr || !Mentions(*reading, kind, ids)) continue;
      reads = reading->fact_case();
    }
    dependents.Add(fmt::format("the {} at {}", KindWord(reads), root.value));
  }
  return OkStatus();
}

// "the arrival at 7, the muster at 9 and 3 more"
std::string ListOf(const Dependents& dependents) {
  const std::uint64_t more = dependents.count - dependents.named.size();
  if (more > 0) return fmt::format("{} and {} more", fmt::join(dependents.named, ", "), more);
  if (dependents.count == 1) return dependents.named.front();
  const std::vector<std::string> first(dependents.named.begin(), dependents.named.end() - 1);
  return fmt::format("{} and {}", fmt::join(first, ", "), dependents.named.back());
}

// The contingents below one, which take from it what they do not say.
Dependents FindBelow(const std::string& id, const Registry& registry) {
  Dependents below;
  for (const std::string& other : registry.ContingentIds()) {
    if (other != id && PathIncludes(id, other)) below.Add(fmt::format("'{}'", other));
  }
  return below;
}

}  // namespace

Status CheckDependents(Position root, const v1::Event& registration, SourcePosition at,
                       const DraftSite& site, AdmissionState& state) {
  const NameKind kind = RegisteredKind(registration);
  const std::string& id = RegisteredId(registration);
  Dependents below;
  if (kind == NameKind::kContingent) below = FindBelow(id, state.registry);
  const std::set<std::string> ids = Vanishing(root, registration, state.registry);
  std::optional<Position> from;
  for (const std::string& vanishing : ids) {
    const std::optional<Position> first = state.references.First(kind, vanishing);
    if (first && (!from || *first < *from)) from = first;
  }
  Dependents naming;
  if (from) MUSTER_RETURN_IF_ERROR(FindNaming(*from, kind, ids, root, state, naming));
  std::vector<std::string> reasons;
  if (naming.count > 0) {
    reasons.push_back(fmt::format("{} name{} the {} '{}'", ListOf(naming),
                                  naming.count == 1 ? "s" : "", NameKindWord(kind), id));
  }
  if (below.count > 0) {
    reasons.push_back(
        below.count == 1
            ? fmt::format("contingent {} takes from '{}' what it does not say", ListOf(below), id)
            : fmt::format("contingents {} take from '{}' what they do not say", ListOf(below), id));
  }
  if (reasons.empty()) return OkStatus();
  site.Refuse(at, "depended-on", fmt::format("{}", fmt::join(reasons, "; ")),
              "retract or amend these first, or amend the registration");
  return OkStatus();
}

}  // namespace muster
