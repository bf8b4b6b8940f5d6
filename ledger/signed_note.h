// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// SignedNote is a text signed by one or more keys: C2SP signed-note. Notes come from anybody, and
// nothing of their text is to be believed before a signature by a known key was verified.
//
// Thread-safety: values and pure functions.
#ifndef MUSTER_LEDGER_SIGNED_NOTE_H_
#define MUSTER_LEDGER_SIGNED_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/signing_key.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

inline constexpr std::size_t kNoteBytesMax = std::size_t{1} << 20;
inline constexpr std::size_t kNoteSignaturesMax = 100;

struct NoteSignature {
  std::string name;  // of the key
  std::uint32_t key_id = 0;
  std::string bytes;  // behind the key's id

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct SignedNote {
  std::string text;  // ends with a line end
  std::vector<NoteSignature> signatures;

  std::string Encode() const;
  // Errors: INVALID_ARGUMENT, saying what is wrong.
  static StatusOr<SignedNote> Parse(std::string_view bytes);
};

// Signature lines alone, as a witness answers with them. Errors: INVALID_ARGUMENT.
StatusOr<std::vector<NoteSignature>> ParseSignatureLines(std::string_view lines);

// The signature of a log's own key over a note's text.
NoteSignature SignNote(const SigningKey& key, std::string_view text);

// A signature by a key that is known.
struct KnownSignature {
  VerifierKey key;
  NoteSignature signature;
  bool verifies = false;
  // Of a cosignature: when it was made, in seconds since 1970.
  std::optional<std::uint64_t> time;
};

// The first signature of each of `keys` in the order of the note. Signatures by others are passed
// over.
std::vector<KnownSignature> KnownSignatures(const SignedNote& note,
                                            std::span<const VerifierKey> keys);

// What a cosigner signs: the note's text behind two lines of C2SP tlog-cosignature.
std::string CosignedMessage(std::uint64_t time, std::string_view text);

}  // namespace muster

#endif  // MUSTER_LEDGER_SIGNED_NOTE_H_
