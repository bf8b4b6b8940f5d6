// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Random movements and corrections, admitted one after the other: defaults, likely duplicates and
// targets in words must be what reading the whole log gives.
#include "tests/ledger/admission_oracle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "ledger/date.h"
#include "ledger/event_fields.h"
#include "ledger/event_parser.h"
#include "tests/support/ledger_case.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

// Numbers below a bound, from one random stream, so that a failing case shrinks.
class Dice {
 public:
  int operator()(int bound) { return *rc::gen::resize(100, rc::gen::inRange(0, bound)); }
  bool OneIn(int bound) { return (*this)(bound) == 0; }
  template <std::size_t size>
  std::string Of(const char* const (&words)[size]) {
    return words[(*this)(static_cast<int>(size))];
  }
};

constexpr const char* kWho[] = {"contingent: KEN-1", "contingent: KEN-2", "contingent: KEN-1/SWAT",
                                "mission: M, contributor: KEN", "mission: M"};
constexpr const char* kPlaces[] = {"A", "A/B", "A/C", "D", "unspecified"};
constexpr const char* kDuties[] = {"guard", "patrol", "unspecified"};
constexpr const char* kKinds[] = {"arrival", "assignment", "departure", "loss", "transfer"};
constexpr const char* kNames[] = {"KEN-1", "KEN-2", "KEN-1/SWAT", "KEN", "JAM"};

std::string Day(Dice& dice) { return "2024-01-" + std::to_string(10 + dice(15)); }

std::string Date(Dice& dice) {
  switch (dice(8)) {
    case 0:
      return "2024-01";
    case 1:
      return "../" + Day(dice);
    case 2:
      return Day(dice) + "~";
    case 3:
      return "2024-01-05/" + Day(dice);
    default:
      return Day(dice);
  }
}

std::string Post(Dice& dice, const std::string& field) {
  switch (dice(4)) {
    case 0:
      return ", " + field + ": {place: " + dice.Of(kPlaces) + "}";
    case 1:
      return ", " + field + ": {duty: " + dice.Of(kDuties) + "}";
    case 2:
      return ", " + field + ": {place: " + dice.Of(kPlaces) + ", duty: " + dice.Of(kDuties) + "}";
    default:
      return "";
  }
}

// A movement in YAML, as the fields of an entry.
std::string Movement(Dice& dice) {
  const std::string on = ", on: " + Date(dice);
  switch (dice(5)) {
    case 0:
    case 1: {
      const std::string place = dice.OneIn(4) ? "" : ", place: " + dice.Of(kPlaces);
      return "arrival: {" + dice.Of(kWho) + ", strength: 5" + place + on + "}";
    }
    case 2: {
      const std::string until = dice.OneIn(2) ? ", until: 2024-02-01" : ", until: 2024-01-31";
      return "assignment: {" + dice.Of(kWho) + ", strength: 5" + Post(dice, "from") +
             Post(dice, "to") + on + (dice.OneIn(2) ? until : "") + "}";
    }
    case 3:
      return dice.OneIn(2)
                 ? "departure: {" + dice.Of(kWho) + ", strength: " + (dice.OneIn(3) ? "all" : "5") +
                       Post(dice, "from") + on + "}"
                 : "loss: {" + dice.Of(kWho) + ", strength: 1" + Post(dice, "from") + on +
                       (dice.OneIn(2) ? std::string() : ", at: " + dice.Of(kPlaces)) + "}";
    default:
      return "transfer: {contingent: KEN-1, to_contingent: KEN-2, strength: 5" +
             Post(dice, "from") + Post(dice, "to") + on + "}";
  }
}

// What the entry says of `from`, before defaults.
v1::Event Written(const std::string& movement) {
  const ReportDraft draft = DraftFromYaml(Report("x", "- " + movement));
  Refusals refusals;
  return *ParseReportDraft(draft, refusals).events.at(0).event;
}

// Whether the posts of `admitted`, written as `written`, have the defaults that the log gives.
void CheckDefaults(const v1::Event& written, const v1::Event& admitted,
                   const AdmissionOracle& oracle, std::optional<std::uint64_t> without) {
  RC_ASSERT(written.fact_case() == admitted.fact_case());
  if (admitted.has_departure() && admitted.departure().all()) {
    // What it leaves out is any.
    RC_ASSERT(admitted.departure().from().SerializeAsString() ==
              written.departure().from().SerializeAsString());
    return;
  }
  const v1::PlaceDuty* from = FromOf(admitted);
  if (from == nullptr) return;
  const v1::PlaceDuty said = FromOf(written) != nullptr ? *FromOf(written) : v1::PlaceDuty();
  std::string who = AdmissionOracle::Who(admitted);
  if (admitted.has_transfer()) who += "|||";
  const OraclePost expected = oracle.From(who, said.place(), OnOf(admitted)->best(), without);
  RC_ASSERT(from->place() == (said.has_place() ? said.place() : expected.place));
  RC_ASSERT(from->duty() == (said.has_duty() ? said.duty() : expected.duty));
  const v1::PlaceDuty* to = ToOf(admitted);
  if (to == nullptr) return;
  const v1::PlaceDuty said_to = ToOf(written) != nullptr ? *ToOf(written) : v1::PlaceDuty();
  RC_ASSERT(to->place() == (said_to.has_place() ? said_to.place() : from->place()));
  RC_ASSERT(to->duty() == (said_to.has_duty() ? said_to.duty() : "unspecified"));
}

class OracleRun {
 public:
  OracleRun() { case_.AdmitNames(); }

  void Step(Dice& dice) {
    const AdmissionOracle oracle(case_.ledger(), LogSize{case_.size()});
    const std::vector<std::uint64_t> movements = oracle.Movements();
    const int choice = dice(movements.empty() ? 1 : 10);
    if (choice < 5) {
      AppendMovement(dice, oracle);
    } else if (choice < 6) {
      NameInWords(dice, oracle);
    } else {
      Correct(dice, oracle, movements.at(dice(static_cast<int>(movements.size()))));
    }
    if (dice.OneIn(10)) case_.Reopen();
  }

 private:
  std::vector<std::string> Rules(const std::string& events) {
    return case_.Rules(Report("R" + std::to_string(++reports_), events));
  }

  void AppendMovement(Dice& dice, const AdmissionOracle& oracle) {
    const std::string movement = Movement(dice);
    const bool distinct = dice.OneIn(3);
    const v1::Event written = Written(movement);
    const std::uint64_t position = case_.size();
    const std::vector<std::string> rules =
        Rules("- " + movement + (distinct ? "\n  distinct: true" : ""));
    if (!rules.empty()) {
      RC_ASSERT(rules == std::vector<std::string>{"likely-duplicate"});
      RC_ASSERT(!distinct);
      // What it would have been admitted as.
      v1::Event event = written;
      if (event.has_arrival() && event.arrival().place().empty()) {
        event.mutable_arrival()->set_place("unspecified");
      }
      if (FromOf(event) != nullptr || event.has_loss() || event.has_departure()) {
        Fill(oracle, event);
      }
      RC_ASSERT(oracle.IsLikelyDuplicate(event));
      return;
    }
    const v1::Event admitted = case_.Event(position);
    RC_ASSERT(!oracle.IsLikelyDuplicate(admitted));
    CheckDefaults(written, admitted, oracle, std::nullopt);
  }

  static void Fill(const AdmissionOracle& oracle, v1::Event& event) {
    v1::PlaceDuty* from = event.has_loss()        ? event.mutable_loss()->mutable_from()
                          : event.has_departure() ? event.mutable_departure()->mutable_from()
                                                  : nullptr;
    if (from == nullptr || (event.has_departure() && event.departure().all())) return;
    const OraclePost post =
        oracle.From(AdmissionOracle::Who(event), from->place(), OnOf(event)->best());
    if (!from->has_place()) from->set_place(post.place);
    if (!from->has_duty()) from->set_duty(post.duty);
  }

  void NameInWords(Dice& dice, const AdmissionOracle& oracle) {
    const std::string kind = dice.Of(kKinds);
    const std::string name = dice.Of(kNames);
    const std::string day = Day(dice);
    const std::set<std::uint64_t> named = oracle.Named(kind, name, ParseDay(day)->value);
    const std::vector<std::string> rules =
        Rules("- account: {of: " + kind + " " + name + " " + day + ", strength: unknown}");
    if (named.size() == 1) {
      RC_ASSERT(rules.empty());
      RC_ASSERT(case_.Event(case_.size() - 1).account().of(0).position() == *named.begin());
    } else {
      RC_ASSERT(rules ==
                std::vector<std::string>{named.empty() ? "no-such-target" : "ambiguous-target"});
    }
  }

  void Correct(Dice& dice, const AdmissionOracle& oracle, std::uint64_t root) {
    const std::string of = "{of: " + std::to_string(root) + ", ";
    const bool retracted = oracle.Reading(root) == nullptr;
    switch (dice(4)) {
      case 0:
        RC_ASSERT(Rules("- retraction: " + of + "why: misread}").empty() == !retracted);
        return;
      case 1:
        RC_ASSERT(Rules("- account: " + of + "on: " + Date(dice) + "}").empty() == !retracted);
        return;
      case 2:
        Rules("- amendment: " + of + "change: {on: " + Date(dice) + "}, why: misread}");
        return;
      default: {
        const std::string movement = Movement(dice);
        const std::uint64_t position = case_.size();
        RC_ASSERT(Rules("- amendment: " + of + "event: {" + movement + "}, why: misread}").empty());
        CheckDefaults(Written(movement), case_.Event(position).amendment().event(), oracle, root);
      }
    }
  }

  LedgerCase case_;
  int reports_ = 0;
};

RC_GTEST_PROP(AdmissionOracleTest, AdmissionFindsWhatReadingTheWholeLogFinds, ()) {
  OracleRun run;
  Dice dice;
  const int steps = 1 + dice(40);
  for (int i = 0; i < steps; ++i) run.Step(dice);
}

}  // namespace
}  // namespace muster
