// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/followed_ledger.h"

#include <absl/time/time.h>

#include <utility>

#include "ledger/ledger_directory.h"

namespace muster {

FollowedLedger::FollowedLedger(std::filesystem::path directory, OpenedLedger opened,
                               std::shared_ptr<Views> views)
    : directory_(std::move(directory)),
      opened_(std::move(opened)),
      views_(std::move(views)),
      news_{opened_.ledger->Head(), OkStatus()} {}

StatusOr<std::unique_ptr<FollowedLedger>> FollowedLedger::Open(
    const std::filesystem::path& directory) {
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Ledger> ledger, Ledger::Open(directory));
  ViewsOptions options;
  options.directory = ProjectionsDirectory(directory);
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Views> opened, Views::Open(*ledger, options));
  const std::shared_ptr<Views> views = std::move(opened);
  return std::unique_ptr<FollowedLedger>(
      new FollowedLedger(directory, {std::move(ledger), views}, views));
}

FollowedLedger::~FollowedLedger() {
  {
    const absl::MutexLock lock(&stop_);
    stopped_ = true;
  }
  if (follower_.joinable()) follower_.join();
}

void FollowedLedger::Follow(Listener tell) {
  tell_ = std::move(tell);
  follower_ = std::thread([this]() { Run(); });
}

FollowedLedger::News FollowedLedger::Now() const {
  const absl::MutexLock lock(&news_mutex_);
  return news_;
}

void FollowedLedger::Answer(const std::function<void(const OpenedLedger&)>& answer) const {
  const absl::ReaderMutexLock lock(&state_);
  answer(opened_);
}

void FollowedLedger::Look() {
  const News before = Now();
  News after = before;
  {
    const absl::MutexLock lock(&state_);
    after.status = CatchUp();
    if (after.status.ok()) after.head = opened_.ledger->Head();
    const absl::MutexLock news_lock(&news_mutex_);
    news_ = after;
  }
  if (after.head.size != before.head.size || after.status != before.status) tell_(after);
}

Status FollowedLedger::CatchUp() {
  MUSTER_RETURN_IF_ERROR(opened_.ledger->Refresh());
  if (opened_.ledger->Head().size == views_->size()) return OkStatus();
  return views_->Update();
}

void FollowedLedger::Run() {
  const auto stopped = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(stop_) { return stopped_; };
  while (true) {
    {
      const absl::MutexLock lock(&stop_);
      if (stop_.AwaitWithTimeout(absl::Condition(&stopped), absl::FromChrono(kInterval))) return;
    }
    Look();
  }
}

}  // namespace muster
