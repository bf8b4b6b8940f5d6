// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/record_reader.h"

#include <utility>

#include "ledger/record_codec.h"
#include "muster/v1/record.pb.h"

namespace muster {

StatusOr<RecordReader::RecordPtr> RecordReader::Read(Position position) const {
  if (!Holds(size_, position)) {
    return NotFound("there is no record {}: the log has {} records", position.value, size_.value);
  }
  const std::uint64_t recent_begin = size_.value - recent_.size();
  if (position.value >= recent_begin) return recent_[position.value - recent_begin];
  RecordPtr& record = last_read_[position.value % kLastRead];
  if (record != nullptr && record->position() == position.value) return record;
  record = nullptr;
  MUSTER_RETURN_IF_ERROR(log_.Read(position, LogSize{position.value + 1},
                                   [&record](Position at, std::string_view bytes) -> Status {
                                     MUSTER_ASSIGN_OR_RETURN(record, DecodeRecord(at, bytes));
                                     return OkStatus();
                                   }));
  return record;
}

Status RecordReader::ReadFrom(
    Position from, const std::function<Status(Position, const v1::Record&)>& visit) const {
  const std::uint64_t recent_begin = size_.value - recent_.size();
  if (from.value < recent_begin) {
    MUSTER_RETURN_IF_ERROR(log_.Read(
        from, LogSize{recent_begin}, [&visit](Position at, std::string_view bytes) -> Status {
          MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, DecodeRecord(at, bytes));
          return visit(at, *record);
        }));
    from = Position{recent_begin};
  }
  for (; Holds(size_, from); ++from.value) {
    MUSTER_RETURN_IF_ERROR(visit(from, *recent_[from.value - recent_begin]));
  }
  return OkStatus();
}

void RecordReader::Push(RecordPtr record) {
  MUSTER_CHECK(record->position() == size_.value);
  recent_.push_back(std::move(record));
  ++size_.value;
}

void RecordReader::Truncate(LogSize size) {
  while (size_ > size) {
    MUSTER_CHECK(!recent_.empty());
    recent_.pop_back();
    --size_.value;
  }
}

void RecordReader::Forget(LogSize acknowledged) {
  while (!recent_.empty() && size_.value - recent_.size() < acknowledged.value) {
    recent_.pop_front();
  }
}

}  // namespace muster
