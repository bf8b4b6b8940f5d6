// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/table_verification.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "ledger/admission_state.h"
#include "ledger/big_endian.h"
#include "ledger/log_verification.h"
#include "ledger/record_codec.h"
#include "ledger/record_replay.h"
#include "ledger/report_store.h"
#include "ledger/string_pool.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/tables.pb.h"

namespace muster {
namespace {

constexpr std::uint64_t kTablesProgressEvery = 10000;
// No append has more records.
constexpr std::size_t kReplayedRecordsMax = 1'000'000;
// Behind the subject in a key: a zero byte, and a position.
constexpr std::size_t kSubjectSuffixBytes = 1 + kBigEndianBytes;

// A log as it was when it had fewer records, as far as the replay asks of it.
class PastLog : public Log {
 public:
  explicit PastLog(const Log& log) : log_(log) {}
  void Advance(LogSize size) { size_ = size; }

  LogHead Head() const override { return {size_, {}}; }
  Status Read(Position from, LogSize until, const RecordVisitor& visit) const override {
    return log_.Read(from, until, visit);
  }
  StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override {
    MUSTER_ASSIGN_OR_RETURN(std::optional<std::string> value, log_.Get(table, key));
    if (!value || table != Table::kReports) return value;
    v1::ReportEntry entry;
    if (key.starts_with('r') && entry.ParseFromString(*value)) return AsItWas(entry);
    const std::optional<std::uint64_t> position = DecodeBigEndian(*value);
    if (position && !Holds(size_, Position{*position})) return std::optional<std::string>();
    return value;
  }
  Status Scan(Table table, std::string_view prefix, std::string_view from,
              const EntryVisitor& visit) const override {
    // Names are made anew, and a document that is blacked out is gone.
    if (table != Table::kChains && table != Table::kSubjects) return OkStatus();
    return log_.Scan(table, prefix, from, [&](std::string_view key, std::string_view value) {
      const std::size_t at = key.size() < kBigEndianBytes ? 0 : key.size() - kBigEndianBytes;
      const std::optional<std::uint64_t> position = DecodeBigEndian(key.substr(at));
      return position && Holds(size_, Position{*position}) ? visit(key, value) : OkStatus();
    });
  }
  StatusOr<std::unique_ptr<Pending>> Begin(LogBatch, LogSize) override { return Past(); }
  Status Refresh() override { return OkStatus(); }
  Status EraseRemoved() override { return Past(); }
  StatusOr<std::uint32_t> BackUp(const std::filesystem::path&, const std::string&,
                                 const CopyProgress&) override {
    return Past();
  }

 private:
  static Status Past() { return FailedPrecondition("the past cannot be written"); }

  // A report with the events that it had.
  std::optional<std::string> AsItWas(const v1::ReportEntry& entry) const {
    v1::ReportEntry past = entry;
    past.clear_runs();
    for (const v1::ReportEntry::Run& run : entry.runs()) {
      if (!Holds(size_, Position{run.position()})) continue;
      v1::ReportEntry::Run& kept = *past.add_runs();
      kept = run;
      kept.set_count(static_cast<std::uint32_t>(
          std::min<std::uint64_t>(run.count(), size_.value - run.position())));
    }
    if (past.runs().empty()) return std::nullopt;
    return past.SerializeAsString();
  }

  const Log& log_;
  LogSize size_;
};

class TableVerifier {
 public:
  explicit TableVerifier(const Log& log) : log_(log), past_(log), store_(log) {}

  StatusOr<std::vector<std::string>> Verify(
      const std::function<void(Position, LogSize)>& progress) {
    MUSTER_ASSIGN_OR_RETURN(state_, AdmissionState::Open(past_));
    const LogSize size = log_.Head().size;
    const auto read = [&](Position position, std::string_view bytes) -> Status {
      if (progress && position.value % kTablesProgressEvery == 0) progress(position, size);
      return Take(position, bytes);
    };
    Status status = log_.Read(Position{0}, size, read);
    if (status.ok()) status = Replay();
    if (status.code() == StatusCode::kInvalidArgument) {
      // No admission can have taken the record: there is nothing to compare.
      Fault("{}", Message(status));
      return std::move(faults_);
    }
    MUSTER_RETURN_IF_ERROR(status);
    MUSTER_RETURN_IF_ERROR(CompareNames());
    MUSTER_RETURN_IF_ERROR(CompareSubjects());
    return std::move(faults_);
  }

 private:
  template <typename... Args>
  void Fault(fmt::format_string<Args...> format, Args&&... args) {
    if (faults_.size() >= kFaultsMax) return;
    faults_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  Status Take(Position position, std::string_view bytes) {
    MUSTER_ASSIGN_OR_RETURN(const RecordReader::RecordPtr record, DecodeRecord(position, bytes));
    if (!records_.empty() && (record->recorded_at_us() != records_.back()->recorded_at_us() ||
                              record->recorded_by() != records_.back()->recorded_by() ||
                              records_.size() >= kReplayedRecordsMax)) {
      MUSTER_RETURN_IF_ERROR(Replay());
    }
    if (!record->report().empty() && record->ordinal() == 0) {
      const Hash id = HashFromBytes(record->report());
      MUSTER_ASSIGN_OR_RETURN(const std::optional<StoredReport> report, store_.Find(id));
      if (report) new_reports_.emplace(id, report->report);
    }
    records_.push_back(record);
    return OkStatus();
  }

  Status Replay() {
    if (records_.empty()) return OkStatus();
    const LogSize size{records_.back()->position() + 1};
    std::vector<TableEntry> entries;
    MUSTER_RETURN_IF_ERROR(ReplayAppend(records_, new_reports_, *state_, entries));
    state_->Commit();
    past_.Advance(size);
    state_->Forget(size);
    records_.clear();
    new_reports_.clear();
    for (const TableEntry& entry : entries) {
      if (entry.table == Table::kNames) MUSTER_RETURN_IF_ERROR(CompareName(entry));
      if (entry.table == Table::kSubjects) {
        MUSTER_RETURN_IF_ERROR(AddChanges(entry.key, *entry.value, made_));
      }
    }
    return OkStatus();
  }

  Status CompareName(const TableEntry& entry) {
    ++names_;
    MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> kept,
                            log_.Get(entry.table, entry.key));
    if (kept == entry.value) return OkStatus();
    Fault("the table of names does not have what the records below {} make of '{}'",
          past_.Head().size.value, entry.key);
    return OkStatus();
  }

  Status CompareNames() {
    std::uint64_t kept = 0;
    MUSTER_RETURN_IF_ERROR(
        log_.Scan(Table::kNames, "", "", [&kept](std::string_view, std::string_view) {
          ++kept;
          return OkStatus();
        }));
    if (kept != names_) {
      Fault("the table of names has {} entries, and the records make {}", kept, names_);
    }
    return OkStatus();
  }

  // The changes of each subject in their order, as a chain of digests.
  using Changes = StringMap<Hash>;

  static Status AddChanges(std::string_view key, std::string_view value, Changes& changes) {
    v1::SubjectUpdates updates;
    if (key.size() < kSubjectSuffixBytes ||
        !updates.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
      return DataLoss("the table of subjects is damaged");
    }
    const std::string_view subject = key.substr(0, key.size() - kSubjectSuffixBytes);
    const auto found = changes.find(subject);
    Hash& chain = found != changes.end()
                      ? found->second
                      : changes.emplace(std::string(subject), Hash{}).first->second;
    for (const v1::SubjectEvent& event : updates.events()) {
      chain = Sha256(ToBytes(chain), event.SerializeAsString());
    }
    return OkStatus();
  }

  Status CompareSubjects() {
    Changes kept;
    MUSTER_RETURN_IF_ERROR(
        log_.Scan(Table::kSubjects, "", "", [&kept](std::string_view key, std::string_view value) {
          return AddChanges(key, value, kept);
        }));
    for (const auto& [subject, chain] : made_) {
      const auto found = kept.find(subject);
      if (found != kept.end() && found->second == chain) continue;
      Fault("what is kept of the events of '{}' is not what the records make", subject);
    }
    if (kept.size() > made_.size()) {
      Fault("the table of subjects has {} subjects, and the records make {}", kept.size(),
            made_.size());
    }
    return OkStatus();
  }

  const Log& log_;
  PastLog past_;
  const ReportStore store_;
  std::unique_ptr<AdmissionState> state_;
  std::vector<std::string> faults_;
  // The append whose records are read.
  std::vector<RecordReader::RecordPtr> records_;
  std::map<Hash, ReportPtr> new_reports_;
  std::uint64_t names_ = 0;  // entries of the table that the records make
  Changes made_;
};

}  // namespace

StatusOr<std::vector<std::string>> VerifyTables(
    const Log& log, const std::function<void(Position, LogSize)>& progress) {
  return TableVerifier(log).Verify(progress);
}

}  // namespace muster
