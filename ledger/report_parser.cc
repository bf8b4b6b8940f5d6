// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/report_parser.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/excerpt.h"
#include "ledger/field_reader.h"
#include "ledger/input_limits.h"
#include "ledger/scalar_reader.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, 13> kReportKeys = {
    "source",   "agency",  "author", "title", "url",      "language",  "published",
    "received", "updates", "grade",  "text",  "document", "transcript"};

// Digits of a report's id or of a document's digest, from which the whole is found.
constexpr std::size_t kHexDigitsMin = 4;
constexpr std::size_t kHexDigitsMax = 64;

// A web address with a host. Others are refused, as a link to them would be a trap for readers.
bool IsUrl(std::string_view text) {
  std::string_view rest;
  for (const std::string_view scheme : {"https://", "http://", "ftp://"}) {
    if (text.starts_with(scheme)) rest = text.substr(scheme.size());
  }
  for (const char c : rest) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f || c == '<' || c == '>' || c == '"') return false;
  }
  return !rest.empty() && rest.front() != '/';
}

// The shape of a BCP 47 tag: "en", "pt-BR", "zh-Hant-TW".
bool IsLanguageTag(std::string_view text) {
  std::size_t subtag_size = 0;
  bool first = true;
  for (const char c : text) {
    if (c == '-') {
      if (subtag_size == 0 || (first && subtag_size < 2)) return false;
      subtag_size = 0;
      first = false;
      continue;
    }
    const bool digit = IsDigit(c);
    if (!(IsLetter(c) || digit) || (first && digit) || ++subtag_size > 8) return false;
  }
  return subtag_size > 0 && (!first || subtag_size >= 2);
}

bool IsHexBeginning(std::string_view text) {
  return text.size() >= kHexDigitsMin && text.size() <= kHexDigitsMax &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

void ReadUrl(FieldReader& fields, v1::Report& report) {
  if (!fields.Text("url", Need::kOptional, report.mutable_url()) || IsUrl(report.url())) return;
  fields.Refuse("url", "bad-url", fmt::format("'{}' is not a web address", Excerpt(report.url())),
                "write it whole, as in https://example.org/report");
}

void ReadLanguage(FieldReader& fields, v1::Report& report) {
  if (!fields.Name("language", Need::kOptional, report.mutable_language())) return;
  if (IsLanguageTag(report.language())) return;
  fields.Refuse("language", "bad-value",
                fmt::format("'{}' is not a language tag", Excerpt(report.language())),
                "write a BCP 47 tag, as in en, fr or es-GT");
}

void ReadUpdates(FieldReader& fields, ParsedReport& parsed) {
  if (!fields.Name("updates", Need::kOptional, &parsed.updates) || IsHexBeginning(parsed.updates)) {
    return;
  }
  fields.Refuse("updates", "bad-value",
                fmt::format("'{}' is not the id of a report", Excerpt(parsed.updates)),
                fmt::format("write its first hexadecimal digits, at least {}", kHexDigitsMin));
}

// Checks that the bytes which a reader loaded for `key` are there, and not too many.
void CheckLoaded(FieldReader& fields, std::string_view key, const ReportDraft& draft,
                 const std::optional<std::string>& bytes,
                 const std::optional<DocumentIdentity>& stored) {
  std::string path;
  if (!fields.Text(key, Need::kOptional, &path) || stored) return;
  if (!bytes) {
    if (draft.document_unreadable) return;
    fields.Refuse(key, "document-missing", fmt::format("'{}' was not loaded", Excerpt(path)));
  } else if (bytes->size() > kDocumentBytesMax) {
    fields.Refuse(key, "too-large",
                  fmt::format("'{}' has {} bytes, more than {}", Excerpt(path), bytes->size(),
                              kDocumentBytesMax));
  }
}

// Reads `document` with `transcript`, or `text`.
void ReadDocument(FieldReader& fields, const ReportDraft& draft, ParsedReport& parsed) {
  CheckLoaded(fields, "document", draft, draft.document, draft.stored_document);
  CheckLoaded(fields, "transcript", draft, draft.transcript, draft.stored_transcript);
  const bool has_document = fields.node().Find("document") != nullptr;
  if (fields.node().Find("transcript") != nullptr && !has_document) {
    fields.Refuse("transcript", "missing-key", "'transcript' stands without a 'document'",
                  "name the document that it is a text of");
  }
  const Node* text = fields.Value("text", Need::kOptional, Node::Kind::kScalar);
  if (text != nullptr && has_document) {
    fields.Refuse("text", "bad-value", "'text' stands beside 'document'",
                  "store the document, or type an excerpt of it, not both");
    return;
  }
  if (text == nullptr || !ReadScalar(fields.sink(), *text, "text", kDocumentBytesMax)) return;
  parsed.text = text->text;
  parsed.report->set_typed_excerpt(true);
}

}  // namespace

void ReadReport(const ReportDraft& draft, const Node& node, RefusalSink& sink,
                ParsedReport& parsed) {
  parsed.position = node.position;
  parsed.node = &node;
  FieldReader fields(sink, node,
                     {.subject = "report", .position = node.position, .keys = kReportKeys});
  if (node.kind != Node::Kind::kMap) return;
  parsed.report = std::make_shared<v1::Report>();
  v1::Report& report = *parsed.report;
  fields.Name("source", Need::kRequired, report.mutable_source());
  fields.Name("agency", Need::kOptional, report.mutable_agency());
  fields.Text("author", Need::kOptional, report.mutable_author());
  fields.Text("title", Need::kOptional, report.mutable_title());
  ReadUrl(fields, report);
  ReadLanguage(fields, report);
  v1::Date date;
  if (fields.Date("published", Need::kOptional, &date)) *report.mutable_published() = date;
  if (fields.Date("received", Need::kOptional, &date)) *report.mutable_received() = date;
  ReadUpdates(fields, parsed);
  fields.GradeText("grade", Need::kOptional, report.mutable_grade());
  ReadDocument(fields, draft, parsed);
  if (!fields.Finish()) parsed.report = nullptr;
}

}  // namespace muster
