// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/chain.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/event_change.h"
#include "ledger/event_fields.h"
#include "ledger/narrowing.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

using google::protobuf::RepeatedPtrField;
using Parts = RepeatedPtrField<v1::Part>;

// `of_which` of an event, or null if its kind has none.
Parts* MutablePartsOf(v1::Event& event) {
  switch (event.fact_case()) {
    case v1::Event::kArrival:
      return event.mutable_arrival()->mutable_of_which();
    case v1::Event::kAssignment:
      return event.mutable_assignment()->mutable_of_which();
    case v1::Event::kDeparture:
      return event.mutable_departure()->mutable_of_which();
    case v1::Event::kLoss:
      return event.mutable_loss()->mutable_of_which();
    case v1::Event::kTransfer:
      return event.mutable_transfer()->mutable_of_which();
    case v1::Event::kDispatch:
      return event.mutable_dispatch()->mutable_of_which();
    case v1::Event::kPledge:
      return event.mutable_pledge()->mutable_of_which();
    case v1::Event::kClaim:
      return event.mutable_claim()->mutable_of_which();
    case v1::Event::kMuster:
      return event.mutable_muster()->mutable_of_which();
    default:
      return nullptr;
  }
}

v1::Part* FindPart(Parts& parts, const std::string& name) {
  for (v1::Part& part : parts) {
    if (part.name() == name) return &part;
  }
  return nullptr;
}

// Registrations and mandates count under every lens.
bool AlwaysCounts(const v1::Event& event) { return IsRegistration(event) || event.has_mandate(); }

// So does what is said of them while they are that: all but what would make something else of them.
bool LeavesAlwaysCounting(const v1::Amendment& amendment) {
  if (amendment.has_event()) return AlwaysCounts(amendment.event());
  const v1::Event& values = amendment.change().values();
  return values.fact_case() == v1::Event::FACT_NOT_SET || AlwaysCounts(values);
}

// What an amendment or a retraction is about; null for another event.
const v1::Target* CorrectedBy(const v1::Event& event) {
  if (event.has_amendment()) return &event.amendment().of();
  return event.has_retraction() ? &event.retraction().of() : nullptr;
}

// An account of the event, as corrected.
struct AccountOfEvent {
  Position position;
  Chain chain;

  // Null if it counts for nothing.
  const v1::Account* Reading() const {
    const v1::Event* event = chain.Reading();
    return event != nullptr ? &event->account() : nullptr;
  }
};

// Which parts of the event a revision has replaced, so that the account which the event would
// otherwise read as has no say in them.
struct Replaced {
  bool strength = false;
  bool date = false;
  bool parts = false;
};

}  // namespace

struct Chain::State {
  Position root;
  Position last;
  bool own_admitted = false;  // by the lens
  bool retracted = false;
  v1::Event amended;
  std::vector<AccountOfEvent> accounts;
  // The first that the lens admits: it speaks of the event as an account does.
  std::optional<Position> first_revision;
  Replaced replaced;

  // `amended` narrowed by the accounts; null as long as none counts.
  std::unique_ptr<v1::Event> reading;
  bool date_best_stated = false;
  std::vector<Position> differing;

  bool OwnCounts() const { return own_admitted || AlwaysCounts(amended); }

  // The earliest account that counts.
  const AccountOfEvent* EarliestAccount() const {
    const auto found = std::find_if(accounts.begin(), accounts.end(), [](const auto& account) {
      return account.Reading() != nullptr;
    });
    return found != accounts.end() ? &*found : nullptr;
  }

  void AddAccount(Position position, const v1::Record& record, bool counts) {
    accounts.push_back({position, Chain(position, record, counts)});
    if (!counts) return;
    if (reading == nullptr) {
      Recompute();
    } else {
      NarrowBy(accounts.back());
    }
  }

  // Null if it is none of this chain.
  AccountOfEvent* FindAccount(Position account) {
    const auto found = std::lower_bound(
        accounts.begin(), accounts.end(), account,
        [](const AccountOfEvent& candidate, Position at) { return candidate.position < at; });
    return found != accounts.end() && found->position == account ? &*found : nullptr;
  }

  void CorrectAccount(Position account, Position position, const v1::Record& correction,
                      bool counts) {
    AccountOfEvent* const found = FindAccount(account);
    if (found == nullptr) return;
    found->chain.Add(position, correction, counts);
    Recompute();
  }

  void AddAmendment(Position position, const v1::Amendment& amendment) {
    retracted = false;
    const bool revision = amendment.why() == v1::REVISED;
    if (revision && !first_revision) first_revision = position;
    if (amendment.has_event()) {
      amended = amendment.event();
      if (revision) replaced = {true, true, true};
    } else if (amendment.has_change()) {
      ApplyEventChange(amendment.change(), amended);
      if (revision) NoteReplaced(amendment.change());
    }
    Recompute();
  }

  void NoteReplaced(const v1::EventChange& change) {
    for (const std::string& field : change.fields()) {
      if (field == "strength" || field == "all") replaced.strength = true;
      if (field == "on") replaced.date = true;
      if (field == "of_which") replaced.parts = true;
    }
  }

  void Recompute() {
    reading.reset();
    differing.clear();
    const AccountOfEvent* earliest = EarliestAccount();
    if (earliest == nullptr) return;
    reading = std::make_unique<v1::Event>(amended);
    const bool account_is_earliest = !first_revision || earliest->position < *first_revision;
    if (!OwnCounts() && account_is_earliest) ReadAs(*earliest->Reading());
    const v1::Date* on = OnOf(*reading);
    date_best_stated = on != nullptr && HasBestOfItsOwn(*on);
    for (const AccountOfEvent& account : accounts) NarrowBy(account);
  }

  // The event's own report is not admitted: it reads as `earliest` has it, which takes from the
  // event what it does not say itself.
  void ReadAs(const v1::Account& account) {
    if (account.of_size() > 1) return;
    v1::Strength* strength = MutableStrengthOf(*reading);
    if (strength != nullptr && account.has_strength() && !replaced.strength) {
      *strength = account.strength();
    }
    v1::Date* on = MutableOnOf(*reading);
    if (on != nullptr && account.has_on() && !replaced.date) *on = account.on();
    Parts* parts = account.of_which().empty() ? nullptr : MutablePartsOf(*reading);
    if (parts == nullptr || replaced.parts) return;
    for (const v1::Part& said : account.of_which()) {
      v1::Part* part = FindPart(*parts, said.name());
      if (part == nullptr) part = parts->Add();
      *part = said;
    }
  }

  void NarrowBy(const AccountOfEvent& of_event) {
    const v1::Account* said = of_event.Reading();
    if (said == nullptr || said->of_size() > 1) return;
    const v1::Account& account = *said;
    v1::Strength* strength = account.has_strength() ? MutableStrengthOf(*reading) : nullptr;
    v1::Date* on = account.has_on() ? MutableOnOf(*reading) : nullptr;
    if ((strength != nullptr && !Intersects(*strength, account.strength())) ||
        (on != nullptr && !Intersects(*on, account.on()))) {
      differing.push_back(of_event.position);
      return;
    }
    if (strength != nullptr) Narrow(*strength, account.strength());
    if (on != nullptr) Narrow(*on, &date_best_stated, account.on());
    Parts* parts = account.of_which().empty() ? nullptr : MutablePartsOf(*reading);
    if (parts == nullptr) return;
    for (const v1::Part& said_part : account.of_which()) {
      v1::Part* part = FindPart(*parts, said_part.name());
      if (part == nullptr) {
        *parts->Add() = said_part;
      } else if (Intersects(part->strength(), said_part.strength())) {
        Narrow(*part->mutable_strength(), said_part.strength());
      }
    }
  }
};

Chain::Chain(Position root, const v1::Record& record, bool admitted)
    : state_(std::make_unique<State>()) {
  state_->root = root;
  state_->last = root;
  state_->own_admitted = admitted;
  state_->amended = record.event();
}

Chain::~Chain() = default;
Chain::Chain(Chain&&) noexcept = default;
Chain& Chain::operator=(Chain&&) noexcept = default;

void Chain::Add(Position position, const v1::Record& member, bool admitted) {
  MUSTER_CHECK(position > state_->last);
  state_->last = position;
  const v1::Event& event = member.event();
  const v1::Target* corrected = CorrectedBy(event);
  const bool of_account = corrected != nullptr && corrected->position() != state_->root.value;
  const bool anyway = AlwaysCounts(state_->amended) && (of_account || !event.has_amendment() ||
                                                        LeavesAlwaysCounting(event.amendment()));
  const bool counts = admitted || anyway;
  if (event.has_account()) {
    state_->AddAccount(position, member, counts);
  } else if (of_account) {
    state_->CorrectAccount(Position{corrected->position()}, position, member, counts);
  } else if (event.has_amendment()) {
    if (counts || event.amendment().why() == v1::MISREAD) {
      state_->AddAmendment(position, event.amendment());
    }
  } else if (event.has_retraction()) {
    if (counts || event.retraction().why() == v1::MISREAD) state_->retracted = true;
  }
}

Position Chain::root() const { return state_->root; }

const v1::Event* Chain::Reading() const {
  if (state_->retracted) return nullptr;
  if (state_->reading != nullptr) return state_->reading.get();
  return state_->OwnCounts() || state_->first_revision ? &state_->amended : nullptr;
}

const v1::Event& Chain::Amended() const { return state_->amended; }

bool Chain::retracted() const { return state_->retracted; }

std::span<const Position> Chain::Differing() const { return state_->differing; }

const v1::Event* Chain::AccountReading(Position position) const {
  const AccountOfEvent* const account = state_->FindAccount(position);
  return account != nullptr ? account->chain.Reading() : nullptr;
}

}  // namespace muster
