// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Key files, plain and encrypted: a key reads the same again, a plain one has the public half it
// says, and no message repeats what could be a secret. The last line of an encrypted one, which
// is its checksum, is made right now and then, so that what stands before it is reached.
#include <string>

#include "ledger/sha256.h"
#include "ledger/signing_key.h"
#include "ledger/stored_key.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {
namespace {

// What a message must not repeat: a run of base64 as long as half a seed.
constexpr std::size_t kSecretBytes = 22;

// The line of an encrypted key that may be told: its public half.
std::string_view PublicLine(std::string_view bytes) {
  const std::size_t begin = bytes.find("\nverifier ");
  if (!bytes.starts_with("muster encrypted key ") || begin == std::string_view::npos) return {};
  return bytes.substr(begin, bytes.find('\n', begin + 1) - begin);
}

bool Repeats(std::string_view message, std::string_view text) {
  if (text.size() < kSecretBytes) return false;
  const std::string_view told = PublicLine(text);
  for (std::size_t at = 0; at + kSecretBytes <= message.size(); ++at) {
    const std::string_view part = message.substr(at, kSecretBytes);
    if (part.find(' ') == std::string_view::npos && text.find(part) != std::string_view::npos &&
        told.find(part) == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

void CheckStoredKey(std::string_view bytes) {
  const StatusOr<StoredKey> key = StoredKey::Parse(bytes);
  if (!key.ok()) {
    CheckRefused(key.status(), StatusCode::kInvalidArgument);
    MUSTER_CHECK(!Repeats(Message(key.status()), bytes));
    return;
  }
  if (key->is_encrypted()) {
    // Cheap ones only: what scrypt costs is bounded, but not little.
    if (bytes.find("\nscrypt 16 8 1 ") == std::string_view::npos) return;
    const StatusOr<SigningKey> opened = key->Unlock("passphrase");
    MUSTER_CHECK(!opened.ok() || opened->Verifier() == key->verifier());
    return;
  }
  const StatusOr<SigningKey> plain = key->Unlock("");
  MUSTER_CHECK(plain.ok() && plain->Verifier() == key->verifier());
  const StatusOr<SigningKey> again = SigningKey::Parse(plain->PrivateText());
  MUSTER_CHECK(again.ok() && again->seed() == plain->seed());
}

}  // namespace

void FuzzStoredKey(std::string_view bytes) {
  CheckStoredKey(bytes);
  const std::string_view::size_type checksum = bytes.rfind("checksum ");
  if (checksum == std::string_view::npos) return;
  const std::string_view lines = bytes.substr(0, checksum);
  CheckStoredKey(fmt::format("{}checksum {}\n", lines, ToHex(Sha256(lines))));
}

}  // namespace muster
