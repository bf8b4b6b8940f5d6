// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The program `muster`.
#include <google/protobuf/stubs/logging.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/allocator.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/help.h"
#include "tools/cli/parse.h"
#include "tools/cli/sibling_program.h"
#include "tools/output/progress.h"
#include "tools/output/terminal.h"

namespace muster {
namespace {

ExitStatus Fail(const Status& status, const Style& style) {
  PrintError(Message(status), style);
  return status.code() == StatusCode::kDataLoss ? ExitStatus::kDamaged : ExitStatus::kRefused;
}

// Whether a server has the ledger that the command is about.
bool IsForServer(const Invocation& invocation) {
  const std::vector<Option>& options = invocation.command->options;
  const bool is_about_ledger = std::any_of(
      options.begin(), options.end(), [](const Option& option) { return option.name == "ledger"; });
  // What `new` asks of a ledger, it does without.
  return is_about_ledger && invocation.command->name != "new" && invocation.RemoteAddress();
}

StatusOr<ExitStatus> RunLine(const ParsedLine& line, const std::vector<std::string>& words) {
  const Invocation& invocation = line.invocation;
  if (line.help != ParsedLine::Help::kNo) {
    const bool complete = line.help == ParsedLine::Help::kComplete;
    Print(invocation.command != nullptr
              ? CommandHelp(*invocation.command, complete, invocation.style)
              : ProgramHelp(complete, invocation.style));
    return ExitStatus::kDone;
  }
  if (line.version) return VersionCommand().run(invocation);
  if (invocation.command == nullptr) {
    Print(ProgramHelp(false, invocation.style));
    return ExitStatus::kDone;
  }
  if (invocation.command->run == nullptr) {
    Print(CommandHelp(*invocation.command, false, invocation.style));
    return ExitStatus::kDone;
  }
  if (IsForServer(invocation)) return BecomeProgram("muster-remote", words);
  // The table is made safe where it is written.
  if (invocation.format != Format::kTable && IsTerminal(STDOUT_FILENO)) MakeAnswerSafe();
  Progress progress(std::string(invocation.command->name));
  Invocation shown = invocation;
  shown.progress = &progress;
  return shown.command->run(shown);
}

ExitStatus Run(const std::vector<std::string>& words) {
  // A reader of ours that goes away is noticed where the answer is written.
  KeepLittleFreeMemory();
  std::signal(SIGPIPE, SIG_IGN);
  const ColorMode mode = ColorModeOf(words);
  StatusOr<ParsedLine> line = ParseLine(words);
  if (!line.ok()) return Fail(line.status(), StyleFor(2, mode));
  const StatusOr<ExitStatus> status = RunLine(*line, words);
  FlushAnswer();
  return status.ok() ? *status : Fail(status.status(), line->invocation.error_style);
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  // What it finds in files that are none, the commands say themselves.
  google::protobuf::SetLogHandler(nullptr);
  // Nothing is expected to throw up to here but the allocation of memory.
  try {
    return static_cast<int>(muster::Run(std::vector<std::string>(argv + 1, argv + argc)));
  } catch (const std::bad_alloc&) {
    muster::PrintError("out of memory", muster::Style());
  } catch (const std::exception& error) {
    muster::PrintError(std::string("internal error: ") + error.what(), muster::Style());
  }
  return static_cast<int>(muster::ExitStatus::kRefused);
}
