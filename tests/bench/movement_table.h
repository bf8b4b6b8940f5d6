// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a ledger's records say, as tables for programs that know nothing of muster.
#ifndef MUSTER_TESTS_BENCH_MOVEMENT_TABLE_H_
#define MUSTER_TESTS_BENCH_MOVEMENT_TABLE_H_

#include <filesystem>

#include "ledger/ledger.h"
#include "ledger/status.h"

namespace muster {

// Writes three CSV files with a header into `directory`:
//   contingents.csv  contingent,mission,contributor,component
//   movements.csv    position,kind,on,strength,contingent,from_place,from_duty,to_place,to_duty
//                    as recorded; a place and a duty that are empty are abroad
//   corrections.csv  position,of,strength: from `position` on, the movement `of` has this strength
// REQUIRES: a plain workload's ledger. Errors: DATA_LOSS; UNAVAILABLE.
Status WriteMovementTables(const Ledger& ledger, const std::filesystem::path& directory);

}  // namespace muster

#endif  // MUSTER_TESTS_BENCH_MOVEMENT_TABLE_H_
