// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The service muster.v1.Log: the records, as they are and as they come.
#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>
#include <muster/v1/record.pb.h>
#include <muster/v1/service.grpc.pb.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "tools/rpc/append_call.h"
#include "tools/rpc/open_call.h"
#include "tools/rpc/rpc_backend.h"
#include "tools/rpc/rpc_status.h"

namespace muster {
namespace {

// What one message holds at most, but for one record that is larger. It is all that a slow client
// holds here.
constexpr std::size_t kChunkRecordsMax = 1024;
constexpr std::size_t kChunkBytesMax = std::size_t{256} << 10;

// Reads what fits of the records from `from` on.
Status ReadChunk(const ServedLedger& ledger, std::uint64_t from, std::uint64_t until,
                 v1::Records& chunk) {
  Status status;
  ledger.AnswerNow([&](const OpenedLedger& opened) {
    const std::uint64_t size = opened.ledger->Head().size.value;
    chunk.set_size(size);
    const std::uint64_t end = std::min({until, size, from + kChunkRecordsMax});
    if (from >= end) return;
    std::size_t bytes = 0;
    bool is_full = false;
    status = opened.ledger->Read(Position{from}, LogSize{end},
                                 [&](Position position, const v1::Record& record) -> Status {
                                   bytes += record.ByteSizeLong();
                                   is_full = bytes > kChunkBytesMax && chunk.records_size() > 0;
                                   if (is_full) return Aborted("the message is full");
                                   v1::LogRecord& one = *chunk.add_records();
                                   one.set_position(position.value);
                                   *one.mutable_record() = record;
                                   return OkStatus();
                                 });
    if (is_full) status = OkStatus();
  });
  return status;
}

// Records on their way to one client. Each step is begun by the one before it: a chunk is read by a
// worker, written by gRPC, and when that is done, the next one is read. Without news nothing is
// under way, and Wake begins anew.
class RecordStream : public grpc::ServerWriteReactor<v1::Records>,
                     public RecordListener,
                     public std::enable_shared_from_this<RecordStream> {
 public:
  struct Range {
    std::uint64_t from = 0;
    std::optional<std::uint64_t> until;  // nullopt: what comes, too
  };

  static RecordStream* Start(RpcBackend& backend, const grpc::CallbackServerContext& context,
                             std::string_view method, Range range) {
    const auto made =
        std::shared_ptr<RecordStream>(new RecordStream(backend, context, method, range));
    made->self_ = made;
    if (!made->call_.admitted().ok()) {
      made->End(made->call_.admitted());
    } else if (range.until) {
      made->Wake();
    } else {
      backend.listeners.Add(made);
      // Also where there is nothing to read: so that the client knows that it is heard.
      made->Wake();
    }
    return made.get();
  }

  void Wake() override {
    {
      const absl::MutexLock lock(&mutex_);
      has_news_ = true;
      if (state_ != State::kIdle) return;
      state_ = State::kBusy;
    }
    BeginReading();
  }

  // While it is busy, the next reading looks.
  void Check() override {
    const Status status = call_.AdmitAgain();
    if (status.ok()) return;
    {
      const absl::MutexLock lock(&mutex_);
      if (state_ != State::kIdle) return;
      state_ = State::kEnded;
    }
    End(status);
  }

  void Close() override {
    {
      const absl::MutexLock lock(&mutex_);
      closed_ = true;
      if (state_ != State::kIdle) return;
      state_ = State::kEnded;
    }
    End(Stopping());
  }

  void OnCancel() override {
    {
      const absl::MutexLock lock(&mutex_);
      cancelled_ = true;
      if (state_ != State::kIdle) return;
      state_ = State::kEnded;
    }
    End(Gone());
  }

  void OnWriteDone(bool ok) override {
    std::optional<Status> end;
    bool is_idle = false;
    {
      const absl::MutexLock lock(&mutex_);
      // Not cleared, which would keep its memory.
      v1::Records().Swap(&chunk_);
      if (!ok || cancelled_) {
        end = Gone();
      } else if (range_.until && next_ >= *range_.until) {
        end = OkStatus();
      } else if (closed_ && !range_.until) {
        end = Stopping();
      } else if (!has_news_ && next_ >= seen_) {
        is_idle = true;
      }
      if (end) state_ = State::kEnded;
      if (is_idle) state_ = State::kIdle;
    }
    if (end) return End(*end);
    if (!is_idle) BeginReading();
  }

  void OnDone() override {
    call_.Done(status_, fmt::format("from {} to {}", range_.from, next_));
    const std::shared_ptr<RecordStream> self = std::move(self_);
    backend_.listeners.Remove(self);
  }

 private:
  enum class State { kIdle, kBusy, kEnded };

  RecordStream(RpcBackend& backend, const grpc::CallbackServerContext& context,
               std::string_view method, Range range)
      : backend_(backend),
        call_(backend, context, method, Action::kRead),
        range_(range),
        next_(range.from) {}

  static Status Stopping() { return Unavailable("the server is stopping; ask again"); }
  static Status Gone() { return ErrorOf(StatusCode::kCancelled, "the client has gone"); }

  void BeginReading() {
    {
      const absl::MutexLock lock(&mutex_);
      has_news_ = false;
    }
    // Never refused: each stream has one such task at most.
    backend_.readers.Submit([self = shared_from_this()]() { self->ReadNext(); });
  }

  void ReadNext() {
    const std::uint64_t until = range_.until.value_or(~std::uint64_t{0});
    Status status = call_.AdmitAgain();
    if (is_first_) backend_.ledger.AwaitAcknowledged();
    if (status.ok()) status = ReadChunk(backend_.ledger, next_, until, chunk_);
    const std::uint64_t size = chunk_.size();
    std::optional<Status> end;
    bool is_written = false;
    if (!status.ok()) {
      end = status;
    } else if (std::exchange(is_first_, false) &&
               std::max(next_, range_.until.value_or(0)) > size) {
      end = ErrorOf(StatusCode::kOutOfRange, "the log has {} records, not {}", size,
                    std::max(next_, range_.until.value_or(0)));
    } else {
      is_written = chunk_.records_size() > 0 || (!range_.until && !greeted_);
      greeted_ = true;
      next_ += static_cast<std::uint64_t>(chunk_.records_size());
    }
    {
      const absl::MutexLock lock(&mutex_);
      seen_ = size;
      if (cancelled_ && !end) end = Gone();
      if (!end && !is_written) {
        if (range_.until) {
          end = OkStatus();
        } else if (closed_) {
          end = Stopping();
        } else if (!has_news_) {
          state_ = State::kIdle;
          return;
        }
      }
      if (end) state_ = State::kEnded;
    }
    if (end) return End(*end);
    if (is_written) return StartWrite(&chunk_);
    BeginReading();
  }

  // Nothing of this object may be touched behind it.
  void End(const Status& status) {
    status_ = status;
    Finish(RpcStatusOf(status));
  }

  RpcBackend& backend_;
  OpenCall call_;
  const Range range_;
  std::shared_ptr<RecordStream> self_;  // until gRPC is done with it
  // Of whoever is at work on it: one at a time.
  std::uint64_t next_;
  std::uint64_t seen_ = 0;
  bool is_first_ = true;
  bool greeted_ = false;
  v1::Records chunk_;
  Status status_;
  absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kIdle;
  bool has_news_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
};

class LogService : public v1::Log::CallbackService {
 public:
  explicit LogService(RpcBackend& backend) : backend_(backend) {}

  using Context = grpc::CallbackServerContext;

  grpc::ServerUnaryReactor* GetHead(Context* context, const v1::GetHeadRequest* /*request*/,
                                    v1::Head* head) override {
    auto* const unary = new UnaryCall(backend_, *context, "GetHead", Action::kRead);
    const auto end = [this, head, unary] {
      const LogHead now = backend_.ledger.Now().head;
      head->set_size(now.size.value);
      head->set_root(now.root.data(), now.root.size());
      head->set_origin(backend_.ledger.origin());
      unary->End(OkStatus());
    };
    const auto end_later = [this, end] {
      backend_.ledger.AwaitAcknowledged();
      end();
    };
    if (!unary->call().admitted().ok()) {
      unary->End(unary->call().admitted());
    } else if (!backend_.ledger.IsBehind()) {
      end();
    } else if (!backend_.questions.Submit(end_later)) {
      unary->End(Unavailable("too many questions wait; ask again later"));
    }
    return unary;
  }

  grpc::ServerWriteReactor<v1::Records>* Read(Context* context,
                                              const v1::ReadRequest* request) override {
    const std::uint64_t until =
        request->has_until() ? request->until() : backend_.ledger.Acknowledged().value;
    return RecordStream::Start(backend_, *context, "Read", {request->from(), until});
  }

  grpc::ServerWriteReactor<v1::Records>* Subscribe(Context* context,
                                                   const v1::SubscribeRequest* request) override {
    return RecordStream::Start(backend_, *context, "Subscribe", {request->from(), std::nullopt});
  }

  grpc::ServerUnaryReactor* Append(Context* context, const v1::AppendRequest* request,
                                   v1::AppendResponse* response) override {
    auto* const unary = new UnaryCall(backend_, *context, "Append", Action::kAppend);
    if (!unary->call().admitted().ok()) {
      unary->End(unary->call().admitted());
      return unary;
    }
    const auto append = std::make_shared<RpcAppend>(backend_, unary->call().asker().principal.name,
                                                    *request, *response);
    const auto finish = [unary, append, reports = request->reports_size()]() {
      const AppendCall call = append->Finish();
      unary->End(call.status, fmt::format("{} reports", reports), call.details);
    };
    const auto begin = [append, finish]() -> StagedPool::End {
      append->Begin();
      return finish;
    };
    const bool taken = append->is_quick() ? backend_.quick_appends.Submit(begin)
                                          : backend_.appends.Submit([begin]() { begin()(); });
    if (!taken) unary->End(Unavailable("too many appends wait; ask again"));
    return unary;
  }

 private:
  RpcBackend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeLogService(RpcBackend& backend) {
  return std::make_unique<LogService>(backend);
}

}  // namespace muster
