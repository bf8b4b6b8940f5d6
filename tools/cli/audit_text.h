// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What the commands of the audit read from the command line, and print, alike.
#ifndef MUSTER_TOOLS_CLI_AUDIT_TEXT_H_
#define MUSTER_TOOLS_CLI_AUDIT_TEXT_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/position.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"
#include "tools/cli/command.h"
#include "tools/cli/invocation.h"

namespace muster {

// The verifier keys that an option gives, each as its text or as the name of a file that has it in
// its first line. Errors: INVALID_ARGUMENT, naming the option.
StatusOr<std::vector<VerifierKey>> KeysGiven(const Invocation& invocation, std::string_view option,
                                             VerifierKey::Kind kind);

// Those of --key, of which there must be one. Errors: as above.
StatusOr<std::vector<VerifierKey>> LogKeysGiven(const Invocation& invocation);

// The bytes of a file that the command line names, `-` for standard input. Errors: those of reading
// it, naming it.
StatusOr<std::string> ReadAuditFile(const std::string& file, std::size_t bytes_max);
// A checkpoint from a file. Errors: INVALID_ARGUMENT, naming it.
StatusOr<SignedNote> ReadCheckpointFile(const std::string& file);

// Writes what `--output` asks for, or prints it where it is not given. Errors: UNAVAILABLE.
Status WriteOutput(const Invocation& invocation, std::string_view text);

// Says in the format asked for that something does not verify, and why.
ExitStatus PrintNotVerified(const Invocation& invocation, std::string_view why);

// "1 record", "5 records".
std::string CountOfRecords(LogSize size);

// When a cosignature was made: RFC 3339.
std::string CosignedAt(std::uint64_t seconds);

// {"origin", "size", "root", "signatures"}.
nlohmann::ordered_json CheckpointJson(const VerifiedCheckpoint& verified);
// "example.org/haiti+2b1e", several joined by "and": who signed, apart from witnesses.
std::string SignersOf(const VerifiedCheckpoint& verified);
// "Cosigned by w1.example+2b1e at 2026-01-02T03:04:05Z." for each cosignature.
std::string CosignatureLines(const std::vector<KnownSignature>& signatures);

std::vector<Option> OptionsOfSizes();    // --size
std::vector<Option> OptionsOfOutputs();  // --output
// --key, --witness and --old: what somebody without the ledger has beside a proof.
std::vector<Option> OptionsOfVerifiers();

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_AUDIT_TEXT_H_
