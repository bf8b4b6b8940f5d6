// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/accounted_event.h"

#include <algorithm>
#include <map>
#include <utility>

#include "ledger/chain.h"
#include "ledger/event_fields.h"
#include "ledger/narrowing.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

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

}  // namespace

StatusOr<AccountedEvent> ReadAccountedEvent(const RecordSource& source, CorrectedReports& reports,
                                            Position root, LogSize known_at,
                                            const Admission& admits) {
  AccountedEvent accounted;
  accounted.position = root;
  MUSTER_ASSIGN_OR_RETURN(RecordPtr first, source.ReadRecord(root));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members, source.ChainMembers(root, known_at));
  const bool own_admitted = admits(*first);
  Chain chain(root, *first, own_admitted);
  // Where we read the report wrongly, it says what the correction says.
  Chain own(root, *first, /*admitted=*/true);
  if (own_admitted) accounted.accounts.push_back({root, std::move(first), nullptr});
  // The accounts as corrected.
  std::map<Position, Chain> accounts;
  for (const Position position : members) {
    MUSTER_ASSIGN_OR_RETURN(RecordPtr member, source.ReadRecord(position));
    const bool admitted = admits(*member);
    chain.Add(position, *member, admitted);
    const v1::Event& event = member->event();
    if (event.has_account()) {
      accounts.emplace(position, Chain(position, *member, admitted));
    } else if (const Position target = TargetsOf(*member).front(); target != root) {
      const auto account = accounts.find(target);
      if (account != accounts.end()) account->second.Add(position, *member, admitted);
      continue;
    }
    // A misreading of ours is corrected under every lens; a retraction of what counts was undone.
    const bool follows = event.has_amendment() && event.amendment().why() == v1::MISREAD;
    if (follows) own.Add(position, *member, admitted);
    if (!event.has_retraction() && (admitted || follows)) {
      accounted.accounts.push_back({position, std::move(member), nullptr});
    }
  }
  std::erase_if(accounted.accounts, [&accounts](const EventAccount& account) {
    const auto found = accounts.find(account.position);
    return found != accounts.end() && found->second.Reading() == nullptr;
  });
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
