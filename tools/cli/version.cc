// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster version`, and `muster --version`.
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"

namespace muster {
namespace {

StatusOr<ExitStatus> RunVersion(const Invocation&) {
  Print("muster " MUSTER_VERSION "\n");
  return ExitStatus::kDone;
}

}  // namespace

Command VersionCommand() {
  return {.name = "version",
          .summary = "prints the version",
          .access = "neither reads nor writes a ledger",
          .examples =
              "# of this program\n"
              "muster version\n"
              "# the same\n"
              "muster --version\n",
          .run = RunVersion};
}

}  // namespace muster
