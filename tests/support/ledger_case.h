// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Ledger case: a ledger in memory under a clock of its own, appended to in YAML, for tests.
#ifndef MUSTER_TESTS_SUPPORT_LEDGER_CASE_H_
#define MUSTER_TESTS_SUPPORT_LEDGER_CASE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "muster/v1/record.pb.h"
#include "tests/support/memory_log.h"

namespace muster {

class ManualClock : public Clock {
 public:
  Time Now() override { return now; }
  Time now = Time(std::chrono::microseconds(1'735'689'600'000'000));  // 2025-01-01
};

// A report with the given events, each a line of a list, under a title that makes it another
// report.
//   Report("A", "- arrival: {...}")
std::string Report(std::string_view title, std::string_view events, std::string_view text = {});

// REQUIRES: used by one thread, but for ledger().
class LedgerCase {
 public:
  LedgerCase();

  // Appends reports in YAML, one a draft. Files are called "a.yaml", "b.yaml", …
  AppendResult Append(const std::vector<std::string>& reports, AppendOptions options = {});
  AppendResult Append(const std::string& report) {
    return Append(std::vector<std::string>{report});
  }
  // The same, and expects that nothing is refused.
  AppendResult Admit(const std::string& report);
  // The rules that one report is refused by, in order.
  std::vector<std::string> Rules(const std::string& report);

  // A mission M, places A/B, A/C and D, contingents KEN-1, KEN-2 (KEN, police), JAM-1 (JAM,
  // military) and KEN-1/SWAT. Eight records.
  void AdmitNames();

  // Closes the ledger and opens it again on the same log.
  void Reopen();

  Ledger& ledger() { return *ledger_; }
  MemoryLog& log() { return *log_; }
  ManualClock& clock() { return clock_; }
  std::uint64_t size() const { return ledger_->Head().size.value; }
  v1::Record Record(std::uint64_t position) const { return **ledger_->ReadRecord({position}); }
  v1::Event Event(std::uint64_t position) const { return Record(position).event(); }

 private:
  std::shared_ptr<MemoryLog> log_;
  ManualClock clock_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_LEDGER_CASE_H_
