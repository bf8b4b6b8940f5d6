// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Row mapper: the events that a map makes of the rows of a table.
#ifndef MUSTER_TOOLS_TABLE_ROW_MAPPER_H_
#define MUSTER_TOOLS_TABLE_ROW_MAPPER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ledger/draft.h"
#include "ledger/refusal.h"
#include "ledger/status.h"
#include "tools/table/table_map.h"
#include "tools/table/table_reader.h"

namespace muster {

// An event with the rows that it comes from.
struct MappedEvent {
  // Which of the table's field reports it belongs to, and what that one is: what its first row says
  // of it.
  std::string report_key;
  std::shared_ptr<const Node> report;
  Node event;
  std::vector<std::uint32_t> lines;
  std::vector<TextRange> ranges;
  // What tells its row, or its group of rows, from the others of the table, and which rule of the
  // map it is from. Empty if the map has no key.
  std::string key;
  std::size_t rule = 0;
  // The registrations that its names need, but for those that an event before it has.
  std::vector<Node> registrations;
};

// A node without content.
inline Node EmptyNode(Node::Kind kind, SourcePosition at) {
  Node node;
  node.kind = kind;
  node.position = at;
  return node;
}

// The key of an event, for people: "MINUSTAH 2010-08-31", with the number of the row among those of
// the same key in parentheses.
std::string ShownKey(std::string_view key);

// Where a row stands, to be read again.
struct RowPlace {
  std::uint64_t begin = 0;
  std::uint32_t size = 0;
  std::uint32_t line = 0;
};

// The rows of one event, in their order.
struct RowGroup {
  std::size_t rule = 0;  // number of the row rule
  std::string key;       // that of its event
  std::vector<RowPlace> rows;
};

// Thread-compatible. Memory: the reports and registrations, 16 bytes for each row that belongs to a
// group, and the keys of rows where the map has some.
class RowMapper {
 public:
  // Puts in what a report has besides.
  using ReportEditor = std::function<void(Node& report)>;

  // `map` must outlive it; `edit` may be empty.
  RowMapper(const TableMap& map, std::string file, ReportEditor edit = {})
      : map_(map), file_(std::move(file)), edit_(std::move(edit)) {}

  // Maps one row: its events go to `events`, and what cannot be understood of it to `refusals`. A
  // row that belongs to a group is noted with it. A row of which anything is refused makes nothing.
  void Map(const TableRow& row, std::vector<MappedEvent>& events, Refusals& refusals);

  // The report that a row belongs to, as it is in the events of the row. Of a row that cannot be
  // read: nullopt.
  std::optional<MappedEvent> MapReport(const TableRow& row);

  // What two rows have in common that should not: a row's line and that of the first with its key.
  struct SameKey {
    std::uint32_t line = 0;
    std::uint32_t first_line = 0;
    std::string key;
  };
  const std::vector<SameKey>& same_keys() const { return same_keys_; }

  // The groups of the rows so far, in the order of their first rows.
  const std::vector<RowGroup>& groups() const { return groups_; }
  // Maps the rows of a group to its event. `rows` are those of the group, read again.
  std::optional<MappedEvent> MapGroup(const RowGroup& group, const std::vector<TableRow>& rows,
                                      Refusals& refusals);

  // The rows that no rule was for.
  std::uint64_t idle_rows() const { return idle_rows_; }

 private:
  class Values;

  bool Applies(const RowRule& rule, Values& values, const TableRow& row, Refusals& refusals) const;
  // What a lone name of which nothing is said means for the map that it stands in.
  enum class Lacking {
    kLeaveOutKey,
    kLeaveOutMap,  // an item of a list
    kRefuse,       // a scope, which would become wider
  };
  // The node of a template; nullopt if it is to be left out, or there is a problem.
  std::optional<Node> Fill(const NodeTemplate& form, Values& values, SourcePosition at,
                           Lacking lacking, std::string* problem) const;
  static bool FillText(const NodeTemplate& form, Values& values, std::string& text);
  // Adds the registrations that the row needs and no row before it.
  void FillRegistrations(Values& values, SourcePosition at, std::vector<Node>& registrations,
                         std::string* problem);
  // Those of a row that makes nothing are needed by none yet.
  void ForgetRegistrations();
  std::optional<MappedEvent> MakeEvent(const RowRule& rule, Values& values, const TableRow& row,
                                       Refusals& refusals);
  std::string KeyOf(const std::vector<CellTemplate>& parts, Values& values,
                    std::string* problem) const;
  bool FillReport(Values& values, SourcePosition at, MappedEvent& event, std::string* problem);
  std::optional<Node> MakeReport(Values& values, SourcePosition at, std::string* problem) const;
  std::optional<std::string> NoteKey(Values& values, const TableRow& row, Refusals& refusals);
  bool Refuse(const TableRow& row, std::string problem, Refusals& refusals) const;

  const TableMap& map_;
  const std::string file_;
  const ReportEditor edit_;
  std::unordered_map<std::string, std::shared_ptr<const Node>> reports_;
  std::unordered_set<std::string> registered_;  // what all their texts say
  std::vector<std::string> just_registered_;    // by the row in hand
  std::vector<RowGroup> groups_;
  std::unordered_map<std::string, std::size_t> group_numbers_;
  struct RowsOfKey {
    std::uint32_t first_line = 0;
    std::uint32_t count = 0;
  };
  std::unordered_map<std::string, RowsOfKey> keys_;
  std::vector<SameKey> same_keys_;
  std::uint64_t idle_rows_ = 0;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_ROW_MAPPER_H_
