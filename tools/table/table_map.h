// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Table map: the file that says what the rows of a table are (docs/reference/table_map.md).
#ifndef MUSTER_TOOLS_TABLE_TABLE_MAP_H_
#define MUSTER_TOOLS_TABLE_TABLE_MAP_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/draft.h"
#include "ledger/refusal.h"
#include "tools/table/cell_template.h"
#include "tools/table/value_rule.h"

namespace muster {

// What must be known before the table is read.
struct TableForm {
  char delimiter = ',';
};

// A node of which the scalars are templates.
struct NodeTemplate {
  struct Entry;
  Node::Kind kind = Node::Kind::kNull;
  CellTemplate text;
  std::vector<NodeTemplate> items;
  std::vector<Entry> entries;
};

struct NodeTemplate::Entry {
  std::string key;
  NodeTemplate value;
};

// Whether a slot has one of the words, "" standing for nothing.
struct RowCondition {
  std::size_t slot = 0;
  std::vector<std::string> words;
  bool holds_if_equal = true;
};

// What becomes of a row.
struct RowRule {
  std::vector<RowCondition> conditions;
  NodeTemplate event;
  // Rows of equal groups make one event; `lines` of each are among its lines.
  std::vector<CellTemplate> group;
  std::vector<NodeTemplate> lines;
};

// A map, made for the columns of one table. Slots are the columns, then the values.
struct TableMap {
  std::size_t columns = 0;
  std::vector<ValueRule> values;
  NodeTemplate report;
  // The columns or values whose words tell the field reports of the table apart, and what those
  // reports have in the place of, or beside, what `report` says.
  std::vector<CellTemplate> reports_by;
  NodeTemplate reports;
  std::vector<NodeTemplate> registrations;
  // What tells the rows apart.
  std::vector<CellTemplate> key;
  std::vector<RowRule> rows;
};

// Reads the part of the map that the table's form is in. Refuses nothing: MakeTableMap does.
TableForm ReadTableForm(const Node& map);

// Reads the map for a table with these columns. `file`: the map's name, for messages. All that is
// wrong goes to `refusals`; then the result is not to be used.
TableMap MakeTableMap(const std::string& file, const Node& map, std::span<const std::string> header,
                      Refusals& refusals);

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_TABLE_MAP_H_
