// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/answer.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include "tools/cli/command.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"
#include "tools/output/terminal.h"

namespace muster {
namespace {

bool is_made_safe = false;
// Where the answer goes, if not to standard output; and what is said beside, if not to standard
// error.
thread_local AnswerInto* redirection = nullptr;
thread_local std::vector<Remark>* noted = nullptr;
// What NoteDone was told.
std::string deed_done;

[[noreturn]] void EndAfterWriteError(int error) {
  ClearProgress();
  // Without the destructors: they would try to write the buffer once more.
  if (error == EPIPE) ::_exit(static_cast<int>(ExitStatus::kDone));
  const std::string reason = std::generic_category().message(error);
  const bool is_done = !deed_done.empty();
  std::fprintf(stderr, "muster: %s: %sthe answer cannot be written: %s\n",
               is_done ? "warning" : "error", is_done ? (deed_done + ", but ").c_str() : "",
               reason.c_str());
  ::_exit(static_cast<int>(is_done ? ExitStatus::kDone : ExitStatus::kRefused));
}

}  // namespace

AnswerInto::AnswerInto(TextSink sink) : sink_(std::move(sink)), outer_(redirection) {
  redirection = this;
}

AnswerInto::~AnswerInto() { redirection = outer_; }

NotesInto::NotesInto(std::vector<Remark>& remarks) {
  MUSTER_CHECK(noted == nullptr);
  noted = &remarks;
}

NotesInto::~NotesInto() { noted = nullptr; }

void Print(std::string_view text) {
  if (redirection != nullptr) {
    // What the sink itself prints is not for it.
    AnswerInto* const into = std::exchange(redirection, redirection->outer_);
    if (into->status_.ok()) into->status_ = into->sink_(text);
    redirection = into;
    return;
  }
  static const bool is_terminal = IsTerminal(STDOUT_FILENO);
  if (is_terminal) HideProgress();
  std::string safe;
  if (is_made_safe) text = safe = SafeText(text, LineEnds::kKept);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) EndAfterWriteError(errno);
}

void MakeAnswerSafe() { is_made_safe = true; }

void NoteDone(std::string deed) {
  if (redirection == nullptr) deed_done = std::move(deed);
}

void FlushAnswer() {
  if (std::fflush(stdout) != 0) EndAfterWriteError(errno);
}

void PrintError(std::string_view message, const Style& style) {
  ClearProgress();
  const std::string text =
      "muster: " + style.Error("error:") + ' ' + SafeText(message, LineEnds::kKept) + '\n';
  std::fputs(text.c_str(), stderr);
}

void PrintWarning(std::string_view message, const Style& style) {
  if (noted != nullptr) {
    noted->push_back({std::string(message), true});
    return;
  }
  ClearProgress();
  const std::string text =
      "muster: " + style.Warning("warning:") + ' ' + SafeText(message, LineEnds::kKept) + '\n';
  std::fputs(text.c_str(), stderr);
}

void PrintNote(std::string_view text) {
  if (noted != nullptr) {
    noted->push_back({std::string(text), false});
    return;
  }
  ClearProgress();
  std::fputs((std::string(text) + '\n').c_str(), stderr);
}

}  // namespace muster
