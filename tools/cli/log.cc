// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster log`: the records, one a line.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event_fields.h"
#include "ledger/event_kinds.h"
#include "ledger/event_parser.h"
#include "ledger/spelling.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/known_at.h"
#include "tools/cli/opened_ledger.h"
#include "tools/export/evidence.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

struct LogQuery {
  Position from;
  LogSize until;
  std::optional<std::string> kind;
  std::optional<Hash> report;
};

std::string DateText(const v1::Event& event) {
  const v1::Date* const on = OnOf(event);
  return on == nullptr ? std::string() : on->text();
}

Status CheckKind(const std::string& kind) {
  std::vector<std::string> known;
  for (const EventKind& candidate : EventKinds()) {
    if (candidate.name == kind) return OkStatus();
    known.emplace_back(candidate.name);
  }
  if (IsCommandKind(kind)) return OkStatus();
  const std::optional<std::string> nearest = NearestName(kind, known);
  if (nearest)
    return InvalidArgument("there is no kind of event `{}`; did you mean `{}`?", kind, *nearest);
  return InvalidArgument("there is no kind of event `{}`; there are {}", kind,
                         fmt::join(known, ", "));
}

StatusOr<LogQuery> QueryOf(const Invocation& invocation, const Ledger& ledger, LogSize size) {
  LogQuery query;
  query.until = size;
  MUSTER_ASSIGN_OR_RETURN(const auto from, invocation.Number("from"));
  MUSTER_ASSIGN_OR_RETURN(const auto to, invocation.Number("to"));
  if (from && to && *from > *to) return InvalidArgument("--from {} is behind --to {}", *from, *to);
  for (const auto& bound : {from, to}) {
    if (bound && *bound >= size.value) {
      return InvalidArgument("there is no record {}; the log has {} records", *bound, size.value);
    }
  }
  if (from) query.from = Position{*from};
  if (to) query.until = LogSize{*to + 1};
  query.kind = invocation.Value("kind");
  if (query.kind) MUSTER_RETURN_IF_ERROR(CheckKind(*query.kind));
  if (const auto report = invocation.Value("report")) {
    MUSTER_ASSIGN_OR_RETURN(const StoredReport stored, ledger.FindReportByPrefix(*report));
    query.report = stored.id;
  }
  return query;
}

// Prints the records one after the other, without keeping them: a log may be long.
class LogPrinter {
 public:
  LogPrinter(const Ledger& ledger, const Invocation& invocation, LogSize size)
      : evidence_(ledger), format_(invocation.format), style_(invocation.style) {
    position_width_ = std::max<std::size_t>(8, fmt::format("{}", size.value).size());
  }

  void PrintHeader() {
    if (format_ == Format::kTable) {
      Print(style_.Heading(fmt::format("{:>{}}  {:<20}  {:<10}  event", "position", position_width_,
                                       "recorded at", "date")) +
            '\n');
    } else if (format_ == Format::kCsv) {
      Print(CsvLine(std::vector<std::string>{"position", "recorded_at", "recorded_by", "report",
                                             "kind", "on", "sentence"}));
    }
  }

  Status PrintRecord(Position position, const v1::Record& record) {
    if (format_ == Format::kJson) {
      MUSTER_ASSIGN_OR_RETURN(const std::vector<Passage> passages, evidence_.Read(record));
      std::string line;
      AppendRecordJson(position, record, passages, &line);
      Print(line += '\n');
      return OkStatus();
    }
    const std::string date = DateText(record.event());
    if (format_ == Format::kCsv) {
      const std::string report =
          record.report().empty() ? std::string() : ToHex(HashFromBytes(record.report()));
      Print(CsvLine(std::vector<std::string>{
          fmt::format("{}", position.value), RecordedAt(record), record.recorded_by(), report,
          std::string(KindOf(record.event())), date, EventSentence(record.event())}));
      return OkStatus();
    }
    // Whole seconds are enough for a person.
    const std::string recorded_at = RecordedAt(record).substr(0, 19) + 'Z';
    const std::string safe_date = SafeText(date);
    const std::string pad(10 - std::min<std::size_t>(10, DisplayWidth(safe_date)), ' ');
    Print(fmt::format("{:>{}}  {}  {}{}  {}\n", position.value, position_width_, recorded_at,
                      safe_date, pad, SafeText(EventSentence(record.event()))));
    return OkStatus();
  }

 private:
  EvidenceReader evidence_;
  Format format_;
  Style style_;
  std::size_t position_width_;
};

StatusOr<ExitStatus> RunLog(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<Ledger> ledger, OpenToRead(invocation));
  MUSTER_ASSIGN_OR_RETURN(const KnownAt known_at,
                          ResolveKnownAt(*ledger, invocation.Value("known-at")));
  MUSTER_ASSIGN_OR_RETURN(const LogQuery query, QueryOf(invocation, *ledger, known_at.size));
  LogPrinter printer(*ledger, invocation, known_at.size);
  if (invocation.format == Format::kTable && known_at.size.value == 0) {
    Print("The log is empty.\n");
    return ExitStatus::kDone;
  }
  printer.PrintHeader();
  MUSTER_RETURN_IF_ERROR(
      ledger->Read(query.from, query.until, [&](Position position, const v1::Record& record) {
        if (query.kind && KindOf(record.event()) != *query.kind) return OkStatus();
        if (query.report && record.report() != ToBytes(*query.report)) return OkStatus();
        return printer.PrintRecord(position, record);
      }));
  return ExitStatus::kDone;
}

}  // namespace

Command LogCommand() {
  return {
      .name = "log",
      .summary = "the records, one a line",
      .access = "reads the ledger",
      .description =
          "Every record in the order of the log. With --format json, each line is a record whole,\n"
          "its evidence with the words that it rests on.\n",
      .examples =
          "# the arrivals\n"
          "muster log --kind arrival\n"
          "# everything about one report, for a program\n"
          "muster log --report 3fa8 --format json\n",
      .options = Joined(
          {{.name = "from", .value = "POSITION", .help = "the first record (0)"},
           {.name = "to", .value = "POSITION", .help = "the last record (the log's last)"},
           {.name = "kind", .value = "KIND", .help = "only events of a kind: arrival, claim"},
           {.name = "report",
            .value = "SHA",
            .help = "only records of a report, by the beginning of its id"},
           {.name = "known-at",
            .value = "K",
            .help = "the log as it stood then (now)",
            .details = "a log size, an RFC 3339 time, a date, or a release"}},
          OptionsOfAsked()),
      .run = RunLog};
}

}  // namespace muster
