// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/audit_text.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/clock.h"
#include "ledger/sha256.h"
#include "tools/cli/answer.h"
#include "tools/cli/answer_file.h"
#include "tools/export/record_json.h"
#include "tools/input/file_bytes.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kKeyBytesMax = 64 << 10;
// The last second of the year 9999.
constexpr std::uint64_t kSecondsShown = 253'402'300'799;

StatusOr<VerifierKey> ReadVerifierKey(const std::string& text) {
  StatusOr<VerifierKey> key = VerifierKey::Parse(text);
  if (key.ok()) return key;
  const StatusOr<std::string> bytes = ReadFileBytes(text, kKeyBytesMax, FileKinds::kStreamsToo);
  // What has no plus sign was meant to be a file.
  if (!bytes.ok() && text.find('+') == std::string::npos) return Annotate(bytes.status(), text);
  if (!bytes.ok()) return key;
  StatusOr<VerifierKey> read = VerifierKey::Parse(bytes->substr(0, bytes->find('\n')));
  if (!read.ok()) return Annotate(read.status(), text);
  return read;
}

}  // namespace

StatusOr<std::vector<VerifierKey>> KeysGiven(const Invocation& invocation, std::string_view option,
                                             VerifierKey::Kind kind) {
  std::vector<VerifierKey> keys;
  for (const std::string& text : invocation.Values(option)) {
    StatusOr<VerifierKey> key = ReadVerifierKey(text);
    if (!key.ok()) return InvalidArgument("`--{}`: {}", option, Message(key.status()));
    if (key->kind() != kind) {
      return InvalidArgument("`--{}`: {} is the key of {}", option, key->ShortText(),
                             kind == VerifierKey::Kind::kEd25519
                                 ? "a witness; that of a log is wanted"
                                 : "a log; that of a witness is wanted");
    }
    keys.push_back(*std::move(key));
  }
  return keys;
}

StatusOr<std::string> ReadAuditFile(const std::string& file, std::size_t bytes_max) {
  StatusOr<std::string> bytes = file == "-"
                                    ? ReadStandardInput(bytes_max)
                                    : ReadFileBytes(file, bytes_max, FileKinds::kStreamsToo);
  if (!bytes.ok()) return Annotate(bytes.status(), file);
  return bytes;
}

StatusOr<SignedNote> ReadCheckpointFile(const std::string& file) {
  MUSTER_ASSIGN_OR_RETURN(const std::string bytes, ReadAuditFile(file, kNoteBytesMax));
  StatusOr<SignedNote> note = SignedNote::Parse(bytes);
  if (!note.ok()) return Annotate(note.status(), file);
  const StatusOr<Checkpoint> checkpoint = Checkpoint::Parse(note->text);
  if (!checkpoint.ok()) return Annotate(checkpoint.status(), file);
  return note;
}

Status WriteOutput(const Invocation& invocation, std::string_view text) {
  const auto file = invocation.Value("output");
  if (file) return WriteAnswerFile(*file, text);
  Print(text);
  return OkStatus();
}

ExitStatus PrintNotVerified(const Invocation& invocation, std::string_view why) {
  switch (invocation.format) {
    case Format::kTable:
      Print(invocation.style.Error("Does not verify:") + ' ' + SafeText(why) + ".\n");
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"verified", "reason"}));
      Print(CsvLine(std::vector<std::string>{"false", std::string(why)}));
      break;
    case Format::kJson:
      Print(JsonLine({{"verified", false}, {"reason", why}}));
      break;
  }
  return ExitStatus::kNo;
}

std::string CountOfRecords(LogSize size) {
  return fmt::format("{} record{}", size.value, size.value == 1 ? "" : "s");
}

std::string CosignedAt(std::uint64_t seconds) {
  if (seconds > kSecondsShown) return fmt::format("{} seconds after 1970", seconds);
  return FormatTime(Time(std::chrono::seconds(seconds)));
}

Json CheckpointJson(const VerifiedCheckpoint& verified) {
  Json json = {{"origin", verified.checkpoint.origin},
               {"size", verified.checkpoint.size.value},
               {"root", ToHex(verified.checkpoint.root)},
               {"signatures", Json::array()}};
  for (const KnownSignature& known : verified.signatures) {
    json["signatures"].push_back(
        {{"key", known.key.Text()},
         {"cosigned_at", known.time ? Json(CosignedAt(*known.time)) : Json(nullptr)}});
  }
  return json;
}

std::string CosignatureLines(const std::vector<KnownSignature>& signatures) {
  std::string text;
  for (const KnownSignature& known : signatures) {
    if (!known.time) continue;
    text += fmt::format("Cosigned by {} at {}.\n", SafeText(known.key.ShortText()),
                        CosignedAt(*known.time));
  }
  return text;
}

std::vector<Option> OptionsOfSizes() {
  return {
      {.name = "size", .value = "N", .help = "the log as it was with N records (all that it has)"}};
}

std::vector<Option> OptionsOfOutputs() {
  return {{.name = "output",
           .value = "FILE",
           .help = "write the proof to FILE (standard output)",
           .completes = Completes::kFiles}};
}

StatusOr<std::vector<VerifierKey>> LogKeysGiven(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(std::vector<VerifierKey> keys,
                          KeysGiven(invocation, "key", VerifierKey::Kind::kEd25519));
  if (keys.empty()) {
    return InvalidArgument("`muster {}` needs --key KEY, the log's verifier key",
                           invocation.command->name);
  }
  return keys;
}

std::string SignersOf(const VerifiedCheckpoint& verified) {
  std::vector<std::string> names;
  for (const KnownSignature& signature : verified.signatures) {
    if (!signature.time) names.push_back(SafeText(signature.key.ShortText()));
  }
  return fmt::format("{}", fmt::join(names, " and "));
}

std::vector<Option> OptionsOfVerifiers() {
  return {{.name = "key",
           .value = "KEY",
           .help = "the log's verifier key, or a file with it",
           .repeatable = true,
           .completes = Completes::kFiles},
          {.name = "witness",
           .value = "KEY",
           .help = "a witness that must have cosigned: its verifier key, or a file with it",
           .repeatable = true,
           .completes = Completes::kFiles},
          {.name = "old",
           .value = "FILE",
           .help = "an earlier checkpoint that you have",
           .completes = Completes::kFiles}};
}

}  // namespace muster
