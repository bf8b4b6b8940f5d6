// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/names_needed.h"

#include <memory>
#include <utility>

#include "tools/table/report_node.h"
#include "tools/table/table_editions.h"

namespace muster {

void NamesNeeded::Add(const MappedEvent& event, std::vector<MappedEvent>& names) {
  for (const Node& registration : event.registrations) {
    if (registration.entries.size() != 1) continue;
    const Node::Entry& entry = registration.entries.front();
    const std::string id = TextOf(entry.value, "id");
    if (!seen_.insert(entry.key + '\0' + id).second) continue;
    if (known_.FindRegistration(entry.key, id).root) continue;
    MappedEvent name;
    name.report_key = kReportKey;
    Node report = *event.report;
    const std::string title = TextOf(report, "title");
    SetEntry(report, "title", TitleOfNames(title.empty() ? "a table" : title));
    name.report = std::make_shared<const Node>(std::move(report));
    name.event = registration;
    name.lines = event.lines;
    name.ranges = {event.ranges.front()};
    names.push_back(std::move(name));
  }
}

}  // namespace muster
