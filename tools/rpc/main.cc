// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The program `muster-remote`: what `muster` becomes for a ledger that a server has
// (`--ledger grpc://HOST:PORT`). The line is parsed here, files are read and written here, and the
// server answers.
#include <google/protobuf/stubs/logging.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/quote.h"
#include "tools/cli/allocator.h"
#include "tools/cli/answer.h"
#include "tools/cli/answer_file.h"
#include "tools/cli/append_answer.h"
#include "tools/cli/command_asked.h"
#include "tools/cli/parse.h"
#include "tools/cli/plot.h"
#include "tools/input/file_bytes.h"
#include "tools/input/report_file.h"
#include "tools/output/progress.h"
#include "tools/output/terminal.h"
#include "tools/rpc/remote_ledger.h"

namespace muster {
namespace {

constexpr std::size_t kSmallFileBytesMax = std::size_t{1} << 20;
// What a connection is made with.
constexpr std::string_view kOfConnections[] = {"ledger", "color", "token-file", "tls-ca"};

StatusOr<std::string> ReadOptionFile(const Invocation& invocation, std::string_view option) {
  const std::string file = *invocation.Value(option);
  StatusOr<std::string> bytes = ReadFileBytes(file, kSmallFileBytesMax, FileKinds::kStreamsToo);
  if (!bytes.ok()) return Annotate(bytes.status(), fmt::format("--{} {}", option, file));
  return bytes;
}

// From --token-file (its first line), else $MUSTER_TOKEN. Never an argument, which others can see.
StatusOr<std::optional<std::string>> TokenOf(const Invocation& invocation) {
  if (!invocation.Has("token-file")) {
    const char* const variable = std::getenv("MUSTER_TOKEN");
    const bool is_given = variable != nullptr && *variable != '\0';
    return is_given ? std::optional<std::string>(variable) : std::nullopt;
  }
  MUSTER_ASSIGN_OR_RETURN(const std::string bytes, ReadOptionFile(invocation, "token-file"));
  std::string token = bytes.substr(0, bytes.find_first_of("\r\n"));
  if (token.empty()) {
    return InvalidArgument("--token-file {}: its first line is empty",
                           *invocation.Value("token-file"));
  }
  return std::optional(std::move(token));
}

StatusOr<std::string> TrustedRootsOf(const Invocation& invocation) {
  if (invocation.Has("tls-ca")) return ReadOptionFile(invocation, "tls-ca");
  // Debian's; where it is not, gRPC has some of its own.
  return ReadFileBytes("/etc/ssl/certs/ca-certificates.crt", kSmallFileBytesMax * 4,
                       FileKinds::kRegularOnly)
      .value_or(std::string());
}

StatusOr<std::unique_ptr<RemoteLedger>> Connect(const Invocation& invocation) {
  RemoteLedger::Options options;
  options.address = invocation.RemoteAddress().value_or(std::string());
  MUSTER_ASSIGN_OR_RETURN(options.token, TokenOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(options.trusted_roots, TrustedRootsOf(invocation));
  return RemoteLedger::At(options);
}

// Adds the file if there is one. A name of none is told by who answers.
Status AddFile(const std::string& name, GivenFiles::Files& files) {
  StatusOr<std::string> bytes =
      name == "-" ? ReadStandardInput(kSmallFileBytesMax)
                  : ReadFileBytes(name, kSmallFileBytesMax, FileKinds::kStreamsToo);
  if (bytes.status().code() == StatusCode::kNotFound) return OkStatus();
  if (!bytes.ok()) return Annotate(bytes.status(), name);
  files[name] = *std::move(bytes);
  return OkStatus();
}

bool IsNumber(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

StatusOr<GivenFiles::Files> FilesOf(const Invocation& invocation) {
  GivenFiles::Files files;
  if (invocation.command->name != "audit consistency") return files;
  for (const std::string& operand : invocation.operands) {
    if (!IsNumber(operand)) MUSTER_RETURN_IF_ERROR(AddFile(operand, files));
  }
  for (const std::string& key : invocation.Values("key")) {
    MUSTER_RETURN_IF_ERROR(AddFile(key, files));
  }
  return files;
}

// What is sent is text.
Status CheckText(std::string_view what, std::string_view text) {
  return IsUtf8(text) ? OkStatus() : InvalidArgument("{} is not UTF-8", what);
}

StatusOr<CommandAsked> AskedOf(const Invocation& invocation) {
  CommandAsked asked;
  asked.name = invocation.command->name;
  const std::vector<Option>& options = invocation.command->options;
  for (const auto& [name, values] : invocation.options) {
    if (std::find(std::begin(kOfConnections), std::end(kOfConnections), name) !=
        std::end(kOfConnections)) {
      continue;
    }
    const auto option = std::find_if(options.begin(), options.end(),
                                     [&](const Option& each) { return each.name == name; });
    if (option != options.end() && !IsOptionAsked(*option, FilesAsked::kGiven)) {
      return InvalidArgument("`--{}` is for a ledger at hand, and {} is served", name,
                             invocation.RemoteAddress().value_or(std::string()));
    }
    for (const std::string& value : values) {
      MUSTER_RETURN_IF_ERROR(CheckText(fmt::format("the value of `--{}`", name), value));
      asked.options.emplace_back(name, value);
    }
  }
  for (const std::string& operand : invocation.operands) {
    MUSTER_RETURN_IF_ERROR(CheckText(invocation.command->operands, operand));
  }
  asked.operands = invocation.operands;
  asked.for_people = true;
  return asked;
}

// What the answer wants written: only files that the line names.
Status WriteFile(const Invocation& invocation, const AnswerFile& file) {
  if (file.name == invocation.Value("plot")) {
    MUSTER_ASSIGN_OR_RETURN(const std::optional<PlotTarget> target, PlotTargetOf(invocation));
    return WritePicture(*target, file.bytes);
  }
  if (file.name == invocation.Value("proof") || file.name == invocation.Value("output")) {
    return WriteAnswerFile(file.name, file.bytes);
  }
  return InvalidArgument("the server's answer is for the file `{}`, which is not named here",
                         file.name);
}

RemoteLedger::Taker TakerFor(const Invocation& invocation) {
  RemoteLedger::Taker take;
  take.text = [](std::string_view text) { Print(text); };
  take.remark = [&invocation](const Remark& remark) {
    if (remark.is_warning) return PrintWarning(remark.text, invocation.error_style);
    PrintNote(remark.text);
  };
  take.file = [&invocation](const AnswerFile& file) { return WriteFile(invocation, file); };
  return take;
}

RemoteLedger::Terminal TerminalOf(const Invocation& invocation) {
  return {.colored = invocation.style.is_colored(),
          .colored_notes = invocation.error_style.is_colored(),
          .columns = TerminalColumns(STDOUT_FILENO)};
}

// Reads a report file and what it names, and what is wrong with them.
void ReadSource(const std::string& path, ReportInput& input, RemoteLedger::Append& append) {
  const StatusOr<std::string> text =
      path == "-" ? ReadStandardInput(kReportFileBytesMax)
                  : ReadFileBytes(path, kReportFileBytesMax, FileKinds::kStreamsToo);
  if (!text.ok()) {
    // It is read once more to be told why not.
    input.Add(ReadReportFile(path));
    return;
  }
  RemoteLedger::Source source;
  source.name = path == "-" ? "stdin" : path;
  source.text = *text;
  const std::filesystem::path directory =
      path == "-" ? std::filesystem::path(".") : std::filesystem::path(path).parent_path();
  NamedDocuments documents;
  documents.read = [&](const std::string& name) {
    StatusOr<std::string> bytes =
        ReadFileBytes(directory / name, kDocumentBytesMax, FileKinds::kRegularOnly);
    source.documents.push_back({name, bytes});
    return bytes;
  };
  documents.hint_for_missing = "a relative path begins at the directory of the report file";
  input.Add(ParseReportFile(source.name, source.text, documents));
  append.sources.push_back(std::move(source));
}

StatusOr<ExitStatus> AppendToServer(const Invocation& invocation) {
  if (invocation.Has("by")) {
    return InvalidArgument("who records is who the token belongs to: leave `--by` out");
  }
  const std::vector<std::string>& paths = invocation.operands;
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    return InvalidArgument("standard input can be read only once");
  }
  RemoteLedger::Append append;
  append.dry_run = invocation.Has("dry-run");
  MUSTER_ASSIGN_OR_RETURN(append.expected_size, invocation.Number("expect-size"));
  append.format = invocation.Value("format").value_or("table");
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<RemoteLedger> ledger, Connect(invocation));
  ReportInput input;
  for (const std::string& path : paths) {
    MUSTER_RETURN_IF_ERROR(CheckText("the name of a report file", path));
  }
  for (const std::string& path : paths) ReadSource(path, input, append);
  AllRefusals all;
  if (!append.sources.empty()) {
    // What cannot be read here cannot be refused there.
    append.dry_run = append.dry_run || !input.refusals.empty();
    const Progress progress(std::string(invocation.command->name));
    RemoteLedger::Taker take = TakerFor(invocation);
    if (!input.refusals.empty()) take.text = [](std::string_view) {};
    StatusOr<AllRefusals> refused = ledger->AppendReports(append, TerminalOf(invocation), take);
    if (refused.status().code() == StatusCode::kAborted) {
      PrintUnexpectedSize(refused.status(), invocation);
    }
    if (!refused.ok()) return refused.status();
    all = *std::move(refused);
  }
  const bool names_unchecked = all.names_unchecked;
  all = AllRefusalsOf(input, std::move(all.refusals));
  all.names_unchecked = all.names_unchecked || names_unchecked;
  if (all.refusals.empty()) return ExitStatus::kDone;
  PrintRefusals(input, all, invocation);
  return ExitStatus::kRefused;
}

StatusOr<ExitStatus> AskServer(const Invocation& invocation) {
  if (invocation.command->name == "append") return AppendToServer(invocation);
  MUSTER_RETURN_IF_ERROR(CheckAsked(*invocation.command));
  MUSTER_ASSIGN_OR_RETURN(const CommandAsked asked, AskedOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(const GivenFiles::Files files, FilesOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<RemoteLedger> ledger, Connect(invocation));
  if (invocation.format != Format::kTable && IsTerminal(STDOUT_FILENO)) MakeAnswerSafe();
  const Progress progress(std::string(invocation.command->name));
  return ledger->Ask(asked, files, TerminalOf(invocation), TakerFor(invocation));
}

ExitStatus Run(const std::vector<std::string>& words) {
  KeepLittleFreeMemory();
  std::signal(SIGPIPE, SIG_IGN);
  const StatusOr<ParsedLine> line = ParseLine(words);
  StatusOr<ExitStatus> status = ExitStatus::kDone;
  if (!line.ok()) {
    status = line.status();
  } else if (line->invocation.command == nullptr || !line->invocation.RemoteAddress()) {
    status = InvalidArgument("`muster` starts this program for --ledger grpc://HOST:PORT");
  } else {
    status = AskServer(line->invocation);
  }
  FlushAnswer();
  if (status.ok()) return *status;
  PrintError(Message(status.status()), StyleFor(STDERR_FILENO, ColorModeOf(words)));
  return status.status().code() == StatusCode::kDataLoss ? ExitStatus::kDamaged
                                                         : ExitStatus::kRefused;
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  google::protobuf::SetLogHandler(nullptr);
  return static_cast<int>(muster::Run(std::vector<std::string>(argv + 1, argv + argc)));
}
