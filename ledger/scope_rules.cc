// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/scope_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "ledger/path.h"
#include "ledger/status.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

using Values = google::protobuf::RepeatedPtrField<std::string>;

struct Dimension {
  const char* name;
  bool is_path;
  const Values& (v1::Scope::*values)() const;
  Values* (v1::Scope::*mutable_values)();
};

// In this order: what a contingent fixes comes before it.
const std::array<Dimension, 6> kDimensions = {{
    {"mission", false, &v1::Scope::mission, &v1::Scope::mutable_mission},
    {"contributor", false, &v1::Scope::contributor, &v1::Scope::mutable_contributor},
    {"component", true, &v1::Scope::component, &v1::Scope::mutable_component},
    {"contingent", true, &v1::Scope::contingent, &v1::Scope::mutable_contingent},
    {"place", true, &v1::Scope::place, &v1::Scope::mutable_place},
    {"duty", true, &v1::Scope::duty, &v1::Scope::mutable_duty},
}};
constexpr std::size_t kContingent = 3;

// What both values admit: the narrower one. Empty if nothing.
std::string_view Narrower(std::string_view a, std::string_view b, bool is_path) {
  if (a == b) return a;
  if (!is_path) return {};
  if (PathIncludes(a, b)) return b;
  if (PathIncludes(b, a)) return a;
  return {};
}

// What both lists admit; an empty list admits everything.
Values Combine(const Values& whole, const Values& line, bool is_path) {
  if (whole.empty()) return line;
  if (line.empty()) return whole;
  Values both;
  for (const std::string& a : whole) {
    for (const std::string& b : line) {
      const std::string_view narrower = Narrower(a, b, is_path);
      if (narrower.empty()) continue;
      if (std::find(both.begin(), both.end(), narrower) == both.end()) {
        *both.Add() = std::string(narrower);
      }
    }
  }
  return both;
}

std::string Listed(const Values& values) { return fmt::format("{}", fmt::join(values, ", ")); }

// `line` -1: of the whole.
class ScopeCheck {
 public:
  ScopeCheck(const Registry& registry, const DraftSite& site) : registry_(registry), site_(site) {}

  void Check(const v1::Scope& scope, int line) {
    if (scope.contingent().empty()) return;
    for (int i = 0; i < scope.contingent_size(); ++i) CheckContingent(scope, line, i);
  }

  // False if the two contradict each other.
  bool Intersect(const v1::Scope& whole, const v1::Scope& line, int number, v1::Scope* both) {
    bool fits = true;
    for (const Dimension& dimension : kDimensions) {
      const Values& a = (whole.*dimension.values)();
      const Values& b = (line.*dimension.values)();
      *(both->*dimension.mutable_values)() = Combine(a, b, dimension.is_path);
      if (a.empty() || b.empty() || !(both->*dimension.values)().empty()) continue;
      fits = false;
      site_.Refuse(site_.At({.line = number, .first = "scope", .second = dimension.name}),
                   "contradictory-scope",
                   fmt::format("the {} {} of the line lies outside {} of the whole", dimension.name,
                               Listed(b), Listed(a)),
                   "a line's conditions hold together with those of the whole; it may narrow them");
    }
    return fits;
  }

 private:
  void CheckContingent(const v1::Scope& scope, int line, int index) {
    const std::string& contingent = scope.contingent(index);
    if (contingent == kUnspecified) return;
    const ContingentTraits traits = registry_.Traits(contingent);
    const std::array<const std::string*, kContingent> fixed = {&traits.mission, &traits.contributor,
                                                               &traits.component};
    for (std::size_t i = 0; i < kContingent; ++i) {
      const Dimension& dimension = kDimensions[i];
      const Values& values = (scope.*dimension.values)();
      if (values.empty()) continue;
      const std::string_view own = fixed[i]->empty() ? kUnspecified : std::string_view(*fixed[i]);
      const bool fits = std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return value == own || (dimension.is_path && PathIncludes(value, own));
      });
      if (fits) continue;
      site_.Refuse(site_.At({.line = line, .first = "scope", .second = dimension.name}),
                   "contradictory-scope",
                   fmt::format("the {} of contingent {} is {}, not {}", dimension.name, contingent,
                               own, Listed(values)),
                   fmt::format("leave {} out: the contingent fixes it", dimension.name));
    }
  }

  const Registry& registry_;
  const DraftSite& site_;
};

// A claim or a muster.
template <typename Total>
void CheckTotal(const Total& total, ScopeCheck& check) {
  check.Check(total.scope(), -1);
  for (int i = 0; i < total.lines_size(); ++i) {
    v1::Scope both;
    if (check.Intersect(total.scope(), total.lines(i).scope(), i, &both)) check.Check(both, i);
  }
}

}  // namespace

void CheckScopes(const v1::Event& event, const Registry& registry, const DraftSite& site) {
  ScopeCheck check(registry, site);
  if (event.has_pledge()) check.Check(event.pledge().scope(), -1);
  if (event.has_claim()) CheckTotal(event.claim(), check);
  if (event.has_muster()) CheckTotal(event.muster(), check);
}

}  // namespace muster
