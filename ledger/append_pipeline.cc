// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/append_pipeline.h"

#include <utility>

#include "ledger/staged_append.h"

namespace muster {

struct AppendPipeline::Append {
  Append(Ledger& ledger, std::vector<ReportDraft> taken, const AppendOptions& options)
      : drafts(std::move(taken)), staged(ledger, drafts, options) {}

  const std::vector<ReportDraft> drafts;
  StagedAppend staged;
};

AppendPipeline::AppendPipeline(Ledger& ledger, AppendOptions options, Visitor visit)
    : ledger_(ledger), options_(std::move(options)), visit_(std::move(visit)) {
  for (int stage = 0; stage < kStages; ++stage) {
    threads_[static_cast<std::size_t>(stage)] =
        std::thread([this, stage] { Run(static_cast<Stage>(stage)); });
  }
}

AppendPipeline::~AppendPipeline() { Finish().IgnoreError(); }

bool AppendPipeline::Submit(std::vector<ReportDraft> drafts) {
  auto append = std::make_unique<Append>(ledger_, std::move(drafts), options_);
  options_.expected_size.reset();
  const auto room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopped_ || under_way_ < kUnderWayMax;
  };
  const absl::MutexLock lock(&mutex_);
  MUSTER_CHECK(!closed_);
  mutex_.Await(absl::Condition(&room));
  if (stopped_) return false;
  ++under_way_;
  queues_[kPrepare].push_back(std::move(append));
  return true;
}

Status AppendPipeline::Finish() {
  {
    const absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  const absl::MutexLock lock(&mutex_);
  return error_;
}

void AppendPipeline::Run(Stage stage) {
  const auto work = [this, stage]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !queues_[stage].empty() || (closed_ && under_way_ == 0);
  };
  while (true) {
    std::unique_ptr<Append> append;
    bool stopped = false;
    {
      const absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&work));
      if (queues_[stage].empty()) return;
      append = std::move(queues_[stage].front());
      queues_[stage].pop_front();
      // What has its place in the log is written all the same.
      stopped = stopped_ && stage != kFinish;
    }
    const bool goes_on = !stopped && Take(stage, *append);
    if (!goes_on || stage == kFinish) append.reset();
    const absl::MutexLock lock(&mutex_);
    if (append != nullptr) {
      queues_[stage + 1].push_back(std::move(append));
    } else {
      --under_way_;
    }
  }
}

bool AppendPipeline::Take(Stage stage, Append& append) {
  if (stage == kPrepare) {
    append.staged.Prepare();
    return true;
  }
  if (stage == kBegin) {
    const Status status = append.staged.Begin();
    if (!status.ok()) {
      Fail(status);
      return false;
    }
    if (append.staged.refused()) {
      const absl::MutexLock lock(&mutex_);
      stopped_ = true;
    }
    return true;
  }
  StatusOr<AppendResult> result = append.staged.Finish();
  {
    const absl::MutexLock lock(&mutex_);
    if (!error_.ok()) return false;
  }
  const Status status = result.ok() ? visit_(*std::move(result)) : result.status();
  if (!status.ok()) Fail(status);
  return true;
}

void AppendPipeline::Fail(const Status& status) {
  const absl::MutexLock lock(&mutex_);
  stopped_ = true;
  if (error_.ok()) error_ = status;
}

}  // namespace muster
