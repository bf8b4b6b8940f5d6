// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

#include "ledger/input_limits.h"
#include "ledger/ledger.h"
#include "ledger/registry.h"
#include "muster/v1/event.pb.h"
#include "projections/views.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/opened_ledger.h"
#include "tools/cli/view_request.h"
#include "tools/input/file_bytes.h"
#include "tools/output/report_template.h"

namespace muster {
namespace {

KnownNames NamesOf(const Registry& registry) {
  KnownNames known;
  for (std::string& id : registry.MissionIds()) {
    const Registry::Registration found = registry.FindRegistration("mission", id);
    std::string name = found.reading == nullptr ? "" : found.reading->mission().name();
    known.missions.push_back({std::move(id), std::move(name)});
  }
  for (std::string& id : registry.ContingentIds()) {
    const ContingentTraits traits = registry.Traits(id);
    KnownContingent contingent;
    contingent.mission = traits.mission;
    contingent.contributor = traits.contributor;
    const Registry::Registration found = registry.FindRegistration("contingent", id);
    if (found.reading != nullptr) {
      const auto& aliases = found.reading->contingent().aliases();
      contingent.aliases.assign(aliases.begin(), aliases.end());
    }
    contingent.id = std::move(id);
    known.contingents.push_back(std::move(contingent));
  }
  known.places = registry.PlaceIds();
  return known;
}

// What the ledger knows; nothing, with a note, where there is none and none was asked for.
StatusOr<KnownNames> ReadNames(const Invocation& invocation) {
  StatusOr<std::unique_ptr<Ledger>> ledger = Ledger::Open(invocation.LedgerDirectory());
  if (ledger.status().code() == StatusCode::kNotFound && !invocation.Has("ledger")) {
    PrintNote("muster: no ledger here: names that are known already cannot be listed");
    return KnownNames{};
  }
  if (!ledger.ok()) return ledger.status();
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<const Views> views,
                          OpenViews(**ledger, invocation));
  return NamesOf(views->registry());
}

// The document as the report file names it: as it was typed, or relative to where the file will be.
std::string DocumentName(const std::filesystem::path& document,
                         const std::optional<std::string>& output) {
  if (!output || document.is_absolute()) return document.string();
  std::error_code error;
  const std::filesystem::path base =
      std::filesystem::absolute(std::filesystem::path(*output), error).parent_path();
  const std::filesystem::path name =
      std::filesystem::absolute(document, error).lexically_proximate(base);
  return error ? document.string() : name.string();
}

// Errors: ALREADY_EXISTS if there is something at `path`; UNAVAILABLE.
Status WriteNewFile(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) {
    if (errno == EEXIST) return AlreadyExists("{} exists already; nothing was written", path);
    return Unavailable("{} cannot be made: {}", path, std::strerror(errno));
  }
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const Status status = Unavailable("{} cannot be written: {}", path, std::strerror(errno));
      ::close(file);
      ::unlink(path.c_str());
      return status;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::close(file) != 0)
    return Unavailable("{} cannot be written: {}", path, std::strerror(errno));
  return OkStatus();
}

StatusOr<ExitStatus> RunNew(const Invocation& invocation) {
  const std::string& document = invocation.operands.front();
  const StatusOr<std::string> text =
      ReadFileBytes(document, kDocumentBytesMax, FileKinds::kRegularOnly);
  if (!text.ok()) return Annotate(text.status(), document + " cannot be read");
  MUSTER_ASSIGN_OR_RETURN(const KnownNames known, ReadNames(invocation));
  const std::optional<std::string> output = invocation.Value("output");
  const std::string file = ReportTemplate(DocumentName(document, output), *text, known, Today());
  if (output) {
    MUSTER_RETURN_IF_ERROR(WriteNewFile(*output, file));
    PrintNote("muster: wrote " + *output + "; fill it in, then: muster append --dry-run " +
              *output);
  } else {
    Print(file);
  }
  return ExitStatus::kDone;
}

}  // namespace

Command NewCommand() {
  return {.name = "new",
          .summary = "begins a report file for a document",
          .access = "reads the ledger, if there is one",
          .operands = "DOCUMENT",
          .operands_min = 1,
          .operands_max = 1,
          .operands_complete = Completes::kFiles,
          .description =
              "Writes a report file to fill in: the report's metadata, what the ledger knows of "
              "missions,\n"
              "contingents and places, and for each sentence with a number a guess at an event, in "
              "a comment,\n"
              "with the sentence as its quote. Number words and dates are understood in English.\n",
          .examples =
              "# a report file beside the document\n"
              "muster new gazette.txt --output gazette.yaml\n"
              "# to the terminal\n"
              "muster new gazette.txt\n",
          .options = Joined({{.name = "output",
                              .value = "FILE",
                              .help = "write to this file, which must not exist yet",
                              .completes = Completes::kFiles}},
                            OptionsOfLedgers()),
          .run = RunNew};
}

}  // namespace muster
