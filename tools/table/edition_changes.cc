// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/edition_changes.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/event_kind_word.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "tools/table/scratch_file.h"

namespace muster {
namespace {

StatusOr<std::unique_ptr<ScratchFile>> CopyOf(const Ledger& ledger, const Hash& text) {
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<ScratchFile> file, ScratchFile::Make());
  const Status status =
      ledger.VisitDocument(text, [&file](std::string_view piece) { return file->Write(piece); });
  if (status.code() == StatusCode::kNotFound) {
    return FailedPrecondition(
        "the edition before, {}, was blacked out, so that this one cannot be compared with it; "
        "import the table under another title, or without `key` in the map",
        ToHex(text));
  }
  MUSTER_RETURN_IF_ERROR(status);
  return file;
}

}  // namespace

StatusOr<std::unique_ptr<EditionChanges>> EditionChanges::Read(
    const Ledger& ledger, const TableEditions& editions, const TableForm& form,
    const std::string& map_file, const Node& map, Refusals& refusals,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) {
  auto changes = std::make_unique<EditionChanges>();
  MUSTER_RETURN_IF_ERROR(changes->ReadRecords(ledger, editions));
  for (std::uint32_t i = 0; i < editions.earlier.size(); ++i) {
    const TableEdition& edition = editions.earlier[i];
    MUSTER_ASSIGN_OR_RETURN(const auto copy, CopyOf(ledger, edition.text));
    const TableSource table{copy->path(),
                            "report " + ToHex(edition.reports.front().id).substr(0, 12), form};
    MUSTER_ASSIGN_OR_RETURN(const auto reader, OpenTable(table));
    TableRow header;
    MUSTER_ASSIGN_OR_RETURN(const bool any, reader->Next(header));
    if (!any) continue;
    Refusals misfits;
    const TableMap earlier = MakeTableMap(map_file, map, header.cells, misfits);
    for (Refusal& misfit : misfits) {
      misfit.message = fmt::format("of the edition before ({}): {}", table.name, misfit.message);
      refusals.push_back(std::move(misfit));
    }
    if (!misfits.empty()) break;
    MUSTER_RETURN_IF_ERROR(changes->Learn(i, table, earlier, progress));
    changes->records_[i] = {};
    changes->last_ = i;
  }
  return changes;
}

// Notes which records each edition has, by where their evidence begins, and which are retracted.
Status EditionChanges::ReadRecords(const Ledger& ledger, const TableEditions& editions) {
  std::unordered_map<std::string, std::uint32_t> reports;
  for (std::uint32_t i = 0; i < editions.earlier.size(); ++i) {
    for (const StoredReport& report : editions.earlier[i].reports) {
      reports.emplace(ToBytes(report.id), i);
    }
  }
  records_.resize(editions.earlier.size());
  MUSTER_RETURN_IF_ERROR(
      ledger.Read({}, editions.until, [&](Position position, const v1::Record& record) -> Status {
        const v1::Event& event = record.event();
        if (event.has_retraction()) retracted_.insert(event.retraction().of().position());
        // It lives again.
        if (event.has_amendment()) retracted_.erase(event.amendment().of().position());
        if (event.has_retraction() || event.has_amendment()) return OkStatus();
        const auto report = reports.find(record.report());
        if (report == reports.end() || record.evidence().empty()) return OkStatus();
        records_[report->second].push_back({record.evidence(0).begin(), position,
                                            names_.Number(KindWord(event.fact_case())), false});
        return OkStatus();
      }));
  for (std::vector<Recorded>& records : records_) {
    std::sort(records.begin(), records.end(), [](const Recorded& a, const Recorded& b) {
      return std::tie(a.begin, a.position) < std::tie(b.begin, b.position);
    });
  }
  return OkStatus();
}

Status EditionChanges::Learn(std::uint32_t edition, const TableSource& table, const TableMap& map,
                             const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  // Its bad rows were told when it was appended.
  Refusals known_already;
  TableVisitor visitor;
  visitor.events = [&](const std::vector<MappedEvent>& events) {
    return LearnEvents(edition, table, events);
  };
  visitor.progress = progress;
  return VisitTable(table, map, known_already, visitor).status();
}

Status EditionChanges::LearnEvents(std::uint32_t edition, const TableSource& table,
                                   const std::vector<MappedEvent>& events) {
  const std::vector<std::optional<std::size_t>> matched = Match(events, true);
  for (std::size_t i = 0; i < events.size(); ++i) {
    Unit& unit = units_[*matched[i]];
    unit.edition = edition;
    unit.rule = static_cast<std::uint32_t>(events[i].rule);
    unit.kind = names_.Number(KindOf(events[i].event));
    unit.fields = DigestsOf(events[i].event, names_);
    if (unit.position) continue;
    MUSTER_ASSIGN_OR_RETURN(unit.position, TakeRecord(edition, table, events[i]));
  }
  return OkStatus();
}

StatusOr<std::optional<Position>> EditionChanges::TakeRecord(std::uint32_t edition,
                                                             const TableSource& table,
                                                             const MappedEvent& event) {
  std::vector<Recorded>& records = records_[edition];
  const std::uint64_t begin = event.ranges.front().begin;
  auto record = std::lower_bound(
      records.begin(), records.end(), begin,
      [](const Recorded& each, std::uint64_t value) { return each.begin < value; });
  while (record != records.end() && record->begin == begin && record->taken) ++record;
  if (record == records.end() || record->begin != begin) return std::optional<Position>();
  if (record->kind != names_.Number(KindOf(event.event))) {
    return FailedPrecondition(
        "{}:{}: of this row of the edition before the map makes a {}, and record {} is a {}; "
        "import "
        "the table with the map that the edition before was imported with, or under another title",
        table.name, event.lines.front(), KindOf(event.event), record->position.value,
        names_.Name(record->kind));
  }
  record->taken = true;
  return std::optional<Position>(record->position);
}

std::vector<std::optional<std::size_t>> EditionChanges::Match(
    const std::vector<MappedEvent>& events, bool add) {
  std::vector<std::optional<std::size_t>> matched(events.size());
  if (events.empty()) return matched;
  const auto key =
      add ? keys_.try_emplace(events.front().key).first : keys_.find(events.front().key);
  if (key == keys_.end()) return matched;
  std::vector<std::size_t> left = key->second;
  // Those of one rule first, so that one that is gone does not shift the others.
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto same = std::find_if(left.begin(), left.end(), [&](std::size_t unit) {
      return units_[unit].rule == events[i].rule;
    });
    if (same == left.end()) continue;
    matched[i] = *same;
    left.erase(same);
  }
  auto next = left.begin();
  for (std::optional<std::size_t>& unit : matched) {
    if (unit) continue;
    if (next != left.end()) {
      unit = *next++;
    } else if (add) {
      unit = units_.size();
      units_.emplace_back();
      key->second.push_back(*unit);
    }
  }
  return matched;
}

void EditionChanges::Begin() {
  for (Unit& unit : units_) unit.seen = false;
  withdrawn_.clear();
  summary_ = {};
}

std::vector<MappedEvent> EditionChanges::Apply(std::vector<MappedEvent> events) {
  const std::vector<std::optional<std::size_t>> matched = Match(events, false);
  std::vector<MappedEvent> changed;
  for (std::size_t i = 0; i < events.size(); ++i) {
    Unit* const unit = matched[i] ? &units_[*matched[i]] : nullptr;
    if (unit == nullptr || !unit->position) {
      changed.push_back(std::move(events[i]));
      continue;
    }
    unit->seen = true;
    std::optional<MappedEvent> change = Change(std::move(events[i]), *unit);
    if (change) changed.push_back(*std::move(change));
  }
  return changed;
}

std::optional<MappedEvent> EditionChanges::Change(MappedEvent event, Unit& unit) {
  const std::string_view kind = KindOf(event.event);
  const bool same_kind = names_.Number(kind) == unit.kind;
  const std::vector<std::string> fields = ChangedFields(unit.fields, event.event, names_);
  const bool same = same_kind && fields.empty();
  // Because it was not in the edition before, and now it is again; or by a keeper, who knew why.
  const bool retracted = retracted_.contains(unit.position->value);
  const bool by_keeper = retracted && unit.edition == last_;
  if (same && (by_keeper || !retracted)) {
    ++summary_.unchanged;
    return std::nullopt;
  }
  if (by_keeper) {
    withdrawn_.insert(static_cast<std::size_t>(&unit - units_.data()));
    return std::nullopt;
  }
  if (retracted || !same_kind) {
    ++summary_.changed["kind"];
    event.event = ReplacementOf(*unit.position, event.event);
    return event;
  }
  for (const std::string& field : fields) ++summary_.changed[field];
  event.event = AmendmentOf(*unit.position, fields, event.event);
  return event;
}

EditionSummary EditionChanges::Finish() const {
  EditionSummary summary = summary_;
  const auto told = [this](const std::string& key, const Unit& unit) {
    return EarlierEvent{*unit.position, names_.Name(unit.kind), ShownKey(key)};
  };
  for (const auto& [key, units] : keys_) {
    for (const std::size_t number : units) {
      const Unit& unit = units_[number];
      if (withdrawn_.contains(number)) summary.withdrawn.push_back(told(key, unit));
      if (!unit.position || unit.seen || retracted_.contains(unit.position->value)) continue;
      summary.vanished.push_back(told(key, unit));
    }
  }
  for (std::vector<EarlierEvent>* const events : {&summary.vanished, &summary.withdrawn}) {
    std::sort(events->begin(), events->end(),
              [](const EarlierEvent& a, const EarlierEvent& b) { return a.position < b.position; });
  }
  return summary;
}

}  // namespace muster
