// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Passphrases of signing keys: from a file, the environment or a terminal.
#ifndef MUSTER_TOOLS_CLI_PASSPHRASE_H_
#define MUSTER_TOOLS_CLI_PASSPHRASE_H_

#include <string>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/command.h"
#include "tools/cli/invocation.h"

namespace muster {

enum class PassphraseUse {
  kOpen,  // a key that is there
  kNew,   // a key that is being made: a terminal is asked twice
};

// From --passphrase-file (its first line), else $MUSTER_PASSPHRASE, else the terminal, without
// echo. Errors: FAILED_PRECONDITION if there is none of them; INVALID_ARGUMENT if it is empty, or
// the two that were typed differ.
StatusOr<std::string> ReadPassphrase(const Invocation& invocation, PassphraseUse use);

// --passphrase-file.
std::vector<Option> OptionsOfPassphrases();

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_PASSPHRASE_H_
