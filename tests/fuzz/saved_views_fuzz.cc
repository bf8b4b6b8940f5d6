// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The saved state of the views, in its one canonical form: what decodes is settled after one
// encoding, and what does not is refused.
#include <string>

#include "projections/byte_codec.h"
#include "projections/state_codec.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {
namespace {

StatusOr<EffectiveSet> DecodeState(std::string_view bytes) {
  ByteReader in(bytes);
  in.U32();  // the format
  const LogSize size{in.U64()};
  StateCounts counts{};
  // The counts stand before each table's blocks; the decoder wants all of them first.
  for (ByteReader ahead = in; std::uint64_t & count : counts) {
    count = ahead.U64();
    for (std::size_t block = 0; ahead.ok() && block < BlocksOf(count); ++block) ahead.Text();
    if (!ahead.ok()) return DataLoss("cut off");
  }
  StateDecoder decoder(size, counts);
  for (int table = 0; table < kStateTables; ++table) {
    in.U64();
    for (std::size_t block = 0; block < BlocksOf(counts[table]); ++block) {
      MUSTER_RETURN_IF_ERROR(decoder.Add(static_cast<StateTable>(table), block, in.Text()));
    }
  }
  return decoder.Finish();
}

}  // namespace

void FuzzSavedViews(std::string_view bytes) {
  const StatusOr<EffectiveSet> set = DecodeState(bytes);
  if (!set.ok()) return CheckRefused(set.status(), StatusCode::kDataLoss);
  const std::string encoded = EncodeState(*set);
  const StatusOr<EffectiveSet> again = DecodeState(encoded);
  MUSTER_CHECK(again.ok() && EncodeState(*again) == encoded);
  MUSTER_CHECK(EncodeState(set->Copy()) == encoded);
}

}  // namespace muster
