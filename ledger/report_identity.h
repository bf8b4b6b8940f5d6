// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report identity: what makes a field report, and an event of it, the same when it comes again.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_REPORT_IDENTITY_H_
#define MUSTER_LEDGER_REPORT_IDENTITY_H_

#include <string>

#include "ledger/draft.h"
#include "ledger/sha256.h"

namespace muster {

namespace v1 {
class Report;
}  // namespace v1

// The id of a report: the SHA-256 of its canonical metadata, the digests of its documents among
// them.
Hash ReportId(const v1::Report& report);

// A digest of an entry of `events` as it was written, 16 bytes. The order of keys, their layout and
// the quotation of scalars make no difference; their texts do.
std::string WrittenDigest(const Node& entry);

}  // namespace muster

#endif  // MUSTER_LEDGER_REPORT_IDENTITY_H_
