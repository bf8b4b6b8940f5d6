// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/event_kinds.h"
#include "ledger/event_parser.h"
#include "muster/v1/event.pb.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Names(const google::protobuf::RepeatedPtrField<std::string>& fields) {
  return {fields.begin(), fields.end()};
}

// Parses a change that must be sound.
v1::EventChange Change(std::string_view kind, std::string_view yaml) {
  Refusals refusals;
  const auto change = ParseChange(kind, NodeFromYaml(yaml), "test.yaml", refusals);
  EXPECT_THAT(refusals, IsEmpty());
  return change != nullptr ? *change : v1::EventChange();
}

// The rules by which a change is refused.
std::vector<std::string> Rules(std::string_view kind, std::string_view yaml) {
  Refusals refusals;
  const auto change = ParseChange(kind, NodeFromYaml(yaml), "test.yaml", refusals);
  EXPECT_EQ(change == nullptr, !refusals.empty());
  std::vector<std::string> rules;
  for (const Refusal& refusal : refusals) rules.push_back(refusal.rule);
  return rules;
}

TEST(ParseChange, NamesTheFieldsThatAreWritten) {
  const v1::EventChange change =
      Change("arrival", "{strength: 215, of_which: {women: 3}, on: 2025}");
  EXPECT_THAT(Names(change.fields()), ElementsAre("of_which", "on", "strength"));
  EXPECT_EQ(change.values().arrival().strength().best(), 215u);
  EXPECT_EQ(change.values().arrival().of_which(0).name(), "women");
}

TEST(ParseChange, ClearsAnOptionalFieldByAnEmptyValue) {
  const v1::EventChange change = Change("arrival", "{place: , reason: ~}");
  EXPECT_THAT(Names(change.fields()), ElementsAre("place", "reason"));
  EXPECT_EQ(change.values().arrival().place(), "");
  EXPECT_THAT(Rules("arrival", "{strength: }"), ElementsAre("empty-value"));
  EXPECT_THAT(Rules("arrival", "{place: ''}"), ElementsAre("empty-value"));
}

TEST(ParseChange, ClearsWhatTheNewValueExcludes) {
  EXPECT_THAT(Names(Change("arrival", "{contingent: K}").fields()),
              ElementsAre("component", "contingent", "contributor", "mission"));
  EXPECT_THAT(Names(Change("arrival", "{mission: M, contributor: KEN}").fields()),
              ElementsAre("contingent", "contributor", "mission"));
  EXPECT_THAT(Names(Change("contingent", "{mission: M}").fields()), ElementsAre("mission"));
  EXPECT_THAT(Names(Change("departure", "{strength: 5}").fields()), ElementsAre("all", "strength"));
  const v1::EventChange all = Change("departure", "{strength: all}");
  EXPECT_THAT(Names(all.fields()), ElementsAre("all", "of_which", "strength"));
  EXPECT_TRUE(all.values().departure().all());
  EXPECT_FALSE(all.values().departure().has_strength());
}

TEST(ParseChange, ReachesWhatStandsBesideTheKind) {
  const v1::EventChange change = Change("arrival", "{grade: c3, according_to: }");
  EXPECT_THAT(Names(change.fields()), ElementsAre("according_to", "grade"));
  EXPECT_EQ(change.values().grade(), "C3");
}

TEST(ParseChange, IsOfTheKindOfItsTarget) {
  EXPECT_THAT(Rules("arrival", "{duty: x}"), ElementsAre("unknown-key"));
  EXPECT_THAT(Rules("claim", "{strength: many, scope: {contributor: KE}}"),
              ElementsAre("bad-country", "bad-strength"));
  EXPECT_THAT(Rules("mission", "{id: B}"), ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("account", "{strength: 1}"), IsEmpty());
  EXPECT_THAT(Rules("account", "{of: 3}"), ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("retraction", "{note: x}"), ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("nonsense", "{strength: 1}"), ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("arrival", "{}"), ElementsAre("empty-value"));
  EXPECT_THAT(Rules("arrival", "[1]"), ElementsAre("wrong-type"));
}

TEST(ParseChange, TakesSomeFieldOfEveryKind) {
  for (const EventKind& kind : EventKinds()) {
    if (!kind.amendable) continue;
    for (const std::string_view key : kind.keys) {
      Refusals refusals;
      ParseChange(kind.name, NodeFromYaml("{" + std::string(key) + ": }"), "test.yaml", refusals);
      for (const Refusal& refusal : refusals) {
        EXPECT_TRUE(refusal.rule == "empty-value" || refusal.rule == "wrong-change")
            << kind.name << "." << key << ": " << refusal.message;
      }
    }
  }
}

TEST(ParseReportChange, TakesSourcePublishedAndGrade) {
  Refusals refusals;
  const auto change =
      ParseReportChange(NodeFromYaml("{grade: c3, published: , source: B}"), "test.yaml", refusals);
  EXPECT_THAT(refusals, IsEmpty());
  ASSERT_NE(change, nullptr);
  EXPECT_THAT(Names(change->fields()), ElementsAre("source", "published", "grade"));
  EXPECT_EQ(change->grade(), "C3");
  EXPECT_FALSE(change->has_published());
  EXPECT_EQ(ParseReportChange(NodeFromYaml("{source: }"), "test.yaml", refusals), nullptr);
  EXPECT_EQ(ParseReportChange(NodeFromYaml("{title: x}"), "test.yaml", refusals), nullptr);
  EXPECT_EQ(refusals.size(), 2u);
}

TEST(CheckEvent, FindsWhatAChangeMayMakeContradictory) {
  v1::Event event;
  event.mutable_departure()->mutable_who()->set_contingent("K");
  event.mutable_departure()->mutable_who()->set_contributor("KEN");
  const std::vector<Contradiction> found = CheckEvent(event);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].field, "contributor");
  EXPECT_EQ(found[1].rule, "missing-key");
}

}  // namespace
}  // namespace muster
