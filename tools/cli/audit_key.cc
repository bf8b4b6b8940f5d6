// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit key`: the verifier key, and its succession.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/passphrase.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

std::string Since(const LedgerKey& key) {
  return key.since ? fmt::format("{}", key.since->value) : std::string("-");
}

void PrintKeys(const Invocation& invocation, const KeyRing& ring) {
  const std::vector<LedgerKey>& keys = ring.keys();
  if (invocation.format == Format::kTable) {
    if (!invocation.Has("all")) {
      Print(ring.current().Text() + '\n');
      return;
    }
    for (const LedgerKey& key : keys) {
      const std::string since =
          key.since ? fmt::format("since record {}", key.since->value) : "from the beginning";
      Print(fmt::format("{}  {}{}\n", key.verifier.Text(), since,
                        &key == &keys.back() ? "" : ", succeeded"));
    }
    return;
  }
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"key", "since", "current"}));
    for (const LedgerKey& key : keys) {
      Print(CsvLine(std::vector<std::string>{key.verifier.Text(), key.since ? Since(key) : "",
                                             &key == &keys.back() ? "true" : "false"}));
    }
    return;
  }
  Json json = {{"key", ring.current().Text()}, {"encrypted", ring.is_encrypted()}};
  json["keys"] = Json::array();
  for (const LedgerKey& key : keys) {
    json["keys"].push_back({{"key", key.verifier.Text()},
                            {"since", key.since ? Json(key.since->value) : Json(nullptr)}});
  }
  Print(JsonLine(json));
}

void PrintSuccession(const Invocation& invocation, const KeySuccession& succession) {
  const std::uint64_t record = succession.position.value;
  if (invocation.format == Format::kTable) {
    if (succession.finished_earlier_one) Print("Finished the succession that was cut off.\n");
    Print(fmt::format("{} succeeds {} as of record {}.\n", SafeText(succession.new_key.ShortText()),
                      SafeText(succession.old_key.ShortText()), record));
    Print(fmt::format(
        "The checkpoint of {} is signed by both; give it to those who know the old key:\n"
        "  muster audit checkpoint --size {}\n",
        CountOfRecords(LogSize{record + 1}), record + 1));
    Print(fmt::format("The old secret is destroyed. The new verifier key:\n{}\n",
                      succession.new_key.Text()));
    return;
  }
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"old_key", "new_key", "position"}));
    Print(CsvLine(std::vector<std::string>{succession.old_key.Text(), succession.new_key.Text(),
                                           fmt::format("{}", record)}));
    return;
  }
  Print(JsonLine({{"old_key", succession.old_key.Text()},
                  {"new_key", succession.new_key.Text()},
                  {"position", record}}));
}

StatusOr<ExitStatus> Succeed(const Invocation& invocation) {
  const std::filesystem::path directory = invocation.LedgerDirectory();
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(directory, {.write = true}));
  SuccessionOptions options;
  options.recorded_by = invocation.Recorder();
  options.ask = [&invocation]() { return ReadPassphrase(invocation, PassphraseUse::kOpen); };
  if (invocation.Has("encrypt-key")) {
    MUSTER_ASSIGN_OR_RETURN(options.new_passphrase,
                            ReadPassphrase(invocation, PassphraseUse::kNew));
  }
  MUSTER_ASSIGN_OR_RETURN(const KeySuccession succession, SucceedKey(directory, *ledger, options));
  NoteDone("the key was succeeded");
  PrintSuccession(invocation, succession);
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> RunAuditKey(const Invocation& invocation) {
  if (invocation.Has("rotate")) return Succeed(invocation);
  for (const char* const option : {"encrypt-key", "by"}) {
    if (invocation.Has(option)) return InvalidArgument("`--{}` goes with `--rotate`", option);
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  PrintKeys(invocation, session->keys());
  return ExitStatus::kDone;
}

}  // namespace

Command AuditKeyCommand() {
  return {
      .name = "audit key",
      .summary = "the verifier key that checkpoints are checked with",
      .access = "reads the ledger; --rotate writes to it",
      .description =
          "The text form is that of C2SP signed-note and of Go's sumdb/note. Give it to those who "
          "are\n"
          "to verify, by another way than the checkpoints.\n\n"
          "--rotate makes a new key and records that it succeeds the one in force. A checkpoint "
          "with\n"
          "that record in it is signed by both keys and kept; only then is the old secret "
          "destroyed.\n",
      .examples =
          "# to a file, for an auditor\n"
          "muster audit key > ledger.key\n"
          "# a new key, for example when somebody leaves who knew the old one\n"
          "muster audit key --rotate\n",
      .options = Joined(
          Joined({{.name = "all", .value = "", .help = "also the keys that were succeeded"},
                  {.name = "rotate", .value = "", .help = "make a new key that succeeds this one"},
                  {.name = "encrypt-key",
                   .value = "",
                   .help = "with --rotate: encrypt the new key with a passphrase",
                   .details = "the new key of one that is encrypted has the same passphrase"},
                  {.name = "by",
                   .value = "WHO",
                   .help = "with --rotate: who records it (the user's name)"}},
                 OptionsOfPassphrases()),
          OptionsOfAsked()),
      .run = RunAuditKey};
}

}  // namespace muster
