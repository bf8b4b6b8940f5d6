// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Drafts: what a reader of some format (YAML, JSON, CSV) hands to admission. A reader knows only
// the format; every rule about what the fields mean is admission's.
#ifndef MUSTER_LEDGER_DRAFT_H_
#define MUSTER_LEDGER_DRAFT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/position.h"
#include "ledger/sha256.h"

namespace muster {

// A place in an input file. Lines and columns count from 1 (columns in characters, not bytes); 0
// means that the format has none.
struct SourcePosition {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend auto operator<=>(const SourcePosition&, const SourcePosition&) = default;
};

// A value of the input with its place. All scalars are text: nothing is taken for a number, a
// boolean or a date before admission asks for one.
struct Node {
  enum class Kind { kNull, kScalar, kList, kMap };
  struct Entry;

  Kind kind = Kind::kNull;
  std::string text;  // of a scalar
  SourcePosition position;
  std::vector<Node> items;     // of a list
  std::vector<Entry> entries;  // of a map, in the order of the file; keys are unique

  // The value of `key`, or null. Only for maps; of anything else there is none.
  const Node* Find(std::string_view key) const;
};

struct Node::Entry {
  std::string key;
  SourcePosition key_position;
  Node value;
};

// A document that the ledger stores already, by its digest (Ledger::StoreDocument).
struct DocumentIdentity {
  Hash sha256{};
  std::uint64_t size_bytes = 0;
};

// A half-open range of bytes [begin, end) of a report's text.
struct TextRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// One field report with the events read from it.
struct ReportDraft {
  // The name of the input, for messages.
  std::string file;
  // The map with the keys `report` and `events` (DESIGN section 8).
  Node root;
  // The bytes of `report.document` and `report.transcript`, where these keys are present.
  std::optional<std::string> document;
  std::optional<std::string> transcript;
  // The reader could not load one of the two and has refused it already; quotes cannot be checked.
  bool document_unreadable = false;
  // Where the bytes are in the ledger already, in the place of `document` and `transcript`. Quotes
  // are not looked for in them.
  std::optional<DocumentIdentity> stored_document = {};
  std::optional<DocumentIdentity> stored_transcript = {};
  // Where each event stands in such a text; empty, or for each event its passages.
  std::vector<std::vector<TextRange>> ranges = {};
  // The ordinal of the first of the events. Those before it must be recorded, or stand in a draft
  // before this one.
  std::uint32_t first_event = 0;
  // The positions of the first records of the reports of which this one is a later edition; null:
  // it is none. What tells its events from theirs is not in the ledger, so that an event that is
  // like none but theirs is taken, as if it had `distinct: true`.
  std::shared_ptr<const std::set<Position>> editions = nullptr;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_DRAFT_H_
