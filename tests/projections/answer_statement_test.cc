// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/answer_statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "projections/answer_proof.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

const std::string kStatement =
    "muster.answer/v1\n"
    "origin example.org/log\n"
    "size 40\n"
    "root 0000000000000000000000000000000000000000000000000000000000000000\n"
    "program muster 0.1.0\n"
    "on 2025-01-18\n"
    "known-at 37\n"
    "where contributor=KEN\n"
    "where label.rank=high and dry\n"
    "of women\n"
    "source Desk\n"
    "source Other Paper\n"
    "least-grade B2\n"
    "published-by 2025-02-01\n"
    "least 201\n"
    "best 217\n"
    "most none\n"
    "basis counted\n"
    "latest 2025-01-18\n"
    "rests-on 0 2-4 17\n";

TEST(AnswerStatement, SaysWholeWhatWasAskedAndAnswered) {
  const StatusOr<AnswerStatement> read = AnswerStatement::Parse(kStatement);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->checkpoint.origin, "example.org/log");
  EXPECT_EQ(read->checkpoint.size, LogSize{40});
  EXPECT_EQ(read->query.known_at, LogSize{37});
  EXPECT_EQ(read->query.where[1], (Condition{"label.rank", "high and dry"}));
  EXPECT_EQ(read->query.of, "women");
  EXPECT_THAT(read->query.lens.sources, testing::ElementsAre("Desk", "Other Paper"));
  EXPECT_EQ(read->total.strength, (People{201, 217, std::nullopt}));
  EXPECT_EQ(read->total.basis, Basis::kCounted);
  EXPECT_EQ(read->records.size(), 5u);
  EXPECT_EQ(*read->Text(), kStatement);
}

TEST(AnswerStatement, TakesOnlyTheOneTextOfAStatement) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string bad = kStatement;
    EXPECT_NE(bad.find(from), bad.npos) << from;
    return bad.replace(bad.find(from), from.size(), to);
  };
  for (const std::string& bad : {std::string(),
                                 with("v1", "v2"),
                                 with("size 40", "size 36"),
                                 with("size 40", "size 040"),
                                 with("size 40\n", ""),
                                 with("root 00", "root 0"),
                                 with("on 2025-01-18", "on 2025-01"),
                                 with("on 2025-01-18", "on 2025-02-30"),
                                 with("known-at 37", "known-at 41"),
                                 with("known-at 37", "known-at -1"),
                                 with("where contributor=", "where colour="),
                                 with("contributor=KEN", "contributor"),
                                 with("of women\n", "of women\nof men\n"),
                                 with("least-grade B2", "least-grade b2"),
                                 with("least-grade B2", "least-grade Z9"),
                                 with("least 201", "least 0201"),
                                 with("least 201", "least +201"),
                                 with("least 201", "least 99999999999999999999"),
                                 with("most none", "most None"),
                                 with("basis counted", "basis guessed"),
                                 with("latest 2025-01-18", "latest x"),
                                 with("0 2-4 17", "0 2 3 4 17"),
                                 with("0 2-4 17", "4-2"),
                                 with("0 2-4 17", "0 0"),
                                 with("0 2-4 17", "17 0"),
                                 with("0 2-4 17", ""),
                                 with("0 2-4 17", "0  17"),
                                 with("0 2-4 17", "0-18446744073709551615"),
                                 with("0 2-4 17", "0-9999999"),
                                 with("0 2-4 17", "18446744073709551615"),
                                 kStatement + "more\n",
                                 kStatement + "\n",
                                 kStatement.substr(0, kStatement.size() - 1)}) {
    EXPECT_THAT(AnswerStatement::Parse(bad), StatusIs(StatusCode::kInvalidArgument, testing::_))
        << bad;
  }
  const std::string far = with("size 40", "size 5000000000");
  EXPECT_THAT(AnswerStatement::Parse(far), IsOk());
  std::string beyond = far;
  beyond.replace(beyond.find("known-at 37"), 11, "known-at 4294967295");
  EXPECT_THAT(AnswerStatement::Parse(beyond), StatusIs(StatusCode::kInvalidArgument, testing::_));
}

TEST(AnswerStatement, HasNoLineInItsNames) {
  AnswerStatement statement = *AnswerStatement::Parse(kStatement);
  statement.query.lens.sources[0] = "Desk\nbest 0";
  EXPECT_THAT(statement.Text(),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("control character")));
}

TEST(AnswerProof, RefusesWhatIsNone) {
  for (const std::string& bad :
       {std::string(), std::string("\n\n\n\n"), kStatement, kStatement + "\n",
        kStatement + "\n\xe2\x80\x94 a AAAAAAAA\n\n\n\n", std::string(100, '\n')}) {
    EXPECT_THAT(AnswerProof::Parse(bad), StatusIs(StatusCode::kInvalidArgument, testing::_)) << bad;
  }
  EXPECT_THAT(AnswerProof::Parse(std::string(kAnswerProofBytesMax + 1, 'x')),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("at most")));
}

}  // namespace
}  // namespace muster
