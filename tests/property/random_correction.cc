// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/random_correction.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "tests/property/nodes.h"
#include "tests/property/random_fact.h"
#include "tests/property/random_field.h"

namespace muster {
namespace {

std::string RandomWhy(Chooser& choose) { return choose.Of({{"revised", 60}, {"misread", 40}}); }

// A position of a record that is one of `kinds`, or any if there is none.
std::string RandomTarget(Chooser& choose, const EventContext& context,
                         std::initializer_list<std::string> kinds, std::string* kind) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < context.kinds.size(); ++i) {
    if (std::find(kinds.begin(), kinds.end(), context.kinds[i]) != kinds.end())
      fitting.push_back(i);
  }
  const std::size_t position =
      fitting.empty() ? 0 : fitting[choose.Below(std::min<int>(100, int(fitting.size())))];
  *kind = context.kinds.at(position);
  return fmt::format("{}", position);
}

// New values of some fields of an event of this kind.
Node RandomChange(Chooser& choose, const std::string& kind) {
  Node change = MapNode({});
  if (kind == "contingent") {
    const int form = choose.Weighted<int>({{0, 40}, {1, 20}, {2, 20}, {3, 20}});
    if (form == 0) Put(change, "contributor", choose.Of({{"BLZ", 50}, {"JAM", 25}, {"KEN", 25}}));
    if (form == 1) Put(change, "mission", choose.Of({{"M-2", 60}, {"M-1", 40}}));
    if (form == 2) {
      Put(change, "component",
          choose.Of({{"police", 40}, {"police/special", 30}, {"military", 30}}));
    }
    if (form == 3) {
      Put(change, "labels",
          MapNode({{"rank", ScalarNode(choose.Of({{"high", 50}, {"low", 50}}))}}));
    }
    return change;
  }
  if (choose.Percent(50)) {
    Put(change, "strength",
        kind == "departure" && choose.Percent(20) ? "all" : RandomStrength(choose));
  }
  if (choose.Percent(40) || change.entries.empty()) Put(change, "on", RandomDate(choose));
  if (choose.Percent(8)) Put(change, "grade", choose.Of({{"B2", 40}, {"A1", 30}, {"E4", 30}}));
  const bool further = choose.Percent(40);
  if (!further) return change;
  if (kind == "arrival") Put(change, "place", RandomPlace(choose));
  if (kind == "arrival" || kind == "loss" || kind == "departure") {
    if (choose.Percent(50)) PutRandomWho(choose, change);
  }
  if (kind == "departure" || kind == "loss" || kind == "transfer") {
    Put(change, "from", RandomPlaceDuty(choose));
  }
  if (kind == "assignment") {
    Put(change, "to", RandomPlaceDuty(choose));
    if (choose.Percent(50)) Put(change, "until", NullNode());
  }
  if (kind == "muster") {
    const int form = choose.Weighted<int>({{0, 30}, {1, 30}, {2, 20}, {3, 20}});
    if (form == 0) Put(change, "at", choose.Of({{"opening", 60}, {"closing", 40}}));
    if (form == 1) Put(change, "lines", RandomLines(choose));
    if (form == 2) Put(change, "complete", choose.Of({{"true", 60}, {"false", 40}}));
    if (form == 3) Put(change, "scope", RandomScope(choose));
  }
  return change;
}

// An event that stands in the place of another, of any kind that one may be amended into.
Node RandomReplacement(Chooser& choose) {
  Node event;
  switch (choose.Weighted<int>(
      {{0, 32}, {1, 22}, {2, 8}, {3, 8}, {4, 8}, {5, 8}, {6, 4}, {7, 4}, {8, 3}, {9, 3}})) {
    case 1:
      event = RandomDeparture(choose);
      break;
    case 2:
      event = RandomTotal(choose, "muster");
      break;
    case 3:
      event = RandomAssignment(choose);
      break;
    case 4:
      event = RandomDepartureOfAll(choose);
      break;
    case 5:
      event = RandomTransfer(choose);
      break;
    case 6:
      event = RandomLoss(choose);
      break;
    case 7:
      event = RandomListClaim(choose);
      break;
    case 8:
      event = RandomMandate(choose);
      break;
    case 9:
      event = RandomDispatch(choose);
      break;
    default:
      event = RandomArrival(choose);
  }
  // Corrections are not looked at for likely duplicates.
  if (event.entries.size() > 1) event.entries.pop_back();
  return event;
}

}  // namespace

Node RandomAccount(Chooser& choose, const EventContext& context) {
  std::string kind;
  const auto target = [&] {
    return RandomTarget(choose, context,
                        {"arrival", "departure", "loss", "assignment", "transfer", "muster"},
                        &kind);
  };
  Node body = MapNode({});
  if (choose.Percent(15)) {
    Put(body, "of", ListNode({ScalarNode(target()), ScalarNode(target())}));
  } else {
    Put(body, "of", target());
  }
  const int form = choose.Weighted<int>({{0, 50}, {1, 25}, {2, 25}});
  if (form != 1) PutStrength(choose, body);
  if (form != 0) Put(body, "on", RandomDate(choose));
  return Entry("account", std::move(body));
}

Node RandomAmendment(Chooser& choose, const EventContext& context) {
  std::string kind;
  Node body = MapNode({});
  Put(body, "of",
      RandomTarget(choose, context,
                   {"arrival", "departure", "loss", "assignment", "transfer", "muster",
                    "contingent", "account", "amendment", "retraction"},
                   &kind));
  if (choose.Percent(25)) {
    Put(body, "event", RandomReplacement(choose));
  } else {
    // Of a correction, the change is one of the event behind it, most often an arrival.
    Put(body, "change",
        RandomChange(choose, kind == "amendment" || kind == "retraction" ? "arrival" : kind));
  }
  Put(body, "why", RandomWhy(choose));
  return Entry("amendment", std::move(body));
}

Node RandomReportChange(Chooser& choose, const EventContext& context) {
  Node change = MapNode({});
  const int form = choose.Weighted<int>({{0, 40}, {1, 30}, {2, 30}});
  if (form == 0) Put(change, "source", choose.Of({{"A", 40}, {"B", 40}, {"C", 20}}));
  if (form == 1) Put(change, "grade", choose.Of({{"B2", 50}, {"A1", 25}, {"E4", 25}}));
  if (form == 2 && choose.Percent(20)) {
    Put(change, "published", NullNode());
  } else if (form == 2) {
    Put(change, "published", RandomDate(choose));
  }
  Node body = MapNode({});
  const std::size_t report = choose.Below(std::clamp<int>(int(context.report_ids.size()), 1, 100));
  Put(body, "of",
      "report " + (context.report_ids.empty() ? "0000" : context.report_ids[report].substr(0, 12)));
  Put(body, "change", std::move(change));
  Put(body, "why", RandomWhy(choose));
  return Entry("amendment", std::move(body));
}

Node RandomRetraction(Chooser& choose, const EventContext& context) {
  std::string kind;
  Node body = MapNode({});
  Put(body, "of",
      RandomTarget(choose, context,
                   {"arrival", "departure", "loss", "assignment", "transfer", "muster", "account",
                    "amendment"},
                   &kind));
  Put(body, "why", RandomWhy(choose));
  return Entry("retraction", std::move(body));
}

Node RandomStatementCorrection(Chooser& choose, const EventContext& context) {
  std::string kind;
  Node body = MapNode({});
  Put(body, "of",
      RandomTarget(choose, context, {"claim", "pledge", "dispatch", "mandate", "statement"},
                   &kind));
  const int form = choose.Weighted<int>({{0, 40}, {1, 35}, {2, 25}});
  const bool has_strength = kind != "statement";
  if (form == 0) {
    if (has_strength) PutStrength(choose, body);
    if (!has_strength || choose.Percent(30)) Put(body, "on", RandomDate(choose));
    return Entry("account", std::move(body));
  }
  if (form == 1) {
    Node change = MapNode({});
    if (kind == "mandate") {
      Put(change, choose.Percent(50) ? "on" : "until", RandomDay(choose));
    } else if (kind == "statement" && choose.Percent(50)) {
      Put(change, choose.Percent(50) ? "text" : "speaker", "Nobody");
    } else if (has_strength && choose.Percent(50)) {
      Put(change, "strength", RandomStrength(choose));
    } else {
      Put(change, "on", RandomDate(choose));
    }
    if (kind == "claim" && choose.Percent(40)) Put(change, "lines", RandomLines(choose));
    if (kind == "claim" && choose.Percent(30)) Put(change, "at", "opening");
    Put(body, "change", std::move(change));
  }
  Put(body, "why", RandomWhy(choose));
  return Entry(form == 1 ? "amendment" : "retraction", std::move(body));
}

}  // namespace muster
