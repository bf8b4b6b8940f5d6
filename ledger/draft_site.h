// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Draft site: where in a draft an event stands, for the refusals that name its fields.
#ifndef MUSTER_LEDGER_DRAFT_SITE_H_
#define MUSTER_LEDGER_DRAFT_SITE_H_

#include <string>
#include <string_view>

#include "ledger/draft.h"
#include "ledger/refusal.h"

namespace muster {

// The way to a field of an event, as the report file writes it.
struct FieldPath {
  int line = -1;                 // of `lines`; -1: not in one
  std::string_view first = {};   // "scope", "from", "contingent"
  std::string_view second = {};  // "place" below it; may be empty
  int index = -1;                // of a list of values
};

// Thread-compatible. Holds references to a draft and to the refusals, which must outlive it.
class DraftSite {
 public:
  // `body`: the map with the event's fields; may be null.
  DraftSite(const std::string& file, SourcePosition position, const Node* body, Refusals& refusals)
      : file_(file), position_(position), body_(body), refusals_(refusals) {}

  const std::string& file() const { return file_; }
  SourcePosition position() const { return position_; }
  const Node* body() const { return body_; }
  Refusals& refusals() const { return refusals_; }

  // Where a field stands; as near to it as the draft has anything.
  SourcePosition At(const FieldPath& path) const;
  SourcePosition At(std::string_view field) const { return At(FieldPath{.first = field}); }

  void Refuse(SourcePosition position, std::string rule, std::string message,
              std::string hint = {}) const;

 private:
  const std::string& file_;
  const SourcePosition position_;
  const Node* const body_;
  Refusals& refusals_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_DRAFT_SITE_H_
