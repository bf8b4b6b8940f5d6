// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Evidence: the passages of stored reports that records rest on.
#ifndef MUSTER_TOOLS_EXPORT_EVIDENCE_H_
#define MUSTER_TOOLS_EXPORT_EVIDENCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/sha256.h"
#include "ledger/status.h"

namespace muster {

struct Passage {
  std::uint64_t begin = 0;  // bytes [begin, end) of the report's text
  std::uint64_t end = 0;
  // nullopt where the report's text was blacked out, or is not at hand.
  std::optional<std::string> text;
  std::optional<Redaction> redaction;
  // What stands around it, a little of it.
  std::string before;
  std::string after;
};

// Reads passages of one ledger; keeps the last text that it read, for records come report by
// report. Thread-compatible.
class EvidenceReader {
 public:
  // `ledger` outlives the reader.
  explicit EvidenceReader(const Ledger& ledger) : ledger_(ledger) {}

  // The passages of a record; with `context_bytes` of what stands before and after each, cut
  // between characters. Errors: DATA_LOSS if a passage is beyond its text, or the text is not what
  // it was.
  StatusOr<std::vector<Passage>> Read(const v1::Record& record, std::size_t context_bytes = 0);

 private:
  Status Load(const v1::Record& record);

  const Ledger& ledger_;
  std::optional<Hash> report_;    // the last one, whose text is at hand
  std::optional<Hash> document_;  // of its text
  std::optional<std::string> text_;
  std::optional<Redaction> redaction_;  // if there is no text
};

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_EVIDENCE_H_
