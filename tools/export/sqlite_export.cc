// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/sqlite_export.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "ledger/clock.h"
#include "ledger/event_fields.h"
#include "ledger/event_parser.h"
#include "ledger/report_store.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/view_words.h"
#include "tools/export/evidence.h"
#include "tools/export/export_file.h"
#include "tools/export/record_json.h"
#include "tools/export/sqlite_database.h"
#include "tools/export/sqlite_schema.h"
#include "tools/output/event_json.h"
#include "tools/output/unfinished.h"

namespace muster {
namespace {

constexpr std::uint64_t kToldEvery = 4096;
// Headcounts do not go further back than that: one date of long ago would make more rows than all
// that is known.
constexpr FactDay kHeadcountDaysMax = 100 * 366;

std::string_view KindName(const JournalEntry& entry) {
  // A departure of all is a difference in the books, and a departure in the report.
  switch (entry.kind) {
    case JournalEntry::Kind::kArrival:
      return "arrival";
    case JournalEntry::Kind::kAssignment:
      return "assignment";
    case JournalEntry::Kind::kDeparture:
      return "departure";
    case JournalEntry::Kind::kLoss:
      return "loss";
    case JournalEntry::Kind::kTransfer:
      return "transfer";
    case JournalEntry::Kind::kMuster:
      break;
  }
  return "difference";
}

// Headcounts are asked for in windows of so many months: a timeline is large.
constexpr int kWindowMonths = 24;
constexpr auto kWaitBetweenProgress = std::chrono::milliseconds(100);

// The last day of the window that begins with `from`, and ends with a month.
Day EndOfWindow(Day from) {
  const std::chrono::sys_days first{std::chrono::days(from.value)};
  const std::chrono::year_month_day date(first);
  const auto month = date.year() / date.month() + std::chrono::months(kWindowMonths - 1);
  const std::chrono::sys_days last(month / std::chrono::last);
  return Day{static_cast<std::int32_t>(last.time_since_epoch().count())};
}

// The texts of days, each made once.
class DayTexts {
 public:
  const std::string& Of(Day day) {
    const auto [found, is_new] = texts_.try_emplace(day.value);
    if (is_new) found->second = FormatDay(day);
    return found->second;
  }
  // Empty if there is none.
  const std::string& Of(const std::optional<Day>& day) { return day ? Of(*day) : none_; }

 private:
  std::unordered_map<std::int32_t, std::string> texts_;
  const std::string none_;
};

// Strengths of groups at the ends of months, counted by a thread of its own. Thread-compatible.
class HeadcountRows {
 public:
  struct Row {
    Day on;
    const std::vector<std::string>* keys = nullptr;
    People people;
    Basis basis = Basis::kAddedUp;
    std::optional<Day> latest;
  };

  // `views` outlive the object.
  HeadcountRows(const Views& views, Day from, Day until, ViewQuery query)
      : views_(views), from_(from), until_(until), query_(std::move(query)) {
    query_.by = {"mission", "contributor", "component"};
    query_.all_groups = true;
    query_.progress = nullptr;
    counted_ = std::async(std::launch::async, [this] { return Count(); });
  }
  ~HeadcountRows() { is_unwanted_ = true; }
  HeadcountRows(const HeadcountRows&) = delete;
  HeadcountRows& operator=(const HeadcountRows&) = delete;

  // Waits for them. Errors: those of the views.
  StatusOr<const std::vector<Row>*> Wait(const ViewProgress& progress) {
    const auto days = static_cast<std::uint64_t>(until_.value - from_.value) + 1;
    do {
      if (progress) progress("days", days_done_, days);
    } while (counted_.wait_for(kWaitBetweenProgress) != std::future_status::ready);
    MUSTER_RETURN_IF_ERROR(counted_.get());
    return &rows_;
  }

 private:
  Status Count() {
    for (Day from = from_; from <= until_ && !is_unwanted_;) {
      const Day to = std::min(until_, EndOfWindow(from));
      MUSTER_ASSIGN_OR_RETURN(const Timeline timeline,
                              views_.TimelineOver(from, to, Step::kMonth, query_));
      for (const Timeline::Point& point : timeline.points) Take(point);
      from = to + 1;
      days_done_ = static_cast<std::uint64_t>(from.value - from_.value);
    }
    return OkStatus();
  }

  void Take(const Timeline::Point& point) {
    const Group& group = point.group;
    // Before anything is known of a group, it has no row.
    if (!group.latest && group.strength == People{0, 0, 0}) return;
    const auto keys = keys_.try_emplace(group.keys).first;
    rows_.push_back({point.on, &keys->first, group.strength, group.basis, group.latest});
  }

  const Views& views_;
  const Day from_;
  const Day until_;
  ViewQuery query_;
  std::map<std::vector<std::string>, bool> keys_;
  std::vector<Row> rows_;
  std::atomic<std::uint64_t> days_done_ = 0;
  std::atomic<bool> is_unwanted_ = false;
  std::future<Status> counted_;  // the last: its thread ends before the rest
};

std::optional<std::int64_t> IdOf(const std::optional<std::uint32_t>& post) {
  if (!post) return std::nullopt;
  return *post;
}

std::string ScopeJson(const ScopeValues& scope) {
  std::string json = "{";
  for (const auto& [dimension, values] : scope) {
    if (json.size() > 1) json += ',';
    AppendJsonString(dimension, &json);
    json += ":[";
    for (const std::string& value : values) {
      if (json.back() != '[') json += ',';
      AppendJsonString(value, &json);
    }
    json += ']';
  }
  return json + '}';
}

class SqliteWriter {
 public:
  SqliteWriter(const Ledger& ledger, const Views& views, Day until, const ViewQuery& query,
               SqliteDatabase& database)
      : ledger_(ledger), views_(views), until_(until), query_(query), database_(database) {
    query_.where.clear();
    query_.by.clear();
    query_.depth.reset();
  }

  Status Write(const AboutRows& about) {
    MUSTER_RETURN_IF_ERROR(database_.Execute(SqliteTables()));
    MUSTER_RETURN_IF_ERROR(WriteReports());
    MUSTER_RETURN_IF_ERROR(WriteMovements());
    // Counted while the records are written.
    std::optional<HeadcountRows> headcounts;
    if (first_day_ && *first_day_ <= until_) {
      headcounts.emplace(views_, std::max(*first_day_, until_ - kHeadcountDaysMax), until_, query_);
    }
    MUSTER_RETURN_IF_ERROR(WriteRecords());
    if (headcounts) MUSTER_RETURN_IF_ERROR(WriteHeadcounts(*headcounts));
    headcounts.reset();
    MUSTER_RETURN_IF_ERROR(WriteClaims());
    MUSTER_RETURN_IF_ERROR(WriteAbout(about));
    std::uint64_t made = 0;
    for (const std::string_view index : SqliteIndexes()) {
      if (query_.progress) query_.progress("indexes", made++, SqliteIndexes().size());
      MUSTER_RETURN_IF_ERROR(database_.Execute(index));
    }
    return database_.Finish();
  }

  const SqliteCounts& counts() const { return counts_; }

 private:
  Status WriteAbout(const AboutRows& about) {
    MUSTER_ASSIGN_OR_RETURN(SqliteInsert insert, database_.Prepare("about", 2));
    for (const auto& [name, value] : about) {
      MUSTER_RETURN_IF_ERROR(insert.Add(name).Add(value).Insert());
    }
    return OkStatus();
  }

  Status WriteReports() {
    MUSTER_ASSIGN_OR_RETURN(const ReportVersions reports, views_.ReportsAt(query_.known_at));
    MUSTER_ASSIGN_OR_RETURN(SqliteInsert insert, database_.Prepare("reports", 14));
    for (const ReportVersions::Versions& version : reports.all()) {
      const v1::Report& report = *version.reads;
      const std::string id = ToHex(version.stored.id);
      const std::string published =
          report.has_published() ? FormatDay(Day{report.published().best()}) : std::string();
      const std::string& digest = TextOf(report).sha256();
      const std::string document = digest.empty() ? std::string() : ToHex(HashFromBytes(digest));
      const std::string recorded_at = FormatTime(version.stored.recorded_at);
      insert.Add(id).Add(report.source());
      for (const std::string* text :
           {&report.agency(), &report.author(), &report.title(), &report.url(), &report.language(),
            &report.published().text(), &published, &report.grade()}) {
        insert.AddOrNull(*text);
      }
      insert.AddOrNull(document).Add(recorded_at);
      insert.Add(static_cast<std::int64_t>(version.stored.first_position.value));
      MUSTER_RETURN_IF_ERROR(
          insert.Add(static_cast<std::int64_t>(EventCount(version.stored))).Insert());
      ++counts_.reports;
    }
    return OkStatus();
  }

  Status WriteRecords() {
    MUSTER_ASSIGN_OR_RETURN(SqliteInsert insert, database_.Prepare("records", 11));
    EvidenceReader reader(ledger_);
    std::string event;
    std::string evidence;
    const auto write = [&](Position position, const v1::Record& record) -> Status {
      if (query_.progress && position.value % kToldEvery == 0) {
        query_.progress("records", position.value, query_.known_at.value);
      }
      MUSTER_ASSIGN_OR_RETURN(const std::vector<Passage> passages, reader.Read(record));
      event.clear();
      AppendMessageJson(record.event(), &event);
      evidence.clear();
      if (!passages.empty()) AppendEvidenceJson(passages, &evidence);
      const std::string recorded_at = RecordedAt(record);
      const std::string report =
          record.report().empty() ? std::string() : ToHex(HashFromBytes(record.report()));
      insert.Add(static_cast<std::int64_t>(position.value)).Add(recorded_at);
      insert.Add(record.recorded_by()).AddOrNull(report).Add(KindOf(record.event()));
      const v1::Date* const on = OnOf(record.event());
      if (on == nullptr) {
        insert.AddNull().AddNull().AddNull().AddNull();
      } else {
        insert.AddOrNull(on->text());
        on->has_earliest() ? insert.Add(days_.Of(Day{on->earliest()})) : insert.AddNull();
        insert.Add(days_.Of(Day{on->best()})).Add(days_.Of(Day{on->latest()}));
      }
      ++counts_.records;
      return insert.Add(event).AddOrNull(evidence).Insert();
    };
    return ledger_.Read(Position{0}, query_.known_at, write);
  }

  Status WritePosts(const std::vector<PostValues>& posts) {
    MUSTER_ASSIGN_OR_RETURN(SqliteInsert insert, database_.Prepare("posts", 1 + kDimensions));
    for (std::size_t post = 0; post < posts.size(); ++post) {
      insert.Add(static_cast<std::int64_t>(post));
      for (const std::string& value : posts[post]) insert.Add(value);
      MUSTER_RETURN_IF_ERROR(insert.Insert());
    }
    return OkStatus();
  }

  Status WriteMovements() {
    MUSTER_ASSIGN_OR_RETURN(SqliteInsert insert, database_.Prepare("movements", 15));
    const auto write = [&](const std::vector<PostValues>& posts,
                           const JournalEntry& entry) -> Status {
      if (!first_day_) {
        first_day_ = entry.on;
        MUSTER_RETURN_IF_ERROR(WritePosts(posts));
      }
      const std::string& earliest = days_.Of(entry.earliest);
      const std::string& on = days_.Of(entry.on);
      const std::string& latest = days_.Of(entry.latest);
      for (const JournalPosting& posting : entry.postings) {
        insert.Add(static_cast<std::int64_t>(counts_.movements++));
        insert.Add(static_cast<std::int64_t>(entry.position.value)).Add(KindName(entry));
        insert.Add(std::int64_t{entry.way_back}).AddOrNull(earliest).Add(on).Add(latest);
        insert.Add(IdOf(posting.from)).Add(IdOf(posting.to));
        insert.Add(posting.people.least).Add(posting.people.best).Add(posting.people.most);
        insert.AddOrNull(entry.words.reason).AddOrNull(entry.words.loss);
        MUSTER_RETURN_IF_ERROR(insert.AddOrNull(entry.words.cause).Insert());
      }
      return OkStatus();
    };
    return views_.JournalUpTo(until_, query_, write);
  }

  Status WriteHeadcounts(HeadcountRows& headcounts) {
    MUSTER_ASSIGN_OR_RETURN(const std::vector<HeadcountRows::Row>* const rows,
                            headcounts.Wait(query_.progress));
    MUSTER_ASSIGN_OR_RETURN(SqliteInsert insert, database_.Prepare("headcounts", 9));
    for (const HeadcountRows::Row& row : *rows) {
      insert.Add(days_.Of(row.on));
      for (const std::string& key : *row.keys) insert.Add(key);
      insert.Add(row.people.least).Add(row.people.best).Add(row.people.most);
      insert.Add(BasisName(row.basis)).AddOrNull(days_.Of(row.latest));
      MUSTER_RETURN_IF_ERROR(insert.Insert());
      ++counts_.headcounts;
    }
    return OkStatus();
  }

  Status WriteClaims() {
    MUSTER_ASSIGN_OR_RETURN(const Reconciliation claims, views_.Reconcile(std::nullopt, query_));
    MUSTER_ASSIGN_OR_RETURN(SqliteInsert insert, database_.Prepare("claims", 16));
    for (const ClaimVerdict& claim : claims.claims) {
      if (claim.on > until_) continue;
      const std::string& on = days_.Of(claim.on);
      const std::string scope = ScopeJson(claim.scope);
      const std::string& agrees_on = days_.Of(claim.agrees_on);
      std::string explained = "[";
      for (const ExplainingMovement& movement : claim.explained_by) {
        explained += fmt::format("{}{}", explained.size() > 1 ? "," : "", movement.position.value);
      }
      explained += ']';
      insert.Add(static_cast<std::int64_t>(claim.position.value));
      insert.Add(claim.line ? std::optional<std::int64_t>(*claim.line) : std::nullopt);
      insert.Add(on).Add(claim.opening ? "opening" : "closing").Add(scope);
      for (const People* people : {&claim.claimed, &claim.derived}) {
        insert.Add(people->least).Add(people->best).Add(people->most);
      }
      insert.Add(AgreementName(claim.verdict)).Add(claim.distance).AddOrNull(agrees_on);
      MUSTER_RETURN_IF_ERROR(insert.Add(explained).AddOrNull(claim.according_to).Insert());
      ++counts_.claims;
    }
    return OkStatus();
  }

  const Ledger& ledger_;
  const Views& views_;
  const Day until_;
  ViewQuery query_;
  SqliteDatabase& database_;
  std::optional<Day> first_day_;  // of all movements
  DayTexts days_;
  SqliteCounts counts_;
};

}  // namespace

StatusOr<SqliteCounts> WriteSqlite(const Ledger& ledger, const Views& views, Day until,
                                   const ViewQuery& query, const AboutRows& about,
                                   const std::string& name) {
  MUSTER_ASSIGN_OR_RETURN(const std::string file, PlaceFor(name));
  const std::string beside = NameBeside(file);
  const Unfinished unfinished(beside);
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<SqliteDatabase> database, SqliteDatabase::Create(beside));
  std::optional<SqliteWriter> writer(std::in_place, ledger, views, until, query, *database);
  const Status written = writer->Write(about);
  const SqliteCounts counts = writer->counts();
  writer.reset();
  database.reset();
  if (!written.ok()) {
    std::remove(beside.c_str());
    return written;
  }
  MUSTER_RETURN_IF_ERROR(MoveIntoPlace(file));
  return counts;
}

}  // namespace muster
