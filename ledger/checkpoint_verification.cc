// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/checkpoint_verification.h"

#include <optional>
#include <span>

#include "ledger/checkpoint.h"
#include "ledger/checkpoint_store.h"
#include "ledger/signed_note.h"
#include "ledger/tree_reader.h"
#include "ledger/verifier_key.h"

namespace muster {
namespace {

// What is wrong with the kept checkpoint of `size`; nullopt if nothing is.
StatusOr<std::optional<std::string>> FaultOf(const SignedNote& note, LogSize size,
                                             const Ledger& ledger, TreeReader& tree,
                                             std::span<const VerifierKey> known) {
  if (size > tree.head().size) {
    return fmt::format("is of {} records, and the log has {}", size.value, tree.head().size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const Hash root, tree.Root(size));
  if (note.text != Checkpoint{ledger.origin(), size, root, {}}.Text()) {
    return std::string("is not a checkpoint of this log");
  }
  for (const NoteSignature& signature : note.signatures) {
    const std::vector<KnownSignature> by = KnownSignatures({note.text, {signature}}, known);
    if (by.empty()) return fmt::format("has a signature of {}, which is not known", signature.name);
    if (!by.front().verifies) {
      return fmt::format("has a signature of {} that does not verify", signature.name);
    }
  }
  return std::optional<std::string>();
}

}  // namespace

StatusOr<std::vector<std::string>> VerifyKeptCheckpoints(const std::filesystem::path& directory,
                                                         const Ledger& ledger,
                                                         const KeyRing& keys) {
  const CheckpointStore store(directory);
  std::vector<VerifierKey> known = keys.Verifiers();
  MUSTER_ASSIGN_OR_RETURN(const std::vector<VerifierKey> witnesses, store.Witnesses());
  known.insert(known.end(), witnesses.begin(), witnesses.end());
  TreeReader tree(ledger.log());
  std::vector<std::string> faults;
  MUSTER_ASSIGN_OR_RETURN(const std::vector<LogSize> sizes, store.Sizes());
  for (const LogSize size : sizes) {
    const StatusOr<std::optional<SignedNote>> note = store.Find(size);
    if (note.status().code() == StatusCode::kDataLoss) faults.emplace_back(Message(note.status()));
    if (note.status().code() == StatusCode::kUnavailable) return note.status();
    if (!note.ok() || !*note) continue;
    MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> fault,
                            FaultOf(**note, size, ledger, tree, known));
    if (fault) faults.push_back(fmt::format("{} {}", store.FileOf(size).string(), *fault));
  }
  return faults;
}

}  // namespace muster
