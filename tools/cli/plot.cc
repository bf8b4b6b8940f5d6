// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/plot.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "ledger/ascii.h"
#include "ledger/durable_file.h"
#include "tools/cli/answer_file.h"
#include "tools/export/export_file.h"
#include "tools/output/terminal.h"
#include "tools/plot/png.h"

namespace muster {
namespace {

constexpr std::string_view kTerminalFile = "-";

}  // namespace

Option PlotOption() {
  return {.name = "plot",
          .value = "FILE",
          .help = "draw it: FILE.svg, FILE.png, or - for the terminal",
          .details =
              "with --format beside a file, the numbers that are drawn are printed, too;\n"
              "a PNG is made by the program rsvg-convert (Debian's librsvg2-bin)",
          .completes = Completes::kFiles,
          .group = "Answer"};
}

StatusOr<std::optional<PlotTarget>> PlotTargetOf(const Invocation& invocation) {
  const std::optional<std::string> file = invocation.Value("plot");
  if (!file) return std::optional<PlotTarget>();
  PlotTarget target;
  target.columns = invocation.columns.value_or(TerminalColumns(STDOUT_FILENO));
  if (*file == kTerminalFile) {
    if (invocation.Has("format")) {
      return InvalidArgument(
          "`--plot -` and `--format` both want the terminal; draw into a file, or leave one out");
    }
    return std::optional(target);
  }
  target.file = *file;
  const auto ends_with = [&file](std::string_view ending) {
    return file->size() >= ending.size() &&
           std::equal(ending.begin(), ending.end(), file->end() - std::ssize(ending),
                      [](char a, char b) { return a == Lower(b); });
  };
  if (ends_with(".svg")) {
    target.form = PlotTarget::Form::kSvg;
  } else if (ends_with(".png")) {
    target.form = PlotTarget::Form::kPng;
  } else {
    return InvalidArgument(
        "`--plot {}`: the file must end with .svg or .png; - is a chart in the terminal", *file);
  }
  return std::optional(target);
}

Status WritePicture(const PlotTarget& target, const std::string& svg) {
  constexpr std::string_view kNotDrawn = "the picture is not drawn";
  // Who takes it makes of it what the name says.
  if (FilesInto::IsOfThread()) return WriteAnswerFile(target.file, svg);
  const StatusOr<std::string> file = PlaceFor(target.file);
  if (!file.ok()) return Annotate(file.status(), kNotDrawn);
  std::string picture = svg;
  if (target.form == PlotTarget::Form::kPng) {
    MUSTER_ASSIGN_OR_RETURN(picture, PngOf(svg));
  }
  return Annotate(ReplaceFile(*file, picture, kReadableByAll), kNotDrawn);
}

bool PrintsNumbersToo(const Invocation& invocation) { return invocation.Has("format"); }

std::vector<std::string> ScopeOfPicture(const ViewQuery& query) {
  std::vector<std::string> lines;
  const std::string text = ScopeLines(query);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace muster
