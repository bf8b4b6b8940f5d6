// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/why_proof.h"

#include <memory>
#include <utility>

#include "ledger/record_bundle.h"
#include "projections/answer_proof.h"
#include "tools/cli/answer_file.h"
#include "tools/cli/audit_session.h"

namespace muster {

StatusOr<ProvenReasons> ProveReasons(const Invocation& invocation, const ViewRequest& request,
                                     Day on) {
  MUSTER_ASSIGN_OR_RETURN(Views::Rested rested, request.views->RestsOn(on, request.query));
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  const LogSize size = session->tree().head().size;
  MUSTER_ASSIGN_OR_RETURN(VerifiedCheckpoint verified, session->SignedCheckpoint(size));
  AnswerStatement statement;
  statement.checkpoint = verified.checkpoint;
  statement.program = "muster " MUSTER_VERSION;
  statement.on = on;
  statement.query = rested.query;
  statement.total = rested.reasons.total;
  statement.records = rested.records;
  AnswerProof proof;
  MUSTER_ASSIGN_OR_RETURN(
      proof.bundle, BundleRecords(session->ledger(), session->tree(), size, statement.records));
  MUSTER_ASSIGN_OR_RETURN(std::string text, statement.Text());
  MUSTER_ASSIGN_OR_RETURN(proof.statement, session->Sign(std::move(text)));
  proof.checkpoint = std::move(verified.note);
  const std::string bytes = proof.Encode();
  if (bytes.size() > kAnswerProofBytesMax) {
    return ResourceExhausted("the proof would have {} bytes, at most {} are possible; ask for less",
                             bytes.size(), kAnswerProofBytesMax);
  }
  const StatusOr<ProvedAnswer> proved = VerifyAnswerProof(proof, session->keys().Verifiers(), {});
  if (!proved.ok()) return Internal("the proof does not verify: {}", Message(proved.status()));
  const std::string file = *invocation.Value("proof");
  MUSTER_RETURN_IF_ERROR(WriteAnswerFile(file, bytes));
  return ProvenReasons{std::move(rested.reasons),
                       {file, proof.bundle.entries.size(), proof.bundle.reports.size(),
                        std::move(verified.checkpoint)}};
}

}  // namespace muster
