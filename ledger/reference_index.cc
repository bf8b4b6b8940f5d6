// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/reference_index.h"

#include "ledger/big_endian.h"

namespace muster {

std::string ReferenceIndex::KeyOf(NameKind kind, std::string_view id) {
  std::string key = {kNamesPrefix, NameKindWord(kind)[0]};
  key.append(id);
  return key;
}

Status ReferenceIndex::Restore(std::string_view key, std::string_view value) {
  const std::optional<std::uint64_t> position = DecodeBigEndian(value);
  if (!position) return DataLoss("the table of names is damaged at '{}'", key);
  first_.emplace(key, Position{*position});
  return OkStatus();
}

void ReferenceIndex::Note(NameKind kind, std::string_view id, Position position) {
  std::string key = KeyOf(kind, id);
  if (first_.emplace(key, position).second) added_.push_back(std::move(key));
}

std::optional<Position> ReferenceIndex::First(NameKind kind, std::string_view id) const {
  const auto found = first_.find(KeyOf(kind, id));
  if (found == first_.end()) return std::nullopt;
  return found->second;
}

void ReferenceIndex::Write(std::vector<TableEntry>& entries) const {
  for (const std::string& key : added_) {
    entries.push_back({Table::kNames, key, EncodeBigEndian(first_.find(key)->second.value)});
  }
}

void ReferenceIndex::Rollback() {
  for (const std::string& key : added_) first_.erase(key);
  added_.clear();
}

}  // namespace muster
