// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/table_import.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "ledger/append_pipeline.h"
#include "ledger/rehearsal_log.h"
#include "ledger/sha256.h"
#include "tools/table/row_mapper.h"
#include "tools/table/table_map.h"

namespace muster {
namespace {

constexpr std::size_t kBatchEvents = 1000;
// No key of a table's own report: each part of one ends with a zero byte.
constexpr const char* kNamesKey = "names";

Status Named(const std::filesystem::path& path, const Status& status) {
  return ErrorOf(status.code(), "{}: {}", path.string(), Message(status));
}

// A file that goes when the import is done.
class ScratchFile {
 public:
  static StatusOr<std::unique_ptr<ScratchFile>> Make() {
    std::error_code error;
    std::string path =
        (std::filesystem::temp_directory_path(error) / "muster-table-XXXXXX").string();
    const int file = error ? -1 : mkstemp(path.data());
    if (file < 0) return Unavailable("cannot make a temporary file: {}", std::strerror(errno));
    return std::unique_ptr<ScratchFile>(new ScratchFile(file, std::move(path)));
  }
  ~ScratchFile() {
    close(file_);
    unlink(path_.c_str());
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  const std::string& path() const { return path_; }
  Status Write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = write(file_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return Unavailable("cannot write a temporary file: {}", std::strerror(errno));
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return OkStatus();
  }

 private:
  ScratchFile(int file, std::string path) : file_(file), path_(std::move(path)) {}
  const int file_;
  const std::string path_;
};

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

Node Scalar(std::string text) {
  Node node = EmptyNode(Node::Kind::kScalar, {1, 1});
  node.text = std::move(text);
  return node;
}

void SetEntry(Node& map, const std::string& key, std::string text) {
  for (Node::Entry& entry : map.entries) {
    if (entry.key != key) continue;
    entry.value = Scalar(std::move(text));
    return;
  }
  map.entries.push_back({key, {1, 1}, Scalar(std::move(text))});
}

std::string TextOf(const Node& map, std::string_view key) {
  const Node* value = map.Find(key);
  return value != nullptr ? value->text : std::string();
}

// Events on their way into the ledger, as drafts of the field reports that they belong to.
class DraftMaker {
 public:
  DraftMaker(const TableImportOptions& options, DocumentIdentity document,
             std::optional<DocumentIdentity> transcript)
      : options_(options), document_(document), transcript_(transcript) {}

  // Those that were counted stand before these.
  std::vector<ReportDraft> Make(std::vector<MappedEvent> events) const {
    std::vector<ReportDraft> drafts;
    std::unordered_map<std::string, std::size_t> numbers;
    for (MappedEvent& event : events) {
      const auto [found, is_new] = numbers.emplace(event.report_key, drafts.size());
      if (is_new) drafts.push_back(Begin(event));
      ReportDraft& draft = drafts[found->second];
      draft.root.entries.back().value.items.push_back(std::move(event.event));
      draft.ranges.push_back(std::move(event.ranges));
    }
    return drafts;
  }

  // What was made of these events has its place in the log.
  void Count(const std::vector<MappedEvent>& events) {
    for (const MappedEvent& event : events) {
      const auto [known, is_new] = reports_.try_emplace(event.report_key);
      if (is_new) known->second.report = event.report;
      ++known->second.events;
    }
  }

  // Without that of the names.
  std::uint64_t reports() const { return reports_.size() - reports_.count(kNamesKey); }

 private:
  ReportDraft Begin(const MappedEvent& first) const {
    ReportDraft draft;
    draft.file = options_.table.string();
    // A report is what its first row says of it.
    const auto known = reports_.find(first.report_key);
    Node report = known != reports_.end() ? known->second.report : first.report;
    if (known != reports_.end()) draft.first_event = known->second.events;
    const std::string name = options_.table.filename().string();
    SetEntry(report, "document", name);
    draft.stored_document = document_;
    if (transcript_) {
      SetEntry(report, "transcript", name);
      draft.stored_transcript = transcript_;
    }
    draft.root.kind = Node::Kind::kMap;
    draft.root.position = report.position;
    Node events = EmptyNode(Node::Kind::kList, report.position);
    draft.root.entries.push_back({"report", report.position, std::move(report)});
    draft.root.entries.push_back({"events", events.position, std::move(events)});
    return draft;
  }

  const TableImportOptions& options_;
  const DocumentIdentity document_;
  const std::optional<DocumentIdentity> transcript_;
  struct Known {
    Node report;
    std::uint32_t events = 0;  // that have their place
  };
  std::unordered_map<std::string, Known> reports_;
};

// The registrations that the names of the table need and that are not there, each once.
class NamesNeeded {
 public:
  explicit NamesNeeded(const Registry& known) : known_(known) {}

  // Adds those of an event to the list, as events of a report of their own.
  void Add(const MappedEvent& event, std::vector<MappedEvent>& names) {
    for (const Node& registration : event.registrations) {
      if (registration.entries.size() != 1) continue;
      const Node::Entry& entry = registration.entries.front();
      const std::string id = TextOf(entry.value, "id");
      if (!seen_.insert(entry.key + '\0' + id).second) continue;
      if (known_.FindRegistration(entry.key, id).root) continue;
      MappedEvent name;
      name.report_key = kNamesKey;
      name.report = event.report;
      const std::string title = TextOf(event.report, "title");
      SetEntry(name.report, "title", title.empty() ? "Names" : "Names in: " + title);
      name.event = registration;
      name.lines = event.lines;
      name.ranges = {event.ranges.front()};
      names.push_back(std::move(name));
    }
  }

 private:
  const Registry& known_;
  std::set<std::string> seen_;
};

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
  using EventVisitor = std::function<Status(MappedEvent)>;

  TableImportResult Done(bool appended) {
    result_.appended = appended;
    SortRefusals(result_.refusals);
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
    form_ = ReadTableForm(options_.map);
    MUSTER_ASSIGN_OR_RETURN(const auto reader, OpenReader());
    TableRow header;
    MUSTER_ASSIGN_OR_RETURN(const bool any, reader->Next(header));
    if (!any || !header.problem.empty()) {
      result_.refusals.push_back({options_.table.string(),
                                  {std::max(header.line, 1U), 1},
                                  any ? header.rule : "empty-value",
                                  any ? header.problem : "the table has no header",
                                  any && header.rule == "encoding" ? kEncodingHint : ""});
      return OkStatus();
    }
    map_ = MakeTableMap(options_.map_file, options_.map, header.cells, result_.refusals);
    map_is_good_ = result_.refusals.empty();
    return OkStatus();
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

  StatusOr<std::unique_ptr<TableReader>> OpenReader() const {
    StatusOr<std::unique_ptr<TableReader>> reader =
        TableReader::Open(text_path_, Encoding::kUtf8, form_.delimiter);
    if (!reader.ok()) return Named(options_.table, reader.status());
    return reader;
  }

  // Every event of the table in its order; what is refused of rows goes to `refusals`.
  Status ForEachEvent(std::string_view what, Refusals& refusals, const EventVisitor& visit) {
    MUSTER_ASSIGN_OR_RETURN(const auto reader, OpenReader());
    RowMapper mapper(map_, options_.table.string());
    TableRow row;
    MUSTER_ASSIGN_OR_RETURN(bool more, reader->Next(row));  // the header
    result_.rows = 0;
    std::vector<MappedEvent> events;
    while (more) {
      MUSTER_ASSIGN_OR_RETURN(more, reader->Next(row));
      if (!more) break;
      ++result_.rows;
      events.clear();
      const std::size_t refused_before = refusals.size();
      mapper.Map(row, events, refusals);
      if (refusals.size() != refused_before) RefuseToSkip(row, refusals);
      for (MappedEvent& event : events) MUSTER_RETURN_IF_ERROR(Visit(std::move(event), visit));
      if (result_.rows % 1000 == 0) Tell(what, reader->bytes_read(), reader->bytes());
    }
    result_.idle_rows = mapper.idle_rows();
    result_.likely_duplicates.clear();
    for (const RowMapper::SameKey& same : mapper.same_keys()) {
      result_.likely_duplicates.push_back(
          {options_.table.string(),
           {same.line, 1},
           "likely-duplicate",
           fmt::format("the row has the key of line {}: {}", same.first_line, same.key),
           "if it is the same, retract one of the two"});
    }
    return ForEachGroup(mapper, refusals, visit);
  }

  Status ForEachGroup(const RowMapper& mapper, Refusals& refusals, const EventVisitor& visit) {
    if (mapper.groups().empty()) return OkStatus();
    MUSTER_ASSIGN_OR_RETURN(const auto fetcher, RowFetcher::Open(text_path_, form_.delimiter));
    std::vector<TableRow> rows;
    for (const RowGroup& group : mapper.groups()) {
      rows.clear();
      for (const RowPlace& place : group.rows) {
        StatusOr<TableRow> row = fetcher->Fetch(place.begin, place.begin + place.size, place.line);
        if (!row.ok()) return Named(options_.table, row.status());
        rows.push_back(*std::move(row));
      }
      std::optional<MappedEvent> event = mapper.MapGroup(group, rows, refusals);
      if (event) MUSTER_RETURN_IF_ERROR(Visit(*std::move(event), visit));
    }
    return OkStatus();
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

  // Puts in what the command line says of the report.
  Status Visit(MappedEvent event, const EventVisitor& visit) const {
    for (const auto& [key, value] : options_.report) SetEntry(event.report, key, value);
    return visit(std::move(event));
  }

  void Tell(std::string_view what, std::uint64_t done, std::uint64_t total) const {
    if (options_.progress) options_.progress(what, done, total);
  }

  // Appends everything to a log that is thrown away, to learn what is refused.
  Status Rehearse() {
    MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<RehearsalLog> log, RehearsalLog::On(ledger_.log()));
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> rehearsal,
                            Ledger::OnLog(std::move(log), {.write = true}));
    MUSTER_RETURN_IF_ERROR(StoreTexts(*rehearsal));
    DraftMaker maker(options_, document_, transcript_);
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
        for (const MappedEvent& event : events) {
          if (!event.event.entries.empty()) ++result_.events[event.event.entries.front().key];
        }
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
    DraftMaker maker(options_, document_, transcript_);
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
      std::vector<MappedEvent> events = std::exchange(batch, {});
      std::vector<ReportDraft> drafts = maker.Make(events);
      maker.Count(events);
      taken = taken && pipeline.Submit(std::move(drafts));
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

  static constexpr const char* kEncodingHint =
      "if it is in ISO 8859-1, say so with --encoding latin1";

  Ledger& ledger_;
  const Registry& known_;
  const TableImportOptions& options_;
  std::unique_ptr<ScratchFile> scratch_;
  std::filesystem::path text_path_;
  DocumentIdentity document_;
  std::optional<DocumentIdentity> transcript_;
  TableForm form_;
  TableMap map_;
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
