// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Draft maker: events on their way from a table into the ledger, as drafts of the field reports
// that they belong to.
#ifndef MUSTER_TOOLS_TABLE_DRAFT_MAKER_H_
#define MUSTER_TOOLS_TABLE_DRAFT_MAKER_H_

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/draft.h"
#include "ledger/position.h"
#include "tools/table/row_mapper.h"

namespace muster {

// Thread-compatible.
class DraftMaker {
 public:
  // `table`: its file, for messages and as the report's document. `editions`:
  // ReportDraft::editions.
  DraftMaker(const std::filesystem::path& table, DocumentIdentity document,
             std::optional<DocumentIdentity> transcript,
             std::shared_ptr<const std::set<Position>> editions);

  // Those that were counted stand before these.
  std::vector<ReportDraft> Make(std::vector<MappedEvent> events) const;
  // What was made of these events has its place in the log.
  void Count(const std::vector<MappedEvent>& events);
  // Both, of events that are certain of their places.
  std::vector<ReportDraft> MakeAndCount(std::vector<MappedEvent> events);

  // Those that were counted, without that of the names.
  std::uint64_t reports() const;

 private:
  struct Known {
    std::shared_ptr<const Node> report;
    std::uint32_t events = 0;  // that have their place
  };

  void CountOne(const std::string& key, const std::shared_ptr<const Node>& report);
  ReportDraft Begin(const MappedEvent& first) const;

  const std::string file_;
  const std::string name_;  // without its directory
  const DocumentIdentity document_;
  const std::optional<DocumentIdentity> transcript_;
  const std::shared_ptr<const std::set<Position>> editions_;
  std::unordered_map<std::string, Known> reports_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_DRAFT_MAKER_H_
