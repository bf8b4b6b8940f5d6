// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// account-differs, dispatch-without-arrival, strength-unknown: what was said and is not settled.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/duplicates.h"
#include "ledger/event_fields.h"
#include "ledger/event_kind_word.h"
#include "ledger/strength.h"
#include "muster/v1/event.pb.h"
#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"

namespace muster {
namespace {

// So long people may be on their way.
constexpr std::int32_t kTransitDays = 7;

// Whether somebody of the same who arrived at or after the dispatch.
bool HasArrived(const std::vector<const SubjectFact*>& arrivals, const DateBounds& dispatched,
                Day on) {
  return std::any_of(arrivals.begin(), arrivals.end(), [&](const SubjectFact* arrival) {
    return arrival->on.latest >= dispatched.earliest && arrival->on.best <= on;
  });
}

// "assignment of KEN-1", "pledge of mission=MSS-HTI contributor=SLV"; the scope of a total becomes
// that of the finding.
std::string AboutText(const v1::Event& event, Finding* finding) {
  const std::string kind(KindWord(event.fact_case()));
  const v1::Scope* const stated = muster::ScopeOf(event);
  if (stated == nullptr) {
    const std::string subject = DescribeSubject(event);
    return subject.empty() ? kind : fmt::format("{} of {}", kind, subject);
  }
  Names names;
  const ScopeConditions scope = ReadScope(*stated, names);
  SetScope(scope, names, finding);
  return fmt::format("{} of {}", kind, ScopeText(scope, names));
}

}  // namespace

Status FindDifferingAccounts(CheckedState& state, FindingList* findings) {
  for (const DifferingAccount& account : state.log.differing) {
    std::vector<Position> positions = account.of;
    positions.push_back(account.account);
    Finding finding = NewFinding("account-differs", std::move(positions));
    finding.on = account.on.best;
    finding.message =
        fmt::format("record {} says {} of {}, which {} {}", account.account.value, account.said,
                    account.subject, account.of.size() == 1 ? "reads" : "read", account.reads);
    finding.remedy = fmt::format(
        "the account changes nothing; if it is right, amend {} with `why: revised`; if it is about "
        "another event, retract it and record that one",
        RecordsText(account.of));
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

Status FindDispatches(CheckedState& state, FindingList* findings) {
  if (state.log.dispatches.empty()) return OkStatus();
  std::map<std::string, std::vector<const SubjectFact*>> arrivals;
  for (const SubjectFact& fact : state.log.subject_facts) {
    if (fact.kind != v1::Event::kArrival) continue;
    arrivals[state.log.subjects[fact.subject]].push_back(&fact);
  }
  for (const CheckedEvent& event : state.log.dispatches) {
    const v1::Dispatch& dispatch = event.reading->dispatch();
    const DateBounds on = BoundsOf(dispatch.on());
    if (std::int64_t{on.latest.value} + kTransitDays >= state.on.value) continue;
    const std::string subject = DescribeSubject(*event.reading);
    if (HasArrived(arrivals[subject], on, state.on)) continue;
    Finding finding = NewFinding("dispatch-without-arrival", {event.root});
    finding.on = on.best;
    const v1::Who& who = dispatch.who();
    const auto fix = [&finding](const char* dimension, const std::string& value) {
      if (!value.empty()) finding.scope.push_back({dimension, {value}});
    };
    fix("mission", who.mission());
    fix("contributor", who.contributor());
    fix("component", who.component());
    fix("contingent", who.contingent());
    finding.message =
        fmt::format("{} of {} left on {}, and no arrival of them is recorded",
                    IsUnknown(dispatch.strength()) ? "an unknown number"
                                                   : DescribeStrength(dispatch.strength()),
                    subject, DescribeDate(dispatch.on()));
    finding.remedy = fmt::format(
        "record their arrival when a report tells of it; if they never left, retract record {}",
        event.root.value);
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

Status FindUnknownStrengths(CheckedState& state, FindingList* findings) {
  for (const CheckedEvent& event : state.log.unknown) {
    const v1::Event& reading = *event.reading;
    Finding finding = NewFinding("strength-unknown", {event.root});
    const v1::Date* const on = OnOf(reading);
    if (on != nullptr) finding.on = BoundsOf(*on).best;
    // An account tells the strength of an event, never that of a line.
    const bool own = StrengthOf(reading) != nullptr && IsUnknown(*StrengthOf(reading));
    finding.message = fmt::format("nobody says how many {}the {} is about", own ? "" : "a line of ",
                                  AboutText(reading, &finding));
    finding.remedy = fmt::format("when a report tells the number, {} record {}",
                                 own ? "write it as an account of" : "amend with it the lines of",
                                 event.root.value);
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

}  // namespace muster
