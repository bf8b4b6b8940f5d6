// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Record reader: the records that admission sees: those of the log, those of appends under way, and
// those that the append being admitted has so far.
#ifndef MUSTER_LEDGER_RECORD_READER_H_
#define MUSTER_LEDGER_RECORD_READER_H_

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>

#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

namespace v1 {
class Record;
}  // namespace v1

// To be used by one thread at a time, for reading, too.
class RecordReader {
 public:
  using RecordPtr = std::shared_ptr<const v1::Record>;

  // `log` must outlive the reader.
  explicit RecordReader(const Log& log) : log_(log), size_(log.Head().size) {}

  // The number of records that can be read.
  LogSize size() const { return size_; }

  // Errors: NOT_FOUND if there is none; DATA_LOSS.
  StatusOr<RecordPtr> Read(Position position) const;
  // Those of [from, size()) in order. Errors: DATA_LOSS; what `visit` returns.
  Status ReadFrom(Position from,
                  const std::function<Status(Position, const v1::Record&)>& visit) const;

  // Adds the record at position size().
  void Push(RecordPtr record);
  // Takes those back that a log of `size` does not hold. REQUIRES: they were added since then.
  void Truncate(LogSize size);
  // Those of a log of `acknowledged` records can be read from it.
  void Forget(LogSize acknowledged);

 private:
  const Log& log_;
  LogSize size_;
  std::deque<RecordPtr> recent_;  // up to size_
  // Those last read from the log, at the places that their positions have: whoever corrects an
  // event asks for its record three times.
  static constexpr std::size_t kLastRead = 16;
  mutable std::array<RecordPtr, kLastRead> last_read_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_RECORD_READER_H_
