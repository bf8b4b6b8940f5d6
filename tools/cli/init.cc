// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster init`: makes a ledger and its signing key.
#include <nlohmann/json.hpp>

#include "ledger/ledger.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/passphrase.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"

namespace muster {
namespace {

StatusOr<ExitStatus> RunInit(const Invocation& invocation) {
  const std::filesystem::path directory = invocation.LedgerDirectory();
  std::optional<std::string> passphrase;
  if (invocation.Has("encrypt-key")) {
    MUSTER_ASSIGN_OR_RETURN(passphrase, ReadPassphrase(invocation, PassphraseUse::kNew));
  } else if (invocation.Has("passphrase-file")) {
    return InvalidArgument("`--passphrase-file` goes with `--encrypt-key`");
  }
  MUSTER_RETURN_IF_ERROR(
      Ledger::Create(directory, invocation.Value("origin").value_or(""), passphrase));
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger, Ledger::Open(directory));
  NoteDone("the ledger was made");
  switch (invocation.format) {
    case Format::kTable:
      Print(fmt::format("Made the ledger {} with the origin {}.\n", SafeText(directory.string()),
                        SafeText(ledger->origin())));
      Print(fmt::format("Its signing key is {}{}: keep it secret, and keep a copy.\n",
                        SafeText((directory / "key").string()),
                        passphrase ? ", encrypted with the passphrase" : ""));
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"ledger", "origin"}));
      Print(CsvLine(std::vector<std::string>{directory.string(), ledger->origin()}));
      break;
    case Format::kJson:
      Print(
          nlohmann::ordered_json{{"ledger", directory.string()}, {"origin", ledger->origin()}}.dump(
              -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
          '\n');
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command InitCommand() {
  return {
      .name = "init",
      .summary = "makes a ledger and its signing key",
      .access = "writes a new ledger",
      .description =
          "The ledger is a directory, which must not exist or be empty. Its origin is the name "
          "under\n"
          "which its checkpoints are signed; it cannot be changed later.\n",
      .examples =
          "# a ledger in ./muster.ledger\n"
          "muster init\n"
          "# one elsewhere, to be published under a name of one's own\n"
          "muster init --ledger haiti.ledger --origin example.org/haiti\n",
      .options = Joined({{.name = "origin",
                          .value = "NAME",
                          .help = "the name that its checkpoints carry",
                          .details = "without white space and `+`; made from the directory's name "
                                     "unless said"},
                         {.name = "encrypt-key",
                          .value = "",
                          .help = "encrypt the signing key with a passphrase"}},
                        Joined(OptionsOfPassphrases(), OptionsOfAnswers())),
      .run = RunInit};
}

}  // namespace muster
