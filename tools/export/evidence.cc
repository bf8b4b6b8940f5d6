// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/evidence.h"

#include <algorithm>

#include "ledger/report_store.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Up to `count` bytes before `at`, from the beginning of a character.
std::string Before(std::string_view text, std::size_t at, std::size_t count) {
  std::size_t begin = at > count ? at - count : 0;
  while (begin < at && IsContinuation(text[begin])) ++begin;
  return std::string(text.substr(begin, at - begin));
}

std::string After(std::string_view text, std::size_t at, std::size_t count) {
  std::size_t end = std::min(text.size(), at + count);
  while (end > at && end < text.size() && IsContinuation(text[end])) --end;
  return std::string(text.substr(at, end - at));
}

}  // namespace

Status EvidenceReader::Load(const v1::Record& record) {
  const Hash id = HashFromBytes(record.report());
  if (report_ == id) return OkStatus();
  report_.reset();
  MUSTER_ASSIGN_OR_RETURN(const StoredReport report, ledger_.FindReport(id));
  const Hash sha256 = HashFromBytes(TextOf(*report.report).sha256());
  // The reports of one table share its text.
  if (document_ != sha256) {
    document_.reset();
    text_.reset();
    MUSTER_ASSIGN_OR_RETURN(redaction_, ledger_.FindRedaction(sha256));
    if (!redaction_) {
      MUSTER_ASSIGN_OR_RETURN(text_, ledger_.ReadDocument(sha256));
    }
    document_ = sha256;
  }
  report_ = id;
  return OkStatus();
}

StatusOr<std::vector<Passage>> EvidenceReader::Read(const v1::Record& record,
                                                    std::size_t context_bytes) {
  std::vector<Passage> passages;
  if (record.evidence_size() == 0) return passages;
  MUSTER_RETURN_IF_ERROR(Load(record));
  for (const v1::Evidence& evidence : record.evidence()) {
    Passage passage;
    passage.begin = evidence.begin();
    passage.end = evidence.end();
    if (text_) {
      const std::string_view text = *text_;
      if (passage.begin > passage.end || passage.end > text.size()) {
        return DataLoss("record {} rests on bytes {} to {} of a text of {}", record.position(),
                        passage.begin, passage.end, text.size());
      }
      passage.text = std::string(text.substr(passage.begin, passage.end - passage.begin));
      passage.before = Before(text, passage.begin, context_bytes);
      passage.after = After(text, passage.end, context_bytes);
    }
    passage.redaction = redaction_;
    passages.push_back(std::move(passage));
  }
  return passages;
}

}  // namespace muster
