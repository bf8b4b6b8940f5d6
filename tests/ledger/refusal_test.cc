// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/refusal.h"

#include <gmock/gmock.h>

#include "ledger/draft.h"
#include "ledger/excerpt.h"

namespace muster {
namespace {

TEST(SortRefusals, OrdersByFirstAppearanceOfTheFileThenPositionThenAsFound) {
  Refusals refusals = {{"b.yaml", {9, 1}, "r1", "", ""}, {"a.yaml", {2, 5}, "r2", "", ""},
                       {"b.yaml", {3, 7}, "r3", "", ""}, {"b.yaml", {3, 2}, "r4", "", ""},
                       {"a.yaml", {2, 5}, "r5", "", ""}, {"a.yaml", {1, 9}, "r6", "", ""}};
  SortRefusals(refusals);
  std::string order;
  for (const Refusal& refusal : refusals) order += refusal.rule;
  EXPECT_EQ(order, "r4r3r1r6r2r5");
}

TEST(Node, FindsTheValueOfAKey) {
  Node map;
  map.kind = Node::Kind::kMap;
  map.entries.resize(2);
  map.entries[0].key = "on";
  map.entries[1].key = "place";
  EXPECT_EQ(map.Find("place"), &map.entries[1].value);
  EXPECT_EQ(map.Find("duty"), nullptr);
  EXPECT_EQ(Node().Find("on"), nullptr);
}

TEST(Excerpt, IsOneLineCutBetweenCharacters) {
  EXPECT_EQ(Excerpt(" a \n\t b\x01 c "), "a b c");
  EXPECT_EQ(Excerpt("abcdef", 3), "abc...");
  EXPECT_EQ(Excerpt("abc", 3), "abc");
  EXPECT_EQ(Excerpt("ab\u00e9d", 3), "ab\u00e9...");
  EXPECT_LT(Excerpt(std::string(1000, '\x80'), 10).size(), 20u);
}

}  // namespace
}  // namespace muster
