// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Logs written by hand, for the tests of the model: records as admission would have stored them.
#ifndef MUSTER_TESTS_MODEL_LOG_BUILDER_H_
#define MUSTER_TESTS_MODEL_LOG_BUILDER_H_

#include <cstdint>
#include <string>

#include "projections/view.h"
#include "tests/model/model_log.h"

namespace muster::model {

struct ReportWords {
  std::string published = {};
  std::string grade = {};
  std::string agency = {};
};

// Adds events to a log. Strengths and dates are written as in a report file; a `who` is a
// contingent's id, or "mission", "mission contributor" or "mission contributor component" with
// blanks between them.
class LogBuilder {
 public:
  // What follows is of this report. Without one, events have no report, as those of commands.
  void Report(const std::string& source, const ReportWords& words = {});

  std::uint64_t Contingent(const std::string& id, const std::string& mission,
                           const std::string& contributor, const std::string& component = "");
  std::uint64_t Arrival(const std::string& who, const std::string& strength,
                        const std::string& place, const std::string& on);
  std::uint64_t Departure(const std::string& who, const std::string& strength,
                          const std::string& place, const std::string& on);
  // Whoever is there; an empty place is any.
  std::uint64_t DepartureOfAll(const std::string& who, const std::string& place,
                               const std::string& on);
  std::uint64_t Loss(const std::string& who, const std::string& strength, const std::string& place,
                     const std::string& on);
  // Places and duties; `until` may be empty.
  struct Ends {
    std::string from_place = "unspecified";
    std::string from_duty = "unspecified";
    std::string to_place = "unspecified";
    std::string to_duty = "unspecified";
  };
  std::uint64_t Assignment(const std::string& who, const std::string& strength, const Ends& ends,
                           const std::string& on, const std::string& until = "");
  std::uint64_t Transfer(const std::string& from, const std::string& to,
                         const std::string& strength, const std::string& place,
                         const std::string& on);
  std::uint64_t Account(std::uint64_t of, const std::string& strength, const std::string& on = "");
  std::uint64_t Retraction(std::uint64_t of, v1::Why why);
  // Changes the strength or the date of an event of `kind`, as named in the report file.
  std::uint64_t Revision(std::uint64_t of, const std::string& kind, const std::string& strength,
                         const std::string& on = "", v1::Why why = v1::REVISED);
  std::uint64_t Add(const v1::Event& event);

  const Log& log() const { return log_; }
  std::uint64_t size() const { return log_.records.size(); }

 private:
  Log log_;
  std::string report_;
};

v1::Strength StrengthOf(const std::string& words);
v1::Date DateOf(const std::string& words);
v1::Who WhoOf(const std::string& words);

// A muster to be filled in further: `scope` in the form "contributor=KEN place=HTI/Ouest".
v1::Event MusterOf(const std::string& scope, const std::string& strength, const std::string& on);
void AddLine(v1::Event* muster, const std::string& scope, const std::string& strength);

// What a muster says, as a claim.
v1::Event ClaimOf(const v1::Event& muster);
v1::Event ClaimOf(const std::string& scope, const std::string& strength, const std::string& on);
v1::Event PledgeOf(const std::string& scope, const std::string& strength, const std::string& on);
v1::Event DispatchOf(const std::string& who, const std::string& strength, const std::string& on);
// `until` may be empty.
v1::Event MandateOf(const std::string& mission, const std::string& strength, const std::string& on,
                    const std::string& until);

Day DayOf(const std::string& words);

// The query "--where A=B" for each word "A=B" of `where`, of all that the log knows.
ViewQuery QueryOf(const LogBuilder& builder, const std::string& where = "");

// The numbers of the total at the end of a day: "600..617 best 617", or "none" of losses only.
std::string TotalAt(const LogBuilder& builder, const std::string& on, const ViewQuery& query);
std::string TotalAt(const LogBuilder& builder, const std::string& on,
                    const std::string& where = "");
std::string Show(const People& people);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_LOG_BUILDER_H_
