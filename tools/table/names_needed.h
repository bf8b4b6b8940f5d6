// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Names needed: the registrations that the names of a table need.
#ifndef MUSTER_TOOLS_TABLE_NAMES_NEEDED_H_
#define MUSTER_TOOLS_TABLE_NAMES_NEEDED_H_

#include <set>
#include <string>
#include <vector>

#include "ledger/registry.h"
#include "tools/table/row_mapper.h"

namespace muster {

// Thread-compatible.
class NamesNeeded {
 public:
  // The key of the report that they are in. No key of a table's own report: each part of one ends
  // with a zero byte.
  static constexpr const char* kReportKey = "names";

  // `known`: what is registered; outlives it.
  explicit NamesNeeded(const Registry& known) : known_(known) {}

  // Adds those of an event that are not there, each once, to the list, as events of a report of
  // their own.
  void Add(const MappedEvent& event, std::vector<MappedEvent>& names);

 private:
  const Registry& known_;
  std::set<std::string> seen_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_NAMES_NEEDED_H_
