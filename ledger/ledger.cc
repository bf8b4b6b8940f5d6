// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "ledger/admission_state.h"
#include "ledger/chain_store.h"
#include "ledger/input_limits.h"
#include "ledger/ledger_directory.h"
#include "ledger/ledger_state.h"
#include "ledger/quote.h"
#include "ledger/read_ahead.h"
#include "ledger/record_codec.h"
#include "ledger/report_finder.h"
#include "ledger/rocks_log.h"
#include "ledger/staged_append.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

Status CheckReason(const std::string& reason) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
    return InvalidArgument("a reason is needed: it stands in the record for good");
  }
  if (reason.size() > kTextBytesMax) {
    return InvalidArgument("the reason has {} bytes, more than {}", reason.size(), kTextBytesMax);
  }
  if (!IsUtf8(reason)) return InvalidArgument("the reason is not UTF-8");
  return OkStatus();
}

}  // namespace

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;

Status Ledger::Create(const std::filesystem::path& directory, std::string origin,
                      const std::optional<std::string>& passphrase) {
  return CreateLedgerDirectory(directory, std::move(origin), passphrase);
}

StatusOr<std::unique_ptr<Ledger>> Ledger::Open(const std::filesystem::path& directory,
                                               LedgerOptions options) {
  MUSTER_ASSIGN_OR_RETURN(std::string origin, ReadOrigin(directory));
  const std::filesystem::path path = LogDirectory(directory);
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Log> log,
                          options.write ? RocksLog::OpenWriter(path) : RocksLog::OpenReader(path));
  auto state = std::make_unique<State>(directory, std::move(log), options, std::move(origin));
  MUSTER_RETURN_IF_ERROR(state->OpenAdmission());
  MUSTER_RETURN_IF_ERROR(state->FinishErasure());
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

StatusOr<std::unique_ptr<Ledger>> Ledger::OnLog(std::unique_ptr<Log> log, LedgerOptions options) {
  auto state =
      std::make_unique<State>(std::filesystem::path(), std::move(log), options, std::string());
  MUSTER_RETURN_IF_ERROR(state->OpenAdmission());
  MUSTER_RETURN_IF_ERROR(state->FinishErasure());
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

StatusOr<std::unique_ptr<Ledger>> Ledger::OpenBeside() const {
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Log> log, state_->log().OpenBeside());
  return std::unique_ptr<Ledger>(new Ledger(std::make_unique<State>(
      state_->directory(), std::move(log), LedgerOptions(), state_->origin())));
}

const Log& Ledger::log() const { return state_->log(); }

StatusOr<RecordPtr> Ledger::AppendCommand(const v1::Event& event, const AppendOptions& options) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<RecordPtr> records,
                          state_->AppendCommands({&event, 1}, options));
  return records.front();
}

LogHead Ledger::Head() const { return state_->log().Head(); }
const std::string& Ledger::origin() const { return state_->origin(); }

StatusOr<AppendResult> Ledger::Append(std::span<const ReportDraft> drafts,
                                      const AppendOptions& options) {
  StagedAppend append(*this, drafts, options);
  append.Prepare();
  MUSTER_RETURN_IF_ERROR(append.Begin());
  return append.Finish();
}

Status Ledger::StoreDocument(const DocumentIdentity& document, const DocumentReader& read) {
  return state_->StoreDocument(document, read);
}

Status Ledger::Read(Position from, LogSize until, const RecordVisitor& visit) const {
  if (until.value > from.value && until.value - from.value >= kReadAheadRecordsMin) {
    return ReadAhead(state_->log(), from, until, visit);
  }
  return state_->log().Read(
      from, until, [&visit](Position position, std::string_view bytes) -> Status {
        MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, DecodeRecord(position, bytes));
        return visit(position, *record);
      });
}

StatusOr<RecordPtr> Ledger::ReadRecord(Position position) const {
  const LogSize size = Head().size;
  if (!Holds(size, position)) {
    return NotFound("there is no record {}: the log has {} records", position.value, size.value);
  }
  RecordPtr found;
  MUSTER_RETURN_IF_ERROR(
      state_->log().Read(position, LogSize{position.value + 1},
                         [&found](Position at, std::string_view bytes) -> Status {
                           MUSTER_ASSIGN_OR_RETURN(found, DecodeRecord(at, bytes));
                           return OkStatus();
                         }));
  return found;
}

StatusOr<std::vector<Position>> Ledger::ChainMembers(Position root, LogSize until) const {
  return ChainMembersOf(state_->log(), root, until);
}

StatusOr<StoredReport> Ledger::FindReport(const Hash& id) const {
  return muster::FindReport(state_->reports(), id);
}

StatusOr<StoredReport> Ledger::FindReportByPrefix(std::string_view hex) const {
  return muster::FindReportByPrefix(state_->reports(), hex);
}

StatusOr<std::vector<StoredReport>> Ledger::Reports() const { return state_->reports().All(); }

StatusOr<std::string> Ledger::ReadDocument(const Hash& sha256) const {
  return state_->reports().ReadDocument(sha256);
}

Status Ledger::VisitDocument(const Hash& sha256,
                             const std::function<Status(std::string_view piece)>& visit) const {
  return state_->reports().VisitDocument(sha256, visit);
}

StatusOr<std::vector<Redaction>> Ledger::Redact(std::string_view hex, const std::string& reason,
                                                const std::string& recorded_by) {
  MUSTER_RETURN_IF_ERROR(CheckReason(reason));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> documents,
                          DocumentsToRedact(state_->reports(), hex));
  std::vector<v1::Event> events;
  for (const Hash& sha256 : documents) {
    v1::Redaction& redaction = *events.emplace_back().mutable_redaction();
    redaction.set_document(ToBytes(sha256));
    redaction.set_reason(reason);
  }
  AppendOptions options;
  options.recorded_by = recorded_by;
  MUSTER_ASSIGN_OR_RETURN(const std::vector<RecordPtr> records,
                          state_->AppendCommands(events, options));
  std::vector<Redaction> redactions;
  for (std::size_t i = 0; i < records.size(); ++i) {
    redactions.push_back({documents[i], Position{records[i]->position()}, records[i]});
  }
  if (const Status erased = state_->FinishErasure(); !erased.ok()) {
    return Unavailable(
        "the document is blacked out, by record {}, and its bytes may still be in the files: {}; "
        "they are erased when the ledger is next opened for writing",
        records.front()->position(), Message(erased));
  }
  return redactions;
}

StatusOr<std::optional<Redaction>> Ledger::FindRedaction(const Hash& sha256) const {
  MUSTER_ASSIGN_OR_RETURN(const std::optional<Position> position,
                          state_->reports().FindRedaction(sha256));
  if (!position) return std::optional<Redaction>();
  MUSTER_ASSIGN_OR_RETURN(RecordPtr record, ReadRecord(*position));
  if (!record->event().has_redaction() ||
      record->event().redaction().document() != ToBytes(sha256)) {
    return DataLoss("record {} does not black out document {}", position->value, ToHex(sha256));
  }
  return std::optional(Redaction{sha256, *position, std::move(record)});
}

StatusOr<LogSize> Ledger::SizeAt(Time time) const {
  // Recorded-at never decreases: the records recorded by then are those below a point.
  std::uint64_t low = 0;
  std::uint64_t high = Head().size.value;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, ReadRecord(Position{middle}));
    if (Time(std::chrono::microseconds(record->recorded_at_us())) <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return LogSize{low};
}

StatusOr<LogSize> Ledger::SizeOfRelease(std::string_view name) const {
  MUSTER_ASSIGN_OR_RETURN(const StringMap<Position> releases, ReadReleases(state_->log()));
  const auto found = releases.find(name);
  // A release names the log's size before its own record.
  if (found != releases.end()) return LogSize{found->second.value};
  std::vector<std::string> names;
  for (const auto& [release, position] : releases) names.push_back(release);
  std::sort(names.begin(), names.end());
  if (names.empty()) return NotFound("there is no release '{}', nor any other", name);
  return NotFound("there is no release '{}'; there are {}", name, fmt::join(names, ", "));
}

Status Ledger::Refresh() { return state_->log().Refresh(); }

StatusOr<LedgerBackup> Ledger::BackUp(const std::filesystem::path& directory,
                                      const BackupOptions& options) const {
  if (!state_->writes()) return FailedPrecondition("the ledger is open for reading only");
  return BackUpLedger(state_->directory(), state_->log(), directory, options);
}

std::string EventId(const v1::Record& record) {
  if (record.report().empty()) return {};
  return fmt::format("{}/{}", ToHex(HashFromBytes(record.report())), record.ordinal());
}

}  // namespace muster
