// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ledger/admission_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "ledger/chain.h"
#include "ledger/date.h"
#include "ledger/event_fields.h"
#include "ledger/event_parser.h"
#include "ledger/path.h"

namespace muster {
namespace {

bool IsMovement(const v1::Event& event) { return WhoOf(event) != nullptr || event.has_transfer(); }

std::vector<std::uint64_t> RootsOf(std::uint64_t position, const v1::Event& event) {
  std::vector<std::uint64_t> roots;
  if (event.has_account()) {
    for (const v1::Target& target : event.account().of()) roots.push_back(target.position());
  } else if (event.has_amendment()) {
    roots.push_back(event.amendment().of().position());
  } else if (event.has_retraction()) {
    roots.push_back(event.retraction().of().position());
  } else {
    roots.push_back(position);
  }
  return roots;
}

std::string Scene(const v1::Event& event) {
  std::string place = event.has_arrival()     ? event.arrival().place()
                      : event.has_departure() ? event.departure().from().place()
                                              : event.loss().from().place();
  if (event.has_loss() && !event.loss().at().empty()) place = event.loss().at();
  return place.empty() ? "unspecified" : place;
}

}  // namespace

AdmissionOracle::AdmissionOracle(const Ledger& ledger, LogSize until) {
  std::map<std::uint64_t, Chain> chains;
  const Status status =
      ledger.Read(Position{0}, until, [&](Position position, const v1::Record& record) {
        for (const std::uint64_t root : RootsOf(position.value, record.event())) {
          if (root == position.value) {
            chains.emplace(root, Chain(position, record, true));
          } else {
            chains.at(root).Add(position, record, true);
          }
        }
        return OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  for (const auto& [root, chain] : chains) {
    if (!IsMovement(chain.Amended())) continue;
    readings_[root] = chain.Reading() == nullptr ? std::nullopt : std::optional(*chain.Reading());
  }
}

std::string AdmissionOracle::Who(const v1::Event& event) {
  if (event.has_transfer()) return event.transfer().contingent();
  const v1::Who& who = *WhoOf(event);
  return who.contingent() + "|" + who.mission() + "|" + who.contributor() + "|" + who.component();
}

std::string AdmissionOracle::Receiver(const v1::Event& event) {
  if (event.has_transfer()) return event.transfer().to_contingent() + "|||";
  return event.has_arrival() || event.has_assignment() ? Who(event) : "nobody";
}

OraclePost AdmissionOracle::From(const std::string& who, const std::string& place, int day,
                                 std::optional<std::uint64_t> without) const {
  std::tuple<int, std::uint64_t> latest(INT32_MIN, 0);
  OraclePost post{place.empty() ? "unspecified" : place, "unspecified"};
  for (const auto& [root, reading] : readings_) {
    if (!reading || root == without || Receiver(*reading) != who) continue;
    const std::tuple<int, std::uint64_t> when(OnOf(*reading)->best(), root);
    if (std::get<0>(when) > day || when < latest) continue;
    OraclePost now;
    if (reading->has_arrival()) {
      now = {reading->arrival().place(), "unspecified"};
    } else if (reading->has_assignment() && reading->assignment().has_until() &&
               day > reading->assignment().until().best()) {
      now = {FromOf(*reading)->place(), FromOf(*reading)->duty()};
    } else {
      now = {ToOf(*reading)->place(), ToOf(*reading)->duty()};
    }
    if (!place.empty() && now.place != place) continue;
    latest = when;
    post = now;
  }
  return post;
}

bool AdmissionOracle::IsLikelyDuplicate(const v1::Event& event) const {
  if (!event.has_arrival() && !event.has_departure() && !event.has_loss()) return false;
  if (event.distinct()) return false;
  const DateBounds mine = BoundsOf(*OnOf(event));
  for (const auto& [root, reading] : readings_) {
    if (!reading || reading->fact_case() != event.fact_case() || Who(*reading) != Who(event)) {
      continue;
    }
    const DateBounds other = BoundsOf(*OnOf(*reading));
    const std::int64_t gap = std::max(std::int64_t{mine.earliest.value} - other.latest.value,
                                      std::int64_t{other.earliest.value} - mine.latest.value);
    const std::string here = Scene(event);
    const std::string there = Scene(*reading);
    const bool same_place = here == "unspecified" || there == "unspecified" ||
                            PathIncludes(here, there) || PathIncludes(there, here);
    if (gap <= 3 && same_place) return true;
  }
  return false;
}

std::set<std::uint64_t> AdmissionOracle::Named(const std::string& kind, const std::string& name,
                                               int day) const {
  std::set<std::uint64_t> contingent;
  std::set<std::uint64_t> contributor;
  for (const auto& [root, reading] : readings_) {
    if (!reading || KindOf(*reading) != kind || OnOf(*reading)->best() != day) continue;
    std::vector<std::string> contingents;
    if (reading->has_transfer()) {
      contingents = {reading->transfer().contingent(), reading->transfer().to_contingent()};
    } else if (!WhoOf(*reading)->contingent().empty()) {
      contingents = {WhoOf(*reading)->contingent()};
    } else if (WhoOf(*reading)->contributor() == name) {
      contributor.insert(root);
    }
    for (const std::string& id : contingents) {
      if (id == name) contingent.insert(root);
      // Those of the test are called after their contributors.
      if (id.substr(0, 3) == name) contributor.insert(root);
    }
  }
  return contingent.empty() ? contributor : contingent;
}

std::vector<std::uint64_t> AdmissionOracle::Movements() const {
  std::vector<std::uint64_t> roots;
  for (const auto& [root, reading] : readings_) roots.push_back(root);
  return roots;
}

const v1::Event* AdmissionOracle::Reading(std::uint64_t root) const {
  const std::optional<v1::Event>& reading = readings_.at(root);
  return reading ? &*reading : nullptr;
}

}  // namespace muster
