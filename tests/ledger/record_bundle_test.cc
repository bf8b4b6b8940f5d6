// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/record_bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ledger/base64.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

class RecordBundleTest : public testing::Test {
 protected:
  RecordBundleTest() {
    case_.AdmitNames();
    case_.Admit(Report("Arrivals",
                       "- arrival: {contingent: KEN-1, strength: 200, place: D, on: 2024-06-25}\n"
                       "- arrival: {contingent: JAM-1, strength: 24, place: D, on: 2024-09-12}",
                       "Two hundred came."));
  }

  Checkpoint State(std::uint64_t size) {
    TreeReader tree(case_.log());
    return {"example.org/log", LogSize{size}, *tree.Root(LogSize{size}), {}};
  }

  RecordBundle Bundle(const std::vector<Position>& positions, std::uint64_t size = 10) {
    TreeReader tree(case_.log());
    StatusOr<RecordBundle> bundle = BundleRecords(case_.ledger(), tree, LogSize{size}, positions);
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    return bundle.ok() ? *std::move(bundle) : RecordBundle();
  }

  LedgerCase case_;
};

TEST_F(RecordBundleTest, ProvesAnyRecordsOfAnyLogThatHasThem) {
  for (std::uint64_t size = 1; size <= case_.size(); ++size) {
    for (std::uint64_t step = 1; step <= size; ++step) {
      std::vector<Position> positions;
      for (std::uint64_t p = step - 1; p < size; p += step) positions.push_back(Position{p});
      const StatusOr<RecordBundle> read = RecordBundle::Parse(Bundle(positions, size).Encode());
      ASSERT_THAT(read, IsOk());
      const StatusOr<ProvedRecords> proved = VerifyBundle(*read, State(size));
      ASSERT_THAT(proved, IsOk());
      EXPECT_EQ(proved->records.size(), positions.size());
      for (const auto& [position, record] : proved->records) {
        EXPECT_EQ(record->SerializeAsString(), case_.Record(position.value).SerializeAsString());
        EXPECT_TRUE(proved->reports.contains(HashFromBytes(record->report())));
      }
    }
  }
  EXPECT_THAT(VerifyBundle(Bundle({}), State(10)), IsOk());
}

TEST_F(RecordBundleTest, ProofsShareTheirHashes) {
  std::vector<Position> all;
  for (std::uint64_t p = 0; p < 10; ++p) all.push_back(Position{p});
  // The nodes of the tree below its root: 10 leaves and 8 more.
  EXPECT_EQ(Bundle(all).hashes.size(), 18u);
}

TEST_F(RecordBundleTest, DoesNotVerifyWhereAnythingIsAltered) {
  const RecordBundle good = Bundle({Position{2}, Position{8}});
  ASSERT_THAT(VerifyBundle(good, State(10)), IsOk());
  const auto refused = [&](const RecordBundle& bad, const char* why) {
    EXPECT_THAT(VerifyBundle(bad, State(10)),
                StatusIs(StatusCode::kFailedPrecondition, HasSubstr(why)));
  };
  RecordBundle bad = good;
  std::swap(bad.entries[0].record, bad.entries[1].record);
  refused(bad, "do not lead to the checkpoint's root");
  bad = good;
  bad.entries[0].position = Position{3};
  refused(bad, "do not lead to the checkpoint's root");
  bad = good;
  bad.entries[1].position = Position{10};
  refused(bad, "which has no record 10");
  bad = good;
  bad.entries[0].proof.pop_back();
  refused(bad, "do not lead to the checkpoint's root");
  bad = good;
  bad.reports.pop_back();
  refused(bad, "which record 8 names, are not there");
  bad = good;
  bad.entries.pop_back();
  refused(bad, "no record names the report");
  bad = good;
  bad.reports[1] += 'x';
  refused(bad, "are not there");
  EXPECT_THAT(VerifyBundle(good, State(9)), StatusIs(StatusCode::kFailedPrecondition, testing::_));
  bad = good;
  bad.reports.push_back(bad.reports[0]);
  EXPECT_THAT(VerifyBundle(bad, State(10)), StatusIs(StatusCode::kInvalidArgument, testing::_));
}

TEST_F(RecordBundleTest, RefusesWhatIsNone) {
  const std::string good = Bundle({Position{2}, Position{8}}).Encode();
  ASSERT_THAT(good, HasSubstr("\nhashes 6\n"));
  const auto with = [&good](const std::string& from, const std::string& to) {
    std::string bad = good;
    EXPECT_NE(bad.find(from), bad.npos) << from;
    bad.replace(bad.find(from), from.size(), to);
    return bad;
  };
  for (const std::string& bad : {std::string(),
                                 std::string("x"),
                                 good + "\n",
                                 good + good,
                                 with("reports 2", "reports 3"),
                                 with("reports 2", "reports 1"),
                                 with("reports 2", "reports 02"),
                                 with("reports 2", "reports 18446744073709551616"),
                                 with("reports 2", "reports 262145"),
                                 with("hashes 6", "hashes 5"),
                                 with("hashes 6", "hashes 1048577"),
                                 with("records 2", "records 1"),
                                 with("records 2", "records 3"),
                                 with("records 2", "records 999999999"),
                                 with("\n8 ", "\n2 "),
                                 with("\n8 ", "\n1 "),
                                 with("\n8 ", "\n08 "),
                                 with("\n8 ", "\n-8 "),
                                 with("\n8 ", "\n8 !"),
                                 with("\n8 ", "\n8 \n"),
                                 with("\n8 ", "\n"),
                                 good.substr(0, good.size() - 1),
                                 good.substr(0, good.size() - 2) + "6\n",
                                 good.substr(0, good.size() - 1) + " \n"}) {
    EXPECT_THAT(RecordBundle::Parse(bad), StatusIs(StatusCode::kInvalidArgument, testing::_))
        << bad;
  }
  for (std::size_t i = 0; i < good.size(); ++i) {
    EXPECT_FALSE(RecordBundle::Parse(good.substr(0, i)).ok()) << i;
  }
  std::string many = good.substr(0, good.size() - 1);
  for (int i = 0; i < 70; ++i) many += " 0";
  EXPECT_THAT(RecordBundle::Parse(many + "\n"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("more than 65 hashes")));
}

}  // namespace
}  // namespace muster
