// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Prepared draft: all of a draft's admission that does not depend on the log, done before its turn
// comes.
#ifndef MUSTER_LEDGER_PREPARED_DRAFT_H_
#define MUSTER_LEDGER_PREPARED_DRAFT_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/draft.h"
#include "ledger/event_parser.h"
#include "ledger/refusal.h"
#include "ledger/sha256.h"

namespace muster {

struct PreparedDraft {
  const ReportDraft* draft = nullptr;
  ParsedReport parsed;
  Refusals refusals;  // of the parser
  // A digest of each event as it was written (report_identity.h).
  std::vector<std::string> written;
  // The documents to store, and the text that quotes stand in.
  std::vector<std::pair<Hash, std::string_view>> documents;
  std::optional<std::string_view> text;
};

// Parses and hashes. Pure; `draft` must outlive the result, which holds views of it.
PreparedDraft PrepareDraft(const ReportDraft& draft);

}  // namespace muster

#endif  // MUSTER_LEDGER_PREPARED_DRAFT_H_
