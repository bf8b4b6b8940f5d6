// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// AuditSession is what the audit of a ledger at hand needs: the ledger, its tree, its keys and the
// checkpoints that are kept.
#ifndef MUSTER_TOOLS_CLI_AUDIT_SESSION_H_
#define MUSTER_TOOLS_CLI_AUDIT_SESSION_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/checkpoint_store.h"
#include "ledger/key_ring.h"
#include "ledger/ledger.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/tree_reader.h"
#include "tools/cli/invocation.h"

namespace muster {

// Thread-compatible.
class AuditSession {
 public:
  // Opens the ledger that the command line names, for reading. `invocation` must outlive the
  // session.
  static StatusOr<std::unique_ptr<AuditSession>> Open(const Invocation& invocation);

  const Ledger& ledger() const { return *ledger_; }
  TreeReader& tree() { return tree_; }
  const KeyRing& keys() const { return keys_; }
  const CheckpointStore& checkpoints() const { return checkpoints_; }

  // The size that `--size` gives, else the log's. Errors: INVALID_ARGUMENT beyond the log.
  StatusOr<LogSize> SizeGiven() const;

  // The checkpoint of that size, not signed. Errors: INVALID_ARGUMENT beyond the log; DATA_LOSS.
  StatusOr<Checkpoint> CheckpointOf(LogSize size);

  // The same, signed by the key in force, with all signatures that are kept of it; asks for the
  // passphrase where a signature has to be made. Errors: DATA_LOSS if what is kept is of another
  // log; FAILED_PRECONDITION without the passphrase.
  StatusOr<VerifiedCheckpoint> SignedCheckpoint(LogSize size);

  // The checkpoint of that size, signed by the key that was in force then and nobody else: the same
  // bytes whenever it is asked for. Keeps it, where the ledger can be written, so that it can be
  // told after a succession of keys, too, and without the passphrase. Errors: as above;
  // FAILED_PRECONDITION if that key was succeeded and its signature is not kept.
  struct LastingCheckpoint {
    Checkpoint checkpoint;
    SignedNote note;
    VerifierKey key;
  };
  StatusOr<LastingCheckpoint> CheckpointThen(LogSize size);

  // A text signed by the key in force. Errors: as above.
  StatusOr<SignedNote> Sign(std::string text);

 private:
  AuditSession(const Invocation& invocation, std::shared_ptr<Ledger> ledger, KeyRing keys);

  // The key in force, for which the passphrase is asked for once.
  StatusOr<const SigningKey*> Key();

  const Invocation& invocation_;
  const std::shared_ptr<Ledger> ledger_;
  TreeReader tree_;
  const KeyRing keys_;
  const CheckpointStore checkpoints_;
  std::optional<SigningKey> key_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_AUDIT_SESSION_H_
