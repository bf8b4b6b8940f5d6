// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/table_import.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "ledger/append_pipeline.h"
#include "ledger/date.h"
#include "ledger/rehearsal_log.h"
#include "ledger/report_parser.h"
#include "ledger/sha256.h"
#include "muster/v1/date.pb.h"
#include "muster/v1/report.pb.h"
#include "tools/table/draft_maker.h"
#include "tools/table/edition_changes.h"
#include "tools/table/names_needed.h"
#include "tools/table/report_node.h"
#include "tools/table/row_mapper.h"
#include "tools/table/scratch_file.h"
#include "tools/table/table_editions.h"
#include "tools/table/table_events.h"
#include "tools/table/table_map.h"

namespace muster {
namespace {

constexpr std::size_t kBatchEvents = 1000;
// No key of a table's own report: each part of one ends with a zero byte.
constexpr const char* kTableKey = "table";

Status Named(const std::filesystem::path& path, const Status& status) {
  return ErrorOf(status.code(), "{}: {}", path.string(), Message(status));
}

StatusOr<DocumentIdentity> IdentityOf(const std::filesystem::path& path) {
  MUSTER_ASSIGN_OR_RETURN(const auto text, TableText::Open(path, Encoding::kUtf8));
  Sha256Hasher hasher;
  DocumentIdentity identity;
  while (true) {
    MUSTER_ASSIGN_OR_RETURN(const std::string_view bytes, text->Next());
    if (bytes.empty()) break;
    hasher.Add(bytes);
    identity.size_bytes += bytes.size();
  }
  identity.sha256 = hasher.Finish();
  return identity;
}

class Import {
 public:
  Import(Ledger& ledger, const Registry& known, const TableImportOptions& options)
      : ledger_(ledger), known_(known), options_(options) {}

  StatusOr<TableImportResult> Run() {
    Status status = Prepare();
    if (status.ok() && result_.refusals.empty()) status = Rehearse();
    if (!status.ok()) return status;
    if (!result_.refusals.empty() && !(options_.skip_bad_rows && map_is_good_)) return Done(false);
    if (options_.dry_run) return Done(true);
    MUSTER_RETURN_IF_ERROR(AppendAll());
    return Done(true);
  }

 private:
  using MappedVisitor = std::function<Status(MappedEvent)>;

  TableImportResult Done(bool appended) {
    result_.appended = appended;
    SortRefusals(result_.refusals);
    // What several events of a row say is wrong once.
    const auto same = [](const Refusal& a, const Refusal& b) {
      return std::tie(a.file, a.position, a.rule, a.message) ==
             std::tie(b.file, b.position, b.rule, b.message);
    };
    auto& refusals = result_.refusals;
    refusals.erase(std::unique(refusals.begin(), refusals.end(), same), refusals.end());
    result_.head = ledger_.Head();
    return std::move(result_);
  }

  // Reads the header and the map, and hashes the table.
  Status Prepare() {
    text_path_ = options_.table;
    const StatusOr<DocumentIdentity> document = IdentityOf(options_.table);
    if (!document.ok()) return Named(options_.table, document.status());
    document_ = *document;
    if (options_.encoding == Encoding::kLatin1) MUSTER_RETURN_IF_ERROR(Convert());
    source_ = {text_path_, options_.table.string(), ReadTableForm(options_.map)};
    MUSTER_ASSIGN_OR_RETURN(const auto reader, OpenTable(source_));
    TableRow header;
    MUSTER_ASSIGN_OR_RETURN(const bool any, reader->Next(header));
    if (!any || !header.problem.empty()) {
      result_.refusals.push_back({options_.table.string(),
                                  {std::max(header.line, 1U), 1},
                                  any ? header.rule : "empty-value",
                                  any ? header.problem : "the table has no header",
                                  header.hint});
      return OkStatus();
    }
    map_ = MakeTableMap(options_.map_file, options_.map, header.cells, result_.refusals);
    map_is_good_ = result_.refusals.empty();
    return map_is_good_ && !map_.key.empty() ? ReadEditions() : OkStatus();
  }

  // Puts in what the command line says of the report.
  void SetReport(Node& report) const {
    for (const auto& [key, value] : options_.report) SetEntry(report, key, value);
  }

  // The reports of the table: of all its rows, if the map tells several apart.
  StatusOr<std::vector<Node>> ReportsOfTable() const {
    std::vector<Node> reports;
    std::unordered_set<std::string> keys;
    MUSTER_ASSIGN_OR_RETURN(const auto reader, OpenTable(source_));
    RowMapper mapper(map_, source_.name, [this](Node& report) { SetReport(report); });
    TableRow row;
    MUSTER_ASSIGN_OR_RETURN(bool more, reader->Next(row));  // the header
    while (more && (reports.empty() || !map_.reports_by.empty())) {
      MUSTER_ASSIGN_OR_RETURN(more, reader->Next(row));
      if (!more) break;
      std::optional<MappedEvent> event = mapper.MapReport(row);
      if (!event || !keys.insert(event->report_key).second) continue;
      reports.push_back(*event->report);
    }
    return reports;
  }

  // Nothing if it is refused, which an append tells.
  static std::optional<Hash> DigestOf(const Node& node) {
    const ReportDraft draft;
    Refusals refusals;
    RefusalSink sink(draft.file, refusals);
    ParsedReport parsed;
    ReadReport(draft, node, sink, parsed);
    if (parsed.report == nullptr) return std::nullopt;
    return MetadataDigest(*parsed.report);
  }

  // Looks for earlier editions of the table, and reads them.
  Status ReadEditions() {
    MUSTER_ASSIGN_OR_RETURN(const std::vector<Node> reports, ReportsOfTable());
    if (reports.empty()) return OkStatus();
    std::set<ReportTitle> titles;
    std::set<Hash> ours;
    for (const Node& report : reports) {
      if (const auto digest = DigestOf(report)) ours.insert(*digest);
      titles.emplace(TextOf(report, "source"), TextOf(report, "title"));
    }
    MUSTER_ASSIGN_OR_RETURN(const TableEditions editions,
                            FindEditions(ledger_, document_.sha256, std::move(titles), ours,
                                         TextOf(reports.front(), "updates")));
    if (editions.earlier.empty()) return OkStatus();
    if (map_.reports_by.empty()) RefuseOlder(reports.front(), editions.earlier.back());
    for (const TableEdition& edition : editions.earlier) {
      for (const StoredReport& report : edition.reports) {
        updated_.insert_or_assign({report.report->source(), report.report->title()}, report);
      }
    }
    CompareGrades(reports);
    editions_ = editions.positions;
    result_.editions = editions.earlier.size();
    const auto progress = [this](std::uint64_t done, std::uint64_t total) {
      Tell("reading the editions before", done, total);
    };
    MUSTER_ASSIGN_OR_RETURN(changes_,
                            EditionChanges::Read(ledger_, editions, source_.form, options_.map_file,
                                                 options_.map, result_.refusals, progress));
    map_is_good_ = result_.refusals.empty();
    return OkStatus();
  }

  // What stays as it was rests on the report that said it first, whatever this edition is graded.
  void CompareGrades(const std::vector<Node>& reports) {
    for (const Node& report : reports) {
      const auto before = updated_.find({TextOf(report, "source"), TextOf(report, "title")});
      if (before == updated_.end()) continue;
      const std::string grade = TextOf(report, "grade");
      const std::string& graded = before->second.report->grade();
      if (grade != graded) result_.grades.push_back({before->second.id, graded, grade});
    }
  }

  // What an edition changes is changed for good, so that they are to come in their order.
  void RefuseOlder(const Node& report, const TableEdition& before) {
    const auto published = ParseDate(TextOf(report, "published"));
    const v1::Report& last = *before.reports.back().report;
    if (!published.ok() || !last.has_published()) return;
    if (published->best() >= last.published().best()) return;
    result_.refusals.push_back(
        {source_.name,
         {1, 1},
         "earlier-edition",
         fmt::format("this edition is of {}, and one of {} was appended (report {})",
                     published->text(), last.published().text(),
                     ToHex(before.reports.back().id).substr(0, 12)),
         "append the editions of a table in their order, or say when this one was published: "
         "--report published=DATE"});
  }

  // Writes the table anew in UTF-8; evidence then points into that text.
  Status Convert() {
    MUSTER_ASSIGN_OR_RETURN(scratch_, ScratchFile::Make());
    MUSTER_ASSIGN_OR_RETURN(const auto text, TableText::Open(options_.table, options_.encoding));
    while (true) {
      MUSTER_ASSIGN_OR_RETURN(const std::string_view bytes, text->Next());
      if (bytes.empty()) break;
      MUSTER_RETURN_IF_ERROR(scratch_->Write(bytes));
    }
    text_path_ = scratch_->path();
    MUSTER_ASSIGN_OR_RETURN(transcript_, IdentityOf(text_path_));
    return OkStatus();
  }

  // Every event of the table in its order; what is refused of rows goes to `refusals`.
  Status ForEachEvent(std::string_view what, Refusals& refusals, const MappedVisitor& visit) {
    if (changes_) changes_->Begin();
    std::optional<MappedEvent> first;
    TableVisitor visitor;
    visitor.report = [this](Node& report) { CompleteReport(report); };
    visitor.events = [&](std::vector<MappedEvent> events) -> Status {
      if (!first) first = events.front();
      if (changes_) events = changes_->Apply(std::move(events));
      for (MappedEvent& event : events) MUSTER_RETURN_IF_ERROR(visit(std::move(event)));
      return OkStatus();
    };
    visitor.refused = [&](const TableRow& row) { RefuseToSkip(row, refusals); };
    visitor.progress = [&](std::uint64_t done, std::uint64_t total) { Tell(what, done, total); };
    MUSTER_ASSIGN_OR_RETURN(const TableCounts counts, VisitTable(source_, map_, refusals, visitor));
    result_.rows = counts.rows;
    result_.idle_rows = counts.idle_rows;
    result_.likely_duplicates.clear();
    for (const RowMapper::SameKey& same : counts.same_keys) {
      result_.likely_duplicates.push_back(
          {source_.name,
           {same.line, 1},
           "likely-duplicate",
           fmt::format("the row has the key of line {}: {}", same.first_line, same.key),
           "if it is the same, retract one of the two"});
    }
    if (!changes_) return OkStatus();
    result_.changes = changes_->Finish();
    if (!options_.retract_missing || !first) return OkStatus();
    for (const EarlierEvent& gone : result_.changes.vanished) {
      MUSTER_RETURN_IF_ERROR(visit(RetractionFor(gone, *first)));
    }
    return OkStatus();
  }

  // The word of the table as a whole: no row of it says so.
  MappedEvent RetractionFor(const EarlierEvent& gone, const MappedEvent& first) const {
    constexpr SourcePosition kHeader{1, 1};
    MappedEvent retraction;
    retraction.report_key = first.report_key;
    retraction.report = first.report;
    if (!map_.reports_by.empty()) {
      retraction.report_key = kTableKey;
      Node whole = *first.report;
      for (const char* key : {"title", "published", "updates"}) {
        std::erase_if(whole.entries, [key](const Node::Entry& entry) { return entry.key == key; });
      }
      const Node* const report = options_.map.Find("report");
      const std::string title = report != nullptr ? TextOf(*report, "title") : std::string();
      SetEntry(whole, "title",
               "Gone from: " + (title.empty() ? options_.table.filename().string() : title));
      SetReport(whole);
      retraction.report = std::make_shared<const Node>(std::move(whole));
    }
    retraction.event = RetractionOf(gone.position, kHeader);
    retraction.lines.push_back(kHeader.line);
    return retraction;
  }

  // Puts in what the command line says of the report, and which one it updates.
  void CompleteReport(Node& report) const {
    SetReport(report);
    if (report.Find("updates") != nullptr) return;
    const auto before = updated_.find({TextOf(report, "source"), TextOf(report, "title")});
    if (before != updated_.end()) SetEntry(report, "updates", ToHex(before->second.id));
  }

  // A row that cannot be read may be a line of any muster: without it that one would be wrong.
  void RefuseToSkip(const TableRow& row, Refusals& refusals) {
    const bool groups = std::any_of(map_.rows.begin(), map_.rows.end(),
                                    [](const RowRule& rule) { return !rule.lines.empty(); });
    if (!groups || !options_.skip_bad_rows) return;
    map_is_good_ = false;
    refusals.push_back({options_.table.string(),
                        {row.line, 1},
                        "bad-row",
                        "the row cannot be left out: it may belong to a group of the map",
                        "mend the row"});
  }

  void Tell(std::string_view what, std::uint64_t done, std::uint64_t total) const {
    if (options_.progress) options_.progress(what, done, total);
  }

  // Appends everything to a log that is thrown away, to learn what is refused: as fast as it can be
  // appended, if nothing is.
  Status Rehearse() {
    const Status quick = RehearseUnlessRefused();
    if (quick.code() != StatusCode::kAborted) return quick;
    names_.clear();
    result_.events.clear();
    result_.already_recorded = 0;
    return RehearseRowByRow();
  }

  // Errors: ABORTED if something is refused.
  Status RehearseUnlessRefused() {
    MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<RehearsalLog> log, RehearsalLog::On(ledger_.log()));
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> rehearsal,
                            Ledger::OnLog(std::move(log), {.write = true}));
    MUSTER_RETURN_IF_ERROR(StoreTexts(*rehearsal));
    DraftMaker maker(options_.table, document_, transcript_, editions_);
    NamesNeeded needed(known_);
    AppendPipeline pipeline(*rehearsal, {.recorded_by = options_.recorded_by},
                            [this](const AppendResult& result) -> Status {
                              if (!result.refusals.empty()) return Aborted("refused");
                              for (const AdmittedEvent& event : result.events) {
                                if (event.already_recorded) ++result_.already_recorded;
                              }
                              return OkStatus();
                            });
    std::vector<MappedEvent> batch;
    const auto submit = [&](std::vector<MappedEvent> events) {
      if (events.empty()) return true;
      for (const MappedEvent& event : events) CountKind(event);
      return pipeline.Submit(maker.MakeAndCount(std::move(events)));
    };
    const auto rehearse = [&]() -> Status {
      std::vector<MappedEvent> names;
      for (const MappedEvent& event : batch) needed.Add(event, names);
      names_.insert(names_.end(), names.begin(), names.end());
      const bool taken = submit(std::move(names)) && submit(std::exchange(batch, {}));
      return taken ? OkStatus() : Aborted("refused");
    };
    Refusals refusals;
    Status status = ForEachEvent("checking rows", refusals, [&](MappedEvent event) -> Status {
      if (!refusals.empty()) return Aborted("refused");
      batch.push_back(std::move(event));
      return batch.size() < kBatchEvents ? OkStatus() : rehearse();
    });
    if (status.ok()) status = refusals.empty() ? rehearse() : Aborted("refused");
    const Status appended = pipeline.Finish();
    if (!appended.ok()) return appended;
    result_.reports = maker.reports();
    result_.registrations = names_.size();
    return status;
  }

  void CountKind(const MappedEvent& event) {
    if (!event.event.entries.empty()) ++result_.events[event.event.entries.front().key];
  }

  // Tells all that is refused, and leaves it out.
  Status RehearseRowByRow() {
    MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<RehearsalLog> log, RehearsalLog::On(ledger_.log()));
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> rehearsal,
                            Ledger::OnLog(std::move(log), {.write = true}));
    MUSTER_RETURN_IF_ERROR(StoreTexts(*rehearsal));
    DraftMaker maker(options_.table, document_, transcript_, editions_);
    NamesNeeded needed(known_);
    std::vector<MappedEvent> batch;
    const auto rehearse = [&]() -> Status {
      std::vector<MappedEvent> names;
      for (const MappedEvent& event : batch) needed.Add(event, names);
      MUSTER_RETURN_IF_ERROR(RehearseBatch(*rehearsal, maker, std::move(names), &names_));
      return RehearseBatch(*rehearsal, maker, std::exchange(batch, {}), nullptr);
    };
    MUSTER_RETURN_IF_ERROR(
        ForEachEvent("checking rows", result_.refusals, [&](MappedEvent event) -> Status {
          batch.push_back(std::move(event));
          return batch.size() < kBatchEvents ? OkStatus() : rehearse();
        }));
    MUSTER_RETURN_IF_ERROR(rehearse());
    result_.reports = maker.reports();
    result_.registrations = names_.size();
    return OkStatus();
  }

  // Appends events until none of them is refused; those that are, are told and left out. The others
  // are added to `kept`, if it is given.
  Status RehearseBatch(Ledger& rehearsal, DraftMaker& maker, std::vector<MappedEvent> events,
                       std::vector<MappedEvent>* kept) {
    const AppendOptions options{.recorded_by = options_.recorded_by};
    while (!events.empty()) {
      const std::vector<ReportDraft> drafts = maker.Make(events);
      MUSTER_ASSIGN_OR_RETURN(const AppendResult result, rehearsal.Append(drafts, options));
      if (result.refusals.empty()) {
        for (const AdmittedEvent& event : result.events) {
          if (event.already_recorded) ++result_.already_recorded;
        }
        for (const MappedEvent& event : events) CountKind(event);
        maker.Count(events);
        if (kept != nullptr) std::move(events.begin(), events.end(), std::back_inserter(*kept));
        return OkStatus();
      }
      std::unordered_set<std::uint32_t> bad;
      for (const Refusal& refusal : result.refusals) bad.insert(refusal.position.line);
      const std::size_t before = events.size();
      std::erase_if(events, [&](const MappedEvent& event) {
        const bool is_bad = std::any_of(event.lines.begin(), event.lines.end(),
                                        [&](std::uint32_t line) { return bad.contains(line); });
        if (is_bad) bad_events_.insert(event.lines.front());
        return is_bad;
      });
      result_.skipped_events += before - events.size();
      result_.refusals.insert(result_.refusals.end(), result.refusals.begin(),
                              result.refusals.end());
      // What is refused of a whole report is no matter of single rows.
      if (events.size() == before) {
        map_is_good_ = false;
        return OkStatus();
      }
    }
    return OkStatus();
  }

  Status StoreTexts(Ledger& ledger) const {
    MUSTER_RETURN_IF_ERROR(StoreText(ledger, options_.table, document_));
    return transcript_ ? StoreText(ledger, text_path_, *transcript_) : OkStatus();
  }

  Status StoreText(Ledger& ledger, const std::filesystem::path& path,
                   const DocumentIdentity& identity) const {
    MUSTER_ASSIGN_OR_RETURN(const auto text, TableText::Open(path, Encoding::kUtf8));
    const Status status = ledger.StoreDocument(identity, [&text]() { return text->Next(); });
    return status.ok() ? status : Named(options_.table, status);
  }

  Status AppendAll() {
    MUSTER_RETURN_IF_ERROR(StoreTexts(ledger_));
    DraftMaker maker(options_.table, document_, transcript_, editions_);
    AppendOptions options;
    options.recorded_by = options_.recorded_by;
    if (!names_.empty()) {
      // At once: an import that goes on finds all of them, or none.
      const std::vector<ReportDraft> drafts = maker.Make(names_);
      MUSTER_ASSIGN_OR_RETURN(const AppendResult result, ledger_.Append(drafts, options));
      if (!result.refusals.empty()) return Refused(result.refusals.front());
    }
    std::optional<Refusal> refused;
    AppendPipeline pipeline(ledger_, options, [&refused](const AppendResult& result) {
      if (!result.refusals.empty()) refused = result.refusals.front();
      return OkStatus();
    });
    std::vector<MappedEvent> batch;
    bool taken = true;
    const auto submit = [&]() {
      taken = taken && pipeline.Submit(maker.MakeAndCount(std::exchange(batch, {})));
    };
    Refusals known_already;
    const Status mapped =
        ForEachEvent("appending rows", known_already, [&](MappedEvent event) -> Status {
          if (bad_events_.contains(event.lines.front())) return OkStatus();
          batch.push_back(std::move(event));
          if (batch.size() >= kBatchEvents) submit();
          return taken ? OkStatus() : Aborted("an append was refused");
        });
    if (mapped.ok() && !batch.empty()) submit();
    MUSTER_RETURN_IF_ERROR(pipeline.Finish());
    if (refused) return Refused(*refused);
    return mapped;
  }

  // Something else was appended since the rehearsal.
  static Status Refused(const Refusal& refusal) {
    return Aborted("{}:{}: {} [{}]; what was appended before it stays; import again", refusal.file,
                   refusal.position.line, refusal.message, refusal.rule);
  }

  Ledger& ledger_;
  const Registry& known_;
  const TableImportOptions& options_;
  std::unique_ptr<ScratchFile> scratch_;
  std::filesystem::path text_path_;
  DocumentIdentity document_;
  std::optional<DocumentIdentity> transcript_;
  TableSource source_;
  TableMap map_;
  // The earlier editions: what they change, the reports by their titles that these update, and the
  // positions of all of these.
  std::unique_ptr<EditionChanges> changes_;
  std::map<ReportTitle, StoredReport> updated_;
  std::shared_ptr<const std::set<Position>> editions_;
  bool map_is_good_ = false;
  std::vector<MappedEvent> names_;
  std::unordered_set<std::uint32_t> bad_events_;  // by their first lines
  TableImportResult result_;
};

}  // namespace

StatusOr<TableImportResult> ImportTable(Ledger& ledger, const Registry& known,
                                        const TableImportOptions& options) {
  return Import(ledger, known, options).Run();
}

}  // namespace muster
