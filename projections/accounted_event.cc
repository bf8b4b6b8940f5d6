// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/accounted_event.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "ledger/chain.h"
#include "ledger/event_fields.h"
#include "ledger/narrowing.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/lensed_chains.h"

namespace muster {
namespace {

using SaidPtr = std::shared_ptr<const v1::Event>;

// Whether an event as its own report has it leaves room for how it reads after all.
bool LeavesRoom(const v1::Event& own, const v1::Event& reading) {
  const v1::Strength* const strength = StrengthOf(own);
  const v1::Strength* const read_strength = StrengthOf(reading);
  if (strength != nullptr && read_strength != nullptr && !Intersects(*strength, *read_strength)) {
    return false;
  }
  const v1::Date* const on = OnOf(own);
  const v1::Date* const read_on = OnOf(reading);
  return on == nullptr || read_on == nullptr || Intersects(*on, *read_on);
}

// `own`: the event as its own report has it.
EventAccount::Verdict VerdictOf(const EventAccount& account, const v1::Event& own,
                                const Chain& chain) {
  const v1::Event& event = account.record->event();
  if (event.has_amendment()) return EventAccount::Verdict::kCorrects;
  if (event.has_account() && event.account().of_size() > 1) return EventAccount::Verdict::kJoint;
  const v1::Event* const reading = chain.Reading();
  bool differs = false;
  if (event.has_account()) {
    const auto differing = chain.Differing();
    differs = std::find(differing.begin(), differing.end(), account.position) != differing.end();
  } else {
    differs = reading != nullptr && !LeavesRoom(own, *reading);
  }
  return differs ? EventAccount::Verdict::kDiffers : EventAccount::Verdict::kAgrees;
}

// Whether a member of the chain that begins at `root` says how its own report is to be read: a
// misreading of ours is corrected under every lens.
bool PutsRight(const v1::Event& member, Position root) {
  return member.has_amendment() && member.amendment().of().position() == root.value &&
         member.amendment().why() == v1::MISREAD;
}

// What a later member of `chain` says of its event; null if it has no say in how that reads. A
// retraction of what counts was undone.
SaidPtr SaidBy(const LensedChains& chains, const Chain& chain, const ChainMember& member) {
  const v1::Event& event = member.record->event();
  if (event.has_account()) {
    const v1::Event* const reading = chain.AccountReading(member.position);
    return reading != nullptr ? std::make_shared<const v1::Event>(*reading) : nullptr;
  }
  if (!event.has_amendment() || event.amendment().of().position() != chain.root().value) {
    return nullptr;
  }
  return PutsRight(event, chain.root()) || chains.Admits(*member.record)
             ? SaidPtr(member.record, &event)
             : nullptr;
}

}  // namespace

StatusOr<AccountedEvent> ReadAccountedEvent(const RecordSource& source, CorrectedReports& reports,
                                            Position root, LogSize known_at, const Lens& lens,
                                            const Standings* standings) {
  LensedChains chains(lens, standings);
  MUSTER_RETURN_IF_ERROR(chains.Read(source, root, known_at));
  const LensedChain& links = chains.all().at(root);
  const Chain chain = chains.Fold(root);
  Chain own(root, *links.first, /*admitted=*/true);
  for (const ChainMember& member : links.members) {
    if (PutsRight(member.record->event(), root)) own.Add(member.position, *member.record, true);
  }
  AccountedEvent accounted;
  accounted.position = root;
  if (chains.AdmitsFirst(root)) {
    auto says = std::make_shared<v1::Event>(own.Amended());
    says->set_grade(chains.GradeOfFirst(root));
    accounted.accounts.push_back({root, links.first, std::move(says), nullptr});
  }
  for (const ChainMember& member : links.members) {
    if (SaidPtr says = SaidBy(chains, chain, member)) {
      accounted.accounts.push_back({member.position, member.record, std::move(says), nullptr});
    }
  }
  for (EventAccount& account : accounted.accounts) {
    account.verdict = VerdictOf(account, own.Amended(), chain);
    MUSTER_ASSIGN_OR_RETURN(account.report, reports.Of(*account.record));
  }
  if (const v1::Event* const reading = chain.Reading()) {
    accounted.reading = std::make_shared<const v1::Event>(*reading);
  }
  return accounted;
}

}  // namespace muster
