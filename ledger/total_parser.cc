// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Stated totals: pledges, claims and musters.
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/event_check.h"
#include "ledger/event_kinds.h"
#include "ledger/post_parser.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, 3> kLineKeys = {"scope", "strength", "of_which"};

bool IsReadInPart(const v1::Scope& scope) { return scope.ByteSizeLong() > 0; }

void ReadLines(FieldReader& fields, bool lists,
               google::protobuf::RepeatedPtrField<v1::Line>& lines) {
  const Node* list = fields.List("lines", Need::kOptional);
  if (list == nullptr) return;
  for (const Node& item : list->items) {
    FieldReader reader(fields.sink(), item,
                       {.subject = "a line", .position = item.position, .keys = kLineKeys});
    v1::Line& line = *lines.Add();
    ReadScope(reader, "scope", Need::kRequired, lists, *line.mutable_scope());
    reader.Strength("strength", Need::kRequired, line.mutable_strength());
    ReadParts(reader, *line.mutable_of_which());
    reader.Finish();
  }
}

// Reads the fields that a claim and a muster have alike. Returns whether no scope was refused.
template <typename Total>
bool ReadTotal(FieldReader& fields, bool lists, Total& total) {
  const std::size_t refusals_before = fields.sink().count();
  v1::Scope scope;
  // Without one, every line must say what it is of: CheckEvent sees to that.
  const Need need = fields.Has("lines") ? Need::kOptional : Need::kRequired;
  const bool scope_taken = ReadScope(fields, "scope", need, lists, scope);
  // The names in one that was refused are judged all the same.
  if (scope_taken || IsReadInPart(scope)) *total.mutable_scope() = std::move(scope);
  ReadLines(fields, lists, *total.mutable_lines());
  const bool scopes_taken = fields.sink().count() == refusals_before;
  v1::Strength strength;
  if (fields.Strength("strength", Need::kOptional, &strength)) {
    *total.mutable_strength() = std::move(strength);
  }
  ReadParts(fields, *total.mutable_of_which());
  v1::Date on;
  if (fields.Date("on", Need::kRequired, &on)) *total.mutable_on() = std::move(on);
  int at = 0;
  if (fields.Enumeration("at", Need::kOptional, *v1::DayEnd_descriptor(), &at)) {
    total.set_at(static_cast<v1::DayEnd>(at));
  }
  if (fields.node().Find("strength") == nullptr && fields.node().Find("lines") == nullptr) {
    fields.Lacks("strength' or 'lines");
  }
  return scopes_taken;
}

bool IsComplete(const v1::Claim&) { return false; }
bool IsComplete(const v1::Muster& muster) { return muster.complete(); }

// Refuses a claim or muster of which it is open what mission it is about.
template <typename Total>
void RequireMission(FieldReader& fields, bool scopes_taken, const Total& total) {
  const bool stated = !total.lines().empty() || fields.Has("scope");
  if (!scopes_taken || !stated || fields.partial() || SaysMission(total)) return;
  fields.Refuse("scope", kScopeWithoutMission, std::string(kScopeWithoutMissionMessage),
                std::string(ScopeWithoutMissionHint(IsComplete(total))));
}

}  // namespace

void ReadPledge(FieldReader& fields, v1::Event& event) {
  v1::Pledge& pledge = *event.mutable_pledge();
  v1::Scope scope;
  if (ReadScope(fields, "scope", Need::kRequired, true, scope) || IsReadInPart(scope)) {
    *pledge.mutable_scope() = std::move(scope);
  }
  v1::Strength strength;
  if (fields.Strength("strength", Need::kRequired, &strength)) {
    *pledge.mutable_strength() = std::move(strength);
  }
  ReadParts(fields, *pledge.mutable_of_which());
  v1::Date on;
  if (fields.Date("on", Need::kRequired, &on)) *pledge.mutable_on() = std::move(on);
}

void ReadClaim(FieldReader& fields, v1::Event& event) {
  v1::Claim& claim = *event.mutable_claim();
  const bool scopes_taken = ReadTotal(fields, true, claim);
  RequireMission(fields, scopes_taken, claim);
}

void ReadMuster(FieldReader& fields, v1::Event& event) {
  v1::Muster& muster = *event.mutable_muster();
  const bool scopes_taken = ReadTotal(fields, false, muster);
  bool complete = false;
  if (fields.Flag("complete", Need::kOptional, &complete)) muster.set_complete(complete);
  RequireMission(fields, scopes_taken, muster);
}

}  // namespace muster
