// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/audit_state.h"

#include <utility>

#include "ledger/signed_note.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/invocation.h"

namespace muster {
namespace {

bool IsNumber(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

StatusOr<StateGiven> ReadState(AuditSession& session, const std::string& text,
                               const std::vector<VerifierKey>& keys) {
  const LogSize size = session.tree().head().size;
  if (IsNumber(text)) {
    MUSTER_ASSIGN_OR_RETURN(const std::uint64_t number, ParseNumber(text, "a size"));
    if (LogSize{number} <= size) return StateGiven{LogSize{number}, std::nullopt};
    return InvalidArgument("the log has {} records, not {}", size.value, number);
  }
  MUSTER_ASSIGN_OR_RETURN(SignedNote note, ReadCheckpointFile(text));
  StatusOr<VerifiedCheckpoint> verified = VerifyCheckpoint(std::move(note), keys, {});
  if (!verified.ok()) return Annotate(verified.status(), text);
  const Checkpoint& checkpoint = verified->checkpoint;
  if (checkpoint.origin != session.ledger().origin()) {
    return FailedPrecondition("{} is a checkpoint of {}, and this log is {}", text,
                              checkpoint.origin, session.ledger().origin());
  }
  if (checkpoint.size > size) {
    return FailedPrecondition("{} has {} records, and this log {}: {} at least are missing", text,
                              checkpoint.size.value, size.value,
                              checkpoint.size.value - size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const Hash root, session.tree().Root(checkpoint.size));
  if (root != checkpoint.root) {
    return FailedPrecondition(
        "{} has the root {} of {} records, and this log {}: the first {} are not those that were "
        "signed",
        text, ToHex(checkpoint.root), checkpoint.size.value, ToHex(root), checkpoint.size.value);
  }
  const LogSize checkpoint_size = checkpoint.size;
  return StateGiven{checkpoint_size, *std::move(verified)};
}

}  // namespace muster
