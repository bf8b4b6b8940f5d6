// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/audit_session.h"

#include <algorithm>
#include <utility>

#include "tools/cli/opened_ledger.h"
#include "tools/cli/passphrase.h"

namespace muster {

AuditSession::AuditSession(const Invocation& invocation, std::shared_ptr<Ledger> ledger,
                           KeyRing keys)
    : invocation_(invocation),
      ledger_(std::move(ledger)),
      tree_(ledger_->log()),
      keys_(std::move(keys)),
      checkpoints_(invocation.LedgerDirectory()) {}

StatusOr<std::unique_ptr<AuditSession>> AuditSession::Open(const Invocation& invocation) {
  const std::filesystem::path directory = invocation.LedgerDirectory();
  MUSTER_ASSIGN_OR_RETURN(std::shared_ptr<Ledger> ledger, OpenToRead(invocation));
  MUSTER_ASSIGN_OR_RETURN(KeyRing keys, KeyRing::Read(directory, *ledger));
  return std::unique_ptr<AuditSession>(
      new AuditSession(invocation, std::move(ledger), std::move(keys)));
}

StatusOr<LogSize> AuditSession::SizeGiven() const {
  MUSTER_ASSIGN_OR_RETURN(const auto given, invocation_.Number("size"));
  const LogSize size = tree_.head().size;
  if (!given) return size;
  if (LogSize{*given} > size) {
    return InvalidArgument("`--size {}`: the log has {} records", *given, size.value);
  }
  return LogSize{*given};
}

StatusOr<Checkpoint> AuditSession::CheckpointOf(LogSize size) {
  MUSTER_ASSIGN_OR_RETURN(const Hash root, tree_.Root(size));
  return Checkpoint{ledger_->origin(), size, root, {}};
}

StatusOr<VerifiedCheckpoint> AuditSession::SignedCheckpoint(LogSize size) {
  MUSTER_ASSIGN_OR_RETURN(Checkpoint checkpoint, CheckpointOf(size));
  SignedNote note{checkpoint.Text(), {}};
  MUSTER_ASSIGN_OR_RETURN(const std::optional<SignedNote> kept, checkpoints_.Find(size));
  std::vector<VerifierKey> known = keys_.Verifiers();
  MUSTER_ASSIGN_OR_RETURN(const std::vector<VerifierKey> witnesses, checkpoints_.Witnesses());
  known.insert(known.end(), witnesses.begin(), witnesses.end());
  if (kept && kept->text != note.text) {
    return DataLoss("the checkpoint of {} records that is kept is not one of this log", size.value);
  }
  std::vector<KnownSignature> signatures;
  if (kept) signatures = KnownSignatures(*kept, known);
  for (const KnownSignature& signature : signatures) {
    if (signature.verifies) continue;
    return DataLoss(
        "of the checkpoint of {} records the signature of {} that is kept does not "
        "verify",
        size.value, signature.key.ShortText());
  }
  const bool is_signed =
      std::any_of(signatures.begin(), signatures.end(),
                  [this](const KnownSignature& each) { return each.key == keys_.current(); });
  if (!is_signed) {
    MUSTER_ASSIGN_OR_RETURN(const SigningKey* const key, Key());
    signatures.insert(signatures.begin(),
                      {keys_.current(), SignNote(*key, note.text), true, std::nullopt});
  }
  for (const KnownSignature& signature : signatures) note.signatures.push_back(signature.signature);
  return VerifiedCheckpoint{std::move(checkpoint), std::move(note), std::move(signatures)};
}

StatusOr<AuditSession::LastingCheckpoint> AuditSession::CheckpointThen(LogSize size) {
  MUSTER_ASSIGN_OR_RETURN(Checkpoint checkpoint, CheckpointOf(size));
  const std::string text = checkpoint.Text();
  const LedgerKey* then = &keys_.keys().front();
  for (const LedgerKey& key : keys_.keys()) {
    if (!key.since || key.since->value < size.value) then = &key;
  }
  const VerifierKey& key = then->verifier;
  MUSTER_ASSIGN_OR_RETURN(const std::optional<SignedNote> kept, checkpoints_.Find(size));
  if (kept && kept->text != text) {
    return DataLoss("the checkpoint of {} records that is kept is not one of this log", size.value);
  }
  const std::vector<VerifierKey> wanted = {key};
  for (const KnownSignature& signature :
       kept ? KnownSignatures(*kept, wanted) : std::vector<KnownSignature>()) {
    if (signature.verifies) {
      return LastingCheckpoint{std::move(checkpoint), {text, {signature.signature}}, key};
    }
  }
  if (key != keys_.current()) {
    return FailedPrecondition(
        "the checkpoint of {} records was signed by {}, a key that was succeeded, and is not kept "
        "here; copy it, which a release of that state has as its file `checkpoint`, to {}",
        size.value, key.ShortText(), checkpoints_.FileOf(size).string());
  }
  MUSTER_ASSIGN_OR_RETURN(SignedNote note, Sign(text));
  const Status status = checkpoints_.Keep(size, note);
  // A ledger that cannot be written is read all the same.
  if (!status.ok() && status.code() != StatusCode::kUnavailable) return status;
  return LastingCheckpoint{std::move(checkpoint), std::move(note), key};
}

StatusOr<SignedNote> AuditSession::Sign(std::string text) {
  MUSTER_ASSIGN_OR_RETURN(const SigningKey* const key, Key());
  NoteSignature signature = SignNote(*key, text);
  return SignedNote{std::move(text), {std::move(signature)}};
}

StatusOr<const SigningKey*> AuditSession::Key() {
  if (!key_) {
    MUSTER_ASSIGN_OR_RETURN(
        key_, keys_.Unlock([this]() { return ReadPassphrase(invocation_, PassphraseUse::kOpen); }));
  }
  return &*key_;
}

}  // namespace muster
