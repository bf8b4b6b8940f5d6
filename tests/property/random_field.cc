// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/random_field.h"

#include <fmt/format.h>

#include <initializer_list>
#include <string>

#include "tests/property/nodes.h"
#include "tests/property/random_event.h"

namespace muster {

Day FirstDay() { return ParseDay("2025-01-05").value(); }

std::string RandomStrength(Chooser& choose) {
  const int n = 1 + choose.Below(40);
  const int form = choose.Weighted<int>(
      {{0, 42}, {1, 8}, {2, 6}, {3, 6}, {4, 6}, {5, 6}, {6, 8}, {7, 6}, {8, 4}, {9, 4}, {10, 4}});
  switch (form) {
    case 1:
      return fmt::format("about {}", n);
    case 2:
      return fmt::format("at least {}", n);
    case 3:
      return fmt::format("at most {}", n);
    case 4:
      return fmt::format("over {}", n);
    case 5:
      return fmt::format("under {}", n);
    case 6:
      return fmt::format("{} to {}", n, n + choose.Below(20));
    case 7: {
      const int width = choose.Below(20);
      return fmt::format("{}..{}={}", n, n + width, n + width / 3);
    }
    case 8:
      return fmt::format("nearly {}", n);
    case 9:
      return "unknown";
    case 10:
      return "0";
    default:
      return fmt::format("{}", n);
  }
}

std::string RandomDay(Chooser& choose) { return FormatDay(FirstDay() + choose.Below(kWorldDays)); }

std::string RandomDate(Chooser& choose) {
  const Day day = FirstDay() + choose.Below(kWorldDays);
  const int form =
      choose.Weighted<int>({{0, 62}, {1, 14}, {2, 12}, {3, 6}, {4, 3}, {5, 2}, {6, 1}});
  switch (form) {
    case 1:
      return FormatDay(day) + "~";
    case 2:
      return FormatDay(day) + "/" + FormatDay(day + choose.Below(6));
    case 3:
      return "../" + FormatDay(day);
    case 4:
      return "2025-01";
    case 5:
      return "2024-12/" + FormatDay(day);
    case 6:
      return "2024-12~";
    default:
      return FormatDay(day);
  }
}

std::string RandomPlace(Chooser& choose) {
  return choose.Of(
      {{"P/a", 40}, {"P/b", 25}, {"P/a/x", 12}, {"Q", 10}, {"P", 5}, {"unspecified", 8}});
}

std::string RandomDuty(Chooser& choose) {
  return choose.Of({{"patrol", 40},
                    {"guard", 15},
                    {"guard/gate", 15},
                    {"absent/leave", 15},
                    {"unspecified", 15}});
}

std::string RandomContingent(Chooser& choose) {
  return choose.Of({{"KEN-1", 40},
                    {"JAM-1", 20},
                    {"KEN-1/SWAT", 15},
                    {"KEN-2", 12},
                    {"LATE-1", 8},
                    {"LATE-1/A", 5}});
}

Node RandomPlaceDuty(Chooser& choose) {
  Node node = MapNode({});
  const int parts = choose.Weighted<int>({{0, 40}, {1, 30}, {2, 30}});
  if (parts != 1) Put(node, "place", RandomPlace(choose));
  if (parts != 0) Put(node, "duty", RandomDuty(choose));
  return node;
}

void PutRandomWho(Chooser& choose, Node& body) {
  if (choose.Percent(30)) {
    Put(body, "mission", choose.Of({{"M-1", 85}, {"M-2", 15}}));
    if (choose.Percent(70)) {
      Put(body, "contributor", choose.Of({{"KEN", 60}, {"JAM", 30}, {"BLZ", 10}}));
    }
    if (choose.Percent(25)) {
      Put(body, "component", choose.Of({{"police", 60}, {"police/special", 20}, {"military", 20}}));
    }
    return;
  }
  Put(body, "contingent", RandomContingent(choose));
}

Node RandomScope(Chooser& choose) {
  Node scope = MapNode({});
  if (choose.Percent(35)) {
    Put(scope, "contingent", RandomContingent(choose));
  } else {
    Put(scope, "mission", choose.Of({{"M-1", 85}, {"M-2", 15}}));
    if (choose.Percent(45)) {
      Put(scope, "contributor", choose.Of({{"KEN", 60}, {"JAM", 25}, {"unspecified", 15}}));
    }
    if (choose.Percent(12)) {
      Put(scope, "component", choose.Of({{"police", 60}, {"military", 20}, {"unspecified", 20}}));
    }
    if (choose.Percent(8)) Put(scope, "contingent", "unspecified");
  }
  if (choose.Percent(30)) {
    Put(scope, "place", choose.Of({{"P", 35}, {"P/a", 35}, {"P/b", 15}, {"unspecified", 15}}));
  }
  if (choose.Percent(10)) Put(scope, "duty", RandomDuty(choose));
  return scope;
}

Node RandomListScope(Chooser& choose) {
  if (!choose.Percent(25)) return RandomScope(choose);
  const auto list = [](std::initializer_list<std::string> values) {
    Node node = ListNode({});
    for (const std::string& value : values) node.items.push_back(ScalarNode(value));
    return node;
  };
  const int form = choose.Weighted<int>({{0, 40}, {1, 30}, {2, 30}});
  if (form == 0) {
    return MapNode({{"mission", ScalarNode("M-1")}, {"contributor", list({"KEN", "JAM"})}});
  }
  if (form == 1) return MapNode({{"contingent", list({"JAM-1", "KEN-1/SWAT"})}});
  return MapNode({{"mission", list({"M-1", "M-2"})}, {"place", list({"P/a", "Q"})}});
}

Node RandomLineScope(Chooser& choose) {
  Node scope = MapNode({});
  const int form = choose.Weighted<int>({{0, 35}, {1, 25}, {2, 15}, {3, 10}, {4, 15}});
  if (form == 0 || form == 4) {
    Put(scope, "place",
        choose.Of({{"P/a", 40}, {"P/b", 25}, {"P/a/x", 15}, {"Q", 10}, {"unspecified", 10}}));
  }
  if (form == 1 || form == 4) Put(scope, "contingent", RandomContingent(choose));
  if (form == 2) {
    Put(scope, "contributor", choose.Of({{"KEN", 55}, {"JAM", 30}, {"unspecified", 15}}));
  }
  if (form == 3) Put(scope, "duty", RandomDuty(choose));
  return scope;
}

void PutRandomParts(Chooser& choose, Node& body) {
  if (!choose.Percent(15)) return;
  Node parts = MapNode({});
  Put(parts, "women", choose.Of({{"1", 40}, {"0", 20}, {"about 3", 20}, {"1 to 5", 20}}));
  Put(body, "of_which", parts);
}

}  // namespace muster
