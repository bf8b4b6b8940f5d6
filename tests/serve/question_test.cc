// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"
#include "tools/cli/command.h"
#include "tools/cli/command_asked.h"

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

TEST(QuestionTest, NothingThatNamesAFileOrWritesIsAParameter) {
  for (const std::string_view name : CommandsAsked()) {
    const Command& command = *FindCommand(name);
    for (const Option& option : command.options) {
      // FILE, or where a file may stand: what the help says of it.
      if (option.completes == Completes::kNothing &&
          option.value.find("FILE") == option.value.npos && option.name != "rotate" &&
          option.name != "key") {
        continue;
      }
      Parameters parameters = {{std::string(option.name), "/tmp/x"}};
      for (const std::string& operand : OperandNames(command))
        parameters.emplace_back(operand, "1");
      EXPECT_THAT(InvocationOf(PathOf(name), parameters),
                  StatusIs(StatusCode::kInvalidArgument, HasSubstr("has no parameter")))
          << name << " " << option.name;
    }
  }
  EXPECT_THAT(InvocationOf("audit/consistency", {{"old", "/etc/passwd"}}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("is not a size of the log")));
  EXPECT_THAT(InvocationOf("audit/consistency", {{"old", "-"}}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("is not a size of the log")));
}

TEST(QuestionTest, OperandsStandInTheOrderOfTheCommandLine) {
  const auto consistency = InvocationOf("audit/consistency", {{"new", "12"}, {"old", "9"}});
  ASSERT_THAT(consistency, IsOk());
  EXPECT_THAT(consistency->operands, ElementsAre("9", "12"));
  EXPECT_THAT(InvocationOf("audit/consistency", {{"new", "12"}}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("`new` goes with `old`")));
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
