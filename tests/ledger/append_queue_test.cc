// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/append_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

using Group = std::span<const std::shared_ptr<QueuedAppend>>;

TEST(AppendQueue, WritesEverythingThatGatheredInOneGroup) {
  std::vector<std::size_t> groups;
  AppendQueue queue({}, [&groups](Group group) {
    groups.push_back(group.size());
    return OkStatus();
  });
  std::vector<std::shared_ptr<QueuedAppend>> appends;
  for (std::uint64_t i = 0; i < 5; ++i) appends.push_back(*queue.Begin({{"r"}, {}}, LogSize{i}));
  EXPECT_EQ(queue.head().size, LogSize{0});
  EXPECT_THAT(queue.Wait(*appends[2]), IsOk());
  EXPECT_EQ(queue.head().size, LogSize{5});
  EXPECT_EQ(queue.frontier().Root(), queue.head().root);
  for (const auto& append : appends) EXPECT_THAT(queue.Wait(*append), IsOk());
  EXPECT_EQ(groups, (std::vector<std::size_t>{5}));
}

TEST(AppendQueue, ClosesAGroupThatHasBecomeLarge) {
  std::vector<std::size_t> groups;
  AppendQueue queue({}, [&groups](Group group) {
    groups.push_back(group.size());
    return OkStatus();
  });
  const std::string half(AppendQueue::kGroupBytesMax / 2, 'x');
  std::vector<std::shared_ptr<QueuedAppend>> appends;
  for (std::uint64_t i = 0; i < 5; ++i) {
    appends.push_back(*queue.Begin({{"r"}, {{Table::kChunks, "k", half}}}, LogSize{i}));
  }
  for (const auto& append : appends) EXPECT_THAT(queue.Wait(*append), IsOk());
  EXPECT_EQ(groups, (std::vector<std::size_t>{2, 2, 1}));
}

TEST(AppendQueue, LetsTheNextOnesGatherWhileOneIsWritten) {
  absl::Notification first_is_writing;
  absl::Notification go_on;
  std::vector<std::size_t> groups;
  AppendQueue queue({}, [&](Group group) {
    groups.push_back(group.size());
    if (groups.size() == 1) {
      first_is_writing.Notify();
      go_on.WaitForNotification();
    }
    return OkStatus();
  });
  auto first = *queue.Begin({{"0"}, {}}, LogSize{0});
  std::thread leader([&] { EXPECT_THAT(queue.Wait(*first), IsOk()); });
  first_is_writing.WaitForNotification();
  std::vector<std::thread> followers;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    auto append = *queue.Begin({{"r"}, {}}, LogSize{i});
    followers.emplace_back([&queue, append] { EXPECT_THAT(queue.Wait(*append), IsOk()); });
  }
  EXPECT_EQ(queue.head().size, LogSize{0});
  go_on.Notify();
  leader.join();
  for (std::thread& follower : followers) follower.join();
  EXPECT_EQ(queue.head().size, LogSize{4});
  EXPECT_EQ(groups, (std::vector<std::size_t>{1, 3}));
}

TEST(AppendQueue, WritesWhatNobodyWaitsForWithWhatComesAfter) {
  std::uint64_t written = 0;
  AppendQueue queue({}, [&written](Group group) {
    for (const auto& append : group) written += append->batch.records.size();
    return OkStatus();
  });
  ASSERT_THAT(queue.Begin({{"a", "b"}, {}}, LogSize{0}), IsOk());
  auto last = *queue.Begin({{"c"}, {}}, LogSize{2});
  EXPECT_THAT(queue.Wait(*last), IsOk());
  EXPECT_EQ(written, 3u);
}

TEST(AppendQueue, RefusesEverythingAfterAFailedWrite) {
  int writes = 0;
  AppendQueue queue(
      {}, [&writes](Group) { return ++writes == 2 ? Internal("disk is full") : OkStatus(); });
  auto first = *queue.Begin({{"a"}, {}}, LogSize{0});
  EXPECT_THAT(queue.Wait(*first), IsOk());
  auto second = *queue.Begin({{"b"}, {}}, LogSize{1});
  auto third = *queue.Begin({{"c"}, {}}, LogSize{2});
  EXPECT_FALSE(queue.poisoned());
  for (const auto& append : {third, second}) {
    EXPECT_THAT(queue.Wait(*append), StatusIs(StatusCode::kUnavailable, HasSubstr("disk is full")));
  }
  EXPECT_TRUE(queue.poisoned());
  EXPECT_THAT(queue.Begin({{"d"}, {}}, LogSize{1}),
              StatusIs(StatusCode::kUnavailable, HasSubstr("takes no more appends: disk is full")));
  EXPECT_EQ(queue.head().size, LogSize{1});
  EXPECT_EQ(writes, 2);
}

TEST(AppendQueue, WakesThoseWhoWaitWhenPoisoned) {
  AppendQueue queue({}, [](Group) { return OkStatus(); });
  auto append = *queue.Begin({{"a"}, {}}, LogSize{0});
  queue.Poison(Internal("the head file cannot be written"));
  EXPECT_THAT(queue.Wait(*append), StatusIs(StatusCode::kUnavailable, HasSubstr("head file")));
  EXPECT_EQ(queue.head().size, LogSize{0});
}

TEST(AppendQueue, GoesOnFromATree) {
  MerkleFrontier frontier;
  frontier.Add(LeafHash("a"));
  AppendQueue queue(TileBuilder(frontier, {LeafHash("a")}), [](Group) { return OkStatus(); });
  auto append = *queue.Begin({{"b"}, {}}, LogSize{1});
  EXPECT_EQ(append->first, Position{1});
  frontier.Add(LeafHash("b"));
  EXPECT_EQ(append->head_after.root, frontier.Root());
}

TEST(AppendQueue, AddsATileOfTheTreeToTheAppendThatCompletesIt) {
  AppendQueue queue({}, [](Group) { return OkStatus(); });
  const auto first = *queue.Begin({std::vector<std::string>(kTileWidth - 1, "r"), {}}, LogSize{0});
  EXPECT_TRUE(first->batch.entries.empty());
  const auto second = *queue.Begin({{"s", "t"}, {}}, LogSize{kTileWidth - 1});
  ASSERT_EQ(second->batch.entries.size(), 2u);
  EXPECT_EQ(second->batch.entries[0].key, TileKey(1, 0));
  EXPECT_EQ(second->batch.entries[1].key, TileKey(0, 0));
  EXPECT_EQ(second->batch.entries[1].value->size(), 8192u);
  EXPECT_GT(second->size_bytes, 8192u);
}

}  // namespace
}  // namespace muster
