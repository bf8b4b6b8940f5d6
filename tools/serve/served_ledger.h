// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ServedLedger is the ledger that a server answers from, and may append to: it holds the ledger as
// its one writer, or reads it while another process may append. Either way it takes note of what is
// added, and answers from states that hold still.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_SERVED_LEDGER_H_
#define MUSTER_TOOLS_SERVE_SERVED_LEDGER_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>

#include "ledger/draft.h"
#include "ledger/ledger.h"
#include "ledger/log.h"
#include "ledger/staged_append.h"
#include "ledger/status.h"
#include "tools/cli/opened_ledger.h"

namespace muster {

class ServedLedger {
 public:
  enum class Access {
    kWrite,  // the only one that writes; nobody else can
    kRead,   // beside whoever writes
  };
  // How often what another process appended is looked for.
  static constexpr std::chrono::milliseconds kInterval{200};
  // How long after it was brought up to date it waits to be so again, unless somebody waits for it:
  // that takes almost as long for one record as for many.
  static constexpr std::chrono::milliseconds kRest{20};
  // The views are saved after so many records, and at the end: other processes that read the ledger
  // fold no more than that by themselves.
  static constexpr std::uint64_t kRecordsUnsavedMax = 10'000;

  // Opens the ledger in `directory` and its views. Errors: those of Ledger::Open and Views::Open.
  static StatusOr<std::unique_ptr<ServedLedger>> Open(const std::filesystem::path& directory,
                                                      Access access);
  // Closes the ledger cleanly. REQUIRES: no other call is under way.
  ~ServedLedger();

  // Takes note of what is added from now on, in a thread of its own: what is appended here at once,
  // what another process appends within kInterval. `tell` is given each new head, and what is wrong
  // when the ledger cannot be followed, or appended to. To be called once.
  struct News {
    LogHead head;
    Status status;   // not OK: `head` is the last one that is known
    Status appends;  // not OK: why one failed that should not, as where a disk is full
  };
  using Listener = std::function<void(const News&)>;
  void Follow(Listener tell);

  // What the answers speak of. Does not wait for anything.
  News Now() const;
  const std::filesystem::path& directory() const { return directory_; }
  const std::string& origin() const { return opened_.ledger->origin(); }
  bool writes() const { return writer_ != nullptr; }

  // Calls `answer` while the ledger and its views stand still; several at once. They speak of all
  // that was acknowledged here before: it blocks until they do, or cannot.
  void Answer(const std::function<void(const OpenedLedger&)>& answer) const;
  // The same, as of now: what was acknowledged last may lack.
  void AnswerNow(const std::function<void(const OpenedLedger&)>& answer) const;

  // Admits and appends, as Ledger::Append does: those of several threads share a sync, and nobody
  // who asks for answers is held up. When it returns, the append is durable, and acknowledged: so
  // many records whoever asks from then on is told of, though Now may not tell of them for a moment
  // (IsBehind). `options.recorded_by` is for the caller to know, not for the client to
  // say.
  //
  // Errors: as Ledger::Append; FAILED_PRECONDITION if the ledger is not held for writing.
  StatusOr<AppendResult> Append(std::span<const ReportDraft> drafts, const AppendOptions& options);

  // The same in two steps, for whoever has several under way, which share a sync: BeginAppend
  // admits, FinishAppend blocks until that is durable. The drafts must outlive what is begun.
  struct BegunAppend {
    StagedAppend staged;
    bool dry_run = false;
  };
  StatusOr<std::unique_ptr<BegunAppend>> BeginAppend(std::span<const ReportDraft> drafts,
                                                     AppendOptions options);
  StatusOr<AppendResult> FinishAppend(BegunAppend& begun);

  // Blocks until answers speak of `size` records, or more. Errors: why they cannot. REQUIRES:
  // Follow was called; there are so many, or are being appended here.
  Status Await(LogSize size) const;

  // The size of what was acknowledged here, or more; whether Now does not tell of it yet; and
  // blocks until it does, or cannot.
  LogSize Acknowledged() const;
  bool IsBehind() const { return Now().head.size.value < acknowledged_; }
  void AwaitAcknowledged() const;

  // What the storage engine of the log says of itself.
  std::optional<StoreFigures> Figures() const { return opened_.ledger->log().Figures(); }

  // How many records are appended that answers do not speak of yet.
  std::uint64_t Lag() const;

 private:
  ServedLedger(std::filesystem::path directory, std::unique_ptr<Ledger> writer, OpenedLedger opened,
               std::shared_ptr<Views> views);
  void Run();
  // That an append came to this.
  void Note(const Status& outcome);
  bool AwaitNews();
  void Rest();
  void Look();
  Status CatchUp() ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_);
  void SaveViews() ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_);

  const std::filesystem::path directory_;
  const std::unique_ptr<Ledger> writer_;  // null: reads only
  const OpenedLedger opened_;             // beside the writer, if there is one
  std::atomic<std::uint64_t> acknowledged_ = 0;
  const std::shared_ptr<Views> views_;  // those of `opened_`, to bring up to date
  Listener tell_;                       // set before there is a follower
  mutable absl::Mutex state_;           // held for reading by who answers
  mutable absl::Mutex news_mutex_ ABSL_ACQUIRED_AFTER(state_);
  LogSize saved_ ABSL_GUARDED_BY(state_);  // of the log that the saved views speak of
  News news_ ABSL_GUARDED_BY(news_mutex_);
  mutable absl::Mutex wake_;
  bool stopped_ ABSL_GUARDED_BY(wake_) = false;
  bool grown_ ABSL_GUARDED_BY(wake_) = false;       // by an append of this process
  Status appends_ ABSL_GUARDED_BY(wake_);           // the first error since one succeeded
  mutable int awaited_ ABSL_GUARDED_BY(wake_) = 0;  // callers of Await
  std::thread follower_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_SERVED_LEDGER_H_
