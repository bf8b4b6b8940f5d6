// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/subject.h"

#include <set>
#include <utility>

#include "ledger/event_fields.h"
#include "ledger/path.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

// The subjects that a claim, a muster or a pledge of `scope` can be named by.
void AddScopeSubjects(const v1::Scope& scope, std::set<std::string>& keys) {
  for (const std::string& contingent : scope.contingent()) {
    keys.insert(ContingentSubject(contingent));
  }
  if (!scope.contingent().empty()) return;
  for (const std::string& contributor : scope.contributor()) {
    if (scope.mission().empty()) keys.insert(MissionSubject(contributor, "", ""));
    for (const std::string& mission : scope.mission()) {
      keys.insert(MissionSubject(contributor, mission, ""));
    }
  }
  if (!scope.contributor().empty()) return;
  for (const std::string& mission : scope.mission()) keys.insert(MissionSubject("", mission, ""));
}

template <typename Lines>
void AddLineSubjects(const v1::Scope& whole, const Lines& lines, std::set<std::string>& keys) {
  AddScopeSubjects(whole, keys);
  if (!keys.empty()) return;
  for (const v1::Line& line : lines) AddScopeSubjects(line.scope(), keys);
}

std::set<std::string> ScopeSubjects(const v1::Event& event) {
  std::set<std::string> keys;
  if (event.has_pledge()) AddScopeSubjects(event.pledge().scope(), keys);
  if (event.has_claim()) AddLineSubjects(event.claim().scope(), event.claim().lines(), keys);
  if (event.has_muster()) AddLineSubjects(event.muster().scope(), event.muster().lines(), keys);
  if (event.has_mandate()) keys.insert(MissionSubject("", event.mandate().mission(), ""));
  return keys;
}

void SetDestination(const v1::PlaceDuty& to, SubjectEntry& entry) {
  entry.place = to.place();
  entry.duty = to.duty();
}

}  // namespace

std::string ContingentSubject(std::string_view contingent) {
  std::string key;
  key.reserve(contingent.size() + 1);
  key.push_back('c');
  key.append(contingent);
  return key;
}

std::string MissionSubject(std::string_view contributor, std::string_view mission,
                           std::string_view component) {
  std::string key = "m";
  key.append(contributor).push_back('\0');
  key.append(mission).push_back('\0');
  key.append(component);
  return key;
}

std::string SubjectOf(const v1::Who& who) {
  return who.contingent().empty()
             ? MissionSubject(who.contributor(), who.mission(), who.component())
             : ContingentSubject(who.contingent());
}

std::string MovingSubject(const v1::Event& event) {
  if (event.has_transfer()) return ContingentSubject(event.transfer().contingent());
  const v1::Who* who = WhoOf(event);
  return who != nullptr ? SubjectOf(*who) : std::string();
}

std::string_view ContingentOfSubject(std::string_view key) {
  return key.starts_with('c') ? key.substr(1) : std::string_view();
}

std::string_view SceneOf(const v1::Event& event) {
  std::string_view scene;
  if (event.has_arrival()) {
    scene = event.arrival().place();
  } else if (event.has_departure()) {
    scene = event.departure().from().place();
  } else if (event.has_loss()) {
    scene = event.loss().at().empty() ? event.loss().from().place() : event.loss().at();
  } else {
    return scene;
  }
  return scene.empty() ? kUnspecified : scene;
}

SubjectEntry DatedEntry(const v1::Event& event, Position root, Position report) {
  SubjectEntry entry;
  entry.root = root;
  entry.report = report;
  entry.kind = event.fact_case();
  if (const v1::Date* on = OnOf(event)) {
    if (on->has_earliest()) entry.earliest = on->earliest();
    entry.best = on->best();
    entry.latest = on->latest();
  }
  return entry;
}

void ForEachSubject(
    const v1::Event& event, Position root, Position report,
    absl::FunctionRef<void(const std::string& key, const SubjectEntry& entry)> visit) {
  if (event.has_transfer()) {
    const v1::Transfer& transfer = event.transfer();
    SubjectEntry arriving = DatedEntry(event, root, report);
    SetDestination(transfer.to(), arriving);
    if (transfer.contingent() != transfer.to_contingent()) {
      visit(ContingentSubject(transfer.contingent()), DatedEntry(event, root, report));
    }
    visit(ContingentSubject(transfer.to_contingent()), arriving);
    return;
  }
  if (const v1::Who* who = WhoOf(event)) {
    SubjectEntry entry = DatedEntry(event, root, report);
    entry.scene = SceneOf(event);
    if (event.has_arrival()) {
      entry.place = event.arrival().place();
      entry.duty = kUnspecified;
    } else if (event.has_assignment()) {
      const v1::Assignment& assignment = event.assignment();
      SetDestination(assignment.to(), entry);
      if (assignment.has_until()) {
        entry.until = assignment.until().best();
        entry.back_place = assignment.from().place();
        entry.back_duty = assignment.from().duty();
      }
    }
    visit(SubjectOf(*who), entry);
    return;
  }
  for (const std::string& key : ScopeSubjects(event)) {
    visit(key, DatedEntry(event, root, report));
  }
}

}  // namespace muster
