// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/live_feed.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace muster {
namespace {

LiveFeed::Event EventOf(int number) {
  return {"head", std::to_string(number), "data " + std::to_string(number)};
}

const std::function<bool()> kMayGoOn = [] { return true; };

// What a listener is given, and whether it waits.
struct Ear {
  std::shared_ptr<HttpStream> stream;
  bool parked = false;
  int woken = 0;

  std::optional<std::string> Next() {
    return stream->Next([this]() { parked = true; }, [this]() { ++woken; });
  }
};

TEST(LiveFeedTest, AListenerIsToldTheNewestAndThenWaits) {
  const auto feed = LiveFeed::Make(EventOf(1));
  Ear ear{feed->Listen("", kMayGoOn)};
  EXPECT_EQ(ear.Next(), "event: head\nid: 1\ndata: data 1\n\n");
  EXPECT_EQ(ear.Next(), ":\n\n");
  EXPECT_EQ(ear.Next(), "");
  EXPECT_TRUE(ear.parked);
  EXPECT_EQ(ear.woken, 0);
  feed->Tell(EventOf(2));
  EXPECT_EQ(ear.woken, 1);
  EXPECT_EQ(ear.Next(), "event: head\nid: 2\ndata: data 2\n\n");
}

TEST(LiveFeedTest, WhoMayNotListenAnyMoreIsEndedAndNobodyElse) {
  const auto feed = LiveFeed::Make(EventOf(1));
  bool may_go_on = true;
  Ear ended{feed->Listen("1", [&may_go_on] { return may_go_on; })};
  Ear other{feed->Listen("1", kMayGoOn)};
  for (Ear* const ear : {&ended, &other}) {
    EXPECT_EQ(ear->Next(), ":\n\n");
    EXPECT_EQ(ear->Next(), "");
  }
  feed->CheckAll();
  EXPECT_EQ(ended.woken, 0);
  may_go_on = false;
  feed->CheckAll();
  EXPECT_EQ(ended.woken, 1);
  EXPECT_EQ(ended.Next(), std::nullopt);
  EXPECT_EQ(other.woken, 0);
  feed->Tell(EventOf(2));
  EXPECT_EQ(ended.Next(), std::nullopt);
  EXPECT_EQ(other.Next(), "event: head\nid: 2\ndata: data 2\n\n");
}

TEST(LiveFeedTest, WhoIsSlowMissesWhatWasOvertaken) {
  const auto feed = LiveFeed::Make(EventOf(1));
  Ear ear{feed->Listen("1", kMayGoOn)};
  EXPECT_EQ(ear.Next(), ":\n\n");
  EXPECT_EQ(ear.Next(), "");
  for (int number = 2; number < 100; ++number) feed->Tell(EventOf(number));
  EXPECT_EQ(ear.woken, 1);
  EXPECT_EQ(ear.Next(), "event: head\nid: 99\ndata: data 99\n\n");
  EXPECT_EQ(ear.Next(), "");
}

TEST(LiveFeedTest, AClosedFeedEndsWhatIsHeardAndWillBe) {
  const auto feed = LiveFeed::Make(EventOf(1));
  Ear ear{feed->Listen("1", kMayGoOn)};
  ear.Next();
  ear.Next();
  feed->Close();
  EXPECT_EQ(ear.woken, 1);
  EXPECT_EQ(ear.Next(), std::nullopt);
  Ear later{feed->Listen("", kMayGoOn)};
  EXPECT_EQ(later.Next(), std::nullopt);
}

TEST(LiveFeedTest, WhoIsGoneIsNotWoken) {
  const auto feed = LiveFeed::Make(EventOf(1));
  Ear ear{feed->Listen("1", kMayGoOn)};
  ear.Next();
  ear.Next();
  EXPECT_EQ(feed->listeners(), 1U);
  ear.stream.reset();
  EXPECT_EQ(feed->listeners(), 0U);
  feed->Tell(EventOf(2));
  feed->KeepAlive();
  EXPECT_EQ(ear.woken, 0);
}

TEST(LiveFeedTest, EveryListenerHearsTheLastWhateverThreadsTell) {
  const auto feed = LiveFeed::Make(EventOf(0));
  std::vector<std::thread> threads;
  std::atomic<int> heard = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&]() {
      const auto stream = feed->Listen("", kMayGoOn);
      std::atomic<bool> awake = true;
      std::string last;
      while (last.find("id: last") == last.npos) {
        if (!awake.load()) {
          std::this_thread::yield();
          continue;
        }
        const auto next = stream->Next([&]() { awake = false; }, [&]() { awake = true; });
        if (!next->empty()) last = *next;
      }
      ++heard;
    });
  }
  for (int number = 1; number < 2000; ++number) feed->Tell(EventOf(number));
  feed->Tell({"head", "last", "data"});
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(heard, 4);
}

}  // namespace
}  // namespace muster
