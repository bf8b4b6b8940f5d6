// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Append pipeline: many appends one after the other, for whoever has them all (an import). While
// one is written, the next is admitted and the one after it parsed.
#ifndef MUSTER_LEDGER_APPEND_PIPELINE_H_
#define MUSTER_LEDGER_APPEND_PIPELINE_H_

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/draft.h"
#include "ledger/ledger.h"
#include "ledger/status.h"

namespace muster {

// Thread-compatible.
class AppendPipeline {
 public:
  // Hears what became of each append, in their order, once it is durable, from a thread of the
  // pipeline. If it returns an error, no more is appended, apart from what has its place by then.
  using Visitor = std::function<Status(AppendResult)>;

  // The ledger must outlive the pipeline. `options` hold for each append, but for the expected
  // size, which is that before the first.
  AppendPipeline(Ledger& ledger, AppendOptions options, Visitor visit);
  // Waits for what is under way; its errors are lost without Finish.
  ~AppendPipeline();
  AppendPipeline(const AppendPipeline&) = delete;
  AppendPipeline& operator=(const AppendPipeline&) = delete;

  // Takes one append; blocks while kUnderWayMax are under way. False if an earlier one failed or
  // was refused: neither this one nor any other will be appended.
  bool Submit(std::vector<ReportDraft> drafts);
  // Waits for what is under way. Errors: that of the first append that failed, as Ledger::Append;
  // of the visitor. That one was refused is no error.
  Status Finish();

  inline static constexpr std::size_t kUnderWayMax = 6;

 private:
  struct Append;
  enum Stage { kPrepare, kBegin, kFinish, kStages };

  void Run(Stage stage);
  // Does the work of a stage. False: this append and those after it go no further.
  bool Take(Stage stage, Append& append);
  void Fail(const Status& status);

  Ledger& ledger_;
  AppendOptions options_;
  const Visitor visit_;
  absl::Mutex mutex_;
  std::array<std::deque<std::unique_ptr<Append>>, kStages> queues_ ABSL_GUARDED_BY(mutex_);
  std::size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;   // nothing is submitted any more
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;  // nothing is admitted any more
  Status error_ ABSL_GUARDED_BY(mutex_);
  std::array<std::thread, kStages> threads_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_APPEND_PIPELINE_H_
