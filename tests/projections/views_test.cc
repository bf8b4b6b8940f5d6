// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: views of a true ledger resolve names, refuse what they must, keep a saved state that equals
// a rebuilt one, and throw away one that is damaged, of another log, or ahead of the log.
#include "projections/views.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::HasSubstr;

constexpr char kArrivals[] =
    "- arrival: {contingent: KEN-1, strength: 200, place: B, on: 2024-06-25}\n"
    "- arrival: {contingent: JAM-1, strength: over 20, place: D, on: 2024-09-12}\n";

Day DayOf(const std::string& text) { return *ParseDay(text); }

class ViewsCase : public testing::Test {
 protected:
  ViewsCase() {
    ledger_.AdmitNames();
    ledger_.Admit(Report("Arrivals", kArrivals));
  }

  ViewsOptions Options(bool write = true) const {
    ViewsOptions options;
    options.directory = Directory();
    options.write = write;
    return options;
  }
  std::unique_ptr<Views> Open(bool write = true) {
    auto views = Views::Open(ledger_.ledger(), Options(write));
    EXPECT_THAT(views, IsOk());
    return *std::move(views);
  }
  std::string Rebuilt() { return (*Views::Open(ledger_.ledger()))->StateBytes(); }
  std::filesystem::path Directory() const { return directory_.path() / "projections"; }
  void AppendDeparture() {
    ledger_.Admit(Report("Departures",
                         "- departure: {contingent: KEN-1, strength: 5, from: {place: B}, "
                         "on: 2024-07-01}\n"));
  }

  ViewQuery Query(std::vector<Condition> where = {}) const {
    ViewQuery query;
    query.known_at = LogSize{ledger_.size()};
    query.where = std::move(where);
    return query;
  }
  static People Total(const Views& views, const ViewQuery& query) {
    const StatusOr<Headcount> headcount = views.HeadcountOn(DayOf("2024-12-31"), query);
    EXPECT_THAT(headcount, IsOk());
    return headcount.ok() ? headcount->total.strength : People();
  }
  static Status Error(const Views& views, const ViewQuery& query) {
    return views.HeadcountOn(DayOf("2024-12-31"), query).status();
  }

  LedgerCase ledger_;
  TemporaryDirectory directory_;
};

TEST_F(ViewsCase, NamesAreFoundByTheLastElementOfTheirPath) {
  const auto views = Views::Open(ledger_.ledger()).value();
  EXPECT_EQ(Total(*views, Query({{"place", "B"}})), (People{200, 200, 200}));
  EXPECT_EQ(Total(*views, Query({{"place", "A"}})), (People{200, 200, 200}));
  EXPECT_EQ(Total(*views, Query({{"contingent", "KEN-1"}})), (People{200, 200, 200}));
  EXPECT_EQ(Total(*views, Query({{"component", "police"}})), (People{200, 200, 200}));
  EXPECT_EQ(Total(*views, Query({{"contributor", "JAM"}})), (People{21, 21, std::nullopt}));
}

TEST_F(ViewsCase, WhatNothingInTheLedgerHasIsRefusedWithTheNearest) {
  const auto views = Views::Open(ledger_.ledger()).value();
  const auto refused = [](const std::string& what) {
    return StatusIs(StatusCode::kInvalidArgument, HasSubstr(what));
  };
  EXPECT_THAT(Error(*views, Query({{"contributor", "KNE"}})), refused("did you mean KEN?"));
  EXPECT_THAT(Error(*views, Query({{"contingent", "KEN-11"}})), refused("did you mean KEN-1?"));
  EXPECT_THAT(Error(*views, Query({{"duty", "guard"}})), refused("duty guard"));
  EXPECT_THAT(Error(*views, Query({{"contributer", "KEN"}})), refused("did you mean contributor?"));
  EXPECT_THAT(Error(*views, Query({{"label.bloc", "east"}})), refused("label bloc"));
  ViewQuery query = Query();
  query.by = {"palce"};
  EXPECT_THAT(Error(*views, query), refused("did you mean place?"));
  query = Query();
  query.known_at.value += 1;
  EXPECT_THAT(Error(*views, query), refused("beyond the log"));
  query = Query();
  query.depth = 0;
  EXPECT_THAT(Error(*views, query), refused("depth 0"));
  query = Query();
  query.lens.sources = {"Nobody"};
  EXPECT_THAT(Error(*views, query), refused("no report names the source Nobody"));
}

TEST_F(ViewsCase, AValueMustBeThereAtTheKnownAt) {
  const auto views = Views::Open(ledger_.ledger()).value();
  ViewQuery query = Query({{"contributor", "JAM"}});
  query.known_at = LogSize{1};
  EXPECT_THAT(Error(*views, query), StatusIs(StatusCode::kInvalidArgument, HasSubstr("JAM")));
  query.where = {{"contributor", "unspecified"}};
  EXPECT_EQ(Total(*views, query), (People{0, 0, 0}));
}

TEST_F(ViewsCase, ATimelineRefusesReversedAndEndlessRanges) {
  const auto views = Views::Open(ledger_.ledger()).value();
  const auto timeline = [&](const char* from, const char* to, Step step) {
    return views->TimelineOver(DayOf(from), DayOf(to), step, Query());
  };
  EXPECT_THAT(timeline("2025-01-02", "2025-01-01", Step::kDay),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("reversed")));
  EXPECT_THAT(timeline("0001-01-01", "9999-12-31", Step::kDay),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("more than 100000 steps")));
  EXPECT_THAT(timeline("0001-01-01", "9999-12-31", Step::kChange), IsOk());
  EXPECT_EQ(timeline("0001-01-01", "9999-12-31", Step::kYear)->points.size(), 9999u);
}

TEST_F(ViewsCase, StepsEndWithSundaysMonthsAndTheLastDay) {
  const auto views = Views::Open(ledger_.ledger()).value();
  const auto days = [&](const char* from, const char* to, Step step) {
    std::string text;
    const auto timeline = views->TimelineOver(DayOf(from), DayOf(to), step, Query());
    for (const Timeline::Point& point : timeline->points) text += FormatDay(point.on) + " ";
    return text;
  };
  EXPECT_EQ(days("2024-06-20", "2024-07-03", Step::kWeek), "2024-06-23 2024-06-30 2024-07-03 ");
  EXPECT_EQ(days("2024-01-31", "2024-03-01", Step::kMonth), "2024-01-31 2024-02-29 2024-03-01 ");
  EXPECT_EQ(days("2023-05-01", "2024-12-31", Step::kYear), "2023-12-31 2024-12-31 ");
  EXPECT_EQ(days("2024-06-01", "2024-12-31", Step::kChange), "2024-06-01 2024-06-25 2024-09-12 ");
}

TEST_F(ViewsCase, UpdateTakesInWhatWasAppended) {
  const auto views = Open();
  AppendDeparture();
  EXPECT_EQ(views->size().value, ledger_.size() - 1);
  EXPECT_THAT(views->Update(), IsOk());
  EXPECT_EQ(views->size().value, ledger_.size());
  EXPECT_EQ(Total(*views, Query({{"contributor", "KEN"}})), (People{195, 195, 195}));
}

TEST_F(ViewsCase, TheSavedStateEqualsARebuiltOne) {
  Open();
  AppendDeparture();
  // As after a crash between the log and the state: the state is behind.
  EXPECT_EQ(Open(/*write=*/false)->StateBytes(), Rebuilt());
  EXPECT_EQ(Open()->StateBytes(), Rebuilt());
  EXPECT_EQ(Open()->StateBytes(), Rebuilt());
  const auto rebuilt = Views::Rebuild(ledger_.ledger(), Options());
  ASSERT_THAT(rebuilt, IsOk());
  EXPECT_EQ((*rebuilt)->StateBytes(), Rebuilt());
}

TEST_F(ViewsCase, CorrectionsEndRowsThatWereSavedBefore) {
  Open();
  ledger_.Admit(Report("Correction",
                       "- amendment: {of: arrival KEN-1 2024-06-25, change: {strength: 190}, "
                       "why: misread}\n"));
  Open();
  ledger_.Admit(Report("Again", "- retraction: {of: arrival KEN-1 2024-06-25, why: misread}\n"));
  EXPECT_EQ(Open()->StateBytes(), Rebuilt());
  const auto views = Open(/*write=*/false);
  EXPECT_EQ(Total(*views, Query({{"contributor", "KEN"}})), (People{0, 0, 0}));
  ViewQuery query = Query({{"contributor", "KEN"}});
  query.known_at.value -= 1;
  EXPECT_EQ(Total(*views, query), (People{190, 190, 190}));
  query.known_at.value -= 1;
  EXPECT_EQ(Total(*views, query), (People{200, 200, 200}));
}

TEST_F(ViewsCase, AStateOfAnotherLogIsThrownAway) {
  Open();
  LedgerCase other;
  other.AdmitNames();
  other.Admit(Report("Others", kArrivals));
  other.Admit(Report("More",
                     "- arrival: {contingent: KEN-2, strength: 7, place: D, "
                     "on: 2024-06-25}\n"));
  auto views = Views::Open(other.ledger(), Options());
  ASSERT_THAT(views, IsOk());
  EXPECT_EQ((*views)->StateBytes(), (*Views::Open(other.ledger()))->StateBytes());
}

TEST_F(ViewsCase, AStateAheadOfTheLogIsThrownAway) {
  AppendDeparture();
  Open();
  LedgerCase shorter;
  shorter.AdmitNames();
  auto views = Views::Open(shorter.ledger(), Options());
  ASSERT_THAT(views, IsOk());
  EXPECT_EQ((*views)->size().value, shorter.size());
}

TEST_F(ViewsCase, ADamagedStateIsRebuilt) {
  std::vector<std::filesystem::path> files;
  Open();
  for (const auto& entry : std::filesystem::directory_iterator(Directory())) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  ASSERT_FALSE(files.empty());
  for (const std::filesystem::path& file : files) {
    for (const bool cut : {false, true}) {
      Open();
      if (!std::filesystem::exists(file)) continue;
      const auto size = std::filesystem::file_size(file);
      if (cut) {
        std::filesystem::resize_file(file, size / 2);
      } else if (size > 0) {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(static_cast<std::streamoff>(size / 2));
        stream.put('\x5a');
      }
      EXPECT_EQ(Open(/*write=*/false)->StateBytes(), Rebuilt()) << file;
      EXPECT_EQ(Open()->StateBytes(), Rebuilt()) << file;
    }
  }
}

// RocksDB's secondary instance reads some of them without end.
TEST_F(ViewsCase, AReaderComesToAnEndWithAnyManifest) {
  for (int session = 0; session < 3; ++session) Open();
  std::filesystem::path manifest;
  for (const auto& file : std::filesystem::directory_iterator(Directory())) {
    if (file.path().filename().string().starts_with("MANIFEST")) manifest = file.path();
  }
  std::ifstream in(manifest, std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  ASSERT_GT(whole.size(), 64u);
  const std::string expected = Rebuilt();
  for (std::size_t at = whole.size() - 64; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      std::ofstream(manifest, std::ios::binary | std::ios::trunc) << damaged;
      EXPECT_EQ(Open(false)->StateBytes(), expected) << "bit " << bit << " of byte " << at;
    }
  }
}

TEST_F(ViewsCase, AReaderWritesNothing) {
  Open(/*write=*/false);
  EXPECT_FALSE(std::filesystem::exists(Directory()));
  const auto writer = Open();
  const auto count = [&] {
    const std::filesystem::recursive_directory_iterator begin(directory_.path());
    return std::distance(begin, std::filesystem::recursive_directory_iterator());
  };
  const auto before = count();
  Open(/*write=*/false);
  EXPECT_EQ(count(), before);
}

TEST_F(ViewsCase, PendingRecordsShowTheirEffectAndLeaveTheViewsAlone) {
  const auto views = Open();
  const std::string before = views->StateBytes();
  const AppendResult dry = ledger_.Append(
      std::vector<std::string>{
          Report("Pending",
                 "- account: {of: arrival KEN-1 2024-06-25, strength: 150..250}\n"
                 "- arrival: {contingent: KEN-2, strength: 3, place: D, on: 2024-08-01}\n")},
      {.dry_run = true});
  ASSERT_TRUE(dry.refusals.empty());
  std::vector<RecordPtr> records;
  for (const AdmittedEvent& event : dry.events) records.push_back(event.record);
  const auto pending = views->WithPending(records, dry.reports);
  ASSERT_THAT(pending, IsOk());
  EXPECT_EQ((*pending)->size().value, views->size().value + 2);
  ViewQuery query = Query({{"contributor", "KEN"}});
  EXPECT_EQ(Total(**pending, query), (People{200, 200, 200}));
  query.known_at.value += 2;
  EXPECT_EQ(Total(**pending, query), (People{203, 203, 203}));
  query.lens.sources = {"Desk"};
  EXPECT_EQ(Total(**pending, query), (People{203, 203, 203}));
  EXPECT_EQ(views->StateBytes(), before);
}

}  // namespace
}  // namespace muster
