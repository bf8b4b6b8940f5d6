// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// lines-do-not-add-up: the lines of a muster or a claim, against its total.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/event_kind_word.h"
#include "ledger/strength.h"
#include "muster/v1/event.pb.h"
#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"

namespace muster {
namespace {

struct StatedLine {
  ScopeConditions scope;  // with the whole's
  ScopeConditions known;  // also with what its contingent fixes
  Interval strength;
};

class LineAdder {
 public:
  LineAdder(const Registry& registry, LogSize known_at)
      : registry_(registry), known_at_(known_at) {}

  // What the lines leave possible for their total.
  template <typename Body>
  Interval Possible(const Body& body, bool complete) {
    const std::vector<StatedLine> lines = WidestLines(body);
    Interval sum;
    std::int64_t largest = 0;
    for (const StatedLine& line : lines) {
      sum += line.strength;
      largest = std::max(largest, line.strength.least);
    }
    // Lines that overlap may count somebody twice.
    const std::int64_t least = AreDisjoint(lines) ? sum.least : largest;
    return {least, sum.best, complete ? sum.most : Interval::kNoMost};
  }

  const Names& names() const { return names_; }

 private:
  // The lines that lie within no other one.
  template <typename Body>
  std::vector<StatedLine> WidestLines(const Body& body) {
    const ScopeConditions whole = ReadScope(body.scope(), names_);
    std::vector<StatedLine> lines;
    for (const v1::Line& line : body.lines()) {
      const auto scope = Narrowed(whole, ReadScope(line.scope(), names_), names_);
      if (!scope) continue;
      const auto known = WithTraits(*scope);
      if (known) lines.push_back({*scope, *known, StatedInterval(line.strength())});
    }
    std::vector<StatedLine> widest;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      bool within = false;
      for (std::size_t j = 0; j < lines.size() && !within; ++j) {
        if (i == j || Narrowed(lines[j].scope, lines[i].known, names_) != lines[i].known) continue;
        // Of two lines of one scope the first is taken.
        within = lines[i].known != lines[j].known || j < i;
      }
      if (!within) widest.push_back(lines[i]);
    }
    return widest;
  }

  bool AreDisjoint(const std::vector<StatedLine>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t j = i + 1; j < lines.size(); ++j) {
        const auto both = Narrowed(lines[i].scope, lines[j].scope, names_);
        if (both && WithTraits(*both)) return false;
      }
    }
    return true;
  }

  // With what the one contingent of a scope fixes; nullopt if that contradicts the rest. A
  // contingent below another may have other traits, so that a scope is filled in last.
  std::optional<ScopeConditions> WithTraits(const ScopeConditions& scope) {
    const std::vector<NameId>& contingents = scope.values[kContingent];
    if (contingents.size() != 1 || contingents.front() == kUnspecifiedName) return scope;
    const ContingentTraits traits = registry_.Traits(names_[contingents.front()], known_at_);
    ScopeConditions filled = scope;
    const auto fix = [&](Dimension dimension, const std::string& trait) {
      const NameId value = trait.empty() ? kUnspecifiedName : names_.Intern(trait);
      ScopeConditions fixed;
      fixed.values[dimension] = {value};
      const auto both = Narrowed(filled, fixed, names_);
      if (!both || both->values[dimension] != fixed.values[dimension]) return false;
      filled = *both;
      return true;
    };
    const bool possible = fix(kMission, traits.mission) && fix(kContributor, traits.contributor) &&
                          fix(kComponent, traits.component);
    return possible ? std::optional(filled) : std::nullopt;
  }

  const Registry& registry_;
  LogSize known_at_;
  Names names_;
};

template <typename Body>
void CheckLines(const CheckedEvent& event, const Body& body, bool complete, LineAdder& adder,
                FindingList* findings) {
  if (!body.has_strength() || body.lines().empty()) return;
  const Interval total = StatedInterval(body.strength());
  const Interval possible = adder.Possible(body, complete);
  if (possible.least <= total.most && total.least <= possible.most) return;
  Finding finding = NewFinding("lines-do-not-add-up", {event.root});
  finding.on = Day{body.on().best()};
  Names names;
  const ScopeConditions scope = ReadScope(body.scope(), names);
  SetScope(scope, names, &finding);
  finding.message = fmt::format("the lines of the {} of {} come to {}, its total is {}",
                                KindWord(event.reading->fact_case()), ScopeText(scope, names),
                                IntervalText(possible), DescribeStrength(body.strength()));
  finding.remedy = fmt::format(
      "compare record {} with its report: amend it if it was misread, retract it if the report "
      "contradicts itself and no part of it can be trusted",
      event.root.value);
  findings->push_back(std::move(finding));
}

}  // namespace

Status FindLines(CheckedState& state, FindingList* findings) {
  LineAdder adder(state.registry, state.query.known_at);
  for (const CheckedEvent& event : state.log.musters) {
    const v1::Muster& muster = event.reading->muster();
    CheckLines(event, muster, muster.complete(), adder, findings);
  }
  // A claim is never complete: its lines may only come to more than its total.
  for (const CheckedEvent& event : state.log.claims) {
    CheckLines(event, event.reading->claim(), false, adder, findings);
  }
  return OkStatus();
}

}  // namespace muster
