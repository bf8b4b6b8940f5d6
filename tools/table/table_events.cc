// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/table_events.h"

#include <optional>
#include <utility>

namespace muster {
namespace {

constexpr std::uint64_t kRowsBetweenProgress = 1000;

Status NamedAfter(const TableSource& table, const Status& status) {
  return ErrorOf(status.code(), "{}: {}", table.name, Message(status));
}

Status VisitGroups(const TableSource& table, RowMapper& mapper, Refusals& refusals,
                   const TableVisitor& visitor) {
  if (mapper.groups().empty()) return OkStatus();
  StatusOr<std::unique_ptr<RowFetcher>> fetcher =
      RowFetcher::Open(table.text, table.form.delimiter);
  if (!fetcher.ok()) return NamedAfter(table, fetcher.status());
  std::vector<TableRow> rows;
  for (const RowGroup& group : mapper.groups()) {
    rows.clear();
    for (const RowPlace& place : group.rows) {
      StatusOr<TableRow> row = (*fetcher)->Fetch(place.begin, place.begin + place.size, place.line);
      if (!row.ok()) return NamedAfter(table, row.status());
      rows.push_back(*std::move(row));
    }
    std::optional<MappedEvent> event = mapper.MapGroup(group, rows, refusals);
    if (!event) continue;
    std::vector<MappedEvent> events;
    events.push_back(*std::move(event));
    MUSTER_RETURN_IF_ERROR(visitor.events(std::move(events)));
  }
  return OkStatus();
}

}  // namespace

StatusOr<std::unique_ptr<TableReader>> OpenTable(const TableSource& table) {
  StatusOr<std::unique_ptr<TableReader>> reader =
      TableReader::Open(table.text, Encoding::kUtf8, table.form.delimiter);
  if (!reader.ok()) return NamedAfter(table, reader.status());
  return reader;
}

StatusOr<TableCounts> VisitTable(const TableSource& table, const TableMap& map, Refusals& refusals,
                                 const TableVisitor& visitor) {
  MUSTER_ASSIGN_OR_RETURN(const auto reader, OpenTable(table));
  RowMapper mapper(map, table.name, visitor.report);
  TableCounts counts;
  TableRow row;
  MUSTER_ASSIGN_OR_RETURN(bool more, reader->Next(row));  // the header
  while (more) {
    MUSTER_ASSIGN_OR_RETURN(more, reader->Next(row));
    if (!more) break;
    ++counts.rows;
    std::vector<MappedEvent> events;
    const std::size_t refused_before = refusals.size();
    mapper.Map(row, events, refusals);
    if (refusals.size() != refused_before && visitor.refused) visitor.refused(row);
    if (!events.empty()) MUSTER_RETURN_IF_ERROR(visitor.events(std::move(events)));
    if (visitor.progress && counts.rows % kRowsBetweenProgress == 0) {
      visitor.progress(reader->bytes_read(), reader->bytes());
    }
  }
  counts.idle_rows = mapper.idle_rows();
  counts.same_keys = mapper.same_keys();
  MUSTER_RETURN_IF_ERROR(VisitGroups(table, mapper, refusals, visitor));
  return counts;
}

}  // namespace muster
