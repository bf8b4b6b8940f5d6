// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What every implementation of Log must do.
#include "ledger/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ledger/merkle.h"
#include "ledger/rocks_log.h"
#include "tests/support/log_contents.h"
#include "tests/support/memory_log.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class LogTest : public testing::TestWithParam<bool> {
 protected:
  LogTest() {
    if (!GetParam()) {
      log_ = std::make_unique<MemoryLog>();
      return;
    }
    MUSTER_CHECK(RocksLog::Create(directory_.path() / "log").ok());
    log_ = *RocksLog::OpenWriter(directory_.path() / "log");
  }

  std::vector<std::pair<std::string, std::string>> Scan(Table table, std::string_view prefix,
                                                        std::string_view from) {
    std::vector<std::pair<std::string, std::string>> entries;
    EXPECT_THAT(log_->Scan(table, prefix, from,
                           [&entries](std::string_view key, std::string_view value) {
                             entries.emplace_back(key, value);
                             return OkStatus();
                           }),
                IsOk());
    return entries;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Log> log_;
};

std::string RootOf(const std::vector<std::string>& records) {
  MerkleFrontier frontier;
  for (const std::string& record : records) frontier.Add(LeafHash(record));
  return ToHex(frontier.Root());
}

TEST_P(LogTest, BeginsEmpty) {
  EXPECT_EQ(log_->Head().size, LogSize{0});
  EXPECT_EQ(ToHex(log_->Head().root), RootOf({}));
  EXPECT_THAT(ReadContents(*log_), IsOk());
  EXPECT_THAT(log_->Read(Position{0}, LogSize{1}, nullptr),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("log has 0 records, asked for 1")));
}

TEST_P(LogTest, ReadsBackWhatWasAppended) {
  const StatusOr<LogHead> head = AppendNow(*log_, {{"a", "", std::string(65535, 'c')}, {}});
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->size, LogSize{3});
  ASSERT_THAT(AppendNow(*log_, {{"d"}, {}}), IsOk());
  const std::vector<std::string> expected = {"a", "", std::string(65535, 'c'), "d"};
  EXPECT_EQ(ReadContents(*log_)->records, expected);
  EXPECT_EQ(ReadContents(*log_)->root, RootOf(expected));
  EXPECT_EQ(ToHex(head->root), RootOf({"a", "", std::string(65535, 'c')}));
}

TEST_P(LogTest, ReadsAnyRangeAndStopsWhereTheVisitorSays) {
  ASSERT_THAT(AppendNow(*log_, {{"0", "1", "2", "3", "4"}, {}}), IsOk());
  for (std::uint64_t from = 0; from <= 5; ++from) {
    for (std::uint64_t until = 0; until <= 5; ++until) {
      std::string seen;
      EXPECT_THAT(log_->Read(Position{from}, LogSize{until},
                             [&seen](Position position, std::string_view record) {
                               EXPECT_EQ(std::to_string(position.value), record);
                               seen += record;
                               return OkStatus();
                             }),
                  IsOk());
      EXPECT_EQ(seen, from < until ? std::string("01234").substr(from, until - from) : "");
    }
  }
  int visits = 0;
  EXPECT_THAT(log_->Read(Position{0}, LogSize{5},
                         [&visits](Position position, std::string_view) {
                           ++visits;
                           return position.value == 2 ? Internal("enough") : OkStatus();
                         }),
              StatusIs(StatusCode::kInternal, "enough"));
  EXPECT_EQ(visits, 3);
}

TEST_P(LogTest, RefusesAnotherSizeThanExpected) {
  ASSERT_THAT(AppendNow(*log_, {{"a", "b"}, {}}), IsOk());
  EXPECT_THAT(log_->Begin({{"c"}, {}}, LogSize{1}),
              StatusIs(StatusCode::kAborted, HasSubstr("log has 2 records, expected 1")));
  EXPECT_THAT(log_->Begin({{"c"}, {}}, LogSize{3}), StatusIs(StatusCode::kAborted, HasSubstr("3")));
  // What was begun counts, though it is not durable yet.
  auto first = log_->Begin({{"c"}, {}}, LogSize{2});
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(log_->Begin({{"d"}, {}}, LogSize{2}),
              StatusIs(StatusCode::kAborted, HasSubstr("log has 3 records, expected 2")));
  EXPECT_EQ(log_->Head().size, LogSize{2});
  EXPECT_THAT((*first)->Wait(), IsOk());
  EXPECT_EQ(ReadContents(*log_)->records, (std::vector<std::string>{"a", "b", "c"}));
}

TEST_P(LogTest, RefusesARecordBeyondTheLimitAndAppendsNothing) {
  EXPECT_THAT(log_->Begin({{"a", std::string(65536, 'x')}, {}}, LogSize{0}),
              StatusIs(StatusCode::kResourceExhausted, HasSubstr("65536 bytes, at most 65535")));
  EXPECT_EQ(log_->Head().size, LogSize{0});
  ASSERT_THAT(AppendNow(*log_, {{"b"}, {}}), IsOk());
  EXPECT_EQ(ReadContents(*log_)->records, (std::vector<std::string>{"b"}));
}

TEST_P(LogTest, BecomesDurableInTheOrderBegun) {
  auto first = *log_->Begin({{"a"}, {}}, LogSize{0});
  auto second = *log_->Begin({{"b", "c"}, {}}, LogSize{1});
  auto third = *log_->Begin({{"d"}, {}}, LogSize{3});
  EXPECT_EQ(second->head_after().size, LogSize{3});
  EXPECT_EQ(log_->Head().size, LogSize{0});
  EXPECT_THAT(second->Wait(), IsOk());
  EXPECT_GE(log_->Head().size, LogSize{3});
  EXPECT_THAT(third->Wait(), IsOk());
  EXPECT_THAT(first->Wait(), IsOk());
  EXPECT_EQ(ReadContents(*log_)->records, (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST_P(LogTest, TakesAnEmptyBatch) {
  const StatusOr<LogHead> head = AppendNow(*log_, {});
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->size, LogSize{0});
}

TEST_P(LogTest, KeepsEntriesByTableAndKey) {
  ASSERT_THAT(AppendNow(*log_, {{"r"},
                                {{Table::kReports, "k", "report"},
                                 {Table::kChunks, "k", "chunk"},
                                 {Table::kNames, "gone", "x"},
                                 {Table::kChains, std::string("\0", 1), ""}}}),
              IsOk());
  ASSERT_THAT(AppendNow(*log_, {{},
                                {{Table::kNames, "gone", std::nullopt},
                                 {Table::kNames, "never", std::nullopt},
                                 {Table::kReports, "k", "later"}}}),
              IsOk());
  EXPECT_THAT(log_->Get(Table::kReports, "k"),
              IsOkAndHolds(testing::Optional(std::string("later"))));
  EXPECT_THAT(log_->Get(Table::kChunks, "k"),
              IsOkAndHolds(testing::Optional(std::string("chunk"))));
  EXPECT_THAT(log_->Get(Table::kNames, "gone"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(log_->Get(Table::kSubjects, "k"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Scan(Table::kChains, {}, {}), ElementsAre(Pair(std::string("\0", 1), "")));
}

TEST_P(LogTest, ScansAPrefixFromAKeyOnByBytes) {
  std::vector<TableEntry> entries;
  for (const std::string key : {"a", "b", "b\x01", "b\xff", "b\xff\xff", "c", "B"}) {
    entries.push_back({Table::kSubjects, key, "v" + key});
  }
  ASSERT_THAT(AppendNow(*log_, {{"r"}, entries}), IsOk());
  EXPECT_THAT(Scan(Table::kSubjects, "b", {}),
              ElementsAre(Pair("b", "vb"), Pair("b\x01", "vb\x01"), Pair("b\xff", "vb\xff"),
                          Pair("b\xff\xff", "vb\xff\xff")));
  EXPECT_THAT(Scan(Table::kSubjects, "b", "b\x02"),
              ElementsAre(Pair("b\xff", testing::_), Pair("b\xff\xff", testing::_)));
  EXPECT_THAT(Scan(Table::kSubjects, "b", "c"), ElementsAre());
  EXPECT_EQ(Scan(Table::kSubjects, "", "").size(), 7u);
  EXPECT_THAT(Scan(Table::kSubjects, "", "b\xff\xff"),
              ElementsAre(Pair("b\xff\xff", testing::_), Pair("c", testing::_)));
  EXPECT_THAT(Scan(Table::kSubjects, "bb", {}), ElementsAre());
  EXPECT_THAT(Scan(Table::kChains, "", ""), ElementsAre());
}

TEST_P(LogTest, LetsAVisitorReadAndAppend) {
  ASSERT_THAT(AppendNow(*log_, {{"a", "b"}, {{Table::kNames, "n", "v"}}}), IsOk());
  EXPECT_THAT(log_->Read(Position{0}, LogSize{2},
                         [this](Position, std::string_view) -> Status {
                           MUSTER_RETURN_IF_ERROR(AppendNow(*log_, {{"more"}, {}}).status());
                           return log_->Get(Table::kNames, "n").status();
                         }),
              IsOk());
  EXPECT_EQ(log_->Head().size, LogSize{4});
}

std::string NameOf(const testing::TestParamInfo<bool>& on_rocksdb) {
  return on_rocksdb.param ? "RocksLog" : "MemoryLog";
}
INSTANTIATE_TEST_SUITE_P(Each, LogTest, testing::Bool(), NameOf);

TEST(MemoryLog, RefusesEverythingOnceBroken) {
  MemoryLog log;
  ASSERT_THAT(AppendNow(log, {{"a"}, {}}), IsOk());
  auto pending = *log.Begin({{"b"}, {}}, LogSize{1});
  log.Break();
  EXPECT_THAT(pending->Wait(), StatusIs(StatusCode::kUnavailable, HasSubstr("broken")));
  EXPECT_THAT(log.Begin({{"b"}, {}}, LogSize{2}),
              StatusIs(StatusCode::kUnavailable, HasSubstr("broken")));
  EXPECT_EQ(log.Head().size, LogSize{1});
}

}  // namespace
}  // namespace muster
