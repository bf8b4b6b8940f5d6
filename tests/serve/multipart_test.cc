// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/multipart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

constexpr std::string_view kType = "multipart/form-data; boundary=b";

std::string PartText(const std::string& disposition, const std::string& bytes) {
  return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + bytes + "\r\n";
}

TEST(MultipartTest, GivesThePartsAsTheyWereSent) {
  const std::string binary("a\0\r\n--\r\n--B\r\n-b\r\n\r\n", 20);
  const std::string body =
      "what stands before is nothing\r\n" + PartText("name=report; filename=\"a.yaml\"", binary) +
      PartText("filename=x; name=\"texts/b.txt\"", "") +
      "--b  \r\nX: "
      "y\r\ncontent-DISPOSITION:form-data;name=\"%22c\\\"\\\\\"\r\n\r\nlast\r\n--b--\r\n"
      "what stands behind as well";
  const auto parts = ParseMultipart(kType, body);
  ASSERT_THAT(parts, IsOk());
  ASSERT_EQ(parts->size(), 3U);
  EXPECT_EQ(parts->at(0).name, "report");
  EXPECT_EQ(parts->at(0).file_name, "a.yaml");
  EXPECT_EQ(parts->at(0).bytes, binary);
  EXPECT_EQ(parts->at(1).name, "texts/b.txt");
  EXPECT_EQ(parts->at(1).bytes, "");
  EXPECT_EQ(parts->at(2).name, "\"c\"\\");
  EXPECT_EQ(parts->at(2).bytes, "last");
  EXPECT_TRUE(ParseMultipart("Multipart/Form-Data;BOUNDARY=\"b\"", "--b--")->empty());
}

TEST(MultipartTest, TellsWhatIsWrong) {
  const auto refused = [](std::string_view type, const std::string& body) {
    return std::string(Message(ParseMultipart(type, body).status()));
  };
  EXPECT_THAT(refused("multipart/form-data", "--b--"), HasSubstr("takes a boundary"));
  EXPECT_THAT(refused("multipart/form-data; boundary=", "--b--"), HasSubstr("takes a boundary"));
  EXPECT_THAT(refused("multipart/form-data; boundary=" + std::string(71, 'b'), "--b--"),
              HasSubstr("takes a boundary"));
  EXPECT_THAT(refused(kType, ""), HasSubstr("does not have its boundary"));
  EXPECT_THAT(refused(kType, "--c--"), HasSubstr("does not have its boundary"));
  EXPECT_THAT(refused(kType, "--b"), HasSubstr("followed by something"));
  EXPECT_THAT(refused(kType, "--bc\r\n"), HasSubstr("followed by something"));
  EXPECT_THAT(refused(kType, "--b\r\nX: y\r\n"), HasSubstr("part 1 have no end"));
  EXPECT_THAT(refused(kType, "--b\r\nX: y\r\n\r\n\r\n--b--"), HasSubstr("part 1 has no name"));
  EXPECT_THAT(refused(kType, "--b\r\n\r\n\r\n--b--"), HasSubstr("part 1 has no name"));
  EXPECT_THAT(refused(kType, PartText("name=\"\"", "x") + "--b--"), HasSubstr("has no name"));
  EXPECT_THAT(refused(kType, PartText("name=a", "x") + PartText("name=b", "y")),
              HasSubstr("part 2 has no end"));
  std::string many;
  for (std::size_t i = 0; i <= kPartsMax; ++i) many += PartText("name=a", "");
  EXPECT_THAT(ParseMultipart(kType, many + "--b--"),
              StatusIs(StatusCode::kResourceExhausted, HasSubstr("more than")));
}

TEST(MultipartTest, WhateverIsCutOffOrAlteredIsPartsOfTheBodyOrRefused) {
  std::mt19937 choice(7);
  const std::string whole =
      PartText("name=report; filename=a", "one") + PartText("name=\"x\"", "two") + "--b--\r\n";
  for (int i = 0; i < 20'000; ++i) {
    std::string body = whole.substr(0, choice() % (whole.size() + 1));
    if (!body.empty()) body[choice() % body.size()] = "\r\n-b;=\"\\:%\0a"[choice() % 12];
    const auto parts = ParseMultipart(kType, body);
    if (!parts.ok()) continue;
    for (const Part& part : *parts) {
      EXPECT_FALSE(part.name.empty());
      EXPECT_NE(body.find(part.bytes), std::string::npos);
    }
  }
}

TEST(MultipartTest, AMediaTypeIsInLowerCaseWithoutParameters) {
  EXPECT_EQ(MediaTypeOf("Application/YAML ; charset=utf-8"), "application/yaml");
  EXPECT_EQ(MediaTypeOf(""), "");
}

}  // namespace
}  // namespace muster
