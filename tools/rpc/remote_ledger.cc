// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/remote_ledger.h"

#include <grpc/support/log.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <muster/v1/service.grpc.pb.h>

#include <utility>

#include "tools/rpc/rpc_status.h"

namespace muster {
namespace {

constexpr std::string_view kPlain = "grpc://";
constexpr std::string_view kEncrypted = "grpcs://";
// Of a server, with some room.
constexpr std::size_t kRequestBytesMax = (std::size_t{32} << 20) - 1024;
constexpr int kTrailerBytesMax = 64 << 10;

Status NoAddress(std::string_view address) {
  return InvalidArgument(
      "`{}` is no address of a server: grpc://HOST:PORT, or grpcs://HOST:PORT with a certificate",
      address);
}

// "localhost:8081" of "grpc://localhost:8081".
StatusOr<std::string> TargetOf(const std::string& address) {
  const std::string_view scheme = address.starts_with(kEncrypted) ? kEncrypted : kPlain;
  if (!address.starts_with(scheme)) return NoAddress(address);
  std::string target = address.substr(scheme.size());
  if (target.ends_with('/')) target.pop_back();
  const std::size_t colon = target.rfind(':');
  if (colon == target.npos || colon == 0 || colon + 1 == target.size() ||
      target.find_first_not_of("0123456789", colon + 1) != target.npos ||
      target.find_first_of("/@?# ") != target.npos) {
    return NoAddress(address);
  }
  return target;
}

bool IsThisComputer(std::string_view target) {
  const std::string_view host = target.substr(0, target.rfind(':'));
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

bool Has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

// Why there is no connection, of what gRPC says about it.
std::string ReasonOf(const std::string& said, bool is_encrypted) {
  if (Has(said, "Connection refused")) {
    return "nothing listens there; is `muster serve --grpc-listen` running?";
  }
  if (Has(said, "CERTIFICATE_VERIFY_FAILED") || Has(said, "certificate verify failed")) {
    return "its certificate is not from an authority that is known here; --tls-ca FILE names "
           "another";
  }
  if (Has(said, "Peer name") || Has(said, "not in peer certificate")) {
    return "its certificate is for another name";
  }
  if (Has(said, "WRONG_VERSION_NUMBER") || Has(said, "wrong version number")) {
    return "it speaks without TLS; is it grpc://?";
  }
  if (!is_encrypted && (Has(said, "Socket closed") || Has(said, "Connection reset"))) {
    return "it ends the connection; does it speak TLS (grpcs://)?";
  }
  if (Has(said, "DNS resolution failed")) return "there is no computer of that name";
  return said;
}

void AddSource(const RemoteLedger::Source& source, v1::AppendRequest& request) {
  v1::ReportSource& report = *request.add_reports();
  report.set_name(source.name);
  report.set_text(source.text);
  for (const RemoteLedger::Document& document : source.documents) {
    v1::SourceDocument& message = *report.add_documents();
    message.set_name(document.name);
    if (document.bytes.ok()) {
      message.set_bytes(*document.bytes);
    } else {
      message.set_error_code(static_cast<int>(document.bytes.status().code()));
      message.set_error(std::string(Message(document.bytes.status())));
    }
  }
}

}  // namespace

class RemoteLedger::Channel {
 public:
  Channel(Options options, const std::string& target)
      : options_(std::move(options)), is_encrypted_(options_.address.starts_with(kEncrypted)) {
    ::gpr_set_log_function([](gpr_log_func_args*) {});
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kTrailerBytesMax);
    std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
    if (is_encrypted_) {
      grpc::SslCredentialsOptions tls;
      tls.pem_root_certs = options_.trusted_roots;
      credentials = grpc::SslCredentials(tls);
    }
    channel_ = grpc::CreateCustomChannel("dns:///" + target, credentials, arguments);
    views_ = v1::Views::NewStub(channel_);
    log_ = v1::Log::NewStub(channel_);
  }

  v1::Views::Stub& views() { return *views_; }
  v1::Log::Stub& log() { return *log_; }

  void Prepare(grpc::ClientContext& context) const {
    if (options_.token) context.AddMetadata("authorization", "Bearer " + *options_.token);
  }

  // The error of a call. `is_begun`: something was answered before it.
  Status ErrorOfCall(const grpc::Status& status, bool is_begun) const {
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE) return StatusOfRpc(status);
    if (is_begun) {
      return Unavailable("{} went away in the middle of the answer; ask again", options_.address);
    }
    // A server that is there says itself why it does not answer.
    if (channel_->GetState(false) == GRPC_CHANNEL_READY) return StatusOfRpc(status);
    return Unavailable("there is no answer from {}: {}", options_.address,
                       ReasonOf(status.error_message(), is_encrypted_));
  }

 private:
  const Options options_;
  const bool is_encrypted_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Views::Stub> views_;
  std::unique_ptr<v1::Log::Stub> log_;
};

StatusOr<std::unique_ptr<RemoteLedger>> RemoteLedger::At(const Options& options) {
  MUSTER_ASSIGN_OR_RETURN(const std::string target, TargetOf(options.address));
  if (options.token && !options.address.starts_with(kEncrypted) && !IsThisComputer(target)) {
    return InvalidArgument(
        "over {} the token could be read on the way to another computer; use grpcs://",
        options.address);
  }
  return std::unique_ptr<RemoteLedger>(
      new RemoteLedger(std::make_unique<Channel>(options, target)));
}

RemoteLedger::RemoteLedger(std::unique_ptr<Channel> channel) : channel_(std::move(channel)) {}

RemoteLedger::~RemoteLedger() = default;

StatusOr<ExitStatus> RemoteLedger::Ask(const CommandAsked& asked, const GivenFiles::Files& files,
                                       const Terminal& terminal, const Taker& take) {
  v1::Question question;
  question.set_command(asked.name);
  for (const auto& [name, value] : asked.options) {
    v1::Option& option = *question.add_options();
    option.set_name(name);
    option.set_value(value);
  }
  for (const std::string& operand : asked.operands) question.add_operands(operand);
  if (asked.for_people) {
    question.mutable_terminal()->set_colored(terminal.colored);
    question.mutable_terminal()->set_colored_notes(terminal.colored_notes);
    question.mutable_terminal()->set_columns(static_cast<std::uint32_t>(terminal.columns));
  }
  for (const auto& [name, bytes] : files) {
    v1::File& file = *question.add_files();
    file.set_name(name);
    file.set_bytes(bytes);
  }
  grpc::ClientContext context;
  channel_->Prepare(context);
  const auto answer = channel_->views().Ask(&context, question);
  std::optional<ExitStatus> exit_status;
  bool is_begun = false;
  Status taken;
  for (v1::Answer piece; answer->Read(&piece); is_begun = true) {
    if (piece.has_text()) take.text(piece.text());
    if (piece.has_note()) take.remark({piece.note().text(), piece.note().is_warning()});
    if (piece.has_file() && taken.ok()) {
      taken = take.file({piece.file().name(), piece.file().bytes()});
      if (!taken.ok()) context.TryCancel();
    }
    if (piece.has_end()) {
      exit_status = piece.end().exit_status() == 0 ? ExitStatus::kDone : ExitStatus::kNo;
    }
  }
  const grpc::Status status = answer->Finish();
  MUSTER_RETURN_IF_ERROR(taken);
  if (!status.ok()) return channel_->ErrorOfCall(status, is_begun);
  if (!exit_status) return Internal("the answer has no end");
  return *exit_status;
}

StatusOr<AllRefusals> RemoteLedger::AppendReports(const Append& append, const Terminal& terminal,
                                                  const Taker& take) {
  v1::AppendRequest request;
  for (const Source& source : append.sources) AddSource(source, request);
  if (append.expected_size) request.set_expected_size(*append.expected_size);
  request.set_dry_run(append.dry_run);
  request.set_receipt_format(append.format);
  request.mutable_terminal()->set_colored(terminal.colored);
  request.set_refusals_in_response(true);
  if (request.ByteSizeLong() > kRequestBytesMax) {
    return ResourceExhausted(
        "the report files and what they name have {} MiB, and a server takes {}; append them one "
        "by "
        "one, or on the computer that has the ledger",
        request.ByteSizeLong() >> 20, kRequestBytesMax >> 20);
  }
  grpc::ClientContext context;
  channel_->Prepare(context);
  v1::AppendResponse response;
  const grpc::Status status = channel_->log().Append(&context, request, &response);
  if (!status.ok()) return channel_->ErrorOfCall(status, false);
  AllRefusals all;
  all.names_unchecked = response.refusals().names_unchecked();
  for (const v1::Refusal& refusal : response.refusals().refusals()) {
    all.refusals.push_back({refusal.file(),
                            {refusal.line(), refusal.column()},
                            refusal.rule(),
                            refusal.message(),
                            refusal.hint()});
  }
  if (!all.refusals.empty()) return all;
  for (const v1::Note& note : response.notes()) take.remark({note.text(), note.is_warning()});
  take.text(response.receipt());
  return all;
}

}  // namespace muster
