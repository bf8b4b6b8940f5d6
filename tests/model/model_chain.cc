// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_chain.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <map>
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

// Whether values of `a` can be put into `b`.
bool SameType(const FieldDescriptor& a, const FieldDescriptor& b) {
  return a.type() == b.type() && a.is_repeated() == b.is_repeated() &&
         a.message_type() == b.message_type() && a.enum_type() == b.enum_type();
}

// Copies a field that is set from one message to one that may be of another kind.
void CopyField(const Message& from, const FieldDescriptor* from_field, Message* to,
               const FieldDescriptor* to_field) {
  const auto* read = from.GetReflection();
  const auto* write = to->GetReflection();
  if (from_field->is_repeated()) {
    for (int i = 0; i < read->FieldSize(from, from_field); ++i) {
      if (from_field->message_type() != nullptr) {
        write->AddMessage(to, to_field)->CopyFrom(read->GetRepeatedMessage(from, from_field, i));
      } else {
        write->AddString(to, to_field, read->GetRepeatedString(from, from_field, i));
      }
    }
    return;
  }
  switch (from_field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      write->MutableMessage(to, to_field)->CopyFrom(read->GetMessage(from, from_field));
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      write->SetString(to, to_field, read->GetString(from, from_field));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      write->SetBool(to, to_field, read->GetBool(from, from_field));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      write->SetEnumValue(to, to_field, read->GetEnumValue(from, from_field));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      write->SetDouble(to, to_field, read->GetDouble(from, from_field));
      break;
    default:
      // No event has a field of another type.
      std::abort();
  }
}

// Replaces one field whole; one that `values` leaves unset is cleared. A lens that leaves out a
// change of the event's kind may leave a change of the new kind: it applies as far as both kinds
// have the field.
void ReplaceField(const std::string& name, const Message& values, Message* target) {
  const FieldDescriptor* from = values.GetDescriptor()->FindFieldByName(name);
  const FieldDescriptor* to = target->GetDescriptor()->FindFieldByName(name);
  if (from != nullptr && to != nullptr) {
    if (!SameType(*from, *to)) return;
    target->GetReflection()->ClearField(target, to);
    const bool set = from->is_repeated() || values.GetReflection()->HasField(values, from);
    if (set) CopyField(values, from, target, to);
    return;
  }
  // `who` is written flat in a report file. It names a contingent or a mission, so that giving the
  // one takes the other away.
  const FieldDescriptor* who_from = values.GetDescriptor()->FindFieldByName("who");
  const FieldDescriptor* who_to = target->GetDescriptor()->FindFieldByName("who");
  if (who_from == nullptr || who_to == nullptr) return;
  const Message& new_who = values.GetReflection()->GetMessage(values, who_from);
  auto* who = static_cast<v1::Who*>(target->GetReflection()->MutableMessage(target, who_to));
  ReplaceField(name, new_who, who);
  if (name == "contingent" && !who->contingent().empty()) {
    who->clear_mission();
    who->clear_contributor();
    who->clear_component();
  } else if (name == "mission" && !who->mission().empty()) {
    who->clear_contingent();
  }
}

void ApplyChange(const v1::EventChange& change, v1::Event* event) {
  v1::Event values = change.values();
  for (const std::string& field : change.fields()) {
    if (field == "grade") event->set_grade(values.grade());
    if (field == "according_to") event->set_according_to(values.according_to());
    if (field == "distinct") event->set_distinct(values.distinct());
  }
  Message* new_fact = FactOf(values);
  Message* fact = FactOf(*event);
  if (new_fact == nullptr || fact == nullptr) return;
  for (const std::string& field : change.fields()) ReplaceField(field, *new_fact, fact);
}

bool Names(const v1::Amendment& amendment, const std::string& field) {
  if (amendment.has_event()) return true;
  const auto& fields = amendment.change().fields();
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}
// Whether what a record says counts though the lens does not admit it, by its position.
using CountsAnyway = std::function<bool(std::uint64_t)>;

std::optional<v1::Event> ReadWith(const Log& log, std::uint64_t known_at, const Lens& lens,
                                  std::uint64_t root, const CountsAnyway& anyway);

// By positions from which on it is known, whether the event is a registration or a mandate.
CountsAnyway Since(const std::map<std::uint64_t, bool>& always) {
  return
      [&always](std::uint64_t position) { return std::prev(always.upper_bound(position))->second; };
}

// The accounts of the event at `root` that count, in log order.
std::vector<AccountAt> AccountsOf(const Log& log, std::uint64_t known_at, const Lens& lens,
                                  std::uint64_t root, const CountsAnyway& anyway) {
  std::vector<AccountAt> accounts;
  for (std::uint64_t p = root + 1; log.Holds(p, known_at); ++p) {
    if (!log.records[p].event().has_account()) continue;
    const std::optional<v1::Event> reading = ReadWith(log, known_at, lens, p, anyway);
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

// Whether a correction leaves what it corrects a registration or a mandate.
bool LeavesAlwaysCounted(const v1::Event& correction) {
  const v1::Amendment& amendment = correction.amendment();
  if (correction.has_retraction()) return true;
  return IsAlwaysCounted(amendment.has_event() ? amendment.event() : amendment.change().values());
}

void Amend(const v1::Amendment& amendment, v1::Event* event) {
  if (amendment.has_event()) {
    *event = amendment.event();
  } else {
    ApplyChange(amendment.change(), event);
  }
}

// The corrections of a chain that apply. `always`: the positions from which the event is, or is no
// longer, one that always counts.
std::vector<std::uint64_t> Applying(const Log& log, std::uint64_t known_at, const Lens& lens,
                                    std::uint64_t root, const CountsAnyway& anyway,
                                    std::map<std::uint64_t, bool>* always) {
  v1::Event event = log.records[root].event();
  (*always)[root] = IsAlwaysCounted(event);
  std::vector<std::uint64_t> applying;
  for (std::uint64_t p : CorrectionsOf(log, known_at, root)) {
    const v1::Event& correction = log.records[p].event();
    // "misread follows its target under every lens; revised applies if its own report is admitted";
    // "registrations and mandates always count".
    if (WhyOf(correction) != v1::MISREAD && !Admits(lens, log, known_at, p) && !anyway(p) &&
        !(IsAlwaysCounted(event) && LeavesAlwaysCounted(correction))) {
      continue;
    }
    applying.push_back(p);
    if (correction.has_amendment()) Amend(correction.amendment(), &event);
    (*always)[p] = IsAlwaysCounted(event);
  }
  return applying;
}

// What a revision has replaced: the event's own word, or that of the account which stands for it.
struct Revised {
  bool strength = false;
  bool date = false;
  bool parts = false;
};

// Changes accumulate; the last correction that applies decides whether the event counts. False: it
// does not.
bool ApplyCorrections(const Log& log, const std::vector<std::uint64_t>& corrections,
                      v1::Event* event, Revised* revised) {
  bool retracted = false;
  for (std::uint64_t p : corrections) {
    const v1::Event& correction = log.records[p].event();
    retracted = correction.has_retraction();
    if (retracted) continue;
    const v1::Amendment& amendment = correction.amendment();
    Amend(amendment, event);
    if (amendment.why() == v1::REVISED) {
      revised->strength = revised->strength || Names(amendment, "strength");
      revised->date = revised->date || Names(amendment, "on");
      revised->parts = revised->parts || Names(amendment, "of_which");
    }
  }
  return !retracted;
}

// "Which takes from the event what it does not say itself". What the event does not have, such as
// the strength of a departure of all, no account gives it.
void LetStandForOwn(const v1::Account& account, const Revised& revised, Statement* statement) {
  if (account.of_size() != 1) return;
  if (statement->strength && account.has_strength() && !revised.strength) {
    statement->strength = account.strength();
  }
  if (account.has_on() && !revised.date) statement->on = account.on();
  for (const v1::Part& part : account.of_which()) {
    if (!revised.parts) statement->parts[part.name()] = part.strength();
  }
}

std::optional<v1::Event> ReadWith(const Log& log, std::uint64_t known_at, const Lens& lens,
                                  std::uint64_t root, const CountsAnyway& anyway) {
  v1::Event event = log.records[root].event();
  std::map<std::uint64_t, bool> always;
  const std::vector<std::uint64_t> corrections =
      Applying(log, known_at, lens, root, anyway, &always);
  const bool own = Admits(lens, log, known_at, root) || anyway(root) || always.rbegin()->second;
  const std::vector<AccountAt> accounts = AccountsOf(log, known_at, lens, root, Since(always));

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

  Revised revised;
  if (!ApplyCorrections(log, corrections, &event, &revised)) return std::nullopt;
  Statement statement = StatementOf(event);
  if (standing_for_own) LetStandForOwn(standing_for_own->account, revised, &statement);
  // "then it is narrowed by the other admitted accounts". The one that stands for the event's own
  // word intersects itself; what replaced it, it narrows like any account of what was "last
  // amended". One of several targets narrows nothing.
  std::vector<v1::Account> narrowing;
  for (const AccountAt& account : accounts) {
    if (account.account.of_size() == 1) narrowing.push_back(account.account);
  }
  WriteStatement(Narrowed(statement, narrowing), &event);
  return event;
}

}  // namespace

std::optional<v1::Event> Read(const Log& log, std::uint64_t known_at, const Lens& lens,
                              std::uint64_t root) {
  return ReadWith(log, known_at, lens, root, [](std::uint64_t) { return false; });
}

std::vector<std::uint64_t> SpeakersOf(const Log& log, std::uint64_t known_at, const Lens& lens,
                                      std::uint64_t root) {
  const CountsAnyway never = [](std::uint64_t) { return false; };
  std::vector<std::uint64_t> speakers;
  if (Admits(lens, log, known_at, root)) speakers.push_back(root);
  for (const AccountAt& account : AccountsOf(log, known_at, lens, root, never)) {
    speakers.push_back(account.position);
  }
  std::map<std::uint64_t, bool> always;
  for (std::uint64_t p : Applying(log, known_at, lens, root, never, &always)) {
    if (log.records[p].event().has_amendment()) speakers.push_back(p);
  }
  std::sort(speakers.begin(), speakers.end());
  return speakers;
}

std::vector<AccountAt> CountedAccounts(const Log& log, std::uint64_t known_at, const Lens& lens,
                                       std::uint64_t root) {
  std::map<std::uint64_t, bool> always;
  Applying(
      log, known_at, lens, root, [](std::uint64_t) { return false; }, &always);
  return AccountsOf(log, known_at, lens, root, Since(always));
}

std::map<std::uint64_t, v1::Event> EffectiveSet(const Log& log, std::uint64_t known_at,
                                                const Lens& lens) {
  std::map<std::uint64_t, v1::Event> effective;
  for (std::uint64_t p = 0; log.Holds(p, known_at); ++p) {
    const v1::Event& event = log.records[p].event();
    if (event.has_amendment() || event.has_retraction() || event.has_account()) continue;
    const std::optional<v1::Event> reading = Read(log, known_at, lens, p);
    if (reading) effective[p] = *reading;
  }
  return effective;
}

}  // namespace muster::model
