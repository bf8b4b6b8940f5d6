// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Which file of a damaged database is to blame. RocksDB often names only the manifest.
#ifndef MUSTER_LEDGER_ROCKS_DIAGNOSIS_H_
#define MUSTER_LEDGER_ROCKS_DIAGNOSIS_H_

#include <filesystem>

#include "ledger/status.h"

namespace muster {

// `status` with the files added to its message that are to blame: the table files that cannot be
// opened or are missing; where there are none and no file is named yet, the write-ahead logs and
// manifests that are broken. Looks only at DATA_LOSS; another status comes back as it is. Reads the
// beginnings and ends of all table files of the RocksDB directory, and all of the others.
// REQUIRES: nobody writes there.
Status Diagnose(const std::filesystem::path& database, const Status& status);

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_DIAGNOSIS_H_
