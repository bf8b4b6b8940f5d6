// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/read_ahead.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/record_codec.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "tests/support/memory_log.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

// Of different kinds by turns: nothing of one may be left in the next.
std::string RecordBytes(std::uint64_t position) {
  v1::Record record;
  record.set_position(position);
  record.set_recorded_by("desk");
  if (position % 3 == 0) record.add_evidence()->set_end(position);
  v1::Event& event = *record.mutable_event();
  if (position % 2 == 0) {
    event.mutable_statement()->set_text("record " + std::to_string(position));
  } else {
    event.mutable_retraction()->mutable_of()->set_position(position - 1);
  }
  return EncodeRecord(record);
}

class ReadAheadTest : public testing::Test {
 protected:
  explicit ReadAheadTest(std::uint64_t size = 10'000) {
    LogBatch batch;
    for (std::uint64_t i = 0; i < size; ++i) batch.records.push_back(RecordBytes(i));
    EXPECT_THAT((*log_.Begin(std::move(batch), LogSize{0}))->Wait(), IsOk());
  }

  MemoryLog log_;
};

TEST_F(ReadAheadTest, VisitsEachRecordOnceInOrderInTheThreadOfTheCaller) {
  const std::thread::id caller = std::this_thread::get_id();
  std::uint64_t next = 7;
  EXPECT_THAT(ReadAhead(log_, Position{7}, LogSize{9'999},
                        [&](Position position, const v1::Record& record) {
                          EXPECT_EQ(std::this_thread::get_id(), caller);
                          EXPECT_EQ(position.value, next);
                          EXPECT_EQ(EncodeRecord(record), RecordBytes(next));
                          ++next;
                          return OkStatus();
                        }),
              IsOk());
  EXPECT_EQ(next, 9'999U);
}

TEST_F(ReadAheadTest, EndsWithTheErrorOfTheVisitor) {
  for (const std::uint64_t last : {0, 1, 1023, 1024, 9'999}) {
    std::uint64_t visits = 0;
    EXPECT_THAT(ReadAhead(log_, Position{0}, LogSize{10'000},
                          [&](Position position, const v1::Record&) -> Status {
                            ++visits;
                            if (position.value == last) return Aborted("enough");
                            return OkStatus();
                          }),
                StatusIs(StatusCode::kAborted, "enough"));
    EXPECT_EQ(visits, last + 1);
  }
}

TEST_F(ReadAheadTest, VisitsWhatIsBeforeADamagedRecordAndNamesIt) {
  log_.Overwrite(Position{5'000}, "\xff");
  std::uint64_t visits = 0;
  EXPECT_THAT(ReadAhead(log_, Position{0}, LogSize{10'000},
                        [&](Position, const v1::Record&) {
                          ++visits;
                          return OkStatus();
                        }),
              StatusIs(StatusCode::kDataLoss, HasSubstr("record 5000")));
  EXPECT_EQ(visits, 5'000U);
}

TEST_F(ReadAheadTest, LetsTheVisitorReadTheLog) {
  std::uint64_t read = 0;
  EXPECT_THAT(ReadAhead(log_, Position{0}, LogSize{10'000},
                        [&](Position position, const v1::Record&) {
                          return log_.Read(position, LogSize{position.value + 1},
                                           [&](Position, std::string_view) {
                                             ++read;
                                             return OkStatus();
                                           });
                        }),
              IsOk());
  EXPECT_EQ(read, 10'000U);
}

TEST_F(ReadAheadTest, TellsThatTheLogIsShorter) {
  EXPECT_THAT(ReadAhead(log_, Position{0}, LogSize{10'001},
                        [](Position, const v1::Record&) { return OkStatus(); }),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("10000")));
}

TEST_F(ReadAheadTest, IsHowALedgerReadsMany) {
  const auto ledger = Ledger::OnLog(std::make_unique<MemoryLog>());
  ASSERT_THAT(ledger.status(), IsOk());
  std::uint64_t visits = 0;
  EXPECT_THAT((*ledger)->Read(Position{0}, LogSize{kReadAheadRecordsMin},
                              [&](Position, const v1::Record&) {
                                ++visits;
                                return OkStatus();
                              }),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("0 records")));
  EXPECT_EQ(visits, 0U);
}

}  // namespace
}  // namespace muster
