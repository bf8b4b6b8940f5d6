// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/record_codec.h"

#include <gmock/gmock.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <array>
#include <set>
#include <string>
#include <utility>

#include "ledger/sha256.h"
#include "muster/v1/record.pb.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

v1::Record RecordOf(const std::string& event) {
  v1::Record record;
  record.set_recorded_at_us(1'735'689'600'000'000);
  record.set_recorded_by("desk");
  record.set_report(std::string(32, 'r'));
  record.set_ordinal(2);
  record.set_position(300);
  record.set_written(std::string(16, 'w'));
  record.add_evidence()->set_begin(5);
  record.mutable_evidence(0)->set_end(17);
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(event, record.mutable_event()))
      << event;
  return record;
}

std::string Hex(const std::string& bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

constexpr const char* kOne = "{ least: 1 best: 1 most: 1 best_stated: true text: '1' }";
constexpr const char* kDay = "{ earliest: 20106 best: 20106 latest: 20106 text: '2025-01-18' }";

// An event of each kind with every field that it has.
std::string Text(const std::string& pattern) {
  std::string text = pattern;
  const std::pair<std::string, std::string> words[] = {
      {"$S", std::string("strength ") + kOne},
      {"$P", std::string("of_which { name: 'women' strength ") + kOne + " }"},
      {"$O", std::string("on ") + kDay},
      {"$W", "who { mission: 'M' contributor: 'KEN' component: 'police' }"},
      {"$C", "scope { mission: 'M' contributor: ['KEN', 'JAM'] place: 'A' duty: 'x' }"},
      {"$F", "from { place: 'A' duty: 'x' }"},
      {"$T", "to { place: 'B' duty: 'y' }"},
      {"$D", kDay}};
  for (const auto& [word, meaning] : words) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) {
      text.replace(at, word.size(), meaning);
    }
  }
  return text;
}

struct Golden {
  const char* event;
  const char* sha256;  // of the record's bytes
};

const Golden kGolden[] = {
#include "tests/ledger/record_golden.inc"
};

TEST(RecordCodecTest, BytesOfEveryKindArePinned) {
  std::set<int> kinds;
  for (const Golden& golden : kGolden) {
    const v1::Record record = RecordOf(Text(golden.event));
    kinds.insert(record.event().fact_case());
    EXPECT_EQ(ToHex(Sha256(EncodeRecord(record))), golden.sha256) << golden.event;
  }
  EXPECT_EQ(kinds.size(), 21u);
}

TEST(RecordCodecTest, BytesAreThoseOfTheSchema) {
  EXPECT_EQ(Hex(EncodeRecord(RecordOf("mission { id: 'M' }"))),
            "0880c0b1d09bd38a0312046465736b1a20" + Hex(std::string(32, 'r')) +
                "20022a050a030a014d32040805101138ac024210" + Hex(std::string(16, 'w')));
}

TEST(RecordCodecTest, EncodedRecordsAreDecodedAgain) {
  for (const Golden& golden : kGolden) {
    const std::string bytes = EncodeRecord(RecordOf(Text(golden.event)));
    const auto record = DecodeRecord(Position{300}, bytes);
    ASSERT_THAT(record, IsOk());
    EXPECT_EQ(EncodeRecord(**record), bytes);
  }
}

TEST(RecordCodecTest, EventOfALaterSchemaIsCarriedThroughUnchanged) {
  v1::Record record = RecordOf("grade: 'B2'");
  // A kind with the number 22, a field of the record with the number 9.
  record.mutable_event()
      ->GetReflection()
      ->MutableUnknownFields(record.mutable_event())
      ->AddLengthDelimited(22, "later");
  record.GetReflection()->MutableUnknownFields(&record)->AddVarint(9, 7);
  const std::string bytes = EncodeRecord(record);
  const auto decoded = DecodeRecord(Position{300}, bytes);
  ASSERT_THAT(decoded, IsOk());
  EXPECT_EQ((*decoded)->event().fact_case(), v1::Event::FACT_NOT_SET);
  EXPECT_EQ(EncodeRecord(**decoded), bytes);
}

TEST(RecordCodecTest, RecordOfAnotherPositionIsDataLoss) {
  const std::string bytes = EncodeRecord(RecordOf("mission { id: 'M' }"));
  EXPECT_THAT(DecodeRecord(Position{301}, bytes),
              StatusIs(StatusCode::kDataLoss, HasSubstr("record 301 says that it is record 300")));
}

TEST(RecordCodecTest, WhatIsNoRecordIsDataLoss) {
  const std::string bytes = EncodeRecord(RecordOf("mission { id: 'M' }"));
  EXPECT_THAT(DecodeRecord(Position{300}, bytes.substr(0, bytes.size() - 1)),
              StatusIs(StatusCode::kDataLoss, HasSubstr("not well-formed")));
  EXPECT_THAT(DecodeRecord(Position{0}, ""),
              StatusIs(StatusCode::kDataLoss, HasSubstr("no event")));
  v1::Record record = RecordOf("mission { id: 'M' }");
  record.set_report("short");
  EXPECT_THAT(DecodeRecord(Position{300}, EncodeRecord(record)),
              StatusIs(StatusCode::kDataLoss, HasSubstr("5 bytes")));
}

}  // namespace
}  // namespace muster
