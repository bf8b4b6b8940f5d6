// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/append_pipeline.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "muster/v1/record.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const AppendOptions kNoOptions;

std::string ArrivalsReport(int number, int events) {
  std::string list;
  for (int i = 0; i < events; ++i) {
    list += fmt::format(
        "- {{arrival: {{contingent: KEN-1, strength: {}, place: A/B, on: 2024-06-25}}, distinct: "
        "true}}\n",
        i + 1);
  }
  return Report(fmt::format("Batch {}", number), list);
}

// An assignment takes its place from what the batch before it recorded.
std::string AssignmentReport(int number) {
  return Report(
      fmt::format("Move {}", number),
      fmt::format("- assignment: {{contingent: KEN-1, strength: 1, to: {{duty: d{}}}, on: "
                  "2024-07-{:02}}}",
                  number, number % 28 + 1));
}

std::vector<ReportDraft> Drafts(const std::string& yaml) { return {DraftFromYaml(yaml)}; }

class AppendPipelineTest : public testing::Test {
 protected:
  void SetUp() override { case_.AdmitNames(); }

  AppendPipeline::Visitor Collect() {
    return [this](AppendResult result) {
      results_.push_back(std::move(result));
      return OkStatus();
    };
  }

  LedgerCase case_;
  std::vector<AppendResult> results_;
};

TEST_F(AppendPipelineTest, AppendsInTheOrderOfSubmission) {
  AppendPipeline pipeline(case_.ledger(), kNoOptions, Collect());
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(pipeline.Submit(Drafts(i % 2 == 0 ? ArrivalsReport(i, 5) : AssignmentReport(i))));
  }
  ASSERT_THAT(pipeline.Finish(), IsOk());
  ASSERT_THAT(results_, SizeIs(40));
  std::uint64_t next = 8;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    ASSERT_THAT(results_[i].refusals, IsEmpty());
    for (const AdmittedEvent& event : results_[i].events) EXPECT_EQ(event.position.value, next++);
    EXPECT_EQ(results_[i].head.size.value, next);
  }
  EXPECT_EQ(case_.size(), next);
}

TEST_F(AppendPipelineTest, RecordsWhatAppendsOneByOneRecord) {
  LedgerCase other;
  other.AdmitNames();
  AppendPipeline pipeline(case_.ledger(), {.recorded_by = "tester"}, Collect());
  for (int i = 0; i < 30; ++i) {
    const std::string yaml = i % 3 == 0 ? ArrivalsReport(i, 7) : AssignmentReport(i);
    ASSERT_TRUE(pipeline.Submit(Drafts(yaml)));
    ASSERT_THAT(other.ledger().Append(Drafts(yaml), {.recorded_by = "tester"}), IsOk());
  }
  ASSERT_THAT(pipeline.Finish(), IsOk());
  EXPECT_EQ(case_.ledger().Head().root, other.ledger().Head().root);
}

TEST_F(AppendPipelineTest, StopsAtTheFirstThatIsRefused) {
  AppendPipeline pipeline(case_.ledger(), kNoOptions, Collect());
  ASSERT_TRUE(pipeline.Submit(Drafts(ArrivalsReport(1, 3))));
  pipeline.Submit(Drafts(Report("B", "- arrival: {contingent: XYZ, strength: 1, on: 2024-06-25}")));
  bool taken = true;
  for (int i = 0; i < 1000 && taken; ++i) taken = pipeline.Submit(Drafts(ArrivalsReport(2 + i, 3)));
  EXPECT_FALSE(taken);
  ASSERT_THAT(pipeline.Finish(), IsOk());
  ASSERT_THAT(results_, SizeIs(2));
  EXPECT_THAT(results_[0].events, SizeIs(3));
  ASSERT_THAT(results_[1].refusals, SizeIs(1));
  EXPECT_EQ(results_[1].refusals[0].rule, "unknown-contingent");
  EXPECT_EQ(case_.size(), 11u);
}

TEST_F(AppendPipelineTest, StopsAtTheFirstThatTheLogDoesNotTake) {
  AppendPipeline pipeline(case_.ledger(),
                          {.recorded_by = {}, .expected_size = LogSize{9}, .dry_run = false},
                          Collect());
  pipeline.Submit(Drafts(ArrivalsReport(1, 3)));
  bool taken = true;
  for (int i = 0; i < 1000 && taken; ++i) taken = pipeline.Submit(Drafts(ArrivalsReport(2 + i, 3)));
  EXPECT_FALSE(taken);
  EXPECT_THAT(pipeline.Finish(), StatusIs(StatusCode::kAborted, HasSubstr("has 8 records")));
  EXPECT_THAT(results_, IsEmpty());
  EXPECT_EQ(case_.size(), 8u);
}

TEST_F(AppendPipelineTest, TheExpectedSizeIsThatBeforeTheFirst) {
  AppendPipeline pipeline(case_.ledger(),
                          {.recorded_by = {}, .expected_size = LogSize{8}, .dry_run = false},
                          Collect());
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(pipeline.Submit(Drafts(ArrivalsReport(i, 3))));
  EXPECT_THAT(pipeline.Finish(), IsOk());
  EXPECT_EQ(case_.size(), 8u + 15u);
}

TEST_F(AppendPipelineTest, AnErrorOfTheVisitorIsTheLastItHears) {
  int heard = 0;
  AppendPipeline pipeline(case_.ledger(), kNoOptions, [&heard](const AppendResult&) {
    ++heard;
    return Unavailable("enough");
  });
  bool taken = true;
  for (int i = 0; i < 1000 && taken; ++i) taken = pipeline.Submit(Drafts(ArrivalsReport(i, 3)));
  EXPECT_FALSE(taken);
  EXPECT_THAT(pipeline.Finish(), StatusIs(StatusCode::kUnavailable, HasSubstr("enough")));
  EXPECT_EQ(heard, 1);
}

TEST_F(AppendPipelineTest, LeavesNothingUnderWayWhenItGoes) {
  {
    AppendPipeline pipeline(case_.ledger(), kNoOptions, Collect());
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(pipeline.Submit(Drafts(ArrivalsReport(i, 3))));
  }
  EXPECT_THAT(results_, SizeIs(5));
  EXPECT_EQ(case_.size(), 8u + 15u);
}

}  // namespace
}  // namespace muster
