// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_chain.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/model/model_lens.h"
#include "tests/model/model_narrowing.h"

namespace muster::model {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The message of the kind that is set: the arrival of an arrival.
Message* FactOf(v1::Event& event) {
  const auto* reflection = event.GetReflection();
  const FieldDescriptor* kind =
      reflection->GetOneofFieldDescriptor(event, event.GetDescriptor()->FindOneofByName("fact"));
  return kind == nullptr ? nullptr : reflection->MutableMessage(&event, kind);
}

// Replaces one field whole; one that `values` leaves unset is cleared.
void ReplaceField(const std::string& name, const Message& values, Message* target) {
  const FieldDescriptor* field = target->GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) {
    // `who` is written flat in a report file. It names a contingent or a mission, so that giving
    // the one takes the other away.
    const FieldDescriptor* who = target->GetDescriptor()->FindFieldByName("who");
    if (who == nullptr) return;
    const Message& new_who = values.GetReflection()->GetMessage(values, who);
    auto* old_who = static_cast<v1::Who*>(target->GetReflection()->MutableMessage(target, who));
    ReplaceField(name, new_who, old_who);
    if (name == "contingent" && !old_who->contingent().empty()) {
      old_who->clear_mission();
      old_who->clear_contributor();
      old_who->clear_component();
    } else if (name == "mission" && !old_who->mission().empty()) {
      old_who->clear_contingent();
    }
    return;
  }
  target->GetReflection()->ClearField(target, field);
  // Merging a copy that holds nothing but this field sets it, whatever its type.
  Message* only = values.New();
  only->CopyFrom(values);
  std::vector<const FieldDescriptor*> set;
  only->GetReflection()->ListFields(*only, &set);
  for (const FieldDescriptor* other : set) {
    if (other != field) only->GetReflection()->ClearField(only, other);
  }
  target->MergeFrom(*only);
  delete only;
}

void ApplyChange(const v1::EventChange& change, v1::Event* event) {
  v1::Event values = change.values();
  Message* new_fact = FactOf(values);
  Message* fact = FactOf(*event);
  if (new_fact == nullptr || fact == nullptr ||
      new_fact->GetDescriptor() != fact->GetDescriptor()) {
    return;
  }
  for (const std::string& field : change.fields()) ReplaceField(field, *new_fact, fact);
}

bool Names(const v1::Amendment& amendment, const std::string& field) {
  if (amendment.has_event()) return true;
  const auto& fields = amendment.change().fields();
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

struct AccountAt {
  std::uint64_t position;
  v1::Account account;
};

// The accounts of the event at `root` that count, in log order.
std::vector<AccountAt> AccountsOf(const Log& log, std::uint64_t known_at, const Lens& lens,
                                  std::uint64_t root) {
  std::vector<AccountAt> accounts;
  for (std::uint64_t p = root + 1; log.Holds(p, known_at); ++p) {
    if (!log.records[p].event().has_account()) continue;
    const std::optional<v1::Event> reading = Read(log, known_at, lens, p);
    if (!reading || !reading->has_account()) continue;
    const auto& targets = reading->account().of();
    if (std::any_of(targets.begin(), targets.end(),
                    [&](const v1::Target& target) { return target.position() == root; })) {
      accounts.push_back({p, reading->account()});
    }
  }
  return accounts;
}

// The amendments and retractions of the chain.
std::vector<std::uint64_t> CorrectionsOf(const Log& log, std::uint64_t known_at,
                                         std::uint64_t root) {
  std::vector<std::uint64_t> corrections;
  for (std::uint64_t p = root + 1; log.Holds(p, known_at); ++p) {
    const v1::Event& event = log.records[p].event();
    if ((event.has_amendment() && event.amendment().has_of() &&
         event.amendment().of().position() == root) ||
        (event.has_retraction() && event.retraction().of().position() == root)) {
      corrections.push_back(p);
    }
  }
  return corrections;
}

v1::Why WhyOf(const v1::Event& correction) {
  return correction.has_amendment() ? correction.amendment().why() : correction.retraction().why();
}

bool IsAlwaysCounted(const v1::Event& event) {
  return event.has_mission() || event.has_mandate() || event.has_place() || event.has_contingent();
}

}  // namespace

std::optional<v1::Event> Read(const Log& log, std::uint64_t known_at, const Lens& lens,
                              std::uint64_t root) {
  v1::Event event = log.records[root].event();
  const bool own = Admits(lens, log, known_at, root);
  const std::vector<AccountAt> accounts = AccountsOf(log, known_at, lens, root);
  std::vector<std::uint64_t> corrections;
  for (std::uint64_t p : CorrectionsOf(log, known_at, root)) {
    // "misread follows its target under every lens; revised applies if its own report is admitted".
    if (WhyOf(log.records[p].event()) == v1::MISREAD || Admits(lens, log, known_at, p)) {
      corrections.push_back(p);
    }
  }

  // "It reads as its own report has it if that is admitted; else as the earliest admitted account
  // has it". A revision from an admitted report is an account, too, where the event's own report is
  // not.
  std::optional<AccountAt> standing_for_own;
  if (!own) {
    std::optional<std::uint64_t> earliest_revision;
    for (std::uint64_t p : corrections) {
      const v1::Event& correction = log.records[p].event();
      if (correction.has_amendment() && correction.amendment().why() == v1::REVISED &&
          !earliest_revision) {
        earliest_revision = p;
      }
    }
    if (accounts.empty() && !earliest_revision) return std::nullopt;
    if (!accounts.empty() &&
        (!earliest_revision || accounts.front().position < *earliest_revision)) {
      standing_for_own = accounts.front();
    }
  }

  // Changes accumulate; the last correction that applies decides whether the event counts. A
  // revision replaces what stood, be it the event's own word or that of the account which stands
  // for it.
  bool retracted = false;
  bool strength_revised = false;
  bool date_revised = false;
  for (std::uint64_t p : corrections) {
    const v1::Event& correction = log.records[p].event();
    retracted = correction.has_retraction();
    if (retracted) continue;
    const v1::Amendment& amendment = correction.amendment();
    if (amendment.has_event()) {
      event = amendment.event();
    } else {
      ApplyChange(amendment.change(), &event);
    }
    if (amendment.why() == v1::REVISED) {
      strength_revised = strength_revised || Names(amendment, "strength");
      date_revised = date_revised || Names(amendment, "on");
    }
  }
  if (retracted) return std::nullopt;

  Statement statement = StatementOf(event);
  if (standing_for_own && standing_for_own->account.of_size() == 1) {
    const v1::Account& account = standing_for_own->account;
    if (account.has_strength() && !strength_revised) statement.strength = account.strength();
    if (account.has_on() && !date_revised) statement.on = account.on();
    for (const v1::Part& part : account.of_which()) {
      if (!strength_revised) statement.parts[part.name()] = part.strength();
    }
  }
  // "then it is narrowed by the other admitted accounts". One of several targets narrows nothing.
  std::vector<v1::Account> narrowing;
  for (const AccountAt& account : accounts) {
    const bool stands = standing_for_own && standing_for_own->position == account.position;
    if (!stands && account.account.of_size() == 1) narrowing.push_back(account.account);
  }
  WriteStatement(Narrowed(statement, narrowing), &event);
  return event;
}

std::map<std::uint64_t, v1::Event> EffectiveSet(const Log& log, std::uint64_t known_at,
                                                const Lens& lens) {
  std::map<std::uint64_t, v1::Event> effective;
  for (std::uint64_t p = 0; log.Holds(p, known_at); ++p) {
    const v1::Event& event = log.records[p].event();
    if (event.has_amendment() || event.has_retraction() || event.has_account()) continue;
    const std::optional<v1::Event> reading =
        Read(log, known_at, IsAlwaysCounted(event) ? Lens{} : lens, p);
    if (reading) effective[p] = *reading;
  }
  return effective;
}

}  // namespace muster::model
