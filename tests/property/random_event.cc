// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/random_event.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "tests/property/nodes.h"
#include "tests/property/random_correction.h"
#include "tests/property/random_fact.h"
#include "tests/property/random_field.h"

namespace muster {
namespace {

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
  Put(body, "text", choose.Percent(50) ? "They are few." : "They are many.");
  if (choose.Percent(50)) Put(body, "speaker", "A spokesman");
  if (choose.Percent(30)) Put(body, "role", "Force Commander");
  Put(body, "on", RandomDate(choose));
  return Entry("statement", std::move(body));
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
