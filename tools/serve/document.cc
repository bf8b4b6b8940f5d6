// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/document.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "ledger/quote.h"
#include "tools/export/redaction_text.h"
#include "tools/serve/entity_tag.h"
#include "tools/serve/problem.h"

namespace muster {

HttpResponse AnswerDocument(const Ledger& ledger, std::string_view sha256,
                            std::string_view if_none_match) {
  const std::optional<Hash> hash = HashFromHex(sha256);
  if (!hash) return Problem(404, fmt::format("{} is no SHA-256 in hexadecimal digits", sha256));
  const StatusOr<std::optional<Redaction>> redaction = ledger.FindRedaction(*hash);
  if (!redaction.ok()) return ProblemOf(redaction.status());
  if (*redaction) {
    return Problem(410, fmt::format("document {} was blacked out", ToHex(*hash)),
                   {{"redaction", RedactionJson(**redaction)}});
  }
  const std::string tag = EntityTag(ToHex(*hash));
  if (HasTag(if_none_match, tag)) return NotModified(tag);
  StatusOr<std::string> bytes = ledger.ReadDocument(*hash);
  if (!bytes.ok()) return ProblemOf(bytes.status());
  const bool is_text = IsUtf8(*bytes);
  HttpResponse response;
  response.content_type = is_text ? "text/plain; charset=utf-8" : "application/octet-stream";
  response.body = std::make_shared<const std::string>(*std::move(bytes));
  // Its bytes never change, but it may be blacked out.
  response.headers = {{"ETag", tag},
                      {"Cache-Control", "no-cache"},
                      {"Vary", "Accept-Encoding"},
                      {"Content-Disposition", fmt::format("attachment; filename=\"{}.{}\"",
                                                          ToHex(*hash), is_text ? "txt" : "bin")}};
  return response;
}

}  // namespace muster
