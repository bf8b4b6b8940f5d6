// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TwoStates: the sessions of two states of knowledge on one table of facts, so that their rows and
// posts can be compared.
#ifndef MUSTER_PROJECTIONS_TWO_STATES_H_
#define MUSTER_PROJECTIONS_TWO_STATES_H_

#include <memory>
#include <optional>
#include <vector>

#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/changed_contingents.h"
#include "projections/effective_set.h"
#include "projections/fact_index.h"
#include "projections/fact_table.h"
#include "projections/record_source.h"
#include "projections/view.h"
#include "projections/view_session.h"

namespace muster {

// Used by one thread at a time.
class TwoStates {
 public:
  // The states `from` and `to` of `set`, whose records `source` has and whose facts `index` is of;
  // all outlive the object. REQUIRES: from <= to <= set.size(). Errors: those of `source`.
  static StatusOr<std::unique_ptr<TwoStates>> Make(const RecordSource& source,
                                                   const EffectiveSet& set, const FactIndex& index,
                                                   const ViewQuery& query, LogSize from,
                                                   LogSize to);

  ViewSession& before() { return *before_; }
  ViewSession& after() { return *after_; }
  const ChangedContingents& contingents() const { return contingents_; }

  // In which worlds a record is to be looked for that the answers differ by: the earlier state
  // under the registrations of the later one without the changes of contingents(); the later state;
  // and through a lens, the later state without the amendments of reports since the earlier one.
  // For what these changes keep out of an answer is in it without them.
  std::vector<World*> WorldsOfReasons();

 private:
  TwoStates() = default;

  // Of a lens or a part: facts made for these two states.
  std::unique_ptr<const FactTable> derived_;
  std::unique_ptr<const FactIndex> derived_index_;
  std::optional<ViewSession> before_;
  std::optional<ViewSession> after_;
  ChangedContingents contingents_;
  std::optional<ViewSession> before_unchanged_;  // none: it is `before_`
  std::optional<ViewSession> after_unamended_;   // none: it is `after_`
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_TWO_STATES_H_
