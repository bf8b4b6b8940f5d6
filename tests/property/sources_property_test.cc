// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what is said to rest on each source is what the model says, at every known-at.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "projections/views.h"
#include "tests/model/model_sources.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"

namespace muster {
namespace {

std::string Show(const std::vector<SourceTally>& tallies) {
  std::string shown;
  for (const SourceTally& tally : tallies) {
    shown += fmt::format("{}: {} reports, {} events, {} claims of which {} agree\n", tally.source,
                         tally.reports, tally.events, tally.claims, tally.claims_agreed);
  }
  return shown;
}

TEST(SourcesProperty, ATallyIsThatOfTheModel) {
  std::uint64_t agreed = 0;
  std::uint64_t disagreed = 0;
  CheckProperty(300, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const auto views = Views::Open(random.ledger()).value();
    const model::Log log = ReadModelLog(random.ledger());
    const std::uint64_t size = random.ledger().Head().size.value;
    for (const std::uint64_t known_at :
         {size, size * *rc::gen::inRange<std::uint64_t>(0, 100) / 100}) {
      const std::vector<SourceTally> tallies =
          views->TallySources(LogSize{known_at}, views->ReportsAt(LogSize{known_at}).value())
              .value();
      for (const SourceTally& tally : tallies) {
        agreed += tally.claims_agreed;
        disagreed += tally.claims - tally.claims_agreed;
      }
      const std::string actual = Show(tallies);
      const std::string expected = Show(model::TallySources(log, known_at));
      if (actual != expected) {
        RC_FAIL(fmt::format("{}\nknown at {}\n{}but the model has\n{}", random.Show(), known_at,
                            actual, expected));
      }
    }
  });
  EXPECT_GT(agreed, 0);
  EXPECT_GT(disagreed, 0);
}

}  // namespace
}  // namespace muster
