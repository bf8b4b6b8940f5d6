// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/served_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ledger/head_file.h"
#include "ledger/rocks_files.h"
#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

using testing::HasSubstr;

std::vector<ReportDraft> DraftsOf(const std::string& title) {
  return {DraftFromYaml(
      Report(title, "- mission: {id: M-" + title + ", name: Mission " + title + "}"))};
}

class ServedLedgerTest : public testing::Test {
 protected:
  ServedLedgerTest() { MUSTER_CHECK(Ledger::Create(path(), "served.example/ledger").ok()); }

  std::filesystem::path path() const { return directory_.path() / "served.ledger"; }
  std::unique_ptr<ServedLedger> Open(
      ServedLedger::Access access = ServedLedger::Access::kWrite) const {
    auto served = ServedLedger::Open(path(), access);
    EXPECT_THAT(served, IsOk());
    return *std::move(served);
  }
  static std::uint64_t SizeAnswered(const ServedLedger& served) {
    std::uint64_t size = 0;
    served.Answer([&size](const OpenedLedger& opened) {
      EXPECT_EQ(opened.ledger->Head().size, opened.views->size());
      size = opened.views->size().value;
    });
    return size;
  }

  TemporaryDirectory directory_;
};

TEST_F(ServedLedgerTest, AnswersSpeakOfWhatSeveralThreadsAppended) {
  constexpr int kThreads = 8;
  constexpr int kEach = 10;
  const std::unique_ptr<ServedLedger> served = Open();
  std::atomic<std::uint64_t> told = 0;
  served->Follow([&told](const ServedLedger::News& news) { told = news.head.size.value; });
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread]() {
      for (int i = 0; i < kEach; ++i) {
        const auto result =
            served->Append(DraftsOf(fmt::format("{}-{}", thread, i)), {.recorded_by = "tester"});
        if (!result.ok() || !result->refusals.empty() || !served->Await(result->head.size).ok() ||
            SizeAnswered(*served) < result->head.size.value) {
          ++failures;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(SizeAnswered(*served), kThreads * kEach);
  EXPECT_EQ(served->Now().head.size, LogSize{kThreads * kEach});
  EXPECT_EQ(served->Lag(), 0U);
}

TEST_F(ServedLedgerTest, AnAnswerStandsStillWhileMoreIsAppended) {
  const std::unique_ptr<ServedLedger> served = Open();
  served->Follow([](const ServedLedger::News&) {});
  served->Answer([&](const OpenedLedger& opened) {
    ASSERT_THAT(served->Append(DraftsOf("a"), {.recorded_by = "tester"}), IsOk());
    EXPECT_EQ(opened.ledger->Head().size, LogSize{0});
    EXPECT_EQ(opened.views->size(), LogSize{0});
    EXPECT_EQ(opened.ledger->Reports()->size(), 0U);
    EXPECT_EQ(served->Lag(), 1U);
  });
  ASSERT_THAT(served->Await(LogSize{1}), IsOk());
  EXPECT_EQ(SizeAnswered(*served), 1U);
}

TEST_F(ServedLedgerTest, IsTheOnlyWriterAndClosesCleanly) {
  {
    const std::unique_ptr<ServedLedger> served = Open();
    served->Follow([](const ServedLedger::News&) {});
    EXPECT_THAT(Ledger::Open(path(), {.write = true}),
                StatusIs(StatusCode::kFailedPrecondition, HasSubstr("open for writing")));
    ASSERT_THAT(served->Append(DraftsOf("a"), {.recorded_by = "tester"}), IsOk());
  }
  // A clean close leaves the digest of the manifest.
  EXPECT_TRUE(HeadFile::Read(HeadFileOf(path() / "log"))->manifest.has_value());
  EXPECT_EQ((*Ledger::Open(path()))->Head().size, LogSize{1});
}

TEST_F(ServedLedgerTest, OnlyReadsIfItIsToldTo) {
  const std::unique_ptr<ServedLedger> served = Open(ServedLedger::Access::kRead);
  served->Follow([](const ServedLedger::News&) {});
  EXPECT_THAT(served->Append(DraftsOf("a"), {.recorded_by = "tester"}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("--read-only")));
  {
    const auto other = *Ledger::Open(path(), {.write = true});
    ASSERT_THAT(other->Append(DraftsOf("b"), {.recorded_by = "tester"}), IsOk());
  }
  ASSERT_THAT(served->Await(LogSize{1}), IsOk());
  EXPECT_EQ(SizeAnswered(*served), 1U);
}

TEST_F(ServedLedgerTest, ADryRunAndARefusalLeaveItAsItIs) {
  const std::unique_ptr<ServedLedger> served = Open();
  served->Follow([](const ServedLedger::News&) { ADD_FAILURE() << "nothing is new"; });
  EXPECT_THAT(served->Append(DraftsOf("a"), {.recorded_by = "tester", .dry_run = true}), IsOk());
  const auto refused = served->Append(
      std::vector<ReportDraft>{DraftFromYaml(Report("b", "- arrival: {where: Nowhere}"))},
      {.recorded_by = "tester"});
  ASSERT_THAT(refused, IsOk());
  EXPECT_FALSE(refused->refusals.empty());
  EXPECT_EQ(SizeAnswered(*served), 0U);
  EXPECT_THAT(served->Append(DraftsOf("a"), {.recorded_by = "tester", .expected_size = LogSize{7}}),
              StatusIs(StatusCode::kAborted, HasSubstr("0 records, not the 7")));
}

}  // namespace
}  // namespace muster
