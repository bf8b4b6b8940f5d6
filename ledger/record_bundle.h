// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RecordBundle is some records of a log, with the metadata of the reports that they name, and what
// shows without the ledger that each stands in the log of a checkpoint. Lines of text:
//
//   reports <count>
//   <base64 of a serialised muster.v1.Report>
//   hashes <count>
//   <base64 of a hash>
//   records <count>
//   <position> <base64 of the record> <number of a hash> <number of a hash> ...
//
// The hashes at those numbers, from 0, are the record's inclusion proof (RFC 9162, section 2.1.3),
// from the leaf's sibling up: neighbours share most of theirs. A report's id is the SHA-256 of its
// metadata. Bundles come from anybody.
//
// Thread-safety: values and pure functions.
#ifndef MUSTER_LEDGER_RECORD_BUNDLE_H_
#define MUSTER_LEDGER_RECORD_BUNDLE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"
#include "ledger/tree_reader.h"

namespace muster {

// No bundle has more of each; with the size of the file they bound the memory that reading takes.
inline constexpr std::size_t kBundleRecordsMax = std::size_t{1} << 18;
inline constexpr std::size_t kBundleHashesMax = std::size_t{1} << 20;

struct RecordBundle {
  struct Entry {
    Position position;
    std::string record;                // its bytes as they are stored
    std::vector<std::uint32_t> proof;  // numbers of `hashes`
  };
  std::vector<std::string> reports;  // serialised metadata, in the order of their first records
  std::vector<Hash> hashes;
  std::vector<Entry> entries;  // by position

  std::string Encode() const;
  // Reads the whole of `bytes`. Errors: INVALID_ARGUMENT, saying what is wrong.
  static StatusOr<RecordBundle> Parse(std::string_view bytes);
};

// Records that are known to stand in a log, and the reports that they name.
struct ProvedRecords {
  std::map<Position, RecordPtr> records;
  std::map<Hash, ReportPtr> reports;
};

// The bundle of the records at `positions` (ascending), for the log of `size`. Errors:
// RESOURCE_EXHAUSTED if they are too many; INVALID_ARGUMENT if the log has no such record;
// DATA_LOSS.
StatusOr<RecordBundle> BundleRecords(const Ledger& ledger, TreeReader& tree, LogSize size,
                                     std::span<const Position> positions);

// Verifies all of a bundle: each record's place in the tree of the checkpoint, that it says so
// itself, and that the reports are those that the records name, no more and no fewer. The
// checkpoint's signatures are the caller's business.
//
// Errors: INVALID_ARGUMENT if a part is not what it should be; FAILED_PRECONDITION, saying why, if
// it does not verify.
StatusOr<ProvedRecords> VerifyBundle(const RecordBundle& bundle, const Checkpoint& checkpoint);

}  // namespace muster

#endif  // MUSTER_LEDGER_RECORD_BUNDLE_H_
