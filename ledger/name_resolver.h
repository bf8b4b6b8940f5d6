// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Name resolver: puts canonical ids in the place of the names that an event was written with.
#ifndef MUSTER_LEDGER_NAME_RESOLVER_H_
#define MUSTER_LEDGER_NAME_RESOLVER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/draft_site.h"
#include "ledger/event_names.h"
#include "ledger/position.h"
#include "ledger/reference_index.h"
#include "ledger/registry.h"
#include "ledger/string_pool.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// Thread-compatible. Remembers what names lead to, from one append to the next, for as long as the
// registry stays as it is.
class NameResolver {
 public:
  // Both must outlive the resolver.
  NameResolver(const Registry& registry, ReferenceIndex& references)
      : registry_(registry), references_(references) {}

  // Resolves every name in `event`, which will stand at `position`, and notes that they are
  // referred to. Names that lead nowhere, or to several, are refused, with the nearest known one.
  // Returns whether all were resolved.
  bool Resolve(v1::Event& event, Position position, const DraftSite& site);

  // A registration of `id` was refused: names that would lead to it are not refused on top of that.
  void ExpectRefused(NameKind kind, std::string id) { refused_.emplace(kind, std::move(id)); }
  // Begins another append.
  void Reset();
  // What was noted of names since the last commit is undone.
  void Rollback();

 private:
  struct Known {
    std::string id;
    bool referred = false;
  };

  Known* Find(NameKind kind, const std::string& name);
  void Refuse(NameKind kind, const std::string& name, SourcePosition at, const DraftSite& site);
  std::string NearestHint(NameKind kind, const std::string& name);

  const Registry& registry_;
  ReferenceIndex& references_;
  std::uint64_t registry_version_ = 0;
  std::array<StringMap<Known>, 3> known_;
  std::set<std::pair<NameKind, std::string>> refused_;
  // Hints already looked for in this append; the search reads every name.
  std::array<StringMap<std::string>, 3> hints_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_NAME_RESOLVER_H_
