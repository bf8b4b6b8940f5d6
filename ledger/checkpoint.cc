// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/checkpoint.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/base64.h"
#include "ledger/decimal.h"

namespace muster {
namespace {

// Takes a line off the front of `*text`; nullopt if it has no end.
std::optional<std::string_view> TakeTextLine(std::string_view* text) {
  const std::size_t end = text->find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end + 1);
  return line;
}

Status CheckKnown(const std::vector<KnownSignature>& signatures) {
  for (const KnownSignature& known : signatures) {
    if (known.verifies) continue;
    return FailedPrecondition("the signature of {} does not verify", known.key.ShortText());
  }
  return OkStatus();
}

}  // namespace

std::string Checkpoint::Text() const {
  return fmt::format("{}\n{}\n{}\n{}", origin, size.value, ToBase64(ToBytes(root)), extensions);
}

StatusOr<Checkpoint> Checkpoint::Parse(std::string_view text) {
  const auto origin = TakeTextLine(&text);
  const auto size = TakeTextLine(&text);
  const auto root = TakeTextLine(&text);
  if (!origin || !size || !root) {
    return InvalidArgument("a checkpoint has three lines at least: origin, size and root");
  }
  if (origin->empty()) return InvalidArgument("the checkpoint has no origin");
  const std::optional<std::uint64_t> number = ParseDecimal(*size);
  if (!number) {
    return InvalidArgument("the checkpoint's size must be a number in digits, not `{}`", *size);
  }
  const std::optional<Hash> hash = HashFromBase64(*root);
  if (!hash) return InvalidArgument("the checkpoint's root is not the base64 of 32 bytes");
  Checkpoint checkpoint{std::string(*origin), LogSize{*number}, *hash, std::string(text)};
  while (!text.empty()) {
    const auto line = TakeTextLine(&text);
    if (!line || line->empty()) return InvalidArgument("the checkpoint has an empty line");
  }
  return checkpoint;
}

std::string NamesOf(std::span<const VerifierKey> keys) {
  std::string names;
  for (const VerifierKey& key : keys) {
    names += (names.empty() ? "" : ", ") + key.ShortText();
  }
  return names;
}

StatusOr<VerifiedCheckpoint> VerifyCheckpoint(SignedNote note,
                                              std::span<const VerifierKey> log_keys,
                                              std::span<const VerifierKey> witnesses) {
  MUSTER_ASSIGN_OR_RETURN(Checkpoint checkpoint, Checkpoint::Parse(note.text));
  std::vector<KnownSignature> signatures = KnownSignatures(note, log_keys);
  MUSTER_RETURN_IF_ERROR(CheckKnown(signatures));
  if (signatures.empty()) {
    return FailedPrecondition("the checkpoint is not signed by {}", NamesOf(log_keys));
  }
  // The key's name is that of the log it speaks for; a signature by it over another log's
  // checkpoint says nothing.
  if (checkpoint.origin != signatures.front().key.name()) {
    return FailedPrecondition("the checkpoint is of the log {}, and the key of {}",
                              checkpoint.origin, signatures.front().key.name());
  }
  const std::vector<KnownSignature> cosigned = KnownSignatures(note, witnesses);
  MUSTER_RETURN_IF_ERROR(CheckKnown(cosigned));
  for (const VerifierKey& witness : witnesses) {
    const bool found =
        std::any_of(cosigned.begin(), cosigned.end(),
                    [&](const KnownSignature& known) { return known.key == witness; });
    if (!found)
      return FailedPrecondition("{} has not cosigned the checkpoint", witness.ShortText());
  }
  signatures.insert(signatures.end(), cosigned.begin(), cosigned.end());
  return VerifiedCheckpoint{std::move(checkpoint), std::move(note), std::move(signatures)};
}

}  // namespace muster
