// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster export --csv`: what a view answers, as CSV in a file.
#include <algorithm>
#include <string>
#include <vector>

#include "tools/cli/answer.h"
#include "tools/cli/exported.h"

namespace muster {
namespace {

// The views that answer in rows of which each says one thing.
constexpr std::string_view kViews[] = {"headcount", "timeline", "flows", "coverage",
                                       "reconcile", "check",    "diff"};

// Counts the lines that go through it, those within a cell left out.
class RowCounter {
 public:
  void Take(std::string_view text) {
    for (const char character : text) {
      if (character == '"') quoted_ = !quoted_;
      if (character == '\n' && !quoted_) ++lines_;
    }
  }
  // Without the header.
  std::uint64_t rows() const { return lines_ == 0 ? 0 : lines_ - 1; }

 private:
  bool quoted_ = false;
  std::uint64_t lines_ = 0;
};

}  // namespace

std::vector<std::string_view> ViewsToExport() { return {std::begin(kViews), std::end(kViews)}; }

StatusOr<ExitStatus> ExportViewCsv(const Invocation& invocation, const std::string& file) {
  const std::string name = invocation.Value("view").value_or("headcount");
  const Command* const command = FindCommand(name);
  MUSTER_CHECK(command != nullptr);
  Invocation view = invocation;
  view.command = command;
  view.format = Format::kCsv;
  for (const char* own : {"csv", "view"}) view.options.erase(own);
  for (const auto& [option, values] : view.options) {
    const bool is_known =
        std::any_of(command->options.begin(), command->options.end(),
                    [&, &sought = option](const Option& known) { return known.name == sought; });
    if (!is_known) return InvalidArgument("`--{}` does not go with `--view {}`", option, name);
  }
  RowCounter rows;
  const auto answer = [&](const TextSink& sink) -> Status {
    const AnswerInto into([&](std::string_view text) {
      rows.Take(text);
      return sink(text);
    });
    MUSTER_RETURN_IF_ERROR(command->run(view).status());
    return into.status();
  };
  MUSTER_RETURN_IF_ERROR(WriteExport(file, answer));
  TellExported(invocation, file, {{"row", rows.rows()}});
  return ExitStatus::kDone;
}

}  // namespace muster
