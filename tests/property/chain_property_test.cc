// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a chain reads like the model's, whatever its accounts, amendments and retractions, and
// whichever of their reports the lens admits. Method: random chains, folded by both.
#include <fmt/format.h>

#include <map>
#include <optional>

#include "ledger/chain.h"
#include "ledger/strength.h"
#include "tests/model/model_chain.h"
#include "tests/property/choices.h"
#include "tests/property/property.h"
#include "tests/property/random_field.h"

namespace muster {
namespace {

const std::string kAdmitted(32, 'y');
const std::string kOutside(32, 'n');

v1::Strength StrengthOf(Chooser& choose) { return ParseStrength(RandomStrength(choose)).value(); }
v1::Date DateOf(Chooser& choose) { return ParseDate(RandomDate(choose)).value(); }

template <typename Fact>
void AddParts(Chooser& choose, Fact* fact) {
  for (const char* name : {"men", "women"}) {
    if (!choose.Percent(20)) continue;
    v1::Part* part = fact->add_of_which();
    part->set_name(name);
    *part->mutable_strength() = StrengthOf(choose);
  }
}

v1::Event RandomRoot(Chooser& choose) {
  v1::Event event;
  const auto fill = [&](auto& fact) {
    *fact.mutable_strength() = StrengthOf(choose);
    *fact.mutable_on() = DateOf(choose);
    AddParts(choose, &fact);
  };
  switch (choose.Weighted<int>({{0, 50}, {1, 20}, {2, 12}, {3, 18}})) {
    case 3:
      event.mutable_mandate()->set_mission("M-1");
      *event.mutable_mandate()->mutable_on() = DateOf(choose);
      break;
    case 1:
      event.mutable_muster()->mutable_scope()->add_mission("M-1");
      fill(*event.mutable_muster());
      break;
    case 2:
      event.mutable_departure()->set_all(true);
      event.mutable_departure()->mutable_who()->set_contingent("KEN-1");
      *event.mutable_departure()->mutable_on() = DateOf(choose);
      break;
    default:
      event.mutable_arrival()->mutable_who()->set_mission("M-1");
      event.mutable_arrival()->mutable_who()->set_contributor("KEN");
      event.mutable_arrival()->set_place("P/a");
      fill(*event.mutable_arrival());
  }
  return event;
}

// A change of fields that every kind has, or of some that only an arrival has.
void RandomChange(Chooser& choose, const v1::Event& target, v1::Amendment* amendment) {
  v1::EventChange& change = *amendment->mutable_change();
  const auto fill = [&](auto& fact) {
    if (choose.Percent(40)) {
      *fact.mutable_on() = DateOf(choose);
      change.add_fields("on");
    }
    if (choose.Percent(15)) {
      AddParts(choose, &fact);
      change.add_fields("of_which");
    }
    if (choose.Percent(60) || change.fields().empty()) {
      *fact.mutable_strength() = StrengthOf(choose);
      change.add_fields("strength");
    }
  };
  if (target.has_muster()) fill(*change.mutable_values()->mutable_muster());
  if (target.has_mandate()) {
    change.add_fields("on");
    *change.mutable_values()->mutable_mandate()->mutable_on() = DateOf(choose);
  }
  if (target.has_departure()) {
    change.add_fields("on");
    *change.mutable_values()->mutable_departure()->mutable_on() = DateOf(choose);
  }
  if (target.has_arrival()) {
    v1::Arrival& arrival = *change.mutable_values()->mutable_arrival();
    if (choose.Percent(25)) {
      change.add_fields("contingent");
      arrival.mutable_who()->set_contingent("KEN-1");
    } else {
      fill(arrival);
    }
  }
}

// A correction of an account.
v1::Event RandomAccountCorrection(Chooser& choose, std::uint64_t account) {
  v1::Event event;
  const v1::Why why = choose.Percent(50) ? v1::MISREAD : v1::REVISED;
  if (choose.Percent(30)) {
    event.mutable_retraction()->mutable_of()->set_position(account);
    event.mutable_retraction()->set_why(why);
    return event;
  }
  v1::Amendment& amendment = *event.mutable_amendment();
  amendment.mutable_of()->set_position(account);
  amendment.set_why(why);
  v1::EventChange& change = *amendment.mutable_change();
  if (choose.Percent(40)) {
    change.add_fields("on");
    *change.mutable_values()->mutable_account()->mutable_on() = DateOf(choose);
  }
  if (choose.Percent(60) || change.fields().empty()) {
    change.add_fields("strength");
    *change.mutable_values()->mutable_account()->mutable_strength() = StrengthOf(choose);
  }
  return event;
}

v1::Event RandomMember(Chooser& choose, const std::vector<std::uint64_t>& accounts,
                       v1::Event* amended) {
  v1::Event event;
  if (!accounts.empty() && choose.Percent(30)) {
    return RandomAccountCorrection(choose, accounts[choose.Below(int(accounts.size()))]);
  }
  const int form = choose.Weighted<int>({{0, 50}, {1, 32}, {2, 8}, {3, 10}});
  const v1::Why why = choose.Percent(50) ? v1::MISREAD : v1::REVISED;
  if (form == 0) {
    v1::Account& account = *event.mutable_account();
    account.add_of()->set_position(0);
    if (choose.Percent(15)) account.add_of()->set_position(1000);
    if (!choose.Percent(30)) *account.mutable_strength() = StrengthOf(choose);
    if (choose.Percent(50)) *account.mutable_on() = DateOf(choose);
    AddParts(choose, &account);
  } else if (form == 1 || form == 2) {
    v1::Amendment& amendment = *event.mutable_amendment();
    amendment.mutable_of()->set_position(0);
    amendment.set_why(why);
    if (form == 1) {
      RandomChange(choose, *amended, &amendment);
    } else {
      *amendment.mutable_event() = RandomRoot(choose);
      *amended = amendment.event();
    }
  } else {
    event.mutable_retraction()->mutable_of()->set_position(0);
    event.mutable_retraction()->set_why(why);
  }
  return event;
}

std::string Numbers(const v1::Strength& strength) {
  return fmt::format("{}..{} best {}{}", strength.least(),
                     strength.has_most() ? fmt::format("{}", strength.most()) : "", strength.best(),
                     strength.best_stated() ? " stated" : "");
}
std::string Numbers(const v1::Date& date) {
  return fmt::format("{}/{} best {}", date.has_earliest() ? fmt::format("{}", date.earliest()) : "",
                     date.latest(), date.best());
}

// Everything that decides how an event counts; not the wordings.
std::string Decisive(const v1::Event* event) {
  if (event == nullptr) return "nothing";
  const auto show = [](const auto& fact) {
    std::map<std::string, std::string> parts;
    for (const v1::Part& part : fact.of_which()) parts[part.name()] = Numbers(part.strength());
    std::string shown = fact.has_strength() ? Numbers(fact.strength()) : "-";
    for (const auto& [name, part] : parts) shown += fmt::format(" {} {}", name, part);
    return shown + " on " + Numbers(fact.on());
  };
  if (event->has_arrival()) {
    return "arrival " + event->arrival().who().ShortDebugString() + show(event->arrival());
  }
  if (event->has_muster()) return "muster " + show(event->muster());
  if (event->has_departure()) return "departure " + show(event->departure());
  if (event->has_mandate()) return "mandate on " + Numbers(event->mandate().on());
  return event->ShortDebugString();
}

TEST(ChainProperty, ReadsLikeTheModel) {
  CheckProperty(3000, [] {
    const std::vector<Choices> plan = *ChoicesList(8);
    model::Log log;
    log.reports[kAdmitted].report.set_source("yes");
    log.reports[kOutside].report.set_source("no");
    Lens lens;
    lens.sources = {"yes"};

    std::optional<Chain> chain;
    v1::Event amended;
    std::vector<std::uint64_t> accounts;
    std::string shown;
    for (std::size_t i = 0; i <= plan.size(); ++i) {
      static const Choices kPlain;
      Chooser choose(i < plan.size() ? plan[i] : kPlain);
      if (i == plan.size() && chain) break;
      v1::Record record;
      const bool admitted = !choose.Percent(35);
      record.set_position(log.records.size());
      record.set_report(admitted ? kAdmitted : kOutside);
      if (chain) {
        *record.mutable_event() = RandomMember(choose, accounts, &amended);
        if (record.event().has_account()) accounts.push_back(record.position());
        chain->Add(Position{record.position()}, record, admitted);
      } else {
        *record.mutable_event() = amended = RandomRoot(choose);
        chain.emplace(Position{0}, record, admitted);
      }
      log.records.push_back(record);
      shown += fmt::format("{} {}\n", admitted ? "in " : "out", record.event().ShortDebugString());

      const std::optional<v1::Event> expected = model::Read(log, log.records.size(), lens, 0);
      const std::string model_reads = Decisive(expected ? &*expected : nullptr);
      const std::string chain_reads = Decisive(chain->Reading());
      if (model_reads != chain_reads) {
        RC_FAIL(fmt::format("{}chain: {}\nmodel: {}", shown, chain_reads, model_reads));
      }
    }
  });
}

}  // namespace
}  // namespace muster
