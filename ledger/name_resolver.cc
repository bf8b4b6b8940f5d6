// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/name_resolver.h"

#include <cstddef>
#include <vector>

#include "ledger/excerpt.h"
#include "ledger/path.h"
#include "ledger/spelling.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

std::size_t IndexOf(NameKind kind) { return static_cast<std::size_t>(kind); }

// A file with more unknown names than this is wrong altogether; the rest is refused without a
// search.
constexpr std::size_t kHintsMax = 200;

Registry::Match FindIn(const Registry& registry, NameKind kind, std::string_view name) {
  switch (kind) {
    case NameKind::kMission:
      return registry.FindMission(name);
    case NameKind::kPlace:
      return registry.FindPlace(name);
    case NameKind::kContingent:
      break;
  }
  return registry.FindContingent(name);
}

std::vector<std::string> NamesOf(const Registry& registry, NameKind kind) {
  switch (kind) {
    case NameKind::kMission:
      return registry.MissionNames();
    case NameKind::kPlace:
      return registry.PlaceNames();
    case NameKind::kContingent:
      break;
  }
  return registry.ContingentNames();
}

}  // namespace

void NameResolver::Reset() {
  refused_.clear();
  for (auto& hints : hints_) hints.clear();
}

void NameResolver::Rollback() {
  // What they lead to may stand; that they are referred to was noted in vain.
  for (auto& known : known_) known.clear();
}

NameResolver::Known* NameResolver::Find(NameKind kind, const std::string& name) {
  StringMap<Known>& known = known_[IndexOf(kind)];
  const auto found = known.find(name);
  if (found != known.end()) return &found->second;
  Registry::Match match = FindIn(registry_, kind, name);
  if (match.id.empty()) return nullptr;
  return &known.emplace(name, Known{std::move(match.id), false}).first->second;
}

bool NameResolver::Resolve(v1::Event& event, Position position, const DraftSite& site) {
  if (registry_version_ != registry_.version()) {
    registry_version_ = registry_.version();
    for (auto& known : known_) known.clear();
  }
  bool resolved = true;
  ForEachName(event, [&](NameKind kind, std::string& name, const FieldPath& path) {
    // A refused event may lack a name that it needs.
    if (name.empty() || name == kUnspecified) return;
    Known* known = Find(kind, name);
    if (known == nullptr) {
      resolved = false;
      if (refused_.count({kind, name}) == 0) Refuse(kind, name, site.At(path), site);
      return;
    }
    if (!known->referred) {
      references_.Note(kind, known->id, position);
      known->referred = true;
    }
    if (name != known->id) name = known->id;
  });
  return resolved;
}

void NameResolver::Refuse(NameKind kind, const std::string& name, SourcePosition at,
                          const DraftSite& site) {
  const std::string word = NameKindWord(kind);
  const std::vector<std::string> candidates = FindIn(registry_, kind, name).candidates;
  if (!candidates.empty()) {
    site.Refuse(at, "ambiguous-name",
                fmt::format("several {}s are called '{}'", word, Excerpt(name)),
                fmt::format("write one of {}", fmt::join(candidates, ", ")));
    return;
  }
  site.Refuse(at, "unknown-" + word, fmt::format("there is no {} '{}'", word, Excerpt(name)),
              NearestHint(kind, name));
}

std::string NameResolver::NearestHint(NameKind kind, const std::string& name) {
  StringMap<std::string>& hints = hints_[IndexOf(kind)];
  const auto found = hints.find(name);
  if (found != hints.end()) return found->second;
  const std::string word = NameKindWord(kind);
  std::string hint =
      fmt::format("register it before or in the same report: `- {}: {{id: {}}}`", word, name);
  if (hints.size() >= kHintsMax) return hint;
  if (const std::optional<std::string> nearest = NearestName(name, NamesOf(registry_, kind))) {
    hint = fmt::format("did you mean '{}'? If not, {}", *nearest, hint);
  }
  hints.emplace(name, hint);
  return hint;
}

}  // namespace muster
