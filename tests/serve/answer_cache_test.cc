// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/answer_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace muster {
namespace {

HttpResponse AnswerOf(std::size_t bytes, char filling = 'x') {
  HttpResponse response;
  response.body = std::make_shared<const std::string>(bytes, filling);
  return response;
}

TEST(AnswerCacheTest, AnAnswerIsFoundByItsQuestionInItsState) {
  AnswerCache cache(1 << 20);
  EXPECT_FALSE(cache.Find("7", "a"));
  cache.Keep("7", "a", AnswerOf(10));
  ASSERT_TRUE(cache.Find("7", "a"));
  EXPECT_EQ(cache.Find("7", "a")->body->size(), 10U);
  EXPECT_FALSE(cache.Find("7", "b"));
  EXPECT_FALSE(cache.Find("8", "a"));
}

TEST(AnswerCacheTest, AnotherStateForgetsTheAnswersOfTheOneBefore) {
  AnswerCache cache(1 << 20);
  cache.Keep("7", "a", AnswerOf(10));
  cache.Keep("8", "b", AnswerOf(10));
  EXPECT_FALSE(cache.Find("7", "a"));
  EXPECT_FALSE(cache.Find("8", "a"));
  EXPECT_TRUE(cache.Find("8", "b"));
}

TEST(AnswerCacheTest, WhatWasLongestNotAskedForGoesFirst) {
  AnswerCache cache(35000);
  for (const char* key : {"a", "b", "c"}) cache.Keep("7", key, AnswerOf(10000));
  ASSERT_TRUE(cache.Find("7", "a"));
  cache.Keep("7", "d", AnswerOf(10000));
  EXPECT_TRUE(cache.Find("7", "a"));
  EXPECT_FALSE(cache.Find("7", "b"));
  EXPECT_TRUE(cache.Find("7", "c"));
  EXPECT_TRUE(cache.Find("7", "d"));
}

TEST(AnswerCacheTest, AnAnswerThatIsTooLargeIsNotKeptAndDrivesNoneOut) {
  AnswerCache cache(20000);
  cache.Keep("7", "a", AnswerOf(10));
  cache.Keep("7", "b", AnswerOf(30000));
  EXPECT_FALSE(cache.Find("7", "b"));
  EXPECT_TRUE(cache.Find("7", "a"));
}

TEST(AnswerCacheTest, TheFirstAnswerToAQuestionStays) {
  AnswerCache cache(1 << 20);
  cache.Keep("7", "a", AnswerOf(10, 'x'));
  cache.Keep("7", "a", AnswerOf(10, 'y'));
  EXPECT_EQ(cache.Find("7", "a")->body->front(), 'x');
}

}  // namespace
}  // namespace muster
