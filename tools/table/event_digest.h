// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event digest: of a drafted event no more than what tells whether another one says the same, and
// in which fields it does not.
#ifndef MUSTER_TOOLS_TABLE_EVENT_DIGEST_H_
#define MUSTER_TOOLS_TABLE_EVENT_DIGEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/draft.h"
#include "ledger/position.h"

namespace muster {

// Fields have the names that an amendment's `change` takes: those of the fact, and according_to,
// grade, distinct.
struct FieldDigest {
  std::uint32_t name = 0;  // FieldNames
  std::uint64_t value = 0;
  friend bool operator==(const FieldDigest&, const FieldDigest&) = default;
};

// Names of fields and kinds as numbers.
class FieldNames {
 public:
  std::uint32_t Number(std::string_view name);
  const std::string& Name(std::uint32_t number) const { return names_[number]; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> names_;
};

// The kind of an event as an entry of a report file has it; empty if it has none.
std::string_view KindOf(const Node& event);

// The digests of its fields, by their numbers.
std::vector<FieldDigest> DigestsOf(const Node& event, FieldNames& names);

// What is another in `event` than in an event of the same kind with the digests `before`: the names
// of the fields, in the order of the event, then those that it does not have any more.
std::vector<std::string> ChangedFields(const std::vector<FieldDigest>& before, const Node& event,
                                       FieldNames& names);

// An amendment of the event at `target` by these fields of `event`; one that it does not have is
// cleared. It is the word of a later report: `why: revised`.
Node AmendmentOf(Position target, const std::vector<std::string>& fields, const Node& event);
// The whole of `event` in the place of the one at `target`.
Node ReplacementOf(Position target, const Node& event);
Node RetractionOf(Position target, SourcePosition at);

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_EVENT_DIGEST_H_
