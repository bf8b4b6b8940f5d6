// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster init`: makes a ledger and its signing key.
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/ledger_import.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/passphrase.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// What of the options goes with a log that is taken over only.
Status CheckImportOptions(const Invocation& invocation) {
  const bool imports = invocation.Has("from");
  for (const char* option : {"key", "signing-key"}) {
    if (invocation.Has(option) && !imports) {
      return InvalidArgument("`--{}` goes with `--from`", option);
    }
  }
  if (!invocation.Has("signing-key")) return OkStatus();
  for (const char* option : {"origin", "encrypt-key"}) {
    if (invocation.Has(option)) {
      return InvalidArgument(
          "`--{}` does not go with `--signing-key`, which has a name and its own "
          "passphrase",
          option);
    }
  }
  return OkStatus();
}

std::string SignersOfLog(const VerifiedCheckpoint& verified) {
  std::vector<std::string> names;
  for (const KnownSignature& signature : verified.signatures) {
    names.push_back(SafeText(signature.key.ShortText()));
  }
  return fmt::format("{}", fmt::join(names, " and "));
}

void PrintImportTable(const Invocation& invocation, const LedgerImport& imported) {
  const std::filesystem::path directory = invocation.LedgerDirectory();
  const Checkpoint& checkpoint = imported.checkpoint.checkpoint;
  Print(fmt::format("Made the ledger {} of {} of the log {}, and verified them: root {}.\n",
                    SafeText(directory.string()), CountOfRecords(checkpoint.size),
                    SafeText(checkpoint.origin), ToHex(checkpoint.root)));
  Print(fmt::format("The log is signed by {}{}.\n", SignersOfLog(imported.checkpoint),
                    invocation.Has("key") || invocation.Has("signing-key")
                        ? ""
                        : ", as the file says; compare that with the key that you know"));
  if (invocation.Has("signing-key")) {
    Print("It goes on as that ledger: append to one of the two only.\n");
    return;
  }
  Print(
      fmt::format("It signs as {} with a new key, {}{}: give `muster audit key` to who verifies.\n",
                  SafeText(imported.origin), SafeText((directory / "key").string()),
                  invocation.Has("encrypt-key") ? ", encrypted with the passphrase" : ""));
}

void PrintImport(const Invocation& invocation, const LedgerImport& imported) {
  const std::string directory = invocation.LedgerDirectory().string();
  const Checkpoint& checkpoint = imported.checkpoint.checkpoint;
  switch (invocation.format) {
    case Format::kTable:
      PrintImportTable(invocation, imported);
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"ledger", "origin", "size", "root"}));
      Print(CsvLine(std::vector<std::string>{directory, imported.origin,
                                             fmt::format("{}", checkpoint.size.value),
                                             ToHex(checkpoint.root)}));
      break;
    case Format::kJson: {
      Json json = {{"ledger", directory}, {"origin", imported.origin}};
      json["from"] = CheckpointJson(imported.checkpoint);
      json["reports"] = imported.reports;
      json["documents"] = imported.documents;
      json["new_key"] = !invocation.Has("signing-key");
      Print(JsonLine(json));
      break;
    }
  }
}

StatusOr<ExitStatus> RunImport(const Invocation& invocation, const std::string& file,
                               std::optional<std::string> passphrase) {
  LedgerImportOptions options;
  options.origin = invocation.Value("origin");
  options.passphrase = std::move(passphrase);
  if (const auto key = invocation.Value("signing-key")) options.signing_key = *key;
  MUSTER_ASSIGN_OR_RETURN(options.keys, KeysGiven(invocation, "key", VerifierKey::Kind::kEd25519));
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return InvalidArgument("{} is a directory; a backup is taken by `muster restore`", file);
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return InvalidArgument("{}: {}", file, std::generic_category().message(errno));
  }
  StatusOr<LedgerImport> imported = LedgerImport();
  {
    Progress progress("taking over records");
    options.progress = [&progress](Position done, LogSize size) {
      progress.Show(done.value, size.value);
    };
    imported = ImportLedger(in, invocation.LedgerDirectory(), options);
  }
  if (imported.status().code() == StatusCode::kFailedPrecondition) {
    return PrintNotVerified(invocation, Message(imported.status()));
  }
  if (imported.status().code() == StatusCode::kInvalidArgument) {
    return Annotate(imported.status(), file);
  }
  MUSTER_RETURN_IF_ERROR(imported.status());
  NoteDone("the ledger was made");
  PrintImport(invocation, *imported);
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> RunInit(const Invocation& invocation) {
  MUSTER_RETURN_IF_ERROR(CheckImportOptions(invocation));
  const std::filesystem::path directory = invocation.LedgerDirectory();
  std::optional<std::string> passphrase;
  if (invocation.Has("encrypt-key")) {
    MUSTER_ASSIGN_OR_RETURN(passphrase, ReadPassphrase(invocation, PassphraseUse::kNew));
  } else if (invocation.Has("passphrase-file")) {
    return InvalidArgument("`--passphrase-file` goes with `--encrypt-key`");
  }
  if (const auto file = invocation.Value("from")) {
    return RunImport(invocation, *file, std::move(passphrase));
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
  return {.name = "init",
          .summary = "makes a ledger and its signing key",
          .access = "writes a new ledger",
          .description =
              "The ledger is a directory, which must not exist or be empty. Its origin is the name "
              "under\n"
              "which its checkpoints are signed; it cannot be changed later.\n\n"
              "--from makes it of a log that `muster export --records` wrote: the same records "
              "byte for\n"
              "byte, with the same root, verified before there is a ledger. It keeps the log's "
              "origin and\n"
              "signs with a key of its own, unless --signing-key gives it the one of the ledger "
              "that it\n"
              "comes from, which is not in the file.\n",
          .examples =
              "# a ledger in ./muster.ledger\n"
              "muster init\n"
              "# one elsewhere, to be published under a name of one's own\n"
              "muster init --ledger haiti.ledger --origin example.org/haiti\n"
              "# a copy of another, whose verifier key is known\n"
              "muster init --ledger copy.ledger --from haiti.records --key ledger.key\n",
          .options =
              Joined({{.name = "origin",
                       .value = "NAME",
                       .help = "the name that its checkpoints carry",
                       .details = "without white space and `+`; made from the directory's name "
                                  "unless said"},
                      {.name = "encrypt-key",
                       .value = "",
                       .help = "encrypt the signing key with a passphrase"},
                      {.name = "from",
                       .value = "FILE",
                       .help = "with the log in FILE, of `muster export --records`",
                       .completes = Completes::kFiles},
                      {.name = "key",
                       .value = "KEY",
                       .help = "with --from: the verifier key that must have signed that log, or "
                               "a file with it",
                       .repeatable = true,
                       .completes = Completes::kFiles},
                      {.name = "signing-key",
                       .value = "FILE",
                       .help = "with --from: go on with the secret key in FILE, that log's own",
                       .completes = Completes::kFiles}},
                     Joined(OptionsOfPassphrases(), OptionsOfAnswers())),
          .run = RunInit};
}

}  // namespace muster
