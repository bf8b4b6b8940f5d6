// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/lens.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

ReportStanding Standing() {
  return {.source = "Gazette",
          .agency = "Agency",
          .grade = *ParseGrade("B2"),
          .published = *ParseDay("2025-01-18"),
          .published_assumed = false};
}

TEST(LensTest, ClearLensAdmitsEverything) {
  EXPECT_TRUE(Lens().IsClear());
  EXPECT_TRUE(Lens().Admits(ReportStanding(), ""));
}

TEST(LensTest, SourceOrAgencyIsAdmittedByItsExactName) {
  Lens lens;
  lens.sources = {"Other", "Agency"};
  EXPECT_TRUE(lens.Admits(Standing(), ""));
  lens.sources = {"Gazette"};
  EXPECT_TRUE(lens.Admits(Standing(), ""));
  lens.sources = {"gazette", "Gazett"};
  EXPECT_FALSE(lens.Admits(Standing(), ""));
}

TEST(LensTest, OwnGradeOfAnEventComesBeforeThatOfItsReport) {
  Lens lens;
  lens.least_grade = *ParseGrade("B3");
  EXPECT_TRUE(lens.Admits(Standing(), ""));
  EXPECT_FALSE(lens.Admits(Standing(), "C3"));
  EXPECT_FALSE(lens.Admits(Standing(), "4"));
  EXPECT_TRUE(lens.Admits(Standing(), "3"));
  EXPECT_TRUE(lens.Admits(Standing(), "A"));
}

TEST(LensTest, ReportWithoutTheGradeAskedForIsOutside) {
  Lens lens;
  lens.least_grade = *ParseGrade("F6");
  ReportStanding standing = Standing();
  standing.grade = {};
  EXPECT_FALSE(lens.Admits(standing, ""));
  EXPECT_FALSE(lens.Admits(standing, "B"));
  EXPECT_TRUE(lens.Admits(standing, "B2"));
}

TEST(LensTest, PublishedByIncludesTheDay) {
  Lens lens;
  lens.published_by = *ParseDay("2025-01-18");
  EXPECT_TRUE(lens.Admits(Standing(), ""));
  lens.published_by = *ParseDay("2025-01-17");
  EXPECT_FALSE(lens.Admits(Standing(), ""));
}

}  // namespace
}  // namespace muster
