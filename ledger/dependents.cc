// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/dependents.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
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

// The chain that a record is part of, if it may bring in a name: the event itself, or an amendment.
std::optional<Position> ChainOf(Position position, const v1::Event& event) {
  if (event.has_account() || event.has_retraction()) return std::nullopt;
  if (!event.has_amendment()) return position;
  if (!event.amendment().has_of()) return std::nullopt;
  return Position{event.amendment().of().position()};
}

struct Dependent {
  Position root;
  std::string kind;
};

// The first event at `from` or above that stands and names one of `ids`.
StatusOr<std::optional<Dependent>> FindDependent(Position from, NameKind kind,
                                                 const std::set<std::string>& ids, Position self,
                                                 AdmissionState& state) {
  std::optional<Dependent> dependent;
  std::set<Position> seen;
  const Status status =
      state.records.ReadFrom(from, [&](Position position, const v1::Record& record) -> Status {
        const std::optional<Position> root = ChainOf(position, record.event());
        if (!root || *root == self) return OkStatus();
        const v1::Event& said =
            record.event().has_amendment() && record.event().amendment().has_event()
                ? record.event().amendment().event()
            : record.event().has_amendment() ? record.event().amendment().change().values()
                                             : record.event();
        if (!Mentions(said, kind, ids) || !seen.insert(*root).second) return OkStatus();
        MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, state.chains.Get(*root));
        const v1::Event* reading = chain->Reading();
        if (reading == nullptr || !Mentions(*reading, kind, ids)) return OkStatus();
        dependent = Dependent{*root, std::string(KindWord(reading->fact_case()))};
        return Aborted("found");  // ends the reading
      });
  if (dependent) return dependent;
  if (!status.ok()) return status;
  return std::optional<Dependent>();
}

}  // namespace

Status CheckDependents(Position root, const v1::Event& registration, SourcePosition at,
                       const DraftSite& site, AdmissionState& state) {
  const NameKind kind = RegisteredKind(registration);
  const std::string& id = RegisteredId(registration);
  if (kind == NameKind::kContingent) {
    for (const std::string& other : state.registry.ContingentIds()) {
      if (other == id || !PathIncludes(id, other)) continue;
      site.Refuse(at, "depended-on",
                  fmt::format("contingent '{}' takes from '{}' what it does not say", other, id),
                  fmt::format("retract '{}' first, or amend the registration", other));
      return OkStatus();
    }
  }
  const std::set<std::string> ids = Vanishing(root, registration, state.registry);
  std::optional<Position> from;
  for (const std::string& vanishing : ids) {
    const std::optional<Position> first = state.references.First(kind, vanishing);
    if (first && (!from || *first < *from)) from = first;
  }
  if (!from) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const std::optional<Dependent> dependent,
                          FindDependent(*from, kind, ids, root, state));
  if (!dependent) return OkStatus();
  site.Refuse(at, "depended-on",
              fmt::format("the {} at {} names the {} '{}'", dependent->kind, dependent->root.value,
                          NameKindWord(kind), id),
              "retract or amend what names it first, or amend the registration");
  return OkStatus();
}

}  // namespace muster
