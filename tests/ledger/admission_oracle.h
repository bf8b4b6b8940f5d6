// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Admission oracle: defaults, likely duplicates and the events that words name, found by reading
// the whole log every time. Slow and obvious.
#ifndef MUSTER_TESTS_LEDGER_ADMISSION_ORACLE_H_
#define MUSTER_TESTS_LEDGER_ADMISSION_ORACLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "muster/v1/record.pb.h"

namespace muster {

struct OraclePost {
  std::string place;
  std::string duty;
  friend bool operator==(const OraclePost&, const OraclePost&) = default;
};

class AdmissionOracle {
 public:
  // Reads the log of `ledger` up to `until`.
  AdmissionOracle(const Ledger& ledger, LogSize until);

  // Where people of `who` (see Who) leave from by default on `day`, a place being given or not,
  // events of the chain `without` left out.
  OraclePost From(const std::string& who, const std::string& place, int day,
                  std::optional<std::uint64_t> without = std::nullopt) const;

  // Whether `event`, of a report that is not recorded yet, is a likely duplicate.
  bool IsLikelyDuplicate(const v1::Event& event) const;

  // The events of a kind of `name`, a contingent or a contributor of the test's names, on `day`.
  std::set<std::uint64_t> Named(const std::string& kind, const std::string& name, int day) const;

  // The roots of movements, retracted ones too.
  std::vector<std::uint64_t> Movements() const;
  // Null if retracted.
  const v1::Event* Reading(std::uint64_t root) const;

  // Whom an event takes from, in one string; whom a transfer gives to.
  static std::string Who(const v1::Event& event);
  static std::string Receiver(const v1::Event& event);

 private:
  std::map<std::uint64_t, std::optional<v1::Event>> readings_;
};

}  // namespace muster

#endif  // MUSTER_TESTS_LEDGER_ADMISSION_ORACLE_H_
