// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/row_mapper.h"

#include <algorithm>
#include <utility>

#include "ledger/excerpt.h"

namespace muster {
namespace {

// No key of a row begins so: nothing that a cell says has a control sign at its beginning.
constexpr const char* kGroupKey = "\1";

}  // namespace

// The cells of one row, and the values made of them when they are first asked for.
class RowMapper::Values {
 public:
  Values(const TableMap& map, const TableRow& row)
      : map_(map), row_(row), made_(map.values.size()) {}

  // Null if nothing is said.
  StatusOr<const std::string*> Get(std::size_t slot) {
    if (slot < map_.columns) {
      // A row may be shorter than the header.
      if (slot >= row_.cells.size() || row_.cells[slot].empty()) return nullptr;
      return &row_.cells[slot];
    }
    Made& made = made_[slot - map_.columns];
    const ValueRule& rule = map_.values[slot - map_.columns];
    if (made.under_way) return InvalidArgument("the value '{}' is made of itself", rule.name);
    if (!made.done) {
      made.under_way = true;
      StatusOr<std::optional<std::string>> value =
          rule.Make([this](std::size_t other) { return Get(other); });
      made.under_way = false;
      made.done = true;
      if (value.ok()) {
        made.value = *std::move(value);
      } else {
        made.status = value.status();
      }
    }
    if (!made.status.ok()) return made.status;
    return made.value ? &*made.value : nullptr;
  }

  StatusOr<bool> Fill(const CellTemplate& form, std::string& text) {
    return form.Fill([this](std::size_t slot) { return Get(slot); }, text);
  }

 private:
  struct Made {
    bool done = false;
    bool under_way = false;
    std::optional<std::string> value;
    Status status;
  };

  const TableMap& map_;
  const TableRow& row_;
  std::vector<Made> made_;
};

bool RowMapper::Refuse(const TableRow& row, std::string problem, Refusals& refusals) const {
  refusals.push_back({file_, {row.line, 1}, "bad-row", std::move(problem), {}});
  return false;
}

bool RowMapper::Applies(const RowRule& rule, Values& values, const TableRow& row,
                        Refusals& refusals) const {
  for (const RowCondition& condition : rule.conditions) {
    const StatusOr<const std::string*> value = values.Get(condition.slot);
    if (!value.ok()) return Refuse(row, std::string(Message(value.status())), refusals);
    const std::string_view text = *value != nullptr ? std::string_view(**value) : "";
    const bool equal =
        std::find(condition.words.begin(), condition.words.end(), text) != condition.words.end();
    if (equal != condition.holds_if_equal) return false;
  }
  return true;
}

std::optional<Node> RowMapper::Fill(const NodeTemplate& form, Values& values, SourcePosition at,
                                    Lacking lacking, std::string* problem) const {
  Node node = EmptyNode(form.kind, at);
  if (form.kind == Node::Kind::kScalar) {
    const StatusOr<bool> said = values.Fill(form.text, node.text);
    if (!said.ok()) {
      *problem = Message(said.status());
      return std::nullopt;
    }
    if (*said) return node;
    // A name alone of which nothing is said is left out; within a text it would leave a hole.
    if (!form.text.is_reference()) *problem = "a cell is empty that a text of the map needs";
    return std::nullopt;
  }
  node.items.reserve(form.items.size());
  node.entries.reserve(form.entries.size());
  for (const NodeTemplate& item : form.items) {
    std::optional<Node> made = Fill(item, values, at, Lacking::kLeaveOutMap, problem);
    if (!problem->empty()) return std::nullopt;
    if (made) node.items.push_back(*std::move(made));
  }
  for (const auto& [key, value] : form.entries) {
    const Lacking below = key == "scope" ? Lacking::kRefuse : Lacking::kLeaveOutKey;
    std::optional<Node> made = Fill(value, values, at, below, problem);
    if (!problem->empty()) return std::nullopt;
    if (made) {
      node.entries.push_back({key, at, *std::move(made)});
    } else if (lacking == Lacking::kRefuse) {
      *problem = fmt::format(
          "nothing is said of the '{}' of a scope, which would be wider without it", key);
      return std::nullopt;
    } else if (lacking == Lacking::kLeaveOutMap && value.kind == Node::Kind::kScalar) {
      return std::nullopt;
    }
  }
  const bool hollow =
      node.items.empty() && node.entries.empty() && (!form.items.empty() || !form.entries.empty());
  if (hollow) return std::nullopt;
  return node;
}

// Adds what the texts of a node say, and what is missing, to `text`. False if one cannot be made.
bool RowMapper::FillText(const NodeTemplate& form, Values& values, std::string& text) {
  if (form.kind == Node::Kind::kScalar) {
    std::string part;
    const StatusOr<bool> said = values.Fill(form.text, part);
    if (!said.ok()) return false;
    text.append(*said ? part : "\1").push_back('\0');
    return true;
  }
  for (const NodeTemplate& item : form.items) {
    if (!FillText(item, values, text)) return false;
  }
  for (const auto& [key, value] : form.entries) {
    if (!FillText(value, values, text)) return false;
  }
  return true;
}

void RowMapper::FillRegistrations(Values& values, SourcePosition at,
                                  std::vector<Node>& registrations, std::string* problem) {
  std::string text;
  for (std::size_t i = 0; i < map_.registrations.size(); ++i) {
    text = std::to_string(i) + '\0';
    const bool told = FillText(map_.registrations[i], values, text);
    if (told && registered_.contains(text)) continue;
    std::optional<Node> node =
        Fill(map_.registrations[i], values, at, Lacking::kLeaveOutKey, problem);
    if (!problem->empty()) return;
    const bool named =
        node && node->entries.size() == 1 && node->entries.front().value.Find("id") != nullptr;
    if (named) registrations.push_back(*std::move(node));
    just_registered_.push_back(text);
    registered_.insert(text);
  }
}

void RowMapper::ForgetRegistrations() {
  for (const std::string& text : just_registered_) registered_.erase(text);
  just_registered_.clear();
}

std::string RowMapper::KeyOf(const std::vector<CellTemplate>& parts, Values& values,
                             std::string* problem) const {
  std::string key;
  std::string text;
  for (const CellTemplate& part : parts) {
    const StatusOr<bool> said = values.Fill(part, text);
    if (!said.ok()) {
      *problem = Message(said.status());
      return {};
    }
    key.append(*said ? text : std::string()).push_back('\0');
  }
  return key;
}

bool RowMapper::FillReport(Values& values, SourcePosition at, MappedEvent& event,
                           std::string* problem) {
  event.report_key = KeyOf(map_.reports_by, values, problem);
  if (!problem->empty()) return false;
  std::shared_ptr<const Node>& known = reports_[event.report_key];
  if (known == nullptr) {
    std::optional<Node> report = MakeReport(values, at, problem);
    if (!report) return false;
    if (edit_) edit_(*report);
    known = std::make_shared<const Node>(*std::move(report));
  }
  event.report = known;
  return true;
}

std::optional<Node> RowMapper::MakeReport(Values& values, SourcePosition at,
                                          std::string* problem) const {
  std::optional<Node> filled = Fill(map_.report, values, at, Lacking::kLeaveOutKey, problem);
  if (!problem->empty()) return std::nullopt;
  Node report = filled ? *std::move(filled) : EmptyNode(Node::Kind::kMap, at);
  if (map_.reports.kind != Node::Kind::kMap) return report;
  std::optional<Node> own = Fill(map_.reports, values, at, Lacking::kLeaveOutKey, problem);
  if (!problem->empty()) return std::nullopt;
  if (!own) return report;
  for (Node::Entry& entry : own->entries) {
    const auto same =
        std::find_if(report.entries.begin(), report.entries.end(),
                     [&](const Node::Entry& other) { return other.key == entry.key; });
    if (same != report.entries.end()) {
      same->value = std::move(entry.value);
    } else {
      report.entries.push_back(std::move(entry));
    }
  }
  return report;
}

std::optional<MappedEvent> RowMapper::MakeEvent(const RowRule& rule, Values& values,
                                                const TableRow& row, Refusals& refusals) {
  const SourcePosition at{row.line, 1};
  MappedEvent made;
  std::string problem;
  std::optional<Node> event = Fill(rule.event, values, at, Lacking::kLeaveOutKey, &problem);
  if (problem.empty() && !event) problem = "nothing is left of the event";
  if (problem.empty()) FillReport(values, at, made, &problem);
  if (problem.empty()) FillRegistrations(values, at, made.registrations, &problem);
  if (!problem.empty()) {
    Refuse(row, std::move(problem), refusals);
    return std::nullopt;
  }
  made.event = *std::move(event);
  made.lines.push_back(row.line);
  made.ranges.push_back({row.begin, row.end});
  return made;
}

void RowMapper::Map(const TableRow& row, std::vector<MappedEvent>& events, Refusals& refusals) {
  if (!row.problem.empty()) {
    refusals.push_back({file_, {row.line, 1}, row.rule, row.problem, row.hint});
    return;
  }
  if (row.cells.size() > map_.columns) {
    Refuse(row,
           fmt::format("the row has {} cells, and the header {}", row.cells.size(), map_.columns),
           refusals);
    return;
  }
  const std::size_t refused_before = refusals.size();
  const std::size_t events_before = events.size();
  Values values(map_, row);
  bool idle = true;
  std::vector<std::pair<std::size_t, std::string>> joined;
  for (std::size_t i = 0; i < map_.rows.size() && refusals.size() == refused_before; ++i) {
    const RowRule& rule = map_.rows[i];
    if (!Applies(rule, values, row, refusals)) continue;
    idle = false;
    if (!rule.lines.empty()) {
      std::string problem;
      std::string key = std::to_string(i) + '\0' + KeyOf(rule.group, values, &problem);
      if (!problem.empty()) Refuse(row, std::move(problem), refusals);
      joined.emplace_back(i, std::move(key));
      continue;
    }
    std::optional<MappedEvent> event = MakeEvent(rule, values, row, refusals);
    if (!event) continue;
    event->rule = i;
    events.push_back(*std::move(event));
  }
  std::optional<std::string> key;
  if (refusals.size() == refused_before) key = NoteKey(values, row, refusals);
  if (refusals.size() != refused_before) {
    events.resize(events_before);
    ForgetRegistrations();
    return;
  }
  just_registered_.clear();
  for (std::size_t i = events_before; i < events.size() && key; ++i) events[i].key = *key;
  if (idle) ++idle_rows_;
  for (auto& [rule, group] : joined) {
    const auto [found, is_new] = group_numbers_.emplace(group, groups_.size());
    if (is_new) groups_.push_back({rule, map_.key.empty() ? "" : kGroupKey + group, {}});
    groups_[found->second].rows.push_back(
        {row.begin, static_cast<std::uint32_t>(row.end - row.begin), row.line});
  }
}

// The key of the row with its number among the rows of that key; nullopt if there is none.
std::optional<std::string> RowMapper::NoteKey(Values& values, const TableRow& row,
                                              Refusals& refusals) {
  if (map_.key.empty()) return std::nullopt;
  std::string problem;
  std::string key = KeyOf(map_.key, values, &problem);
  if (!problem.empty()) {
    Refuse(row, std::move(problem), refusals);
    return std::nullopt;
  }
  RowsOfKey& rows = keys_.try_emplace(key, RowsOfKey{row.line, 0}).first->second;
  const std::string numbered = key + std::to_string(++rows.count);
  if (rows.count > 1) same_keys_.push_back({row.line, rows.first_line, ShownKey(key)});
  return numbered;
}

std::optional<MappedEvent> RowMapper::MapReport(const TableRow& row) {
  if (!row.problem.empty()) return std::nullopt;
  Values values(map_, row);
  MappedEvent event;
  std::string problem;
  if (!FillReport(values, {row.line, 1}, event, &problem)) return std::nullopt;
  return event;
}

std::string ShownKey(std::string_view key) {
  // The last part is a number, of interest only if it is not the first.
  const std::size_t last = key.rfind('\0');
  std::string shown(key.substr(0, std::min(last, key.size())));
  if (last != key.npos && last + 1 < key.size() && key.substr(last + 1) != "1") {
    shown.append(" (").append(key.substr(last + 1)).append(")");
  }
  if (shown.starts_with(kGroupKey)) {
    const std::size_t rule = shown.find('\0');
    shown.erase(0, rule == shown.npos ? shown.size() : rule + 1);
  }
  std::replace(shown.begin(), shown.end(), '\0', ' ');
  return shown;
}

std::optional<MappedEvent> RowMapper::MapGroup(const RowGroup& group,
                                               const std::vector<TableRow>& rows,
                                               Refusals& refusals) {
  const RowRule& rule = map_.rows[group.rule];
  const std::size_t refused_before = refusals.size();
  Values first(map_, rows.front());
  std::optional<MappedEvent> made = MakeEvent(rule, first, rows.front(), refusals);
  Node lines = EmptyNode(Node::Kind::kList, {rows.front().line, 1});
  for (const TableRow& row : rows) {
    Values values(map_, row);
    std::string problem;
    for (const NodeTemplate& form : rule.lines) {
      std::optional<Node> line = Fill(form, values, {row.line, 1}, Lacking::kLeaveOutMap, &problem);
      if (line) lines.items.push_back(*std::move(line));
      if (!problem.empty()) break;
    }
    if (!problem.empty()) Refuse(row, std::move(problem), refusals);
    if (!made || &row == &rows.front()) continue;
    made->lines.push_back(row.line);
    // Rows that follow each other are one passage.
    TextRange& last = made->ranges.back();
    if (row.begin <= last.end + 2) {
      last.end = row.end;
    } else {
      made->ranges.push_back({row.begin, row.end});
    }
    FillRegistrations(values, {row.line, 1}, made->registrations, &problem);
    if (!problem.empty()) Refuse(row, std::move(problem), refusals);
  }
  if (!made || refusals.size() != refused_before) {
    ForgetRegistrations();
    return std::nullopt;
  }
  just_registered_.clear();
  made->key = group.key;
  made->rule = group.rule;
  // The lines belong to the fact: `muster: {..., lines: [...]}`.
  for (Node::Entry& entry : made->event.entries) {
    if (entry.value.kind != Node::Kind::kMap) continue;
    entry.value.entries.push_back({"lines", lines.position, std::move(lines)});
    break;
  }
  return made;
}

}  // namespace muster
