// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Mandates: who is authorised to how many, from when until when, in one state of knowledge.
#ifndef MUSTER_PROJECTIONS_MANDATES_H_
#define MUSTER_PROJECTIONS_MANDATES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/view.h"
#include "projections/world.h"

namespace muster {

// One period of authority, by the best days of its dates.
struct Mandate {
  Position root;
  std::string mission;
  std::string instrument;            // may be empty
  std::optional<People> authorised;  // nullopt: it says no number
  Day on;
  std::optional<Day> until;  // it is in force on that day, too
  friend bool operator==(const Mandate&, const Mandate&) = default;
};

// Thread-compatible.
class Mandates {
 public:
  // Those that stand, of the missions that `where` asks for. None if it asks for less than whole
  // missions, or for a part of the strength: nobody authorises a contributor. Errors: DATA_LOSS.
  static StatusOr<Mandates> Of(const World& world, const ViewQuery& query);

  // In the order of the log.
  const std::vector<Mandate>& all() const { return mandates_; }
  // By mission, of the mandates in force on `day` that say how many the one that began last; of
  // those of one day, the last in the log.
  std::map<std::string, People> AuthorisedOn(Day day) const;
  // The days on which AuthorisedOn may change, ascending.
  std::vector<Day> Days() const;

 private:
  std::vector<Mandate> mandates_;
};

// Adds up bound by bound; what has no upper bound leaves none.
void AddPeople(const People& people, std::optional<People>& sum);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_MANDATES_H_
