// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/random_fact.h"

#include <utility>

#include "tests/property/nodes.h"
#include "tests/property/random_event.h"
#include "tests/property/random_field.h"

namespace muster {
namespace {

// An arrival, departure or loss that is mostly not to be taken for a duplicate: one that is would
// be refused, but an amendment may make it one later.
Node DistinctEntry(Chooser& choose, const std::string& kind, Node body) {
  Node entry = Entry(kind, std::move(body));
  if (choose.Percent(60)) Put(entry, "distinct", "true");
  return entry;
}

// A `from` is given more often than not, so that defaults are tried, too.
void PutEnd(Chooser& choose, const std::string& key, Node& body) {
  if (!choose.Percent(60)) return;
  Node end = RandomPlaceDuty(choose);
  if (!end.entries.empty()) Put(body, key, std::move(end));
}

}  // namespace

Node Entry(const std::string& kind, Node body) { return MapNode({{kind, std::move(body)}}); }

void PutStrength(Chooser& choose, Node& body) {
  Put(body, "strength", RandomStrength(choose));
  PutRandomParts(choose, body);
}

Node RandomLines(Chooser& choose) {
  Node lines = ListNode({});
  const int count = 1 + choose.Below(3);
  for (int i = 0; i < count; ++i) {
    Node line = MapNode({{"scope", RandomLineScope(choose)}});
    Put(line, "strength", RandomStrength(choose));
    lines.items.push_back(std::move(line));
  }
  return lines;
}

Node RandomArrival(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  PutStrength(choose, body);
  Put(body, "place", RandomPlace(choose));
  Put(body, "on", RandomDate(choose));
  return DistinctEntry(choose, "arrival", std::move(body));
}

Node RandomAssignment(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  PutStrength(choose, body);
  PutEnd(choose, "from", body);
  Put(body, "to", RandomPlaceDuty(choose));
  Put(body, "on", RandomDate(choose));
  if (choose.Percent(40)) {
    Put(body, "until", FormatDay(FirstDay() + 4 + choose.Below(kWorldDays)));
  }
  return Entry("assignment", std::move(body));
}

Node RandomDeparture(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  PutStrength(choose, body);
  PutEnd(choose, "from", body);
  Put(body, "on", RandomDate(choose));
  return DistinctEntry(choose, "departure", std::move(body));
}

Node RandomDepartureOfAll(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  Put(body, "strength", "all");
  PutEnd(choose, "from", body);
  Put(body, "on", RandomDate(choose));
  return DistinctEntry(choose, "departure", std::move(body));
}

Node RandomLoss(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  PutStrength(choose, body);
  PutEnd(choose, "from", body);
  if (choose.Percent(40)) Put(body, "at", RandomPlace(choose));
  Put(body, "on", RandomDate(choose));
  return DistinctEntry(choose, "loss", std::move(body));
}

Node RandomTransfer(Chooser& choose) {
  Node body = MapNode({});
  Put(body, "contingent", RandomContingent(choose));
  Put(body, "to_contingent", RandomContingent(choose));
  PutStrength(choose, body);
  PutEnd(choose, "from", body);
  PutEnd(choose, "to", body);
  Put(body, "on", RandomDate(choose));
  return Entry("transfer", std::move(body));
}

Node RandomTotal(Chooser& choose, const std::string& kind) {
  Node body = MapNode({{"scope", RandomScope(choose)}});
  // Its own strength, lines, or both.
  const int form = choose.Weighted<int>({{0, 50}, {1, 30}, {2, 20}});
  if (form != 1) PutStrength(choose, body);
  Put(body, "on", choose.Percent(30) ? RandomDate(choose) : RandomDay(choose));
  if (choose.Percent(30)) Put(body, "at", choose.Of({{"closing", 25}, {"opening", 75}}));
  if (form != 0) {
    Put(body, "lines", RandomLines(choose));
    if (kind == "muster" && choose.Percent(50)) Put(body, "complete", "true");
  }
  return Entry(kind, std::move(body));
}

Node RandomRollCall(Chooser& choose) {
  Node scope = MapNode({{"mission", ScalarNode("M-1")}});
  if (choose.Percent(40)) Put(scope, "contributor", "KEN");
  Node body = MapNode({{"scope", std::move(scope)}});
  PutStrength(choose, body);
  Put(body, "on", FormatDay(FirstDay() + 5 * choose.Below(2)));
  return Entry("muster", std::move(body));
}

Node RandomMandate(Chooser& choose) {
  Node body = MapNode({});
  const std::vector<std::string>& missions = WorldValues("mission");
  Put(body, "mission", missions[choose.Below(int(missions.size()))]);
  if (choose.Percent(80)) Put(body, "authorised_strength", RandomStrength(choose));
  Put(body, "on", RandomDate(choose));
  if (choose.Percent(60)) {
    Put(body, "until", FormatDay(FirstDay() + 4 + choose.Below(kWorldDays)));
  }
  return Entry("mandate", std::move(body));
}

Node RandomListClaim(Chooser& choose) {
  Node entry = RandomTotal(choose, "claim");
  Node& body = entry.entries.front().value;
  for (auto& field : body.entries) {
    if (field.key == "scope") field.value = RandomListScope(choose);
    if (field.key != "lines") continue;
    for (Node& line : field.value.items) PutRandomParts(choose, line);
  }
  return entry;
}

Node RandomPledge(Chooser& choose) {
  Node body = MapNode({});
  Put(body, "scope", RandomListScope(choose));
  // One in five withdraws.
  if (choose.Percent(80)) {
    PutStrength(choose, body);
  } else {
    Put(body, "strength", "0");
  }
  Put(body, "on", RandomDate(choose));
  return Entry("pledge", std::move(body));
}

Node RandomDispatch(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  PutStrength(choose, body);
  Put(body, "on", RandomDate(choose));
  return Entry("dispatch", std::move(body));
}

}  // namespace muster
