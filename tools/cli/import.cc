// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster import FILE.csv --map MAP.yaml`: a table as field reports, its rows as events.
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ascii.h"
#include "ledger/ledger.h"
#include "ledger/report_parser.h"
#include "projections/views.h"
#include "tools/cli/allocator.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/view_request.h"
#include "tools/input/file_bytes.h"
#include "tools/input/source_text.h"
#include "tools/input/yaml_nodes.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"
#include "tools/output/refusal_text.h"
#include "tools/table/report_node.h"
#include "tools/table/table_import.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMapBytesMax = std::size_t{1} << 20;

// The map, and its text for excerpts.
struct MapFile {
  SourceText source;
  Node root;
  Refusals refusals;
};

StatusOr<MapFile> ReadMap(const std::string& path) {
  const StatusOr<std::string> bytes = ReadFileBytes(path, kMapBytesMax, FileKinds::kStreamsToo);
  if (!bytes.ok()) return ErrorOf(bytes.status().code(), "{}: {}", path, Message(bytes.status()));
  MapFile file;
  file.source = SourceText(*bytes);
  YamlStream stream = ParseYaml(path, file.source);
  file.refusals = std::move(stream.refusals);
  if (file.refusals.empty() &&
      (stream.documents.size() != 1 || stream.documents[0].kind != Node::Kind::kMap)) {
    file.refusals.push_back({path,
                             {1, 1},
                             "wrong-type",
                             "a map must be one YAML map",
                             "begin with `report:` and `rows:`"});
  }
  if (file.refusals.empty()) file.root = std::move(stream.documents[0]);
  return file;
}

// "UTF-8" and "iso-8859-1", as other programs call them.
std::string EncodingWord(std::string_view spelling) {
  std::string word;
  for (const char c : spelling) {
    if (c != '-' && c != '_' && c != ' ') word.push_back(Lower(c));
  }
  if (word == "utf8") return "utf8";
  for (const std::string_view latin1 : {"latin1", "l1", "iso88591"}) {
    if (word == latin1) return "latin1";
  }
  return std::string(spelling);
}

// Whether the report file has such a key, and takes such a value.
Status CheckReportField(const std::string& key, const std::string& value) {
  Node report;
  report.kind = Node::Kind::kMap;
  SetEntry(report, "source", "source");
  SetEntry(report, "title", "title");
  SetEntry(report, "published", "2025-01-18");
  SetEntry(report, key, value);
  const ReportDraft draft;
  Refusals refusals;
  RefusalSink sink(draft.file, refusals);
  ParsedReport parsed;
  ReadReport(draft, report, sink, parsed);
  if (refusals.empty()) return OkStatus();
  const Refusal& first = refusals.front();
  return InvalidArgument("--report {}={}: {}{}{}", key, value, first.message,
                         first.hint.empty() ? "" : "; ", first.hint);
}

StatusOr<std::vector<std::pair<std::string, std::string>>> ReportFields(
    const Invocation& invocation) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (const std::string& text : invocation.Values("report")) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals == 0) {
      return InvalidArgument("--report {}: write KEY=VALUE, as in --report published=2017-06",
                             text);
    }
    fields.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    MUSTER_RETURN_IF_ERROR(CheckReportField(fields.back().first, fields.back().second));
  }
  return fields;
}

std::string RowLine(const Refusal& refusal) {
  return SafeText(fmt::format("{}:{}: {} [{}]", refusal.file, refusal.position.line,
                              refusal.message, refusal.rule)) +
         '\n';
}

// Rows that were taken, and look as if they should not be there.
void PrintLikelyDuplicates(const TableImportResult& result, const Invocation& invocation) {
  if (result.likely_duplicates.empty() || invocation.format == Format::kJson) return;
  std::string text;
  for (const Refusal& row : result.likely_duplicates) text += RowLine(row);
  const std::size_t count = result.likely_duplicates.size();
  text += fmt::format("muster: {} row{} taken that {} a key that was there before", count,
                      count == 1 ? " was" : "s were", count == 1 ? "has" : "have");
  PrintNote(text);
}

// What editions before had, an event a line.
void PrintEarlierEvents(const TableImportResult& result, const Invocation& invocation) {
  if (invocation.format == Format::kJson) return;
  std::string text;
  const auto add = [&](const EarlierEvent& event, std::string_view what) {
    text += SafeText(fmt::format("{}: record {}, {} of {}: {}", invocation.operands.front(),
                                 event.position.value, event.kind, event.key, what)) +
            '\n';
  };
  if (!invocation.Has("retract-missing")) {
    for (const EarlierEvent& event : result.changes.vanished) add(event, "not in this edition");
  }
  for (const EarlierEvent& event : result.changes.withdrawn) {
    add(event, "changed, but was retracted before, and stays so");
  }
  if (text.empty()) return;
  text.pop_back();
  PrintNote(text);
}

// Those of the map with their lines, those of rows on a line each.
void PrintRefusals(const TableImportResult& result, const std::string& map_name,
                   const SourceText& map, const Invocation& invocation) {
  std::string text;
  std::set<std::string> hints;
  for (const Refusal& refusal : result.refusals) {
    if (refusal.file == map_name) {
      text += RefusalText(refusal, map.Line(refusal.position.line), invocation.error_style) + '\n';
      continue;
    }
    text += RowLine(refusal);
    if (refusal.rule == "encoding") hints.insert(refusal.hint);
  }
  for (const std::string& hint : hints) text += fmt::format("hint: {}\n", hint);
  const std::size_t count = result.refusals.size();
  text += fmt::format("muster: {} mistake{}; {}", count, count == 1 ? "" : "s",
                      result.appended ? "the rest was taken" : "nothing was appended");
  PrintNote(text);
}

std::string Counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// What to append if the grade of this edition is meant for what the one before said, too.
std::string GradesText(const std::vector<EarlierGrade>& grades) {
  constexpr std::size_t kToldMax = 5;
  const auto named = [](const std::string& grade) { return grade.empty() ? "none" : grade; };
  std::string text;
  for (std::size_t i = 0; i < std::min(grades.size(), kToldMax); ++i) {
    const std::string id = ToHex(grades[i].report).substr(0, 12);
    text +=
        fmt::format("The grade is {} here; the edition before was appended with {}, as report {}, ",
                    named(grades[i].now), named(grades[i].before), id);
    text += "on which its events go on to rest";
    if (!grades[i].now.empty()) {
      text += fmt::format(
          "; if it holds for them, append:\n  - amendment: {{of: report {}, change: "
          "{{grade: {}}}, why: revised}}\n",
          id, grades[i].now);
    } else {
      text += ".\n";
    }
  }
  if (grades.size() > kToldMax) {
    text += fmt::format("The same of {} more.\n", Counted(grades.size() - kToldMax, "report"));
  }
  return text;
}

// "amended: place 69, strength 293"
std::string ChangesText(const TableImportResult& result, const Invocation& invocation) {
  const EditionSummary& changes = result.changes;
  std::string text = fmt::format("Compared with {}: {} as before",
                                 Counted(result.editions, "edition") + " of it", changes.unchanged);
  std::string amended;
  for (const auto& [field, count] : changes.changed) {
    amended += fmt::format("{}{} {}", amended.empty() ? "" : ", ", field, count);
  }
  if (!amended.empty()) text += "; amended: " + amended;
  if (!changes.vanished.empty()) {
    text += fmt::format("; not there any more: {}, {}", changes.vanished.size(),
                        invocation.Has("retract-missing") ? "retracted" : "told above");
  }
  if (!changes.withdrawn.empty()) {
    text += fmt::format("; retracted before: {}, told above", changes.withdrawn.size());
  }
  text += ".\n";
  if (result.events.empty() && result.already_recorded == 0) {
    text += "Nothing in it is new: no record speaks of this edition, and the table is not kept.\n";
  }
  return text + GradesText(result.grades);
}

std::string ResultText(const TableImportResult& result, const Invocation& invocation) {
  std::string text =
      fmt::format("{} {}: {}, in {}.\n", invocation.Has("dry-run") ? "Would import" : "Imported",
                  invocation.operands.front(), Counted(result.rows, "row"),
                  Counted(result.reports, "field report"));
  for (const auto& [kind, count] : result.events) text += fmt::format("  {:>9} {}\n", count, kind);
  if (result.editions > 0) text += ChangesText(result, invocation);
  if (result.already_recorded > 0) {
    text += fmt::format("{} recorded already.\n",
                        result.already_recorded == 1
                            ? std::string("1 of these is")
                            : fmt::format("{} of these are", result.already_recorded));
  }
  if (result.idle_rows > 0) {
    text += fmt::format("No rule of the map is for {}.\n", Counted(result.idle_rows, "row"));
  }
  if (result.skipped_events > 0 || !result.refusals.empty()) {
    text += fmt::format("Left out: {}, told above.\n", Counted(result.refusals.size(), "mistake"));
  }
  text += invocation.Has("dry-run")
              ? fmt::format("Nothing was written; the log has {}.\n",
                            Counted(result.head.size.value, "record"))
              : fmt::format("The log has {}, root {}.\n", Counted(result.head.size.value, "record"),
                            ToHex(result.head.root));
  return text;
}

Json EarlierEventsJson(const std::vector<EarlierEvent>& events) {
  Json json = Json::array();
  for (const EarlierEvent& event : events) {
    json.push_back({{"position", event.position.value}, {"kind", event.kind}, {"key", event.key}});
  }
  return json;
}

Json GradesJson(const std::vector<EarlierGrade>& grades) {
  Json json = Json::array();
  for (const EarlierGrade& grade : grades) {
    json.push_back({{"report", ToHex(grade.report)}, {"before", grade.before}, {"now", grade.now}});
  }
  return json;
}

Json ResultJson(const TableImportResult& result, const Invocation& invocation) {
  Json changed = Json::object();
  for (const auto& [field, count] : result.changes.changed) changed[field] = count;
  Json events = Json::object();
  for (const auto& [kind, count] : result.events) events[kind] = count;
  return {{"table", invocation.operands.front()},
          {"dry_run", invocation.Has("dry-run")},
          {"rows", result.rows},
          {"idle_rows", result.idle_rows},
          {"reports", result.reports},
          {"registrations", result.registrations},
          {"events", events},
          {"already_recorded", result.already_recorded},
          {"editions_before", result.editions},
          {"unchanged", result.changes.unchanged},
          {"changed", changed},
          {"vanished", EarlierEventsJson(result.changes.vanished)},
          {"withdrawn", EarlierEventsJson(result.changes.withdrawn)},
          {"grades", GradesJson(result.grades)},
          {"likely_duplicates", RefusalsJson(result.likely_duplicates)},
          {"skipped", RefusalsJson(result.refusals)},
          {"size", result.head.size.value},
          {"root", ToHex(result.head.root)}};
}

void PrintResult(const TableImportResult& result, const Invocation& invocation) {
  switch (invocation.format) {
    case Format::kTable:
      Print(ResultText(result, invocation));
      return;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"kind", "events"}));
      for (const auto& [kind, count] : result.events) {
        Print(CsvLine(std::vector<std::string>{kind, fmt::format("{}", count)}));
      }
      return;
    case Format::kJson:
      Print(ResultJson(result, invocation).dump() + '\n');
      return;
  }
}

StatusOr<ExitStatus> Refuse(const TableImportResult& result, const std::string& map_name,
                            const SourceText& map, const Invocation& invocation) {
  if (invocation.format == Format::kJson) {
    Print(Json{{"refusals", RefusalsJson(result.refusals)}}.dump() + '\n');
  } else {
    PrintRefusals(result, map_name, map, invocation);
  }
  return ExitStatus::kRefused;
}

StatusOr<TableImportOptions> OptionsOf(const Invocation& invocation, const std::string& map_name) {
  TableImportOptions options;
  options.table = invocation.operands.front();
  options.map_file = map_name;
  options.recorded_by = invocation.Recorder();
  options.skip_bad_rows = invocation.Has("skip-bad-rows");
  options.dry_run = invocation.Has("dry-run");
  options.retract_missing = invocation.Has("retract-missing");
  if (EncodingWord(invocation.Value("encoding").value_or("utf8")) == "latin1") {
    options.encoding = Encoding::kLatin1;
  }
  MUSTER_ASSIGN_OR_RETURN(options.report, ReportFields(invocation));
  return options;
}

StatusOr<TableImportResult> Import(const Invocation& invocation, TableImportOptions& options) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory(), {.write = !options.dry_run}));
  std::optional<Progress> progress(std::in_place, "folding records");
  ViewsOptions views_options = SavedViewsOptions(invocation, *progress);
  views_options.write = !options.dry_run;
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Views> views, Views::Open(*ledger, views_options));
  std::string phase;
  options.progress = [&](std::string_view what, std::uint64_t done, std::uint64_t total) {
    if (phase != what) progress.emplace(phase = what, ProgressUnit::kBytes);
    progress->Show(done, total);
  };
  return ImportTable(*ledger, views->registry(), options);
}

// The ledger is opened anew: what admission holds of a large table, and the views, need not be in
// memory at once.
void FoldImported(const Invocation& invocation) {
  ReturnFreeMemory();
  const auto fold = [&invocation]() -> Status {
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                            Ledger::Open(invocation.LedgerDirectory(), {.write = true}));
    Progress progress("folding records");
    ViewsOptions options = SavedViewsOptions(invocation, progress);
    options.write = true;
    return Views::Open(*ledger, options).status();
  };
  const Status folded = fold();
  if (!folded.ok()) WarnOfStaleViews(folded, invocation);
}

StatusOr<ExitStatus> RunImport(const Invocation& invocation) {
  const std::optional<std::string> map_name = invocation.Value("map");
  if (!map_name) return InvalidArgument("name the map with --map MAP.yaml");
  MUSTER_ASSIGN_OR_RETURN(TableImportOptions options, OptionsOf(invocation, *map_name));
  MUSTER_ASSIGN_OR_RETURN(MapFile map, ReadMap(*map_name));
  if (!map.refusals.empty()) {
    TableImportResult result;
    result.refusals = std::move(map.refusals);
    return Refuse(result, *map_name, map.source, invocation);
  }
  options.map = std::move(map.root);
  MUSTER_ASSIGN_OR_RETURN(const TableImportResult result, Import(invocation, options));
  if (!result.appended) return Refuse(result, *map_name, map.source, invocation);
  if (!options.dry_run) {
    NoteDone("the table was appended");
    FoldImported(invocation);
  }
  if (!result.refusals.empty() && invocation.format != Format::kJson) {
    PrintRefusals(result, *map_name, map.source, invocation);
  }
  PrintLikelyDuplicates(result, invocation);
  PrintEarlierEvents(result, invocation);
  PrintResult(result, invocation);
  return ExitStatus::kDone;
}

}  // namespace

Command ImportCommand() {
  return {
      .name = "import",
      .summary = "appends the rows of a table, as a map says what they are",
      .access = "writes to the ledger",
      .operands = "FILE.csv",
      .operands_min = 1,
      .operands_max = 1,
      .operands_complete = Completes::kFiles,
      .description =
          "The table (CSV with a header, UTF-8) is stored as a field report's document, and each "
          "of\n"
          "its rows becomes what the map says: arrivals, losses, claims, musters, or lines of a\n"
          "muster. The row is the evidence. The whole table is checked first; then it is appended\n"
          "in batches. An import that was interrupted goes on when it is started again.\n"
          "\n"
          "If the map has a `key`, a later edition of the table becomes what it changes: "
          "unchanged\n"
          "rows nothing, changed ones amendments, new ones events; what is gone is told. A table "
          "is\n"
          "an edition of another if its report has the same source and title.\n",
      .examples =
          "# what would become of it, then do it\n"
          "muster import --map fatalities.yaml --dry-run list.csv\n"
          "# the edition of a year later: what it changes\n"
          "muster import --map fatalities.yaml --report published=2024-11-28 list-2024.csv\n"
          "# a table of an older program, without the rows that cannot be understood\n"
          "muster import --map returns.yaml --encoding latin1 --skip-bad-rows returns.csv\n",
      .options = Joined(
          {{.name = "map",
            .value = "MAP.yaml",
            .help = "what the columns and rows are (docs/reference/table_map.md)",
            .completes = Completes::kFiles},
           {.name = "report",
            .value = "KEY=VALUE",
            .help = "of the field report, in the place of what the map says",
            .details = "As in --report published=2017-06, for another edition of the same table.",
            .repeatable = true},
           {.name = "encoding",
            .value = "NAME",
            .help = "how the table is written",
            .details = "A table in ISO 8859-1 is stored as it is, with a transcript in UTF-8.",
            .words = {"utf8", "latin1"},
            .word_of = EncodingWord},
           {.name = "skip-bad-rows", .help = "leave out, and list, the rows that are refused"},
           {.name = "retract-missing",
            .help = "retract what an edition before had and this one does not",
            .details = "Without it, that is only told."},
           {.name = "dry-run", .help = "check and say what would be appended; write nothing"}},
          OptionsOfRecorders()),
      .run = RunImport};
}

}  // namespace muster
