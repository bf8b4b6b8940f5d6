// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"
#include "tools/cli/command.h"

namespace muster {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(QuestionTest, ParametersAreOptionsAndOperandsOfTheCommandLine) {
  const auto headcount = InvocationOf(
      "headcount",
      {{"on", "2025-01-18"}, {"where", "a=b"}, {"where", "-c=d"}, {"all-groups", "true"}});
  ASSERT_THAT(headcount, IsOk());
  EXPECT_EQ(headcount->command->name, "headcount");
  EXPECT_EQ(headcount->Value("on"), "2025-01-18");
  EXPECT_THAT(headcount->Values("where"), ElementsAre("a=b", "-c=d"));
  EXPECT_TRUE(headcount->Has("all-groups"));
  EXPECT_EQ(headcount->format, Format::kJson);
  const auto show = InvocationOf("show", {{"position", "-1"}, {"format", "csv"}});
  ASSERT_THAT(show, IsOk());
  EXPECT_THAT(show->operands, ElementsAre("-1"));
  EXPECT_EQ(show->format, Format::kCsv);
}

TEST(QuestionTest, AFlagThatIsFalseIsNotGiven) {
  EXPECT_FALSE(InvocationOf("headcount", {{"all-groups", "false"}})->Has("all-groups"));
}

TEST(QuestionTest, WordsOfTheCommandLineCannotBeSlippedIn) {
  const auto operand = InvocationOf("history", {{"target", "--ledger=/etc"}});
  ASSERT_THAT(operand, IsOk());
  EXPECT_THAT(operand->operands, ElementsAre("--ledger=/etc"));
  EXPECT_FALSE(operand->Has("ledger"));
  const auto value = InvocationOf("headcount", {{"on", "x --ledger=/etc"}});
  ASSERT_THAT(value, IsOk());
  EXPECT_EQ(value->Value("on"), "x --ledger=/etc");
  EXPECT_THAT(InvocationOf("headcount", {{"-h", ""}}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("has no parameter")));
  EXPECT_THAT(InvocationOf("headcount", {{"help", "true"}}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("has no parameter")));
  EXPECT_THAT(InvocationOf("headcount", {{"", ""}}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("has no parameter")));
}

TEST(QuestionTest, EveryCommandThatIsAskedIsOneAndReadsOnly) {
  for (const std::string_view name : CommandsAsked()) {
    const Command* const command = FindCommand(name);
    ASSERT_NE(command, nullptr) << name;
    EXPECT_TRUE(command->access.starts_with("reads the ledger")) << name;
  }
  EXPECT_THAT(InvocationOf("append", {}),
              StatusIs(StatusCode::kNotFound, HasSubstr("there is no /v1/append")));
}

TEST(QuestionTest, AKeyTellsQuestionsApart) {
  const std::vector<Parameters> different = {{},
                                             {{"a", ""}},
                                             {{"a", "b"}},
                                             {{"ab", ""}},
                                             {{"a", "b"}, {"c", "d"}},
                                             {{"a", "b\n1:c=1:d"}},
                                             {{"a", "1"}, {"a", "2"}},
                                             {{"a", "2"}, {"a", "1"}}};
  for (std::size_t i = 0; i < different.size(); ++i) {
    for (std::size_t j = 0; j < different.size(); ++j) {
      EXPECT_EQ(KeyOf("/x", different[i]) == KeyOf("/x", different[j]), i == j) << i << ' ' << j;
    }
  }
  EXPECT_EQ(KeyOf("/x", {{"a", "1"}, {"b", "2"}}), KeyOf("/x", {{"b", "2"}, {"a", "1"}}));
  EXPECT_NE(KeyOf("/x", {}), KeyOf("/y", {}));
}

}  // namespace
}  // namespace muster
