// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Record codec: records to the bytes that the log keeps and the audit hashes, and back.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_RECORD_CODEC_H_
#define MUSTER_LEDGER_RECORD_CODEC_H_

#include <memory>
#include <string>
#include <string_view>

#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

namespace v1 {
class Record;
}  // namespace v1

// The same bytes for equal records, always. What a later schema added is among them unchanged.
std::string EncodeRecord(const v1::Record& record);

// Reads the record at `position`. An event of a kind that a later schema added is no damage: it
// comes without a kind, and is encoded again unchanged.
//
// Errors: DATA_LOSS if the bytes are no record, or are one of another position.
StatusOr<std::shared_ptr<v1::Record>> DecodeRecord(Position position, std::string_view bytes);
// The same into `record`, in the place of what it holds; on an error it holds anything.
Status DecodeRecordInto(Position position, std::string_view bytes, v1::Record& record);

}  // namespace muster

#endif  // MUSTER_LEDGER_RECORD_CODEC_H_
