// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Stored records: what a record has that this schema does not know is kept, its bytes are settled
// after one encoding, and it can be told to people and programs whatever is in it.
#include <nlohmann/json.hpp>
#include <string>

#include "ledger/record_codec.h"
#include "muster/v1/record.pb.h"
#include "tests/fuzz/fuzz_target.h"
#include "tools/output/display_text.h"
#include "tools/output/event_json.h"
#include "tools/output/event_sentence.h"

namespace muster {

void FuzzRecord(std::string_view bytes) {
  v1::Record any;
  if (!any.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return CheckRefused(DecodeRecord(Position{0}, bytes).status(), StatusCode::kDataLoss);
  }
  const Position position{any.position()};
  CheckRefused(DecodeRecord(Position{position.value + 1}, bytes).status(), StatusCode::kDataLoss);
  const auto record = DecodeRecord(position, bytes);
  if (!record.ok()) return CheckRefused(record.status(), StatusCode::kDataLoss);
  const std::string encoded = EncodeRecord(**record);
  const auto again = DecodeRecord(position, encoded);
  MUSTER_CHECK(again.ok() && EncodeRecord(**again) == encoded);
  const v1::Event& event = (*record)->event();
  MUSTER_CHECK(SafeText(EventSentence(event)).find('\x1b') == std::string::npos);
  MUSTER_CHECK(
      !EventJson(event).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).empty());
}

}  // namespace muster
