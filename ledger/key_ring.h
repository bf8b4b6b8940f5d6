// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// KeyRing is the keys of a ledger: the one that signs now, and those that did before.
//
// Files of the ledger's directory:
//   key        the signing key in force (stored_key.h)
//   key.next   while a key is being succeeded: the next one
//   key.copy   in a copy of a log whose keys were succeeded, and which has a key of its own: since
//              which size of the log, and the verifier key
//
// Which keys there were and which is in force, the log alone decides: each `key` record names the
// old one and the new one. So a succession that was cut off at any point either did not happen, or
// is finished by the next one, and in both cases there is a key that signs.
#ifndef MUSTER_LEDGER_KEY_RING_H_
#define MUSTER_LEDGER_KEY_RING_H_

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/signing_key.h"
#include "ledger/status.h"
#include "ledger/stored_key.h"
#include "ledger/verifier_key.h"

namespace muster {

// Gives the passphrase of a key, when one is needed. Errors are returned to who wanted the key.
using AskPassphrase = std::function<StatusOr<std::string>()>;

struct LedgerKey {
  VerifierKey verifier;
  std::optional<Position> since;  // the record by which it succeeded the one before
};

// A state of the files and the log. Immutable.
class KeyRing {
 public:
  // Errors: DATA_LOSS if a file is damaged, or none has the secret of the key in force;
  // UNAVAILABLE.
  static StatusOr<KeyRing> Read(const std::filesystem::path& directory, const Ledger& ledger);

  // Oldest first; the last is in force.
  const std::vector<LedgerKey>& keys() const { return keys_; }
  const VerifierKey& current() const { return keys_.back().verifier; }
  std::vector<VerifierKey> Verifiers() const;
  bool is_encrypted() const { return stored_.is_encrypted(); }
  // Whether a succession was recorded and its files were not put in order yet.
  bool is_unfinished() const { return unfinished_; }

  // The key in force. Errors: those of `ask`; FAILED_PRECONDITION if the passphrase is wrong.
  StatusOr<SigningKey> Unlock(const AskPassphrase& ask) const;

 private:
  KeyRing(std::vector<LedgerKey> keys, StoredKey stored, bool unfinished);

  std::vector<LedgerKey> keys_;
  StoredKey stored_;  // of the key in force
  bool unfinished_;
};

// Notes in the directory of a ledger, whose log of `size` records was copied from another and has
// `key` records, that the key in its file is one of its own. Errors: as StoredKey::Read;
// UNAVAILABLE.
Status NoteKeyOfCopy(const std::filesystem::path& directory, LogSize size);

struct KeySuccession {
  VerifierKey old_key;
  VerifierKey new_key;
  Position position;  // of the record
  bool finished_earlier_one = false;
};

struct SuccessionOptions {
  std::string recorded_by;
  AskPassphrase ask;  // of the key in force
  // Encrypts the new key; nullopt: as the old one is, with the same passphrase.
  std::optional<std::string> new_passphrase;
};

// Makes a new key, records that it succeeds the one in force, keeps a checkpoint with that record
// in it which both have signed (checkpoint_store.h), and only then destroys the old one. If an
// earlier succession was cut off after it was recorded, finishes that one instead. `ledger` must be
// open for writing.
//
// Errors: those of KeyRing; UNAVAILABLE. The key in force is usable after any error and any crash.
StatusOr<KeySuccession> SucceedKey(const std::filesystem::path& directory, Ledger& ledger,
                                   const SuccessionOptions& options);

}  // namespace muster

#endif  // MUSTER_LEDGER_KEY_RING_H_
