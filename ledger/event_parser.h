// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event parser: turns the nodes of a draft into events and report metadata. It judges structure:
// keys, types, required fields, strengths, dates, enumerations, country codes, sizes. What depends
// on the log (names, targets, defaults, duplicates, evidence) is admission's.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_EVENT_PARSER_H_
#define MUSTER_LEDGER_EVENT_PARSER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/draft.h"
#include "ledger/refusal.h"

namespace google::protobuf {
class Arena;
}  // namespace google::protobuf

namespace muster {

namespace v1 {
class Event;
class EventChange;
class Report;
class ReportChange;
}  // namespace v1

// A quote as written; its place in the document is not looked up yet.
struct ParsedQuote {
  std::string text;
  std::uint32_t occurrence = 1;
  SourcePosition position;
};

// One entry of `events`. Names in `event` are as written; fields that admission fills in are unset.
// `entry` and `body` point into the draft, for the positions of fields:
// `body->Find("from")` is the node of `from`.
struct ParsedEvent {
  std::string kind;                  // "arrival"
  SourcePosition position;           // of the kind's key
  const Node* entry = nullptr;       // the map {arrival: {...}, quote: ...}
  const Node* body = nullptr;        // the map below `arrival`
  std::shared_ptr<v1::Event> event;  // null if it was refused
  // What could be read of a refused event, so that its names are judged all the same; may be null.
  std::shared_ptr<v1::Event> refused;
  std::vector<ParsedQuote> quotes;
  // Targets as written, in order (`of` of an account, amendment or retraction). Targets in `event`,
  // or in `refused`, carry the same texts and no positions. One that could not be read is empty.
  std::vector<std::string> targets;
  // An amendment's `change`, which can be parsed only when the kind of its target is known:
  // ParseChange.
  const Node* change = nullptr;
};

struct ParsedReport {
  SourcePosition position;             // of the `report` map
  std::shared_ptr<v1::Report> report;  // without digests and `updates`; null if it was refused
  const Node* node = nullptr;          // the `report` map
  std::optional<std::string> text;     // inline `text`
  std::string updates;                 // as written: an id or the beginning of one
  std::vector<ParsedEvent> events;     // every entry, refused ones too
  // Where the events live, and the records made of them will. Null if there are no events.
  std::shared_ptr<google::protobuf::Arena> arena;
};

// Parses a whole draft, adding to `refusals` all that is wrong. REQUIRES: `draft` outlives the
// result.
ParsedReport ParseReportDraft(const ReportDraft& draft, Refusals& refusals);

// Parses the `change` of an amendment whose target is of `kind`: field names are those of that
// kind, or according_to, grade and distinct; an empty value clears an optional field. Fields that
// exclude each other are changed together: `contingent` clears what else says who it is, `mission`
// clears `contingent`, and `strength` and `all` of a departure clear each other; `fields` names
// those too. Whether the event that results is sound, CheckEvent (event_check.h) says. Returns null
// after a refusal; what could be read of the values all the same is then put into `refused`, unless
// that is null.
std::shared_ptr<v1::EventChange> ParseChange(std::string_view kind, const Node& change,
                                             const std::string& file, Refusals& refusals,
                                             v1::Event* refused = nullptr);

// Parses the `change` of an amendment of a report: source, published, grade.
std::shared_ptr<v1::ReportChange> ParseReportChange(const Node& change, const std::string& file,
                                                    Refusals& refusals);

// Whether a target, as it is written, is a report's: "report SHA". Such a target stands in no
// event: only in ParsedEvent::targets of an amendment.
bool NamesReport(std::string_view target);

// The kind of an event as the report file names it: "arrival"; empty if none is set.
std::string_view KindOf(const v1::Event& event);

}  // namespace muster

#endif  // MUSTER_LEDGER_EVENT_PARSER_H_
