// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// StatedScope: the scope of a claim or a pledge, or whom a dispatch is about, by its texts, with
// what its contingents fix.
#ifndef MUSTER_PROJECTIONS_STATED_SCOPE_H_
#define MUSTER_PROJECTIONS_STATED_SCOPE_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/position.h"
#include "ledger/registry.h"
#include "projections/posts.h"
#include "projections/view.h"
#include "projections/view_claims.h"

namespace muster {

namespace v1 {
class Scope;
class Who;
}  // namespace v1

// A conjunction over dimensions, as Scope, which it keeps as text. Thread-compatible.
class StatedScope {
 public:
  // `registry` outlives the scope.
  StatedScope(const v1::Scope& scope, const Registry& registry, LogSize known_at);
  // The post of people who have arrived nowhere: place and duty are unspecified.
  StatedScope(const v1::Who& who, const Registry& registry, LogSize known_at);

  // With the conditions of a line besides; nullopt if the two contradict each other.
  std::optional<StatedScope> With(const v1::Scope& line) const;

  // As written.
  ScopeValues Written() const;
  // As the `where` of a view.
  std::vector<Condition> AsConditions() const;

  // What is known of a dimension, or of "label.NAME": the values that posts of the scope may have,
  // one of which may lie above theirs. Empty: any.
  std::vector<std::string> ValuesOf(const std::string& attribute) const;

  // Whether every post of the scope fulfils the conditions, as far as the scope tells.
  bool LiesWithin(const std::vector<Condition>& conditions) const;
  bool LiesWithin(const StatedScope& other) const { return LiesWithin(other.AsConditions()); }

 private:
  // A contingent that posts of the scope may have, with what it fixes.
  struct Fixing {
    std::string contingent;
    ContingentTraits traits;
  };

  StatedScope(const Registry& registry, LogSize known_at)
      : registry_(&registry), known_at_(known_at) {}

  void FillIn();
  void FindContingents();
  bool Allows(const ContingentTraits& traits) const;

  const Registry* registry_;
  LogSize known_at_;
  std::array<std::vector<std::string>, kDimensions> written_;
  // With what the contingents fix.
  std::array<std::vector<std::string>, kDimensions> known_;
  std::vector<Fixing> contingents_;
  bool below_too_ = true;  // a contingent stands for those below it, as in every scope
  // Some of its posts have no contingent, or one that is not registered.
  bool others_too_ = false;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STATED_SCOPE_H_
