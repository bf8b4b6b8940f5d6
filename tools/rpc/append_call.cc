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

// Without a receipt nothing waits for the views.
StatusOr<ReportAppend> AppendQuickly(ServedLedger& ledger, const ReportInput& input,
                                     AppendOptions options) {
  ReportAppend append;
  append.receipt.dry_run = options.dry_run;
  if (!input.refusals.empty()) options.dry_run = true;
  MUSTER_ASSIGN_OR_RETURN(append.receipt.result, ledger.Append(input.drafts, options));
  append.refused = AllRefusalsOf(input, std::move(append.receipt.result.refusals));
  return append;
}

StatusOr<ReportAppend> Append(RpcBackend& backend, const std::string& recorded_by,
                              const v1::AppendRequest& request) {
  MUSTER_RETURN_IF_ERROR(FormatOf(request.receipt_format()).status());
  MUSTER_ASSIGN_OR_RETURN(const ReportInput input, InputOf(request));
  const AppendOptions options = OptionsOf(request, recorded_by);
  return request.receipt_format().empty() ? AppendQuickly(backend.ledger, input, options)
                                          : AppendReports(backend.ledger, input, options);
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

AppendCall AppendOverRpc(RpcBackend& backend, const std::string& recorded_by,
                         const v1::AppendRequest& request, v1::AppendResponse& response) {
  const auto began = std::chrono::steady_clock::now();
  const StatusOr<ReportAppend> append = Append(backend, recorded_by, request);
  const bool is_refused = append.ok() && !append->refused.refusals.empty();
  backend.appended(!append.ok()              ? AppendOutcome::kFailed
                   : is_refused              ? AppendOutcome::kRefused
                   : append->receipt.dry_run ? AppendOutcome::kRehearsed
                                             : AppendOutcome::kAppended,
                   append.ok() ? NewRecords(append->receipt.result).size() : 0,
                   std::chrono::steady_clock::now() - began);
  if (append.status().code() == StatusCode::kAborted) {
    return Failed(append.status(), {{UnexpectedSize(append.status())}});
  }
  if (!append.ok()) return {append.status(), {}};
  if (is_refused && !request.refusals_in_response()) {
    return Failed(RefusedStatus(append->refused), append->refused);
  }
  if (is_refused) {
    *response.mutable_refusals() = MessageOf(append->refused, std::string::npos);
    return {};
  }
  SetAppended(append->receipt.result, backend.ledger.origin(), response);
  if (!request.receipt_format().empty()) SetReceipt(*append, request, response);
  return {};
}

}  // namespace muster
