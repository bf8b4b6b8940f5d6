// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/event_parser.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/event_kinds.h"
#include "ledger/excerpt.h"
#include "ledger/field_reader.h"
#include "ledger/input_limits.h"
#include "ledger/report_parser.h"
#include "ledger/scalar_reader.h"
#include "ledger/scalar_rules.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, 2> kRootKeys = {"report", "events"};
constexpr std::array<std::string_view, 2> kQuoteKeys = {"quote", "occurrence"};
constexpr std::array<std::string_view, 6> kCommonKeys = {"quote",        "quotes", "occurrence",
                                                         "according_to", "grade",  "distinct"};

// Every key that an entry may have, kinds of commands included: they are refused by name.
std::span<const std::string_view> EntryKeys() {
  static const std::vector<std::string_view>* const kKeys = [] {
    auto* all = new std::vector<std::string_view>;
    for (const EventKind& kind : EventKinds()) all->push_back(kind.name);
    all->insert(all->end(), {"redaction", "key"});
    all->insert(all->end(), kCommonKeys.begin(), kCommonKeys.end());
    return all;
  }();
  return *kKeys;
}

// Reads `quote` and `occurrence` of a map.
void ReadQuote(FieldReader& fields, std::vector<ParsedQuote>& quotes) {
  ParsedQuote quote;
  const bool taken = fields.Text("quote", Need::kOptional, &quote.text);
  quote.position = fields.PositionOf("quote");
  const Node* occurrence = fields.Value("occurrence", Need::kOptional, Node::Kind::kScalar);
  std::uint64_t count = 1;
  if (occurrence != nullptr && ReadCount(fields.sink(), *occurrence, "occurrence", 1, &count)) {
    if (count > std::numeric_limits<std::uint32_t>::max()) {
      fields.Refuse("occurrence", "bad-value", fmt::format("'occurrence' {} is too large", count));
    }
    if (fields.node().Find("quote") == nullptr) {
      fields.Refuse("occurrence", "missing-key", "'occurrence' stands without a 'quote'",
                    "in a list of quotes, write {quote: ..., occurrence: 2}");
    }
  }
  quote.occurrence = static_cast<std::uint32_t>(count);
  if (taken) quotes.push_back(std::move(quote));
}

void ReadQuotes(FieldReader& fields, std::vector<ParsedQuote>& quotes) {
  ReadQuote(fields, quotes);
  if (fields.node().Find("quotes") == nullptr) return;
  if (fields.node().Find("quote") != nullptr) {
    fields.Refuse("quotes", "bad-value", "'quotes' stands beside 'quote'", "put all into 'quotes'");
  }
  const Node* list = fields.List("quotes", Need::kOptional);
  if (list == nullptr) return;
  for (const Node& item : list->items) {
    if (item.kind == Node::Kind::kMap) {
      FieldReader reader(fields.sink(), item,
                         {.subject = "a quote", .position = item.position, .keys = kQuoteKeys});
      if (item.Find("quote") == nullptr) reader.Lacks("quote");
      ReadQuote(reader, quotes);
      reader.Finish();
    } else if (ReadScalar(fields.sink(), item, "quotes", kTextBytesMax)) {
      quotes.push_back({std::string(Trimmed(item.text)), 1, item.position});
    }
  }
}

// Finds the one key of an entry that is a kind of event. Null if there is none or several, refused.
const Node::Entry* FindFact(const Node& entry, RefusalSink& sink, bool unknown_keys) {
  const Node::Entry* fact = nullptr;
  bool refused = unknown_keys;
  for (const Node::Entry& candidate : entry.entries) {
    if (IsCommandKind(candidate.key)) {
      sink.Add(candidate.key_position, "command-only",
               fmt::format("'{}' cannot be written in a report file", candidate.key),
               "events of this kind are written by commands");
      refused = true;
    }
    if (FindEventKind(candidate.key) == nullptr) continue;
    if (fact != nullptr) {
      sink.Add(candidate.key_position, "several-kinds",
               fmt::format("the entry is both {} and {}", fact->key, candidate.key),
               "write one entry for each event");
      refused = true;
      continue;
    }
    fact = &candidate;
  }
  // An unknown key is most likely a kind that is misspelt.
  if (fact == nullptr && !refused) {
    sink.Add(
        entry.position, "missing-key", "the entry has no event",
        "write a kind of event, as in arrival: {contingent: KEN-1, strength: 217, on: 2025-01-18}");
  }
  return fact;
}

// The targets of an event as they are written. That of a report is no target of an event.
std::vector<std::string> TakeTargets(v1::Event& event) {
  std::vector<std::string> targets;
  if (event.has_account()) {
    for (const v1::Target& target : event.account().of()) targets.push_back(target.text());
  } else if (event.has_amendment() && event.amendment().has_of()) {
    targets.push_back(event.amendment().of().text());
    if (NamesReport(targets.front())) event.mutable_amendment()->clear_of();
  } else if (event.has_retraction() && event.retraction().has_of()) {
    targets.push_back(event.retraction().of().text());
  }
  return targets;
}

// Events of one report live and die together, so that their memory is taken and given back at once.
std::shared_ptr<google::protobuf::Arena> ArenaFor(std::size_t events) {
  constexpr std::size_t kBytesOfEvent = 1024;
  constexpr std::size_t kBlockBytesMax = std::size_t{64} << 10;
  google::protobuf::ArenaOptions options;
  options.start_block_size = std::min(events * kBytesOfEvent, kBlockBytesMax);
  options.max_block_size = kBlockBytesMax;
  return std::make_shared<google::protobuf::Arena>(options);
}

ParsedEvent ReadEntry(const Node& entry, const std::shared_ptr<google::protobuf::Arena>& arena,
                      RefusalSink& sink) {
  ParsedEvent parsed;
  parsed.position = entry.position;
  parsed.entry = &entry;
  const std::size_t before = sink.count();
  FieldReader fields(sink, entry,
                     {.subject = "an event", .position = entry.position, .keys = EntryKeys()});
  if (entry.kind != Node::Kind::kMap) return parsed;
  const Node::Entry* fact = FindFact(entry, sink, sink.count() != before);
  std::shared_ptr<v1::Event> event(arena,
                                   google::protobuf::Arena::CreateMessage<v1::Event>(arena.get()));
  if (fact != nullptr) {
    parsed.kind = fact->key;
    parsed.position = fact->key_position;
    parsed.body = &fact->value;
    ReadFact(*FindEventKind(fact->key), fact->value, fact->key_position, sink, *event);
    parsed.targets = TakeTargets(*event);
    if (event->has_amendment()) parsed.change = fact->value.Find("change");
  }
  ReadCommonFields(fields, *event);
  ReadQuotes(fields, parsed.quotes);
  fields.Finish();
  (sink.count() == before ? parsed.event : parsed.refused) = std::move(event);
  return parsed;
}

void ReadEvents(const Node& events, RefusalSink& sink, ParsedReport& parsed) {
  if (events.items.size() > kReportEventsMax) {
    sink.Add(events.position, "too-many",
             fmt::format("the report has {} events, more than {}", events.items.size(),
                         kReportEventsMax),
             "divide it into several reports");
    return;
  }
  if (events.items.empty()) {
    sink.Add(events.position, "empty-value", "the report has no events");
    return;
  }
  parsed.arena = ArenaFor(events.items.size());
  parsed.events.reserve(events.items.size());
  for (const Node& entry : events.items) {
    parsed.events.push_back(ReadEntry(entry, parsed.arena, sink));
  }
}

}  // namespace

ParsedReport ParseReportDraft(const ReportDraft& draft, Refusals& refusals) {
  ParsedReport parsed;
  RefusalSink sink(draft.file, refusals);
  FieldReader root(sink, draft.root,
                   {.subject = "the file", .position = draft.root.position, .keys = kRootKeys});
  // What is missing below a missing key is not told.
  const Node* report = root.Value("report", Need::kRequired, Node::Kind::kMap);
  const Node* events = root.Value("events", Need::kRequired, Node::Kind::kList);
  root.Finish();
  if (report != nullptr) ReadReport(draft, *report, sink, parsed);
  if (events != nullptr) ReadEvents(*events, sink, parsed);
  return parsed;
}

bool NamesReport(std::string_view target) { return target.starts_with("report "); }

std::string_view KindOf(const v1::Event& event) {
  if (event.fact_case() == v1::Event::FACT_NOT_SET) return {};
  const auto* field = v1::Event::descriptor()->FindFieldByNumber(event.fact_case());
  return field->name();
}

}  // namespace muster
