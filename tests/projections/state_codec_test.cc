// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a state that was encoded and decoded is the same state, and folding goes on from it as if
// it had never stopped.
#include "projections/state_codec.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/projections/log_source.h"
#include "tests/projections/random_log.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

EffectiveSet Folded(const LogSource& source, LogSize size, EffectiveSet set = {}) {
  const auto fold = [&](Position position, const v1::Record& record) {
    return set.Fold(position, record, source);
  };
  const Status status = source.Read(Position{set.size().value}, size, fold);
  MUSTER_CHECK(status.ok());
  return set;
}

StatusOr<EffectiveSet> Decoded(const EffectiveSet& set) {
  const StateCounts counts = CountsOf(set);
  StateDecoder decoder(set.size(), counts);
  for (int table = 0; table < kStateTables; ++table) {
    for (std::size_t block = 0; block < BlocksOf(counts[table]); ++block) {
      const auto id = static_cast<StateTable>(table);
      MUSTER_RETURN_IF_ERROR(decoder.Add(id, block, EncodeBlock(set, id, block)));
    }
  }
  return decoder.Finish();
}

TEST(StateCodec, DecodesWhatItEncodedAndFoldsOnFromIt) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    RandomLog random(seed);
    const LogSource source(random.builder().log());
    const LogSize half{source.size().value / 2 + seed % 3};
    const EffectiveSet first = Folded(source, half);
    StatusOr<EffectiveSet> decoded = Decoded(first);
    ASSERT_THAT(decoded, IsOk());
    EXPECT_EQ(EncodeState(*decoded), EncodeState(first));
    const EffectiveSet followed = Folded(source, source.size(), *std::move(decoded));
    const EffectiveSet rebuilt = Folded(source, source.size());
    ASSERT_EQ(EncodeState(followed), EncodeState(rebuilt)) << "seed " << seed;
  }
}

TEST(StateCodec, ACutBlockIsRefused) {
  RandomLog random(1);
  const LogSource source(random.builder().log());
  const EffectiveSet set = Folded(source, source.size());
  const std::string names = EncodeBlock(set, StateTable::kNames, 0);
  for (std::size_t size = 0; size < names.size(); ++size) {
    StateDecoder decoder(set.size(), CountsOf(set));
    EXPECT_THAT(decoder.Add(StateTable::kNames, 0, names.substr(0, size)),
                StatusIs(StatusCode::kDataLoss, HasSubstr("block 0")));
  }
}

TEST(StateCodec, RowsBeyondABlockGoToTheNext) {
  model::LogBuilder builder;
  builder.Contingent("K-1", "M-1", "KEN");
  for (std::size_t i = 0; i < 2 * kBlockRows + 1; ++i) {
    builder.Arrival("K-1", "1", "H", "2025-01-01");
  }
  const LogSource source(builder.log());
  const EffectiveSet set = Folded(source, source.size());
  const std::size_t movements = CountsOf(set)[static_cast<int>(StateTable::kMovements)];
  EXPECT_EQ(BlocksOf(movements), 3u);
  const StatusOr<EffectiveSet> decoded = Decoded(set);
  ASSERT_THAT(decoded, IsOk());
  EXPECT_EQ(decoded->facts().movements().size(), 2 * kBlockRows + 1);
}

}  // namespace
}  // namespace muster
