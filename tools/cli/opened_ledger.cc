// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/opened_ledger.h"

#include <utility>

#include "tools/cli/view_request.h"
#include "tools/output/progress.h"

namespace muster {

StatusOr<std::shared_ptr<Ledger>> OpenToRead(const Invocation& invocation) {
  if (invocation.opened != nullptr) return invocation.opened->ledger;
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory()));
  return std::shared_ptr<Ledger>(std::move(ledger));
}

StatusOr<std::shared_ptr<const Views>> OpenViews(const Ledger& ledger,
                                                 const Invocation& invocation) {
  if (invocation.opened != nullptr) return invocation.opened->views;
  Progress progress("reading records");
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Views> views,
                          Views::Open(ledger, SavedViewsOptions(invocation, progress)));
  return std::shared_ptr<const Views>(std::move(views));
}

}  // namespace muster
