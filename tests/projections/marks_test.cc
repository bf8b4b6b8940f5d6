// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: which claims and musters stand beside a timeline, and what was authorised in its days.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/model/log_builder.h"
#include "tests/projections/log_source.h"

namespace muster {
namespace {

using model::AddLine;
using model::ClaimOf;
using model::LogBuilder;
using model::MandateOf;
using model::MusterOf;
using testing::ElementsAre;
using testing::IsEmpty;

class MarksTest : public testing::Test {
 protected:
  MarksTest() {
    log_.Report("Register");
    AddMission("M-1");
    log_.Contingent("K-1", "M-1", "KEN", "police");
    log_.Contingent("J-1", "M-1", "JAM", "military");
    log_.Report("Paper");
    log_.Arrival("K-1", "100", "A", "2025-01-01");
    log_.Arrival("J-1", "20", "A", "2025-01-01");
  }

  void AddMission(const std::string& id) {
    v1::Event event;
    event.mutable_mission()->set_id(id);
    log_.Add(event);
  }
  TimelineMarks Marks(const std::string& where = "", const std::vector<std::string>& by = {},
                      const std::string& from = "2025-01-01",
                      const std::string& to = "2025-12-31") const {
    ViewQuery query = model::QueryOf(log_, where);
    query.by = by;
    const LogAnswers answers(log_.log());
    return ComputeMarks(*answers.Session(query), answers.set.registry(), model::DayOf(from),
                        model::DayOf(to), query)
        .value();
  }
  static std::string Name(const std::vector<std::string>& keys) {
    return keys.empty() ? "total" : fmt::format("{}", fmt::join(keys, " "));
  }
  // "KEN 90 on 2025-01-31", "total 120 on …".
  static std::vector<std::string> Claims(const TimelineMarks& marks) {
    std::vector<std::string> claims;
    for (const ClaimMark& mark : marks.claims) {
      claims.push_back(fmt::format("{} {} on {}", Name(mark.keys),
                                   model::Show(mark.verdict.claimed), FormatDay(mark.verdict.on)));
    }
    return claims;
  }
  static std::vector<std::string> Musters(const TimelineMarks& marks) {
    std::vector<std::string> musters;
    for (const MusterMark& mark : marks.musters) {
      musters.push_back(fmt::format("{} {} on {}", Name(mark.keys), model::Show(mark.counted),
                                    FormatDay(mark.on)));
    }
    return musters;
  }
  static std::vector<std::string> Authorised(const TimelineMarks& marks) {
    std::vector<std::string> levels;
    for (const AuthorisedLevel& level : marks.authorised) {
      levels.push_back(fmt::format("{} from {}",
                                   level.authorised ? model::Show(*level.authorised) : "-",
                                   FormatDay(level.on)));
    }
    return levels;
  }

  LogBuilder log_;
};

TEST_F(MarksTest, AClaimIsMarkedWhereItsScopeIsTheTotalOrAGroup) {
  log_.Add(ClaimOf("mission=M-1", "120", "2025-02-01"));
  log_.Add(ClaimOf("contributor=KEN", "90", "2025-01-31"));
  log_.Add(ClaimOf("component=police", "95", "2025-01-31"));
  const TimelineMarks marks = Marks("", {"contributor"});
  EXPECT_THAT(Claims(marks), ElementsAre("KEN 90 on 2025-01-31", "total 120 on 2025-02-01"));
  EXPECT_EQ(marks.claims_elsewhere, 1u);
}

TEST_F(MarksTest, WithoutGroupsOnlyClaimsOfTheTotalAreMarked) {
  log_.Add(ClaimOf("mission=M-1", "120", "2025-02-01"));
  log_.Add(ClaimOf("contributor=KEN", "90", "2025-01-31"));
  EXPECT_THAT(Claims(Marks()), ElementsAre("total 120 on 2025-02-01"));
  EXPECT_THAT(Claims(Marks("contributor=KEN")), ElementsAre("total 90 on 2025-01-31"));
}

TEST_F(MarksTest, AMissionIsTheTotalOnlyWhileItIsTheOnlyOne) {
  AddMission("M-2");
  log_.Contingent("K-9", "M-2", "KEN", "police");
  log_.Add(ClaimOf("mission=M-1", "120", "2025-02-01"));
  EXPECT_THAT(Claims(Marks()), IsEmpty());
  EXPECT_THAT(Claims(Marks("mission=M-1")), ElementsAre("total 120 on 2025-02-01"));
  EXPECT_THAT(Claims(Marks("", {"mission"})), ElementsAre("M-1 120 on 2025-02-01"));
}

TEST_F(MarksTest, AClaimOfSeveralGroupsIsNoneOfThem) {
  log_.Add(ClaimOf("contributor=KEN contributor=JAM", "120", "2025-02-01"));
  const TimelineMarks marks = Marks("", {"contributor"});
  EXPECT_THAT(Claims(marks), IsEmpty());
  EXPECT_EQ(marks.claims_elsewhere, 1u);
}

TEST_F(MarksTest, WhatLiesOutsideTheDaysIsNotMarkedNorCounted) {
  log_.Add(ClaimOf("mission=M-1", "120", "2024-12-31"));
  log_.Add(ClaimOf("contributor=KEN", "120", "2026-01-01"));
  log_.Add(MusterOf("mission=M-1", "120", "2024-12-31"));
  const TimelineMarks marks = Marks();
  EXPECT_THAT(Claims(marks), IsEmpty());
  EXPECT_THAT(Musters(marks), IsEmpty());
  EXPECT_EQ(marks.claims_elsewhere + marks.musters_elsewhere, 0u);
}

TEST_F(MarksTest, AMusterIsMarkedWithWhatItCounts) {
  log_.Add(MusterOf("mission=M-1", "115", "2025-02-01"));
  log_.Add(MusterOf("contributor=KEN", "90", "2025-03-01"));
  log_.Add(MusterOf("place=A", "90", "2025-03-01"));
  const TimelineMarks marks = Marks("", {"contributor"});
  EXPECT_THAT(Musters(marks), ElementsAre("total 115 on 2025-02-01", "KEN 90 on 2025-03-01"));
  EXPECT_EQ(marks.musters_elsewhere, 1u);
}

TEST_F(MarksTest, ACompleteMusterOfLinesIsMarkedWithWhatTheyAddUpTo) {
  v1::Event muster = MusterOf("mission=M-1", "", "2025-02-01");
  muster.mutable_muster()->clear_strength();
  muster.mutable_muster()->set_complete(true);
  AddLine(&muster, "contributor=KEN", "90");
  AddLine(&muster, "contributor=JAM", "25");
  log_.Add(muster);
  EXPECT_THAT(Musters(Marks()), ElementsAre("total 115 on 2025-02-01"));
  EXPECT_EQ(Marks().musters_elsewhere, 0u);
  EXPECT_THAT(
      Musters(Marks("", {"contributor"})),
      ElementsAre("total 115 on 2025-02-01", "JAM 25 on 2025-02-01", "KEN 90 on 2025-02-01"));
}

TEST_F(MarksTest, WhatIsAuthorisedBeginsAndEndsWithItsMandates) {
  log_.Add(MandateOf("M-1", "2500", "2024-10-02", "2025-03-31"));
  log_.Add(MandateOf("M-1", "3000", "2025-02-01", "2025-06-30"));
  EXPECT_THAT(Authorised(Marks()),
              ElementsAre("2500 from 2025-01-01", "3000 from 2025-02-01", "- from 2025-07-01"));
  EXPECT_EQ(Marks().mandates.size(), 1u);
}

TEST_F(MarksTest, NobodyAuthorisesAContributor) {
  log_.Add(MandateOf("M-1", "2500", "2024-10-02", ""));
  EXPECT_THAT(Authorised(Marks()), ElementsAre("2500 from 2025-01-01"));
  EXPECT_THAT(Authorised(Marks("contributor=KEN")), IsEmpty());
  EXPECT_THAT(Authorised(Marks("mission=M-1")), ElementsAre("2500 from 2025-01-01"));
}

TEST_F(MarksTest, ARenewalThatAuthorisesAsManyChangesNothing) {
  log_.Add(MandateOf("M-1", "2500", "2024-10-02", "2025-03-31"));
  log_.Add(MandateOf("M-1", "2500", "2025-04-01", ""));
  EXPECT_THAT(Authorised(Marks()), ElementsAre("2500 from 2025-01-01"));
}

}  // namespace
}  // namespace muster
