// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/duplicates.h"

#include <gmock/gmock.h>

#include <memory>
#include <set>
#include <string>

#include "tests/support/ledger_case.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DuplicatesTest : public testing::Test {
 protected:
  DuplicatesTest() {
    case_.AdmitNames();
    case_.Admit(Report(
        "First", "- arrival: {contingent: KEN-1, strength: 200, place: A/B, on: 2024-06-25}"));
  }
  std::vector<std::string> Rules(const std::string& event) {
    return case_.Rules(Report("R" + std::to_string(++reports_), event));
  }
  bool Likely(const std::string& event) {
    return Rules(event) == std::vector<std::string>{"likely-duplicate"};
  }

  LedgerCase case_;
  int reports_ = 0;
};

TEST_F(DuplicatesTest, RefusalNamesTheRecordAndPrintsTheAccount) {
  const AppendResult result = case_.Append(
      Report("B", "- arrival: {contingent: KEN-1, strength: 400, place: A/B, on: 2024-06-25}"));
  ASSERT_THAT(result.refusals, SizeIs(1));
  const Refusal& refusal = result.refusals[0];
  EXPECT_EQ(refusal.rule, "likely-duplicate");
  EXPECT_THAT(refusal.message, HasSubstr("record 8"));
  EXPECT_THAT(refusal.message, HasSubstr("the dates meet and the place is the same"));
  EXPECT_THAT(refusal.hint,
              HasSubstr("\n- account: {of: arrival KEN-1 2024-06-25, strength: 400}\n"));
  EXPECT_THAT(refusal.hint, HasSubstr("`distinct: true`"));
}

TEST_F(DuplicatesTest, PrintedAccountIsAdmitted) {
  const AppendResult result = case_.Append(
      Report("B", "- arrival: {contingent: KEN-1, strength: '>200', place: A/B, on: 2024-06-26}"));
  ASSERT_THAT(result.refusals, SizeIs(1));
  const std::string& hint = result.refusals[0].hint;
  const std::size_t begin = hint.find("- account");
  const std::string account = hint.substr(begin, hint.find('\n', begin) - begin);
  case_.Admit(Report("B", account));
  EXPECT_EQ(case_.Event(9).account().of(0).position(), 8u);
  EXPECT_EQ(case_.Event(9).account().strength().text(), ">200");
  EXPECT_EQ(case_.Event(9).account().on().text(), "2024-06-26");
}

TEST_F(DuplicatesTest, DistinctIsAdmitted) {
  EXPECT_THAT(Rules("- arrival: {contingent: KEN-1, strength: 200, place: A/B, on: 2024-06-25}\n"
                    "  distinct: true"),
              IsEmpty());
}

TEST_F(DuplicatesTest, ThreeDaysEitherWayAreNear) {
  const auto on = [](const std::string& date) {
    return "- arrival: {contingent: KEN-1, strength: 217, place: A/B, on: " + date + "}";
  };
  EXPECT_FALSE(Likely(on("2024-06-21")));
  case_.Admit(Report("retract", "- retraction: {of: 9, why: misread}"));
  EXPECT_TRUE(Likely(on("2024-06-22")));
  EXPECT_TRUE(Likely(on("2024-06-28")));
  EXPECT_FALSE(Likely(on("2024-06-29")));
}

TEST_F(DuplicatesTest, NearestDaysOfUncertainDatesCount) {
  const auto on = [](const std::string& date) {
    return "- arrival: {contingent: KEN-1, strength: 217, place: A/B, on: " + date + "}";
  };
  EXPECT_TRUE(Likely(on("2024")));
  EXPECT_TRUE(Likely(on("2024-06")));
  EXPECT_TRUE(Likely(on("../2024-06-22")));
  EXPECT_TRUE(Likely(on("2024-07-01~")));
  EXPECT_FALSE(Likely(on("../2024-06-21")));
  EXPECT_FALSE(Likely(on("2024-07-02~")));
}

TEST_F(DuplicatesTest, WideDatesOfTheRecordedAreFoundToo) {
  case_.Admit(Report("wide",
                     "- arrival: {contingent: KEN-2, strength: 1, on: 2020/2022}\n"
                     "- arrival: {contingent: JAM-1, strength: 1, on: ../2022}"));
  EXPECT_TRUE(Likely("- arrival: {contingent: KEN-2, strength: 2, on: 2020-01-01}"));
  EXPECT_TRUE(Likely("- arrival: {contingent: KEN-2, strength: 2, on: 2023-01-03}"));
  EXPECT_FALSE(Likely("- arrival: {contingent: KEN-2, strength: 2, on: 2019-12-28}"));
  EXPECT_TRUE(Likely("- arrival: {contingent: JAM-1, strength: 2, on: 1990}"));
}

TEST_F(DuplicatesTest, PlacesThatMayBeTheSameCount) {
  const auto at = [](const std::string& place) {
    return "- arrival: {contingent: KEN-1, strength: 217" + place + ", on: 2024-06-25}";
  };
  EXPECT_TRUE(Likely(at(", place: A")));
  EXPECT_TRUE(Likely(at("")));
  EXPECT_TRUE(Likely(at(", place: unspecified")));
  EXPECT_FALSE(Likely(at(", place: A/C")));
}

TEST_F(DuplicatesTest, OtherKindsAndSubjectsDoNotCount) {
  EXPECT_THAT(Rules("- departure: {contingent: KEN-1, strength: 200, from: {place: A/B}, on: "
                    "2024-06-25}\n"
                    "- arrival: {contingent: KEN-2, strength: 200, place: A/B, on: 2024-06-25}\n"
                    "- arrival: {mission: M, contributor: KEN, strength: 200, place: A/B, on: "
                    "2024-06-25}\n"
                    "- assignment: {contingent: KEN-1, strength: 200, to: {duty: x}, on: "
                    "2024-06-25}"),
              IsEmpty());
  EXPECT_THAT(Rules("- assignment: {contingent: KEN-1, strength: 200, to: {duty: x}, on: "
                    "2024-06-25}"),
              IsEmpty());
}

TEST_F(DuplicatesTest, LossesAreComparedByThePlaceOfTheIncident) {
  case_.Admit(Report("loss", "- loss: {contingent: KEN-1, strength: 1, at: D, on: 2024-07-01}"));
  EXPECT_TRUE(Likely("- loss: {contingent: KEN-1, strength: 1, at: D, on: 2024-07-01}"));
  EXPECT_FALSE(Likely("- loss: {contingent: KEN-1, strength: 1, on: 2024-07-01}"));
}

TEST_F(DuplicatesTest, DeparturesOfAllAndOfSomeAreOneKind) {
  case_.Admit(Report("gone", "- departure: {contingent: KEN-1, strength: 200, on: 2024-09-01}"));
  EXPECT_TRUE(Likely("- departure: {contingent: KEN-1, all: true, on: 2024-09-02}"));
}

TEST_F(DuplicatesTest, AnAmendedEventIsFoundByLaterEventsOfTheReportThatAmendsIt) {
  EXPECT_TRUE(
      Likely("- amendment: {of: 8, change: {strength: 210}, why: revised}\n"
             "- arrival: {contingent: KEN-1, strength: 217, place: A/B, on: 2024-06-25}"));
  EXPECT_TRUE(
      Likely("- amendment: {of: 8, change: {on: 2024-08-01}, why: revised}\n"
             "- arrival: {contingent: KEN-1, strength: 217, place: A/B, on: 2024-08-01}"));
}

TEST_F(DuplicatesTest, AnEventLikeOneOfAnEditionBeforeAndLikeNoOtherIsDistinct) {
  const auto append = [this](const std::string& day) {
    ReportDraft draft =
        DraftFromYaml("report: {source: Second edition, title: \"" + day +
                      "\"}\nevents:\n"
                      "- arrival: {contingent: KEN-1, strength: 217, place: A/B, on: " +
                      day + "}\n");
    draft.editions = std::make_shared<const std::set<Position>>(std::set{Position{8}});
    return *case_.ledger().Append({&draft, 1}, {.recorded_by = "desk", .expected_size = {}});
  };
  const AppendResult near = append("2024-06-26");
  ASSERT_THAT(near.refusals, IsEmpty());
  EXPECT_TRUE(case_.Event(9).distinct());
  case_.Admit(Report("Third", "- arrival: {contingent: KEN-1, strength: 5, on: 2024-07-20}"));
  const AppendResult like_another = append("2024-07-21");
  ASSERT_THAT(like_another.refusals, SizeIs(1));
  EXPECT_EQ(like_another.refusals[0].rule, "likely-duplicate");
  const AppendResult far = append("2024-09-01");
  ASSERT_THAT(far.refusals, IsEmpty());
  EXPECT_FALSE(case_.Event(11).distinct());
}

TEST_F(DuplicatesTest, EventsOfOneReportAreNoDuplicates) {
  EXPECT_THAT(Rules("- loss: {contingent: KEN-1, strength: 1, on: 2024-08-01}\n"
                    "- loss: {contingent: KEN-1, strength: 1, on: 2024-08-01}"),
              IsEmpty());
}

TEST_F(DuplicatesTest, CorrectedEventOfTheSameReportIsStillNoDuplicate) {
  EXPECT_THAT(
      Rules("- loss: {contingent: KEN-1, strength: 1, on: 2024-08-01}\n"
            "- amendment: {of: loss KEN-1 2024-08-01, change: {kind: killed}, why: misread}\n"
            "- loss: {contingent: KEN-1, strength: 1, on: 2024-08-01}"),
      IsEmpty());
}

TEST_F(DuplicatesTest, OtherReportOfTheSameAppendIsSeen) {
  const AppendResult result = case_.Append(
      {Report("X", "- arrival: {contingent: KEN-2, strength: 217, place: D, on: 2025-01-17}"),
       Report("Y", "- arrival: {contingent: KEN-2, strength: 217, place: D, on: 2025-01-18}"),
       Report("Z", "- arrival: {contingent: KEN-2, strength: 217, place: D, on: 2025-01-19}")});
  ASSERT_THAT(result.refusals, SizeIs(2));
  EXPECT_THAT(result.refusals[0].message, HasSubstr("a.yaml:3:3"));
  EXPECT_EQ(result.refusals[1].file, "c.yaml");
}

TEST_F(DuplicatesTest, RetractedOnesDoNotCountAndCorrectedOnesDo) {
  case_.Admit(Report("move", "- amendment: {of: 8, change: {on: 2024-08-01}, why: misread}"));
  EXPECT_FALSE(Likely("- arrival: {contingent: KEN-1, strength: 1, place: A/C, on: 2024-06-25}"));
  EXPECT_TRUE(Likely("- arrival: {contingent: KEN-1, strength: 1, place: A/B, on: 2024-08-02}"));
  case_.Admit(Report("gone", "- retraction: {of: 8, why: misread}"));
  EXPECT_FALSE(Likely("- arrival: {contingent: KEN-1, strength: 1, place: A/B, on: 2024-08-02}"));
}

TEST_F(DuplicatesTest, SameIsFoundAfterReopening) {
  case_.Reopen();
  EXPECT_TRUE(Likely("- arrival: {contingent: KEN-1, strength: 217, place: A/B, on: 2024-06-26}"));
}

TEST_F(DuplicatesTest, ScalarsAreQuotedWhereYamlAsksForIt) {
  EXPECT_EQ(FlowScalar("arrival KEN-1 2024-06-25"), "arrival KEN-1 2024-06-25");
  EXPECT_EQ(FlowScalar(">200"), "\">200\"");
  EXPECT_EQ(FlowScalar("~200"), "\"~200\"");
  EXPECT_EQ(FlowScalar("..399"), "..399");
  EXPECT_EQ(FlowScalar("a, b"), "\"a, b\"");
  EXPECT_EQ(FlowScalar("a \"b\""), "\"a \\\"b\\\"\"");
  EXPECT_EQ(FlowScalar(""), "\"\"");
}

}  // namespace
}  // namespace muster
