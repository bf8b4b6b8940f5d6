// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Statements, accounts, corrections and a keeper's decisions.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/clock.h"
#include "ledger/date.h"
#include "ledger/event_kinds.h"
#include "ledger/event_parser.h"
#include "ledger/excerpt.h"
#include "ledger/finding_names.h"
#include "ledger/input_limits.h"
#include "ledger/post_parser.h"
#include "ledger/scalar_reader.h"
#include "ledger/scalar_rules.h"
#include "ledger/spelling.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, 2> kSettledKeys = {"finding", "positions"};

// Reads a target as it is written. That of a report is left to those who may name one.
bool ReadTarget(FieldReader& fields, const Node& node, bool reports, std::string* text) {
  if (!ReadScalar(fields.sink(), node, "of", kNameBytesMax)) return false;
  *text = Trimmed(node.text);
  if (!reports && NamesReport(*text)) {
    fields.sink().Add(
        node.position, "bad-value",
        fmt::format("the target of {} must be an event, not a report", fields.subject()),
        "only an amendment can name a report, to change its source, published or grade");
    return false;
  }
  return true;
}

// Reads the `of` of an event that has one target.
bool ReadOneTarget(FieldReader& fields, bool reports, std::string* text) {
  const Node* of = fields.node().Find("of");
  if (of != nullptr && of->kind == Node::Kind::kList) {
    fields.Refuse("of", "wrong-type", fmt::format("'of' in {} names one event", fields.subject()),
                  fmt::format("write one {} for each", fields.subject()));
    return false;
  }
  of = fields.Value("of", Need::kRequired, Node::Kind::kScalar);
  return of != nullptr && ReadTarget(fields, *of, reports, text);
}

v1::Why ReadWhy(FieldReader& fields) {
  int why = 0;
  fields.Enumeration("why", Need::kRequired, *v1::Why_descriptor(), &why);
  return static_cast<v1::Why>(why);
}

// Reads the `event` of an amendment: an entry as in a report file, without quotes of its own.
void ReadReplacement(FieldReader& fields, v1::Event& replacement) {
  const Node* entry = fields.Value("event", Need::kOptional, Node::Kind::kMap);
  if (entry == nullptr) return;
  const Node::Entry* fact = nullptr;
  const EventKind* kind = nullptr;
  for (const Node::Entry& candidate : entry->entries) {
    const EventKind* found = FindEventKind(candidate.key);
    if (found == nullptr) continue;
    if (kind != nullptr) {
      fields.sink().Add(candidate.key_position, "several-kinds",
                        fmt::format("the event is both {} and {}", kind->name, found->name));
      return;
    }
    fact = &candidate;
    kind = found;
  }
  std::array<std::string_view, 4> keys = {"according_to", "grade", "distinct", "event"};
  if (kind != nullptr) keys[3] = kind->name;
  FieldReader reader(fields.sink(), *entry,
                     {.subject = "event", .position = entry->position, .keys = keys});
  if (kind == nullptr) {
    reader.Lacks("arrival' or another kind of event");
  } else if (!kind->replaces) {
    fields.sink().Add(fact->key_position, "wrong-change",
                      fmt::format("an event cannot be amended into {}", kind->name),
                      fmt::format("write the {} as an event of its own", kind->name));
  } else {
    ReadFact(*kind, fact->value, fact->key_position, fields.sink(), replacement);
  }
  ReadCommonFields(reader, replacement);
  reader.Finish();
}

}  // namespace

void ReadStatement(FieldReader& fields, v1::Event& event) {
  v1::Statement& statement = *event.mutable_statement();
  fields.Text("text", Need::kRequired, statement.mutable_text());
  fields.Name("speaker", Need::kOptional, statement.mutable_speaker());
  fields.Name("role", Need::kOptional, statement.mutable_role());
  v1::Date on;
  if (fields.Date("on", Need::kRequired, &on)) *statement.mutable_on() = std::move(on);
}

void ReadAccount(FieldReader& fields, v1::Event& event) {
  v1::Account& account = *event.mutable_account();
  std::string text;
  const Node* of = fields.node().Find("of");
  if (of != nullptr && of->kind == Node::Kind::kList) {
    if (const Node* list = fields.List("of", Need::kRequired)) {
      for (const Node& item : list->items) {
        // One that is refused keeps its place, so that the others are told where they stand.
        v1::Target& target = *account.add_of();
        if (ReadTarget(fields, item, false, &text)) target.set_text(text);
      }
    }
  } else if (ReadOneTarget(fields, false, &text)) {
    account.add_of()->set_text(text);
  }
  v1::Strength strength;
  if (fields.Strength("strength", Need::kOptional, &strength)) {
    *account.mutable_strength() = std::move(strength);
  }
  ReadParts(fields, *account.mutable_of_which());
  v1::Date on;
  if (fields.Date("on", Need::kOptional, &on)) *account.mutable_on() = std::move(on);
}

void ReadAmendment(FieldReader& fields, v1::Event& event) {
  v1::Amendment& amendment = *event.mutable_amendment();
  std::string text;
  const bool has_target = ReadOneTarget(fields, true, &text);
  const bool of_report = has_target && NamesReport(text);
  if (has_target) amendment.mutable_of()->set_text(text);
  const bool has_change = fields.node().Find("change") != nullptr;
  const bool has_event = fields.node().Find("event") != nullptr;
  if (has_change && has_event) {
    fields.Refuse("event", "wrong-change", "'event' stands beside 'change'",
                  "write either the fields that change, or the whole event anew");
  } else if (of_report && has_event) {
    fields.Refuse("event", "wrong-change", "a report cannot be amended into an event",
                  "write 'change' with source, published or grade");
  } else if (!has_change && !has_event) {
    fields.Lacks("change' or 'event");
  }
  const Node* change = fields.Value("change", Need::kOptional, Node::Kind::kMap);
  if (change != nullptr && change->entries.empty()) {
    fields.Refuse("change", "empty-value", "'change' names no field", "write {field: new value}");
  }
  if (has_event) ReadReplacement(fields, *amendment.mutable_event());
  amendment.set_why(ReadWhy(fields));
  fields.Text("note", Need::kOptional, amendment.mutable_note());
}

void ReadRetraction(FieldReader& fields, v1::Event& event) {
  v1::Retraction& retraction = *event.mutable_retraction();
  std::string text;
  if (ReadOneTarget(fields, false, &text)) retraction.mutable_of()->set_text(text);
  retraction.set_why(ReadWhy(fields));
  fields.Text("note", Need::kOptional, retraction.mutable_note());
}

void ReadResolution(FieldReader& fields, v1::Event& event) {
  v1::Resolution& resolution = *event.mutable_resolution();
  if (const Node* list = fields.List("findings", Need::kRequired)) {
    for (const Node& item : list->items) {
      FieldReader reader(fields.sink(), item,
                         {.subject = "a finding", .position = item.position, .keys = kSettledKeys});
      v1::SettledFinding& settled = *resolution.add_findings();
      std::string name;
      if (reader.Name("finding", Need::kRequired, &name)) {
        if (std::find(kFindingNames.begin(), kFindingNames.end(), name) == kFindingNames.end()) {
          const std::vector<std::string> names(kFindingNames.begin(), kFindingNames.end());
          const std::optional<std::string> nearest = NearestName(name, names);
          reader.Refuse("finding", "bad-value",
                        fmt::format("there is no finding '{}'", Excerpt(name)),
                        nearest ? fmt::format("did you mean '{}'?", *nearest)
                                : fmt::format("it is one of {}", fmt::join(names, ", ")));
        }
        settled.set_finding(name);
      }
      if (const Node* positions = reader.List("positions", Need::kRequired)) {
        for (const Node& position : positions->items) {
          std::uint64_t value = 0;
          if (ReadCount(reader.sink(), position, "positions", 0, &value))
            settled.add_positions(value);
        }
        auto& values = *settled.mutable_positions();
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
      }
      reader.Finish();
    }
  }
  fields.Text("note", Need::kOptional, resolution.mutable_note());
}

void ReadRelease(FieldReader& fields, v1::Event& event) {
  v1::Release& release = *event.mutable_release();
  if (fields.Name("name", Need::kRequired, release.mutable_name())) {
    const std::string& name = release.name();
    // It would never be found: a known-at is tried as these first.
    const bool digits = name.find_first_not_of("0123456789") == std::string::npos;
    if (digits || ParseDay(name).ok() || ParseTime(name).ok()) {
      fields.Refuse("name", "bad-id",
                    fmt::format("the release '{}' is called like a log size or a date", name),
                    "choose another name, as in v1 or 2025-first");
    } else if (const Status status = CheckId(name); !status.ok()) {
      fields.sink().Add(fields.PositionOf("name"), "bad-id", status);
    }
  }
  fields.Text("note", Need::kOptional, release.mutable_note());
}

}  // namespace muster
