// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Transfer stream: the frame of a file that carries a whole log. A line that says what it is, then
// items (proto/muster/v1/transfer.proto), each behind its length of 4 bytes, big endian:
//
//   muster records 1
//   header
//   for each record: before it, if it is the first of a report, the report, and the documents of it
//   that no report before it has, in chunks; then the record
//   end
//
// Documents that were blacked out are not there.
#ifndef MUSTER_LEDGER_TRANSFER_STREAM_H_
#define MUSTER_LEDGER_TRANSFER_STREAM_H_

#include <cstddef>
#include <istream>
#include <ostream>
#include <string>

#include "ledger/status.h"

namespace muster {

namespace v1 {
class TransferItem;
}  // namespace v1

// No item has more bytes: a chunk with its names, or the metadata of a report.
inline constexpr std::size_t kTransferItemBytesMax = std::size_t{1} << 20;

// Thread-compatible.
class TransferWriter {
 public:
  // `out` must outlive the writer.
  explicit TransferWriter(std::ostream& out);
  // Errors: UNAVAILABLE if it cannot be written; RESOURCE_EXHAUSTED if it has more than
  // kTransferItemBytesMax bytes.
  Status Write(const v1::TransferItem& item);

 private:
  std::ostream& out_;
};

// Reads what anybody may have written. Thread-compatible.
class TransferReader {
 public:
  // `in` must outlive the reader.
  explicit TransferReader(std::istream& in) : in_(in) {}
  // Reads the first line. Errors: INVALID_ARGUMENT if it is another.
  Status Begin();
  // Reads an item; takes only what a writer writes. Errors: INVALID_ARGUMENT, saying where.
  Status Read(v1::TransferItem& item);
  // Errors: INVALID_ARGUMENT if there is more.
  Status CheckEnd();

 private:
  std::istream& in_;
  std::uint64_t offset_ = 0;
  std::string bytes_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_TRANSFER_STREAM_H_
