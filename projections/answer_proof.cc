// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/answer_proof.h"

#include <limits>
#include <optional>
#include <utility>

#include "projections/record_extract.h"

namespace muster {
namespace {

constexpr std::string_view kEmptyLine = "\n\n";

// Takes a note whose text has no empty line off the front, and the empty line behind it.
StatusOr<SignedNote> TakeNote(std::string_view* bytes) {
  const std::size_t text_end = bytes->find(kEmptyLine);
  const std::size_t end = text_end == std::string_view::npos
                              ? text_end
                              : bytes->find(kEmptyLine, text_end + kEmptyLine.size());
  if (end == std::string_view::npos) return InvalidArgument("it ends before its records begin");
  StatusOr<SignedNote> note = SignedNote::Parse(bytes->substr(0, end + 1));
  bytes->remove_prefix(end + kEmptyLine.size());
  return note;
}

Status CheckStatementSignature(const SignedNote& note, const AnswerStatement& statement,
                               std::span<const VerifierKey> keys) {
  const std::vector<KnownSignature> signatures = KnownSignatures(note, keys);
  for (const KnownSignature& known : signatures) {
    if (known.verifies) continue;
    return FailedPrecondition("the signature of {} under the answer does not verify",
                              known.key.ShortText());
  }
  if (signatures.empty()) {
    return FailedPrecondition("the answer is not signed by {}", NamesOf(keys));
  }
  if (statement.checkpoint.origin != signatures.front().key.name()) {
    return FailedPrecondition("the answer is of the log {}, and the key of {}",
                              statement.checkpoint.origin, signatures.front().key.name());
  }
  return OkStatus();
}

Status CheckSameState(const Checkpoint& stated, const Checkpoint& checkpoint) {
  if (stated.origin == checkpoint.origin && stated.size == checkpoint.size &&
      stated.root == checkpoint.root) {
    return OkStatus();
  }
  return FailedPrecondition(
      "the answer speaks of the log {} of {} records, root {}, and the checkpoint of {} of {}, "
      "root "
      "{}",
      stated.origin, stated.size.value, ToHex(stated.root), checkpoint.origin,
      checkpoint.size.value, ToHex(checkpoint.root));
}

constexpr Position kNowhere{std::numeric_limits<std::uint64_t>::max()};

Status CheckPositions(const AnswerStatement& statement, const RecordBundle& bundle) {
  for (std::size_t i = 0; i < std::max(statement.records.size(), bundle.entries.size()); ++i) {
    // Beyond its end a list has a position that no record has.
    const Position stated = i < statement.records.size() ? statement.records[i] : kNowhere;
    const Position came = i < bundle.entries.size() ? bundle.entries[i].position : kNowhere;
    if (stated < came) {
      return FailedPrecondition("the answer rests on record {}, which is not there", stated.value);
    }
    if (came < stated) {
      return FailedPrecondition("record {} is there, on which the answer does not rest",
                                came.value);
    }
    if (!Holds(statement.query.known_at, stated)) {
      return FailedPrecondition("record {} was not known when the log had {} records", stated.value,
                                statement.query.known_at.value);
    }
  }
  return OkStatus();
}

std::string TotalText(const Group& total) {
  const auto number = [](const std::optional<std::int64_t>& value) {
    return value ? fmt::format("{}", *value) : std::string("none");
  };
  return fmt::format("{} ({}..{})", number(total.strength.best), number(total.strength.least),
                     number(total.strength.most));
}

Status CheckTotal(const Group& stated, const Group& made) {
  if (stated.strength != made.strength) {
    return FailedPrecondition("the answer says {}, and its records make {}", TotalText(stated),
                              TotalText(made));
  }
  if (stated.basis != made.basis) {
    return FailedPrecondition("the answer does not say rightly what the number rests on");
  }
  if (stated.latest != made.latest) {
    return FailedPrecondition("the answer does not say rightly of which day its latest record is");
  }
  return OkStatus();
}

}  // namespace

std::string AnswerProof::Encode() const {
  return statement.Encode() + '\n' + checkpoint.Encode() + '\n' + bundle.Encode();
}

StatusOr<AnswerProof> AnswerProof::Parse(std::string_view bytes) {
  if (bytes.size() > kAnswerProofBytesMax) {
    return InvalidArgument("it has {} bytes, at most {} are possible", bytes.size(),
                           kAnswerProofBytesMax);
  }
  MUSTER_RETURN_IF_ERROR(AnswerStatement::CheckTitle(bytes));
  AnswerProof proof;
  MUSTER_ASSIGN_OR_RETURN(proof.statement, TakeNote(&bytes));
  MUSTER_RETURN_IF_ERROR(AnswerStatement::Parse(proof.statement.text).status());
  MUSTER_ASSIGN_OR_RETURN(proof.checkpoint, TakeNote(&bytes));
  MUSTER_RETURN_IF_ERROR(Checkpoint::Parse(proof.checkpoint.text).status());
  MUSTER_ASSIGN_OR_RETURN(proof.bundle, RecordBundle::Parse(bytes));
  return proof;
}

StatusOr<ProvedAnswer> VerifyAnswerProof(const AnswerProof& proof,
                                         std::span<const VerifierKey> log_keys,
                                         std::span<const VerifierKey> witnesses) {
  ProvedAnswer proved;
  MUSTER_ASSIGN_OR_RETURN(proved.statement, AnswerStatement::Parse(proof.statement.text));
  MUSTER_RETURN_IF_ERROR(CheckStatementSignature(proof.statement, proved.statement, log_keys));
  MUSTER_ASSIGN_OR_RETURN(proved.checkpoint,
                          VerifyCheckpoint(proof.checkpoint, log_keys, witnesses));
  const Checkpoint& checkpoint = proved.checkpoint.checkpoint;
  MUSTER_RETURN_IF_ERROR(CheckSameState(proved.statement.checkpoint, checkpoint));
  MUSTER_RETURN_IF_ERROR(CheckPositions(proved.statement, proof.bundle));
  MUSTER_ASSIGN_OR_RETURN(ProvedRecords records, VerifyBundle(proof.bundle, checkpoint));
  StatusOr<Reasons> reasons = ReasonsOf(RecordExtract(std::move(records), checkpoint.size),
                                        proved.statement.on, proved.statement.query);
  if (!reasons.ok()) {
    return FailedPrecondition("no number can be made of the records: {}",
                              Message(reasons.status()));
  }
  proved.reasons = *std::move(reasons);
  MUSTER_RETURN_IF_ERROR(CheckTotal(proved.statement.total, proved.reasons.total));
  return proved;
}

}  // namespace muster
