// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/append_call.h"

#include <muster/v1/record.pb.h>
#include <muster/v1/service.pb.h>

#include <chrono>
#include <utility>
#include <vector>

#include "tools/cli/answer.h"
#include "tools/cli/append_answer.h"
#include "tools/cli/view_request.h"
#include "tools/serve/report_append.h"

namespace muster {
namespace {

// Of the details of an error: a peer takes 8 KiB of trailers unless told otherwise, and they are
// sent in base64.
constexpr std::size_t kDetailsBytesMax = 4096;
// What is larger takes long to parse and to admit.
constexpr std::size_t kQuickBytesMax = std::size_t{64} << 10;

void Set(const Refusal& refusal, v1::Refusal& message) {
  message.set_file(refusal.file);
  message.set_line(refusal.position.line);
  message.set_column(refusal.position.column);
  message.set_rule(refusal.rule);
  message.set_message(refusal.message);
  message.set_hint(refusal.hint);
}

v1::Refusals MessageOf(const AllRefusals& all, std::size_t bytes_max) {
  v1::Refusals message;
  message.set_names_unchecked(all.names_unchecked);
  std::size_t bytes = 0;
  for (const Refusal& refusal : all.refusals) {
    v1::Refusal one;
    Set(refusal, one);
    bytes += one.ByteSizeLong();
    if (bytes > bytes_max) {
      message.set_left_out(message.left_out() + 1);
    } else {
      *message.add_refusals() = std::move(one);
    }
  }
  return message;
}

AppendCall Failed(Status status, const AllRefusals& all) {
  v1::ErrorStatus error;
  error.set_code(static_cast<int>(status.code()));
  error.set_message(std::string(Message(status)));
  error.add_details()->PackFrom(MessageOf(all, kDetailsBytesMax));
  return {std::move(status), error.SerializeAsString()};
}

Status RefusedStatus(const AllRefusals& all) {
  return InvalidArgument(
      "{} mistake{}; nothing was appended{}", all.refusals.size(),
      all.refusals.size() == 1 ? "" : "s",
      all.names_unchecked ? "; names are checked once every file can be read" : "");
}

// What a report names came with it, or is nowhere.
NamedDocuments DocumentsOf(const v1::ReportSource& source) {
  const auto read = [&source](const std::string& name) -> StatusOr<std::string> {
    for (const v1::SourceDocument& document : source.documents()) {
      if (document.name() != name) continue;
      if (document.error_code() != 0) {
        return ErrorOf(static_cast<StatusCode>(document.error_code()), "{}", document.error());
      }
      return document.bytes();
    }
    return NotFound("no such file or directory");
  };
  return {read, "a relative path begins at the directory of the report file"};
}

StatusOr<ReportInput> InputOf(const v1::AppendRequest& request) {
  if (request.reports().empty()) return InvalidArgument("there is no report file");
  ReportInput input;
  for (const v1::ReportSource& source : request.reports()) {
    input.Add(ParseReportFile(source.name(), source.text(), DocumentsOf(source)));
  }
  return input;
}

StatusOr<Format> FormatOf(const std::string& name) {
  if (name == "json") return Format::kJson;
  if (name == "csv") return Format::kCsv;
  if (name == "table" || name.empty()) return Format::kTable;
  return InvalidArgument("`receipt_format: {}`: there are json, csv, table", name);
}

AppendOptions OptionsOf(const v1::AppendRequest& request, const std::string& recorded_by) {
  AppendOptions options;
  options.recorded_by = recorded_by;
  options.dry_run = request.dry_run();
  if (request.has_expected_size()) options.expected_size = LogSize{request.expected_size()};
  return options;
}

void SetReceipt(const ReportAppend& append, const v1::AppendRequest& request,
                v1::AppendResponse& response) {
  Invocation invocation;
  invocation.format = FormatOf(request.receipt_format()).value_or(Format::kTable);
  invocation.style = Style(request.terminal().colored());
  std::vector<Remark> remarks;
  {
    const AnswerInto into([&response](std::string_view text) {
      response.mutable_receipt()->append(text);
      return OkStatus();
    });
    const NotesInto notes(remarks);
    if (!append.effects_status.ok()) WarnOfStaleViews(append.effects_status, invocation);
    PrintReceipt(append.receipt, invocation);
  }
  for (const Remark& remark : remarks) {
    v1::Note& note = *response.add_notes();
    note.set_text(remark.text);
    note.set_is_warning(remark.is_warning);
  }
}

void SetAppended(const AppendResult& result, const std::string& origin,
                 v1::AppendResponse& response) {
  for (const AdmittedEvent& event : result.events) {
    v1::LogRecord& record = *response.add_records();
    record.set_position(event.position.value);
    *record.mutable_record() = *event.record;
  }
  response.mutable_head()->set_size(result.head.size.value);
  response.mutable_head()->set_root(result.head.root.data(), result.head.root.size());
  response.mutable_head()->set_origin(origin);
}

}  // namespace

struct RpcAppend::Parts {
  RpcBackend& backend;
  const std::string& recorded_by;
  const v1::AppendRequest& request;
  v1::AppendResponse& response;
  std::chrono::steady_clock::time_point began;
  ReportInput input;
  std::unique_ptr<ServedLedger::BegunAppend> begun;  // null: `append` is there
  StatusOr<ReportAppend> append = ReportAppend();

  Status Begin() {
    MUSTER_RETURN_IF_ERROR(FormatOf(request.receipt_format()).status());
    MUSTER_ASSIGN_OR_RETURN(input, InputOf(request));
    AppendOptions options = OptionsOf(request, recorded_by);
    if (!request.receipt_format().empty()) {
      append = AppendReports(backend.ledger, input, std::move(options));
      return OkStatus();
    }
    // Without a receipt nothing waits for the views.
    append->receipt.dry_run = options.dry_run;
    if (!input.refusals.empty()) options.dry_run = true;
    MUSTER_ASSIGN_OR_RETURN(begun, backend.ledger.BeginAppend(input.drafts, std::move(options)));
    return OkStatus();
  }

  Status End() {
    if (begun == nullptr) return OkStatus();
    AppendResult& result = append->receipt.result;
    MUSTER_ASSIGN_OR_RETURN(result, backend.ledger.FinishAppend(*begun));
    append->refused = AllRefusalsOf(input, std::move(result.refusals));
    return OkStatus();
  }
};

RpcAppend::RpcAppend(RpcBackend& backend, const std::string& recorded_by,
                     const v1::AppendRequest& request, v1::AppendResponse& response)
    : parts_(new Parts{backend, recorded_by, request, response, {}, {}, {}}) {}

RpcAppend::~RpcAppend() = default;

bool RpcAppend::is_quick() const {
  return parts_->request.receipt_format().empty() &&
         parts_->request.ByteSizeLong() <= kQuickBytesMax;
}

void RpcAppend::Begin() {
  parts_->began = std::chrono::steady_clock::now();
  const Status status = parts_->Begin();
  if (!status.ok()) parts_->append = status;
}

AppendCall RpcAppend::Finish() {
  StatusOr<ReportAppend>& append = parts_->append;
  const v1::AppendRequest& request = parts_->request;
  if (append.ok()) {
    const Status status = parts_->End();
    if (!status.ok()) append = status;
  }
  const bool is_refused = append.ok() && !append->refused.refusals.empty();
  parts_->backend.appended(!append.ok()              ? AppendOutcome::kFailed
                           : is_refused              ? AppendOutcome::kRefused
                           : append->receipt.dry_run ? AppendOutcome::kRehearsed
                                                     : AppendOutcome::kAppended,
                           append.ok() ? NewRecords(append->receipt.result).size() : 0,
                           std::chrono::steady_clock::now() - parts_->began);
  if (append.status().code() == StatusCode::kAborted) {
    return Failed(append.status(), {{UnexpectedSize(append.status())}});
  }
  if (!append.ok()) return {append.status(), {}};
  if (is_refused && !request.refusals_in_response()) {
    return Failed(RefusedStatus(append->refused), append->refused);
  }
  if (is_refused) {
    *parts_->response.mutable_refusals() = MessageOf(append->refused, std::string::npos);
    return {};
  }
  SetAppended(append->receipt.result, parts_->backend.ledger.origin(), parts_->response);
  if (!request.receipt_format().empty()) SetReceipt(*append, request, parts_->response);
  return {};
}

}  // namespace muster
