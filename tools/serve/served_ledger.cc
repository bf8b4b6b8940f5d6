// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/served_ledger.h"

#include <absl/time/time.h>

#include <algorithm>
#include <utility>

#include "ledger/ledger_directory.h"

namespace muster {

ServedLedger::ServedLedger(std::filesystem::path directory, std::unique_ptr<Ledger> writer,
                           OpenedLedger opened, std::shared_ptr<Views> views)
    : directory_(std::move(directory)),
      writer_(std::move(writer)),
      opened_(std::move(opened)),
      views_(std::move(views)),
      saved_{opened_.views->size()},
      news_{opened_.ledger->Head(), OkStatus(), OkStatus()} {}

StatusOr<std::unique_ptr<ServedLedger>> ServedLedger::Open(const std::filesystem::path& directory,
                                                           Access access) {
  const bool writes = access == Access::kWrite;
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Ledger> ledger,
                          Ledger::Open(directory, {.write = writes}));
  std::unique_ptr<Ledger> writer;
  if (writes) {
    writer = std::move(ledger);
    MUSTER_ASSIGN_OR_RETURN(ledger, writer->OpenBeside());
  }
  ViewsOptions options;
  options.directory = ProjectionsDirectory(directory);
  options.write = writes;
  // Not at each append, which would wait for it.
  options.save_when_asked = true;
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Views> opened, Views::Open(*ledger, options));
  const std::shared_ptr<Views> views = std::move(opened);
  return std::unique_ptr<ServedLedger>(
      new ServedLedger(directory, std::move(writer), {std::move(ledger), views}, views));
}

ServedLedger::~ServedLedger() {
  {
    const absl::MutexLock lock(&wake_);
    stopped_ = true;
  }
  if (follower_.joinable()) follower_.join();
  const absl::MutexLock lock(&state_);
  if (writes() && CatchUp().ok()) SaveViews();
}

void ServedLedger::Follow(Listener tell) {
  tell_ = std::move(tell);
  follower_ = std::thread([this]() { Run(); });
}

ServedLedger::News ServedLedger::Now() const {
  const absl::MutexLock lock(&news_mutex_);
  return news_;
}

void ServedLedger::Answer(const std::function<void(const OpenedLedger&)>& answer) const {
  AwaitAcknowledged();
  AnswerNow(answer);
}

void ServedLedger::AnswerNow(const std::function<void(const OpenedLedger&)>& answer) const {
  const absl::ReaderMutexLock lock(&state_);
  answer(opened_);
}

LogSize ServedLedger::Acknowledged() const {
  return std::max(Now().head.size, LogSize{acknowledged_.load()});
}

void ServedLedger::AwaitAcknowledged() const {
  // What it cannot speak of is told where the ledger is followed.
  if (IsBehind()) Await(LogSize{acknowledged_}).IgnoreError();
}

StatusOr<std::unique_ptr<ServedLedger::BegunAppend>> ServedLedger::BeginAppend(
    std::span<const ReportDraft> drafts, AppendOptions options) {
  if (writer_ == nullptr) {
    return FailedPrecondition("this server only reads the ledger; it was started with --read-only");
  }
  const bool dry_run = options.dry_run;
  std::unique_ptr<BegunAppend> begun(
      new BegunAppend{StagedAppend(*writer_, drafts, std::move(options)), dry_run});
  begun->staged.Prepare();
  const Status status = begun->staged.Begin();
  if (!status.ok()) {
    Note(status);
    return status;
  }
  return begun;
}

StatusOr<AppendResult> ServedLedger::FinishAppend(BegunAppend& begun) {
  StatusOr<AppendResult> result = begun.staged.Finish();
  const bool appended = result.ok() && !begun.dry_run && result->refusals.empty();
  if (appended) {
    std::uint64_t seen = acknowledged_.load();
    while (seen < result->head.size.value &&
           !acknowledged_.compare_exchange_weak(seen, result->head.size.value)) {
    }
  }
  if (!result.ok() || appended) Note(result.status());
  return result;
}

void ServedLedger::Note(const Status& outcome) {
  const StatusCode code = outcome.code();
  // Others are for who appends to mend.
  const bool is_fault = code == StatusCode::kUnavailable || code == StatusCode::kDataLoss ||
                        code == StatusCode::kInternal;
  const absl::MutexLock lock(&wake_);
  if (outcome.ok()) {
    appends_ = OkStatus();
  } else if (is_fault && appends_.ok()) {
    appends_ = outcome;
  } else {
    return;
  }
  grown_ = true;
}

StatusOr<AppendResult> ServedLedger::Append(std::span<const ReportDraft> drafts,
                                            const AppendOptions& options) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<BegunAppend> begun, BeginAppend(drafts, options));
  return FinishAppend(*begun);
}

Status ServedLedger::Await(LogSize size) const {
  const auto told = [this, size]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(news_mutex_) {
    return news_.head.size >= size || !news_.status.ok();
  };
  {
    const absl::MutexLock lock(&wake_);
    ++awaited_;
  }
  Status status;
  {
    const absl::MutexLock lock(&news_mutex_);
    news_mutex_.Await(absl::Condition(&told));
    if (news_.head.size < size) status = news_.status;
  }
  const absl::MutexLock lock(&wake_);
  --awaited_;
  return status;
}

std::uint64_t ServedLedger::Lag() const {
  const LogSize known = Now().head.size;
  const LogSize all = writer_ != nullptr ? writer_->Head().size : known;
  return all.value - std::min(all.value, known.value);
}

void ServedLedger::Look() {
  const News before = Now();
  News after = before;
  {
    const absl::MutexLock lock(&wake_);
    after.appends = appends_;
  }
  {
    const absl::MutexLock lock(&state_);
    after.status = CatchUp();
    if (after.status.ok()) after.head = opened_.ledger->Head();
    const absl::MutexLock news_lock(&news_mutex_);
    news_ = after;
  }
  if (after.head.size != before.head.size || after.status != before.status ||
      after.appends != before.appends) {
    tell_(after);
  }
}

Status ServedLedger::CatchUp() {
  MUSTER_RETURN_IF_ERROR(opened_.ledger->Refresh());
  if (opened_.ledger->Head().size == views_->size()) return OkStatus();
  MUSTER_RETURN_IF_ERROR(views_->Update());
  if (writes() && views_->size().value - saved_.value >= kRecordsUnsavedMax) SaveViews();
  return OkStatus();
}

void ServedLedger::SaveViews() {
  // The log has all: who opens it next folds what could not be saved.
  views_->Save().IgnoreError();
  saved_ = views_->size();
}

// Blocks until there may be something new. False: the end.
bool ServedLedger::AwaitNews() {
  const auto woken = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(wake_) { return stopped_ || grown_; };
  const bool follows = writes() && Now().status.ok();
  const absl::MutexLock lock(&wake_);
  if (follows) {
    wake_.Await(absl::Condition(&woken));
  } else {
    wake_.AwaitWithTimeout(absl::Condition(&woken), absl::FromChrono(kInterval));
  }
  grown_ = false;
  return !stopped_;
}

void ServedLedger::Rest() {
  const auto woken = [this]()
                         ABSL_EXCLUSIVE_LOCKS_REQUIRED(wake_) { return stopped_ || awaited_ > 0; };
  const absl::MutexLock lock(&wake_);
  wake_.AwaitWithTimeout(absl::Condition(&woken), absl::FromChrono(kRest));
}

void ServedLedger::Run() {
  while (AwaitNews()) {
    Look();
    Rest();
  }
}

}  // namespace muster
