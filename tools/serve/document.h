// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// GET /v1/documents/SHA256: a document or transcript as it is stored.
#ifndef MUSTER_TOOLS_SERVE_DOCUMENT_H_
#define MUSTER_TOOLS_SERVE_DOCUMENT_H_

#include <string_view>

#include "ledger/ledger.h"
#include "tools/serve/http_message.h"

namespace muster {

inline constexpr std::string_view kDocumentsPath = "/v1/documents/";

// Its bytes, as text or else as bytes that no browser shows, to be saved under its digest; 404 if
// `sha256` (64 hexadecimal digits) is of none, 410 if it was blacked out, saying when and why.
// Thread-safety: safe for concurrent use.
HttpResponse AnswerDocument(const Ledger& ledger, std::string_view sha256,
                            std::string_view if_none_match);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_DOCUMENT_H_
