// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <string_view>

#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"

namespace muster {

// tools/schema/report.schema.json, compiled in (cmake/EmbedFile.cmake).
extern const std::string_view kReportSchema;

namespace {

StatusOr<ExitStatus> RunSchema(const Invocation&) {
  Print(kReportSchema);
  return ExitStatus::kDone;
}

}  // namespace

Command SchemaCommand() {
  return {.name = "schema",
          .summary = "prints the JSON Schema of the report file, for editors",
          .access = "neither reads nor writes a ledger",
          .description =
              "An editor that knows the schema completes keys, shows what they mean, and marks "
              "what is\n"
              "wrong while a report file is written.",
          .examples =
              "# the schema in a file that editors can be pointed to\n"
              "muster schema > report.schema.json\n",
          .run = RunSchema};
}

}  // namespace muster
