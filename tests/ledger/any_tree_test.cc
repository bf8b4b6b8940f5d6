// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: nothing that a reader can hand over crashes the parser or slips through it unjudged.
// Method: random trees, most of their keys and texts such as report files have.
#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "ledger/event_kinds.h"
#include "ledger/event_parser.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

std::string AnyKey() {
  static const std::vector<std::string>* const kKeys = [] {
    auto* all = new std::vector<std::string>{"report", "events", "source", "text",
                                             "quote",  "quotes", "grade",  "according_to",
                                             "typo",   "",       "women",  "redaction"};
    for (const EventKind& kind : EventKinds()) {
      all->emplace_back(kind.name);
      all->insert(all->end(), kind.keys.begin(), kind.keys.end());
    }
    return all;
  }();
  return *rc::gen::elementOf(*kKeys);
}

std::string AnyText() {
  return *rc::gen::oneOf(
      rc::gen::element<std::string>("217", "over 200", "all", "true", "2025-01-18", "2025-01~",
                                    "KEN", "MSS-HTI", "unspecified", "police/formed-unit",
                                    "report 1a2b", "arrival KEN-1 2025-01-18", "misread", "revised",
                                    "B2", "opening", "", " ", "//", "\xff", "> 5", "stale"),
      rc::gen::string<std::string>());
}

Node AnyNode(int depth) {
  Node node;
  node.position = {*rc::gen::inRange<std::uint32_t>(1, 9), *rc::gen::inRange<std::uint32_t>(1, 9)};
  const int kind = *rc::gen::inRange(depth > 0 ? 0 : 4, 8);
  if (kind >= 5) {
    node.kind = Node::Kind::kScalar;
    node.text = AnyText();
  } else if (kind < 3) {
    node.kind = Node::Kind::kMap;
    const int size = *rc::gen::inRange(0, 6);
    for (int i = 0; i < size; ++i) {
      std::string key = AnyKey();
      if (node.Find(key) == nullptr)
        node.entries.push_back({key, node.position, AnyNode(depth - 1)});
    }
  } else if (kind == 3) {
    node.kind = Node::Kind::kList;
    const int size = *rc::gen::inRange(0, 4);
    for (int i = 0; i < size; ++i) node.items.push_back(AnyNode(depth - 1));
  }
  return node;
}

// A map of a kind of event with most of its keys.
Node AnyEntry() {
  const auto kinds = EventKinds();
  const EventKind& kind = kinds[*rc::gen::inRange<std::size_t>(0, kinds.size())];
  Node body;
  body.kind = Node::Kind::kMap;
  for (const std::string_view key : kind.keys) {
    if (*rc::gen::inRange(0, 3) != 0)
      body.entries.push_back({std::string(key), {1, 1}, AnyNode(3)});
  }
  Node entry;
  entry.kind = Node::Kind::kMap;
  entry.entries.push_back({std::string(kind.name), {1, 1}, body});
  return entry;
}

TEST(ParseReportDraft, JudgesAnyTree) {
  EXPECT_TRUE(rc::check([] {
    ReportDraft draft;
    draft.file = "any.yaml";
    draft.root = AnyNode(6);
    Refusals refusals;
    const ParsedReport parsed = ParseReportDraft(draft, refusals);
    const bool taken = parsed.report != nullptr && !parsed.events.empty();
    RC_ASSERT(taken || !refusals.empty());
  }));
}

TEST(ParseReportDraft, TakesAnEventOrRefusesIt) {
  EXPECT_TRUE(rc::check([] {
    ReportDraft draft;
    draft.root.kind = Node::Kind::kMap;
    Node report;
    report.kind = Node::Kind::kMap;
    Node source;
    source.kind = Node::Kind::kScalar;
    source.text = "Desk";
    report.entries.push_back({"source", {1, 1}, source});
    draft.root.entries.push_back({"report", {1, 1}, report});
    Node events;
    events.kind = Node::Kind::kList;
    events.items.push_back(AnyEntry());
    draft.root.entries.push_back({"events", {2, 1}, events});
    Refusals refusals;
    const ParsedReport parsed = ParseReportDraft(draft, refusals);
    RC_ASSERT(parsed.events.size() == 1u);
    RC_ASSERT((parsed.events[0].event != nullptr) == refusals.empty());
    if (!refusals.empty()) return;
    // What is taken can be stored, and read again.
    v1::Event again;
    RC_ASSERT(again.ParseFromString(parsed.events[0].event->SerializeAsString()));
    RC_ASSERT(KindOf(again) == parsed.events[0].kind);
  }));
}

TEST(ParseChange, JudgesAnyTree) {
  EXPECT_TRUE(rc::check([] {
    const auto kinds = EventKinds();
    const EventKind& kind = kinds[*rc::gen::inRange<std::size_t>(0, kinds.size())];
    Node body = AnyEntry().entries[0].value;
    Refusals refusals;
    const auto change = ParseChange(kind.name, body, "any.yaml", refusals);
    RC_ASSERT((change != nullptr) == refusals.empty());
    Refusals report_refusals;
    const auto report = ParseReportChange(body, "any.yaml", report_refusals);
    RC_ASSERT((report != nullptr) == report_refusals.empty());
  }));
}

}  // namespace
}  // namespace muster
