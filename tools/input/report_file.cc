// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/report_file.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "ledger/quote.h"
#include "ledger/status.h"
#include "tools/input/file_bytes.h"
#include "tools/input/yaml_nodes.h"

namespace muster {
namespace {

const Node* FindScalar(const Node& map, std::string_view key) {
  if (map.kind != Node::Kind::kMap) return nullptr;
  for (const Node::Entry& entry : map.entries) {
    if (entry.key == key) return entry.value.kind == Node::Kind::kScalar ? &entry.value : nullptr;
  }
  return nullptr;
}

const Node* FindMap(const Node& map, std::string_view key) {
  if (map.kind != Node::Kind::kMap) return nullptr;
  for (const Node::Entry& entry : map.entries) {
    if (entry.key == key) return entry.value.kind == Node::Kind::kMap ? &entry.value : nullptr;
  }
  return nullptr;
}

Refusal UnreadableDocument(const std::string& file, const Node& node, const Status& status,
                           const std::string& hint_for_missing) {
  const bool missing = status.code() == StatusCode::kNotFound;
  const bool large = status.code() == StatusCode::kResourceExhausted;
  Refusal refusal{file,
                  node.position,
                  "document-unreadable",
                  fmt::format("`{}` cannot be read: {}", node.text, Message(status)),
                  {}};
  if (missing) {
    refusal.rule = "document-missing";
    refusal.hint = hint_for_missing;
  } else if (large) {
    refusal.rule = "too-large";
    refusal.hint = "store an excerpt, or a text of it";
  } else {
    refusal.hint = "name a file with the document's bytes";
  }
  return refusal;
}

// The events of a draft quote something, so that the text must be one.
bool HasQuotes(const Node& root) {
  if (root.kind != Node::Kind::kMap) return false;
  for (const Node::Entry& entry : root.entries) {
    if (entry.key != "events") continue;
    for (const Node& event : entry.value.items) {
      for (const Node::Entry& part : event.entries) {
        if (part.key == "quote" || part.key == "quotes") return true;
      }
    }
  }
  return false;
}

// Loads the documents that one draft names.
class DocumentLoader {
 public:
  DocumentLoader(const NamedDocuments& documents, ReportDraft& draft, Refusals& refusals)
      : documents_(documents), draft_(draft), refusals_(refusals) {}

  void Load() {
    const Node* report = FindMap(draft_.root, "report");
    if (report == nullptr) return;
    const Node* document = FindScalar(*report, "document");
    const Node* transcript = FindScalar(*report, "transcript");
    if (document != nullptr) draft_.document = Read(*document);
    if (transcript != nullptr) draft_.transcript = Read(*transcript);
    if (transcript != nullptr) {
      RequireText(*transcript, draft_.transcript, "a transcript must be UTF-8 text");
    } else if (document != nullptr && HasQuotes(draft_.root)) {
      RequireText(*document, draft_.document, "quotes need a document that is UTF-8 text");
    }
  }

 private:
  std::optional<std::string> Read(const Node& node) {
    if (node.text.empty()) return std::nullopt;  // An empty value is admission's to refuse.
    StatusOr<std::string> bytes = documents_.read(node.text);
    if (bytes.ok()) return *std::move(bytes);
    refusals_.push_back(
        UnreadableDocument(draft_.file, node, bytes.status(), documents_.hint_for_missing));
    draft_.document_unreadable = true;
    return std::nullopt;
  }

  void RequireText(const Node& node, const std::optional<std::string>& bytes,
                   std::string_view requirement) {
    std::size_t bad_offset = 0;
    if (!bytes || IsUtf8(*bytes, &bad_offset)) return;
    refusals_.push_back(
        {draft_.file, node.position, "encoding",
         fmt::format("{}; `{}` is not, from byte {} on", requirement, node.text, bad_offset),
         "give a text of it with `transcript:`"});
    draft_.document_unreadable = true;
  }

  const NamedDocuments& documents_;
  ReportDraft& draft_;
  Refusals& refusals_;
};

ReportFile RefusedFile(const std::string& name, std::string rule, std::string message,
                       std::string hint) {
  ReportFile file;
  file.name = name;
  file.refusals.push_back({name, {}, std::move(rule), std::move(message), std::move(hint)});
  return file;
}

Refusal NoMap(const std::string& name, const Node& document) {
  const bool empty = document.kind == Node::Kind::kNull;
  return {
      name,
      {std::max(document.position.line, 1U), std::max(document.position.column, 1U)},
      empty ? "empty-value" : "wrong-type",
      empty ? "an empty document" : "a document must be a map with the keys `report` and `events`",
      empty ? "take away the `---` that begins it, or describe a field report"
            : "begin with `report:` and `events:`"};
}

}  // namespace

ReportFile ParseReportFile(std::string name, std::string_view text,
                           const std::filesystem::path& directory) {
  const auto read = [&directory](const std::string& path) {
    return ReadFileBytes(directory / path, kDocumentBytesMax, FileKinds::kRegularOnly);
  };
  return ParseReportFile(std::move(name), text,
                         {read, "a relative path begins at the directory of the report file"});
}

ReportFile ParseReportFile(std::string name, std::string_view text,
                           const NamedDocuments& documents) {
  if (text.size() > kReportFileBytesMax) {
    return RefusedFile(name, "too-large",
                       fmt::format("a report file of more than {} MiB", kReportFileBytesMax >> 20),
                       "split it; name the text of a report with `document:`");
  }
  ReportFile file;
  file.name = std::move(name);
  file.source = SourceText(text);
  YamlStream stream = ParseYaml(file.name, file.source);
  file.refusals = std::move(stream.refusals);
  if (stream.documents.empty() && file.refusals.empty()) {
    file.refusals.push_back({file.name,
                             {1, 1},
                             "empty-value",
                             "the file holds no field report",
                             "it needs the keys `report` and `events`"});
  }
  for (Node& document : stream.documents) {
    if (document.kind != Node::Kind::kMap) {
      file.refusals.push_back(NoMap(file.name, document));
      continue;
    }
    ReportDraft draft;
    draft.file = file.name;
    draft.root = std::move(document);
    DocumentLoader(documents, draft, file.refusals).Load();
    file.drafts.push_back(std::move(draft));
  }
  return file;
}

ReportFile ReadReportFile(const std::filesystem::path& path) {
  if (path.empty()) {
    return RefusedFile("''", "file-missing", "the name of the report file is empty",
                       "name a file, or `-` for standard input");
  }
  if (path == "-") {
    const StatusOr<std::string> bytes = ReadStandardInput(kReportFileBytesMax);
    if (bytes.ok()) return ParseReportFile("stdin", *bytes, ".");
    const bool large = bytes.status().code() == StatusCode::kResourceExhausted;
    return RefusedFile("stdin", large ? "too-large" : "file-unreadable",
                       fmt::format("standard input cannot be read: {}", Message(bytes.status())),
                       "");
  }
  const StatusOr<std::string> bytes =
      ReadFileBytes(path, kReportFileBytesMax, FileKinds::kStreamsToo);
  if (bytes.ok()) return ParseReportFile(path.string(), *bytes, path.parent_path());
  std::string rule = "file-unreadable";
  std::string hint;
  if (bytes.status().code() == StatusCode::kNotFound) rule = "file-missing";
  if (bytes.status().code() == StatusCode::kResourceExhausted) {
    rule = "too-large";
    hint = "split it; name the text of a report with `document:`";
  }
  return RefusedFile(path.string(), rule,
                     fmt::format("cannot be read: {}", Message(bytes.status())), hint);
}

}  // namespace muster
