// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// View request: what the options common to all views ask, with the ledger opened to answer it.
#ifndef MUSTER_TOOLS_CLI_VIEW_REQUEST_H_
#define MUSTER_TOOLS_CLI_VIEW_REQUEST_H_

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "ledger/ledger.h"
#include "ledger/status.h"
#include "projections/view.h"
#include "projections/views.h"
#include "tools/cli/invocation.h"
#include "tools/cli/known_at.h"

namespace muster {

class Progress;

struct ViewRequest {
  std::shared_ptr<Ledger> ledger;
  std::shared_ptr<const Views> views;  // of `ledger`
  ViewQuery query;
  KnownAt known_at;
};

// Reads the options and opens the ledger for reading. Errors: INVALID_ARGUMENT for an option that
// is wrong; those of Ledger::Open and Views::Open.
StatusOr<ViewRequest> OpenViewRequest(const Invocation& invocation);

// For the views that are saved beside the ledger which the invocation names: read only, unless
// `write` is set. `progress` outlives their opening.
ViewsOptions SavedViewsOptions(const Invocation& invocation, Progress& progress);
// Says that the projections could not be brought up to date, and why: what was appended is in the
// log all the same.
void WarnOfStaleViews(const Status& why, const Invocation& invocation);

// Shows how far a view is; null if nothing is shown. The invocation's progress outlives it.
ViewProgress ProgressOf(const Invocation& invocation);

// The day that an option names; `otherwise` if it is not given. Errors: INVALID_ARGUMENT.
StatusOr<Day> DayOption(const Invocation& invocation, std::string_view option, Day otherwise);
Day Today();

// The lines above a table: `title`, what the answer is known at, its scope, and its lens if one is
// on.
std::string ViewHeading(const ViewRequest& request, std::string_view title, const Style& style);
// Of these, the lines below the first: the scope, and the lens.
std::string ScopeLines(const ViewQuery& query);
// The line below it if nothing is counted, saying why that may be.
std::string NothingCounted(const ViewRequest& request);

// Adds "known_at", its time, and what narrows the view.
void AddViewJson(const ViewRequest& request, nlohmann::ordered_json& json);
// Of these, only what narrows the view, and "by".
void AddScopeJson(const ViewQuery& query, nlohmann::ordered_json& json);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_VIEW_REQUEST_H_
