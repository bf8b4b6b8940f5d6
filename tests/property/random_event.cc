// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/random_event.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tests/property/nodes.h"
#include "tests/property/random_field.h"

namespace muster {
namespace {

Node Entry(const std::string& kind, Node body) { return MapNode({{kind, std::move(body)}}); }

// An arrival, departure or loss that must not be taken for a duplicate.
Node DistinctEntry(const std::string& kind, Node body) {
  Node entry = Entry(kind, std::move(body));
  Put(entry, "distinct", "true");
  return entry;
}

void PutStrength(Chooser& choose, Node& body) {
  Put(body, "strength", RandomStrength(choose));
  PutRandomParts(choose, body);
}

// A `from` is given more often than not, so that defaults are tried, too.
void PutEnd(Chooser& choose, const std::string& key, Node& body) {
  if (!choose.Percent(60)) return;
  Node end = RandomPlaceDuty(choose);
  if (!end.entries.empty()) Put(body, key, std::move(end));
}

Node RandomArrival(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  PutStrength(choose, body);
  Put(body, "place", RandomPlace(choose));
  Put(body, "on", RandomDate(choose));
  return DistinctEntry("arrival", std::move(body));
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
  return DistinctEntry("departure", std::move(body));
}

Node RandomDepartureOfAll(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  Put(body, "strength", "all");
  PutEnd(choose, "from", body);
  Put(body, "on", RandomDate(choose));
  return DistinctEntry("departure", std::move(body));
}

Node RandomLoss(Chooser& choose) {
  Node body = MapNode({});
  PutRandomWho(choose, body);
  PutStrength(choose, body);
  PutEnd(choose, "from", body);
  if (choose.Percent(40)) Put(body, "at", RandomPlace(choose));
  Put(body, "on", RandomDate(choose));
  return DistinctEntry("loss", std::move(body));
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

std::string RandomWhy(Chooser& choose) { return choose.Of({{"revised", 60}, {"misread", 40}}); }

Node RandomAmendment(Chooser& choose, const EventContext& context) {
  std::string kind;
  Node body = MapNode({});
  Put(body, "of",
      RandomTarget(choose, context,
                   {"arrival", "departure", "loss", "assignment", "transfer", "muster",
                    "contingent", "account", "amendment", "retraction"},
                   &kind));
  if (choose.Percent(25)) {
    Node event = choose.Percent(50) ? RandomArrival(choose) : RandomDeparture(choose);
    event.entries.pop_back();
    Put(body, "event", std::move(event));
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

Node RandomRegistration(Chooser& choose) {
  const int form = choose.Weighted<int>({{0, 50}, {1, 30}, {2, 20}});
  if (form == 1) {
    return Entry("contingent", MapNode({{"id", ScalarNode("LATE-1/A")}}));
  }
  if (form == 2) {
    // An identical one again, without effect.
    return Entry("contingent", MapNode({{"id", ScalarNode("KEN-2")},
                                        {"mission", ScalarNode("M-2")},
                                        {"contributor", ScalarNode("KEN")}}));
  }
  return Entry("contingent", MapNode({{"id", ScalarNode("LATE-1")},
                                      {"mission", ScalarNode("M-1")},
                                      {"contributor", ScalarNode("BLZ")},
                                      {"component", ScalarNode("military")}}));
}

// Events that move nobody.
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

Node RandomStatement(Chooser& choose) {
  const int form = choose.Weighted<int>({{0, 40}, {1, 30}, {2, 30}});
  if (form == 0) return RandomTotal(choose, "claim");
  Node body = MapNode({});
  if (form == 1) {
    PutRandomWho(choose, body);
    Put(body, "strength", RandomStrength(choose));
    Put(body, "on", RandomDate(choose));
    return Entry("dispatch", std::move(body));
  }
  Put(body, "text", "They are few.");
  Put(body, "on", RandomDate(choose));
  return Entry("statement", std::move(body));
}

// A claim with lists in its scope, and parts in its lines.
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

// An account, a change or a retraction of a statement.
Node RandomStatementCorrection(Chooser& choose, const EventContext& context) {
  std::string kind;
  Node body = MapNode({});
  Put(body, "of", RandomTarget(choose, context, {"claim", "pledge", "dispatch", "mandate"}, &kind));
  const int form = choose.Weighted<int>({{0, 40}, {1, 35}, {2, 25}});
  if (form == 0) {
    PutStrength(choose, body);
    if (choose.Percent(30)) Put(body, "on", RandomDate(choose));
    return Entry("account", std::move(body));
  }
  if (form == 1) {
    Node change = MapNode({});
    if (kind == "mandate") {
      Put(change, choose.Percent(50) ? "on" : "until", RandomDay(choose));
    } else if (choose.Percent(50)) {
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

// One of few scopes and days, so that several reports count the same.
Node RandomRollCall(Chooser& choose) {
  Node scope = MapNode({{"mission", ScalarNode("M-1")}});
  if (choose.Percent(40)) Put(scope, "contributor", "KEN");
  Node body = MapNode({{"scope", std::move(scope)}});
  PutStrength(choose, body);
  Put(body, "on", FormatDay(FirstDay() + 5 * choose.Below(2)));
  return Entry("muster", std::move(body));
}

Node RandomManyStatements(Chooser& choose, const EventContext& context) {
  switch (choose.Weighted<int>({{0, 33}, {1, 20}, {2, 15}, {3, 10}, {4, 15}, {5, 7}})) {
    case 1:
      return RandomPledge(choose);
    case 2:
      return RandomDispatch(choose);
    case 3:
      return RandomMandate(choose);
    case 4:
      return RandomStatementCorrection(choose, context);
    case 5:
      return RandomRollCall(choose);
    default:
      return RandomListClaim(choose);
  }
}

}  // namespace

std::vector<Node> FoundingEvents() {
  const auto mission = [](const std::string& id) {
    return Entry("mission", MapNode({{"id", ScalarNode(id)}, {"host", ScalarNode("HTI")}}));
  };
  const auto place = [](const std::string& id) {
    return Entry("place", MapNode({{"id", ScalarNode(id)}}));
  };
  const auto contingent = [](std::vector<std::pair<std::string, Node>> fields) {
    return Entry("contingent", MapNode(std::move(fields)));
  };
  return {
      mission("M-1"),
      mission("M-2"),
      place("P/a"),
      place("P/b"),
      place("P/a/x"),
      place("Q"),
      contingent({{"id", ScalarNode("KEN-1")},
                  {"mission", ScalarNode("M-1")},
                  {"contributor", ScalarNode("KEN")},
                  {"component", ScalarNode("police")},
                  {"labels", MapNode({{"rank", ScalarNode("high")}})}}),
      contingent({{"id", ScalarNode("KEN-1/SWAT")}, {"component", ScalarNode("police/special")}}),
      contingent({{"id", ScalarNode("JAM-1")},
                  {"mission", ScalarNode("M-1")},
                  {"contributor", ScalarNode("JAM")},
                  {"labels", MapNode({{"rank", ScalarNode("low")}})}}),
      contingent({{"id", ScalarNode("KEN-2")},
                  {"mission", ScalarNode("M-2")},
                  {"contributor", ScalarNode("KEN")}})};
}

const std::vector<std::string>& WorldValues(const std::string& dimension) {
  static const auto& values = *new std::map<std::string, std::vector<std::string>>{
      {"mission", {"M-1", "M-2", "unspecified"}},
      {"contributor", {"KEN", "JAM", "BLZ", "unspecified"}},
      {"component", {"police", "police/special", "military", "unspecified"}},
      {"contingent", {"KEN-1", "KEN-1/SWAT", "JAM-1", "KEN-2", "LATE-1", "unspecified"}},
      {"place", {"P/a", "P", "P/b", "P/a/x", "Q", "unspecified"}},
      {"duty", {"patrol", "guard", "guard/gate", "absent", "unspecified"}},
      {"label.rank", {"high", "low", "unspecified"}}};
  return values.at(dimension);
}

namespace {

Node RandomEventOfSomeKind(Chooser& choose, const EventContext& context) {
  if (choose.Percent(4)) return RandomMandate(choose);
  enum Kind {
    kArrival,
    kAssignment,
    kDeparture,
    kDepartureOfAll,
    kLoss,
    kTransfer,
    kMuster,
    kAccount,
    kAmendment,
    kReportChange,
    kRetraction,
    kRegistration,
    kStatement
  };
  const Kind kind = choose.Weighted<Kind>({{kArrival, 20},
                                           {kAssignment, 12},
                                           {kDeparture, 9},
                                           {kDepartureOfAll, 5},
                                           {kLoss, 5},
                                           {kTransfer, 5},
                                           {kMuster, 16},
                                           {kAccount, 8},
                                           {kAmendment, 8},
                                           {kReportChange, 5},
                                           {kRetraction, 3},
                                           {kRegistration, 2},
                                           {kStatement, 2}});
  switch (kind) {
    case kArrival:
      return RandomArrival(choose);
    case kAssignment:
      return RandomAssignment(choose);
    case kDeparture:
      return RandomDeparture(choose);
    case kDepartureOfAll:
      return RandomDepartureOfAll(choose);
    case kLoss:
      return RandomLoss(choose);
    case kTransfer:
      return RandomTransfer(choose);
    case kMuster:
      return RandomTotal(choose, "muster");
    case kAccount:
      return RandomAccount(choose, context);
    case kAmendment:
      return RandomAmendment(choose, context);
    case kReportChange:
      return RandomReportChange(choose, context);
    case kRetraction:
      return RandomRetraction(choose, context);
    case kRegistration:
      return RandomRegistration(choose);
    case kStatement:
      return RandomStatement(choose);
  }
  return RandomArrival(choose);
}

}  // namespace

Node RandomEvent(Chooser& choose, const EventContext& context) {
  const bool graded = choose.Percent(12);
  Node event = choose.Percent(25) ? RandomManyStatements(choose, context)
                                  : RandomEventOfSomeKind(choose, context);
  if (graded) Put(event, "grade", choose.Of({{"B2", 30}, {"A1", 20}, {"4", 25}, {"D", 25}}));
  return event;
}

Node RandomReport(Chooser& choose, int number) {
  Node report = MapNode({});
  Put(report, "source", choose.Of({{"A", 45}, {"B", 35}, {"C", 20}}));
  Put(report, "title", fmt::format("report {}", number));
  if (choose.Percent(20)) Put(report, "agency", choose.Of({{"Wire", 60}, {"A", 40}}));
  if (choose.Percent(60)) Put(report, "published", RandomDate(choose));
  if (choose.Percent(20)) Put(report, "received", RandomDay(choose));
  if (choose.Percent(60)) {
    Put(report, "grade", choose.Of({{"B2", 40}, {"A1", 20}, {"C3", 20}, {"E", 10}, {"4", 10}}));
  }
  return report;
}

}  // namespace muster
