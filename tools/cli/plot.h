// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `--plot`: an answer as a picture in a file, or as a chart in the terminal.
#ifndef MUSTER_TOOLS_CLI_PLOT_H_
#define MUSTER_TOOLS_CLI_PLOT_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/command.h"
#include "tools/cli/invocation.h"
#include "tools/cli/view_request.h"

namespace muster {

struct PlotTarget {
  enum class Form { kTerminal, kSvg, kPng };
  Form form = Form::kTerminal;
  std::string file;  // empty for the terminal
  int columns = 0;   // of a terminal
};

// --plot
Option PlotOption();

// What --plot asks for; nullopt if it is not given. Errors: INVALID_ARGUMENT for a file of another
// suffix than svg and png, and for a chart in the terminal beside --format.
StatusOr<std::optional<PlotTarget>> PlotTargetOf(const Invocation& invocation);

// Puts the picture, which is SVG, in the place of what is there. Errors: those of PngOf;
// UNAVAILABLE, naming the file.
Status WritePicture(const PlotTarget& target, const std::string& svg);

// Of a file: whether the numbers are printed, too, since --format asks for them.
bool PrintsNumbersToo(const Invocation& invocation);

// What narrows a view, a line each, as a picture has it below its title.
std::vector<std::string> ScopeOfPicture(const ViewQuery& query);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_PLOT_H_
