// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/record_lines.h"

#include <string>
#include <vector>

#include "tools/export/evidence.h"
#include "tools/export/record_json.h"

namespace muster {
namespace {

constexpr std::size_t kPieceBytes = 1 << 16;
constexpr std::uint64_t kProgressEvery = 4096;

}  // namespace

Status WriteRecordLines(const Ledger& ledger, LogSize size, const TextSink& sink,
                        const std::function<void(Position)>& progress) {
  EvidenceReader evidence(ledger);
  std::string text;
  const auto write = [&](Position position, const v1::Record& record) -> Status {
    MUSTER_ASSIGN_OR_RETURN(const std::vector<Passage> passages, evidence.Read(record));
    AppendRecordJson(position, record, passages, &text);
    text += '\n';
    if (progress && position.value % kProgressEvery == 0) progress(position);
    if (text.size() < kPieceBytes) return OkStatus();
    MUSTER_RETURN_IF_ERROR(sink(text));
    text.clear();
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(ledger.Read(Position{0}, size, write));
  return sink(text);
}

}  // namespace muster
