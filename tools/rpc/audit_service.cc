// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The service muster.v1.Audit: what an outsider checks the log by.
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>
#include <muster/v1/service.grpc.pb.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ledger/record_proof.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/command.h"
#include "tools/rpc/open_call.h"
#include "tools/rpc/rpc_backend.h"

namespace muster {
namespace {

void SetCheckpoint(const VerifiedCheckpoint& verified, v1::Checkpoint& message) {
  message.set_origin(verified.checkpoint.origin);
  message.set_size(verified.checkpoint.size.value);
  message.set_root(verified.checkpoint.root.data(), verified.checkpoint.root.size());
  message.set_note(verified.note.Encode());
}

template <typename Message>
void SetHashes(const std::vector<Hash>& hashes, Message& message) {
  for (const Hash& hash : hashes) message.add_hashes(hash.data(), hash.size());
}

Status Checkpointed(AuditSession& session, LogSize size, v1::Checkpoint& message) {
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint verified, session.SignedCheckpoint(size));
  SetCheckpoint(verified, message);
  return OkStatus();
}

Status ProvedInclusion(AuditSession& session, Position position, LogSize size,
                       v1::InclusionProof& message) {
  if (!Holds(size, position)) {
    return InvalidArgument("there is no record {} among the first {}", position.value, size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint verified, session.SignedCheckpoint(size));
  MUSTER_ASSIGN_OR_RETURN(const RecordProof proof,
                          ProveRecord(session.ledger(), session.tree(), position, verified.note));
  message.set_position(position.value);
  message.set_record(proof.record);
  message.set_report(proof.report);
  SetHashes(proof.hashes, message);
  SetCheckpoint(verified, *message.mutable_checkpoint());
  return OkStatus();
}

Status ProvedConsistency(AuditSession& session, LogSize older, LogSize newer,
                         v1::ConsistencyProof& message) {
  if (newer < older) {
    return InvalidArgument("the older log has {} records, more than the {} of the newer one",
                           older.value, newer.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint verified, session.SignedCheckpoint(newer));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> hashes, session.tree().Consistency(older, newer));
  message.set_older(older.value);
  SetHashes(hashes, message);
  SetCheckpoint(verified, *message.mutable_checkpoint());
  return OkStatus();
}

class AuditService : public v1::Audit::CallbackService {
 public:
  explicit AuditService(RpcBackend& backend) : backend_(backend) {}

  using Context = grpc::CallbackServerContext;

  grpc::ServerUnaryReactor* GetCheckpoint(Context* context, const v1::GetCheckpointRequest* request,
                                          v1::Checkpoint* checkpoint) override {
    return Answer(context, "GetCheckpoint", Given(request->has_size(), request->size()),
                  [checkpoint](AuditSession& session, LogSize size) {
                    return Checkpointed(session, size, *checkpoint);
                  });
  }

  grpc::ServerUnaryReactor* ProveInclusion(Context* context,
                                           const v1::ProveInclusionRequest* request,
                                           v1::InclusionProof* proof) override {
    return Answer(context, "ProveInclusion", Given(request->has_size(), request->size()),
                  [position = request->position(), proof](AuditSession& session, LogSize size) {
                    return ProvedInclusion(session, Position{position}, size, *proof);
                  });
  }

  grpc::ServerUnaryReactor* ProveConsistency(Context* context,
                                             const v1::ProveConsistencyRequest* request,
                                             v1::ConsistencyProof* proof) override {
    return Answer(context, "ProveConsistency", Given(request->has_newer(), request->newer()),
                  [older = request->older(), proof](AuditSession& session, LogSize size) {
                    return ProvedConsistency(session, LogSize{older}, size, *proof);
                  });
  }

 private:
  // nullopt: all there is.
  static std::optional<std::uint64_t> Given(bool is_given, std::uint64_t size) {
    return is_given ? std::optional(size) : std::nullopt;
  }

  using Maker = std::function<Status(AuditSession& session, LogSize size)>;

  // Has a worker make the answer, about the first `size` records.
  grpc::ServerUnaryReactor* Answer(Context* context, std::string_view method,
                                   std::optional<std::uint64_t> size, Maker make) {
    auto* const unary = new UnaryCall(backend_, *context, method, Action::kAudit);
    if (!unary->call().admitted().ok()) {
      unary->End(unary->call().admitted());
      return unary;
    }
    const bool taken = backend_.questions.Submit(
        [this, size, make = std::move(make), unary]() { unary->End(Made(size, make)); });
    if (!taken) unary->End(Unavailable("too many questions wait; ask again later"));
    return unary;
  }

  Status Made(std::optional<std::uint64_t> size, const Maker& make) {
    Status status;
    backend_.ledger.Answer([&](const OpenedLedger& opened) {
      Invocation invocation;
      invocation.opened = &opened;
      invocation.options["ledger"] = {backend_.ledger.directory().string()};
      if (backend_.passphrase_file) {
        invocation.options["passphrase-file"] = {*backend_.passphrase_file};
      }
      if (size) invocation.options["size"] = {fmt::format("{}", *size)};
      status = MadeFrom(invocation, make);
    });
    return status;
  }

  static Status MadeFrom(const Invocation& invocation, const Maker& make) {
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                            AuditSession::Open(invocation));
    MUSTER_ASSIGN_OR_RETURN(const LogSize size, session->SizeGiven());
    return make(*session, size);
  }

  RpcBackend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAuditService(RpcBackend& backend) {
  return std::make_unique<AuditService>(backend);
}

}  // namespace muster
