// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/signed_note.h"

#include <algorithm>

#include "ledger/base64.h"
#include "ledger/big_endian.h"
#include "ledger/quote.h"

namespace muster {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t kIdBytes = 4;
constexpr std::uint64_t kTimeMax = (std::uint64_t{1} << 63) - 1;

std::string EncodeId(std::uint32_t id) {
  return EncodeBigEndian(id).substr(kBigEndianBytes - kIdBytes);
}

std::uint32_t DecodeId(std::string_view bytes) {
  std::uint32_t id = 0;
  for (const char byte : bytes.substr(0, kIdBytes)) {
    id = id << 8 | static_cast<unsigned char>(byte);
  }
  return id;
}

// "— NAME BASE64" without its line end.
StatusOr<NoteSignature> ParseSignatureLine(std::string_view line) {
  if (!line.starts_with(kDash)) {
    return InvalidArgument("a signature line begins with a dash (U+2014) and a space");
  }
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) {
    return InvalidArgument("a signature line has the name of a key, a space, and a signature");
  }
  NoteSignature signature;
  signature.name = line.substr(0, space);
  MUSTER_RETURN_IF_ERROR(SigningKey::CheckName(signature.name));
  const std::optional<std::string> bytes = FromBase64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kIdBytes) {
    return InvalidArgument("the signature of {} is not the base64 of a key's id and a signature",
                           signature.name);
  }
  signature.key_id = DecodeId(*bytes);
  signature.bytes = bytes->substr(kIdBytes);
  return signature;
}

KnownSignature Verify(const VerifierKey& key, const NoteSignature& signature,
                      std::string_view text) {
  KnownSignature known{key, signature, false, std::nullopt};
  if (key.kind() == VerifierKey::Kind::kEd25519) {
    known.verifies = key.Verifies(text, signature.bytes);
    return known;
  }
  const std::string_view bytes = signature.bytes;
  if (bytes.size() <= kBigEndianBytes) return known;
  known.time = DecodeBigEndian(bytes.substr(0, kBigEndianBytes));
  known.verifies = *known.time <= kTimeMax &&
                   key.Verifies(CosignedMessage(*known.time, text), bytes.substr(kBigEndianBytes));
  return known;
}

}  // namespace

StatusOr<std::vector<NoteSignature>> ParseSignatureLines(std::string_view lines) {
  if (lines.size() > kNoteBytesMax) {
    return InvalidArgument("the signatures have {} bytes, at most {} are possible", lines.size(),
                           kNoteBytesMax);
  }
  if (lines.empty() || !lines.ends_with('\n')) {
    return InvalidArgument("the last signature line has no end");
  }
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    if (signatures.size() == kNoteSignaturesMax) {
      return InvalidArgument("there are more than {} signatures", kNoteSignaturesMax);
    }
    const std::size_t end = lines.find('\n');
    MUSTER_ASSIGN_OR_RETURN(NoteSignature signature, ParseSignatureLine(lines.substr(0, end)));
    signatures.push_back(std::move(signature));
    lines.remove_prefix(end + 1);
  }
  return signatures;
}

StatusOr<SignedNote> SignedNote::Parse(std::string_view bytes) {
  if (bytes.size() > kNoteBytesMax) {
    return InvalidArgument("the note has {} bytes, at most {} are possible", bytes.size(),
                           kNoteBytesMax);
  }
  if (!IsUtf8(bytes)) return InvalidArgument("the note is not UTF-8");
  if (std::any_of(bytes.begin(), bytes.end(),
                  [](unsigned char c) { return c < 0x20 && c != '\n'; })) {
    return InvalidArgument("the note has a control character");
  }
  const std::size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos) {
    return InvalidArgument("the note has no empty line between its text and its signatures");
  }
  SignedNote note;
  note.text = bytes.substr(0, split + 1);
  MUSTER_ASSIGN_OR_RETURN(note.signatures, ParseSignatureLines(bytes.substr(split + 2)));
  return note;
}

std::string SignedNote::Encode() const {
  std::string bytes = text + '\n';
  for (const NoteSignature& signature : signatures) {
    bytes += fmt::format("{}{} {}\n", kDash, signature.name,
                         ToBase64(EncodeId(signature.key_id) + signature.bytes));
  }
  return bytes;
}

NoteSignature SignNote(const SigningKey& key, std::string_view text) {
  const SigningKey::Signature signature = key.Sign(text);
  return {key.name(), key.id(), std::string(signature.begin(), signature.end())};
}

std::string CosignedMessage(std::uint64_t time, std::string_view text) {
  return fmt::format("cosignature/v1\ntime {}\n{}", time, text);
}

std::vector<KnownSignature> KnownSignatures(const SignedNote& note,
                                            std::span<const VerifierKey> keys) {
  std::vector<KnownSignature> known;
  for (const NoteSignature& signature : note.signatures) {
    for (const VerifierKey& key : keys) {
      if (signature.name != key.name() || signature.key_id != key.id()) continue;
      const bool repeated = std::any_of(known.begin(), known.end(),
                                        [&key](const auto& earlier) { return earlier.key == key; });
      if (!repeated) known.push_back(Verify(key, signature, note.text));
    }
  }
  return known;
}

}  // namespace muster
