// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The service muster.v1.Views: what the command line answers.
#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>
#include <muster/v1/service.grpc.pb.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "tools/cli/command_asked.h"
#include "tools/rpc/open_call.h"
#include "tools/rpc/rpc_backend.h"
#include "tools/rpc/rpc_status.h"
#include "tools/serve/printed_answer.h"

namespace muster {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
constexpr int kColumnsMax = 1000;

// A question, ready to be run.
struct Asked {
  CommandAsked command;
  GivenFiles::Files files;
  std::optional<v1::Terminal> terminal;
};

Asked AskedBy(const v1::Question& question) {
  Asked asked;
  asked.command.name = question.command();
  for (const v1::Option& option : question.options()) {
    asked.command.options.emplace_back(option.name(), option.value());
  }
  asked.command.operands.assign(question.operands().begin(), question.operands().end());
  if (question.has_terminal()) asked.terminal = question.terminal();
  asked.command.for_people = asked.terminal.has_value();
  for (const v1::File& file : question.files()) asked.files[file.name()] = file.bytes();
  return asked;
}

// The same of a request whose fields are the options of their names, and the operands.
Asked AskedBy(std::string_view command, const google::protobuf::Message& request) {
  Asked asked;
  asked.command.name = command;
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(request, &fields);
  for (const google::protobuf::FieldDescriptor* const field : fields) {
    std::string name = field->name();
    std::replace(name.begin(), name.end(), '_', '-');
    if (name == "operands") {
      for (int i = 0; i < reflection.FieldSize(request, field); ++i) {
        asked.command.operands.push_back(reflection.GetRepeatedString(request, field, i));
      }
    } else if (field->type() == google::protobuf::FieldDescriptor::TYPE_BOOL) {
      asked.command.options.emplace_back(name, "");
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(request, field); ++i) {
        asked.command.options.emplace_back(name, reflection.GetRepeatedString(request, field, i));
      }
    } else {
      asked.command.options.emplace_back(name, reflection.GetString(request, field));
    }
  }
  return asked;
}

std::string LineOf(const CommandAsked& command) {
  std::string line = command.name;
  for (const auto& [name, value] : command.options) {
    line += fmt::format(" --{}{}{}", name, value.empty() ? "" : "=", value);
  }
  for (const std::string& operand : command.operands) line += ' ' + operand;
  return line;
}

Status AnswerTo(const Asked& asked, const RpcBackend& backend, PrintedAnswer& printed) {
  MUSTER_ASSIGN_OR_RETURN(Invocation invocation, InvocationOf(asked.command));
  if (asked.terminal) {
    invocation.style = Style(asked.terminal->colored());
    invocation.error_style = Style(asked.terminal->colored_notes());
    const auto columns =
        static_cast<int>(std::min<std::uint32_t>(asked.terminal->columns(), kColumnsMax));
    invocation.columns = columns > 0 ? columns : TerminalColumns(-1);
  }
  return AnswerOf(backend.ledger, std::move(invocation), backend.passphrase_file, asked.files,
                  printed);
}

// An answer on its way to one client, in pieces, each written when the one before it was taken.
class AnswerStream : public grpc::ServerWriteReactor<v1::Answer> {
 public:
  static AnswerStream* Start(RpcBackend& backend, const grpc::CallbackServerContext& context,
                             std::string_view method, Asked asked) {
    const Action action = asked.command.name.starts_with("audit ") ? Action::kAudit : Action::kRead;
    auto* const stream = new AnswerStream(backend, context, method, action, std::move(asked));
    if (!stream->call_.admitted().ok()) {
      stream->End(stream->call_.admitted());
      return stream;
    }
    const bool taken = backend.questions.Submit([stream]() { stream->Make(); });
    if (!taken) stream->End(Unavailable("too many questions wait; ask again later"));
    return stream;
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(ErrorOf(StatusCode::kCancelled, "the client has gone"));
    WriteNext();
  }

  void OnDone() override {
    call_.Done(status_, LineOf(asked_.command));
    delete this;
  }

 private:
  AnswerStream(RpcBackend& backend, const grpc::CallbackServerContext& context,
               std::string_view method, Action action, Asked asked)
      : backend_(backend), call_(backend, context, method, action), asked_(std::move(asked)) {}

  void Make() {
    outcome_ = AnswerTo(asked_, backend_, printed_);
    asked_.files.clear();
    WriteNext();
  }

  // Files and notes go first: who writes files does so before the text says so.
  void WriteNext() {
    piece_.Clear();
    if (files_written_ < printed_.files.size()) {
      AnswerFile& file = printed_.files[files_written_++];
      piece_.mutable_file()->set_name(file.name);
      piece_.mutable_file()->set_bytes(std::exchange(file.bytes, {}));
    } else if (text_written_ < printed_.text.size()) {
      piece_.set_text(printed_.text.substr(text_written_, kPieceBytes));
      text_written_ += piece_.text().size();
    } else if (remarks_written_ < printed_.remarks.size()) {
      const Remark& remark = printed_.remarks[remarks_written_++];
      piece_.mutable_note()->set_text(remark.text);
      piece_.mutable_note()->set_is_warning(remark.is_warning);
    } else if (outcome_.ok() && !std::exchange(is_ended_, true)) {
      piece_.mutable_end()->set_exit_status(static_cast<std::uint32_t>(printed_.exit_status));
      piece_.mutable_end()->set_size(printed_.size.value);
    } else {
      return End(outcome_);
    }
    StartWrite(&piece_);
  }

  // Nothing of this object may be touched behind it.
  void End(const Status& status) {
    status_ = status;
    Finish(RpcStatusOf(status));
  }

  RpcBackend& backend_;
  OpenCall call_;
  Asked asked_;
  PrintedAnswer printed_;
  Status outcome_;
  std::size_t files_written_ = 0;
  std::size_t text_written_ = 0;
  std::size_t remarks_written_ = 0;
  bool is_ended_ = false;
  v1::Answer piece_;
  Status status_;
};

class ViewsService : public v1::Views::CallbackService {
 public:
  explicit ViewsService(RpcBackend& backend) : backend_(backend) {}

  using Context = grpc::CallbackServerContext;
  using Stream = grpc::ServerWriteReactor<v1::Answer>;

  Stream* Ask(Context* context, const v1::Question* question) override {
    return AnswerStream::Start(backend_, *context, "Ask", AskedBy(*question));
  }
  Stream* Headcount(Context* context, const v1::DayQuestion* request) override {
    return Answered(*context, "Headcount", "headcount", *request);
  }
  Stream* Coverage(Context* context, const v1::DayQuestion* request) override {
    return Answered(*context, "Coverage", "coverage", *request);
  }
  Stream* Why(Context* context, const v1::DayQuestion* request) override {
    return Answered(*context, "Why", "why", *request);
  }
  Stream* Timeline(Context* context, const v1::PeriodQuestion* request) override {
    return Answered(*context, "Timeline", "timeline", *request);
  }
  Stream* Flows(Context* context, const v1::PeriodQuestion* request) override {
    return Answered(*context, "Flows", "flows", *request);
  }
  Stream* Reconcile(Context* context, const v1::ClaimQuestion* request) override {
    return Answered(*context, "Reconcile", "reconcile", *request);
  }
  Stream* Check(Context* context, const v1::FindingQuestion* request) override {
    return Answered(*context, "Check", "check", *request);
  }
  Stream* Diff(Context* context, const v1::DifferenceQuestion* request) override {
    return Answered(*context, "Diff", "diff", *request);
  }
  Stream* List(Context* context, const v1::RecordQuestion* request) override {
    return Answered(*context, "List", "log", *request);
  }
  Stream* Show(Context* context, const v1::OneQuestion* request) override {
    return Answered(*context, "Show", "show", *request);
  }
  Stream* History(Context* context, const v1::OneQuestion* request) override {
    return Answered(*context, "History", "history", *request);
  }
  Stream* Reports(Context* context, const v1::ReportQuestion* request) override {
    return Answered(*context, "Reports", "reports", *request);
  }

 private:
  Stream* Answered(const Context& context, std::string_view method, std::string_view command,
                   const google::protobuf::Message& request) {
    return AnswerStream::Start(backend_, context, method, AskedBy(command, request));
  }

  RpcBackend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeViewsService(RpcBackend& backend) {
  return std::make_unique<ViewsService>(backend);
}

}  // namespace muster
