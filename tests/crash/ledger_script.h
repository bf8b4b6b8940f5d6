// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What the ledger of a crash test holds: the reports of several threads, each thread's in order.
// Everything follows from the thread's and the report's number.
#ifndef MUSTER_TESTS_CRASH_LEDGER_SCRIPT_H_
#define MUSTER_TESTS_CRASH_LEDGER_SCRIPT_H_

#include <array>
#include <cstdint>
#include <filesystem>

#include "ledger/draft.h"
#include "ledger/ledger.h"
#include "ledger/status.h"

namespace muster {

inline constexpr std::size_t kScriptThreads = 3;
using ReportCounts = std::array<std::uint64_t, kScriptThreads>;

// The mission, the place and the contingents. The first report of the ledger.
ReportDraft ScriptedNames();

// Some arrivals of one person each; every third report has a document.
ReportDraft ScriptedReport(std::size_t thread, std::uint64_t number);

// How many reports of each thread there are. Errors: INTERNAL if a thread's reports are not 0, 1,
// 2, ..., or one of them is not whole: its events, its document; those of the ledger.
StatusOr<ReportCounts> CheckReports(const Ledger& ledger);

// Whether the views, going on from what is saved below `directory`, answer like views that fold the
// log from zero, and count each arrival once. Errors: INTERNAL; those of the views.
Status CheckViews(const Ledger& ledger, const std::filesystem::path& directory);

}  // namespace muster

#endif  // MUSTER_TESTS_CRASH_LEDGER_SCRIPT_H_
