// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/prepared_draft.h"

#include "ledger/report_identity.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

void SetDocument(std::string_view bytes, v1::Document& document, PreparedDraft& prepared) {
  const Hash sha256 = Sha256(bytes);
  document.set_sha256(ToBytes(sha256));
  document.set_size_bytes(bytes.size());
  prepared.documents.emplace_back(sha256, bytes);
  // The transcript comes last, and evidence points into it where there is one.
  prepared.text = bytes;
}

void NameDocument(const DocumentIdentity& stored, v1::Document& document) {
  document.set_sha256(ToBytes(stored.sha256));
  document.set_size_bytes(stored.size_bytes);
}

}  // namespace

PreparedDraft PrepareDraft(const ReportDraft& draft) {
  PreparedDraft prepared;
  prepared.draft = &draft;
  prepared.parsed = ParseReportDraft(draft, prepared.refusals);
  prepared.written.reserve(prepared.parsed.events.size());
  for (const ParsedEvent& event : prepared.parsed.events) {
    prepared.written.push_back(WrittenDigest(*event.entry));
  }
  if (prepared.parsed.report == nullptr) {
    // Refused already; only the quotes are still looked for.
    if (draft.document) prepared.text = *draft.document;
    if (draft.transcript) prepared.text = *draft.transcript;
    if (prepared.parsed.node != nullptr) {
      const Node* text = prepared.parsed.node->Find("text");
      if (text != nullptr) prepared.text = text->text;
    }
    return prepared;
  }
  v1::Report& report = *prepared.parsed.report;
  if (prepared.parsed.node->Find("text") != nullptr && prepared.parsed.text) {
    SetDocument(prepared.parsed.node->Find("text")->text, *report.mutable_document(), prepared);
  } else if (draft.document) {
    SetDocument(*draft.document, *report.mutable_document(), prepared);
  }
  if (draft.transcript) SetDocument(*draft.transcript, *report.mutable_transcript(), prepared);
  if (draft.stored_document) NameDocument(*draft.stored_document, *report.mutable_document());
  if (draft.stored_transcript) NameDocument(*draft.stored_transcript, *report.mutable_transcript());
  return prepared;
}

}  // namespace muster
