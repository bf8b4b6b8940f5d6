// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The ledger that an invocation is about: one that is opened for it, or one that the process holds
// open and answers many invocations from.
#ifndef MUSTER_TOOLS_CLI_OPENED_LEDGER_H_
#define MUSTER_TOOLS_CLI_OPENED_LEDGER_H_

#include <memory>

#include "ledger/ledger.h"
#include "ledger/status.h"
#include "projections/views.h"
#include "tools/cli/invocation.h"

namespace muster {

// A ledger with its views, caught up with its head and left alone while invocations are answered
// from them. Thread-safety: several invocations at once may be answered from one.
struct OpenedLedger {
  std::shared_ptr<Ledger> ledger;
  std::shared_ptr<const Views> views;  // of `ledger`
};

// The ledger for reading: the one that `invocation.opened` has, else the one that --ledger names.
// Errors: those of Ledger::Open.
StatusOr<std::shared_ptr<Ledger>> OpenToRead(const Invocation& invocation);

// The views of `ledger`, a result of OpenToRead; they are opened with progress on a terminal, or
// those of `invocation.opened`. Errors: those of Views::Open.
StatusOr<std::shared_ptr<const Views>> OpenViews(const Ledger& ledger,
                                                 const Invocation& invocation);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_OPENED_LEDGER_H_
