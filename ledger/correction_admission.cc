// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Accounts, corrections and a keeper's decisions: the part of event_admission.h about earlier
// records.
#include <algorithm>
#include <set>

#include "ledger/defaults.h"
#include "ledger/dependents.h"
#include "ledger/event_admission.h"
#include "ledger/event_change.h"
#include "ledger/event_check.h"
#include "ledger/event_fields.h"
#include "ledger/event_kind_word.h"
#include "ledger/registration.h"
#include "ledger/registration_rules.h"
#include "ledger/scope_rules.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

SourcePosition TargetPosition(const DraftSite& site, int index, int count) {
  return site.At({.first = "of", .index = count > 1 ? index : -1});
}

// What a report says cannot be an account of these, and only some can be corrected.
bool IsDecision(const v1::Event& event) {
  return event.has_resolution() || event.has_release() || event.has_redaction() || event.has_key();
}

// One account, amendment or retraction being admitted. Where its target is refused, it names
// itself.
class Correction {
 public:
  Correction(const ParsedEvent& parsed, v1::Event& event, const EventContext& context,
             const DraftSite& site, AdmissionState& state, std::vector<Assumption>& assumptions)
      : parsed_(parsed),
        event_(event),
        context_(context),
        site_(site),
        state_(state),
        assumptions_(assumptions) {}

  Status AdmitAccount() {
    v1::Account& account = *event_.mutable_account();
    std::set<Position> roots;
    for (int i = 0; i < account.of_size(); ++i) {
      const SourcePosition at = TargetPosition(site_, i, account.of_size());
      if (parsed_.targets[i].empty()) continue;  // refused by the parser
      MUSTER_ASSIGN_OR_RETURN(
          const std::optional<Position> root,
          state_.targets.Resolve(parsed_.targets[i], TargetResolver::Aim::kTellOf, at, site_));
      if (!root) {
        account.mutable_of(i)->set_position(context_.position.value);
        continue;
      }
      account.mutable_of(i)->set_position(root->value);
      if (!roots.insert(*root).second) {
        site_.Refuse(at, "bad-value", fmt::format("the event at {} is named twice", root->value),
                     "name each event once");
        continue;
      }
      MUSTER_RETURN_IF_ERROR(CheckAccountOf(*root, at));
    }
    return OkStatus();
  }

  Status AdmitRetraction() {
    v1::Retraction& retraction = *event_.mutable_retraction();
    const SourcePosition at = site_.At("of");
    if (!HasTarget()) return OkStatus();
    MUSTER_ASSIGN_OR_RETURN(
        const std::optional<Position> root,
        state_.targets.Resolve(parsed_.targets.front(), TargetResolver::Aim::kCorrect, at, site_));
    retraction.mutable_of()->set_position(root.value_or(context_.position).value);
    if (!root) return OkStatus();
    MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, state_.chains.Get(*root));
    const v1::Event& target = chain->Amended();
    if (IsDecision(target) && !target.has_resolution()) {
      site_.Refuse(at, "wrong-target",
                   fmt::format("{} cannot be retracted", KindPhrase(target.fact_case())));
      return OkStatus();
    }
    if (chain->retracted()) {
      RefuseRetracted(*root, at);
      return OkStatus();
    }
    if (!IsRegistration(target)) return OkStatus();
    return CheckDependents(*root, target, at, site_, state_);
  }

  Status AdmitAmendment() {
    v1::Amendment& amendment = *event_.mutable_amendment();
    const SourcePosition at = site_.At("of");
    if (!HasTarget()) {
      ResolveReplacement(amendment);
      return OkStatus();
    }
    const std::string& text = parsed_.targets.front();
    if (NamesReport(text)) return AdmitReportChange(text, at, amendment);
    MUSTER_ASSIGN_OR_RETURN(const std::optional<Position> root,
                            state_.targets.Resolve(text, TargetResolver::Aim::kCorrect, at, site_));
    amendment.mutable_of()->set_position(root.value_or(context_.position).value);
    if (!root) {
      ResolveReplacement(amendment);
      return OkStatus();
    }
    MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, state_.chains.Get(*root));
    if (IsDecision(chain->Amended())) {
      site_.Refuse(at, "wrong-target",
                   fmt::format("{} cannot be amended", KindPhrase(chain->Amended().fact_case())));
      return OkStatus();
    }
    if (parsed_.event == nullptr) return JudgeRefused(*root, *chain, amendment);
    return parsed_.change != nullptr ? AdmitChange(*root, *chain, amendment)
                                     : AdmitReplacement(*root, *chain, amendment);
  }

 private:
  // False only of what the parser refused.
  bool HasTarget() const { return !parsed_.targets.empty() && !parsed_.targets.front().empty(); }

  bool HasReadableChange() const {
    return parsed_.change != nullptr && parsed_.change->kind == Node::Kind::kMap &&
           !parsed_.change->entries.empty();
  }

  // Judges the names of the event that an amendment gives anew. False if it gives none, or one was
  // refused.
  bool ResolveReplacement(v1::Amendment& amendment) {
    if (!amendment.has_event()) return false;
    v1::Event& after = *amendment.mutable_event();
    return state_.names.Resolve(after, context_.position, ReplacementSite(after, site_));
  }

  // What the parser refused may lack anything, so that no event can be made of it.
  Status JudgeRefused(Position root, const Chain& chain, v1::Amendment& amendment) {
    if (HasReadableChange()) {
      v1::Amendment changed;
      MUSTER_RETURN_IF_ERROR(AdmitChange(root, chain, changed));
    }
    if (!ResolveReplacement(amendment)) return OkStatus();
    const v1::Event& after = amendment.event();
    if (after.fact_case() == v1::Event::FACT_NOT_SET) return OkStatus();
    const DraftSite site = ReplacementSite(after, site_);
    const bool has_id = !IsRegistration(after) || !RegisteredId(after).empty();
    if (has_id && CheckRegistration(root, chain.Amended(), after, site)) {
      CheckScopes(after, state_.registry, site);
    }
    return OkStatus();
  }

  Status CheckAccountOf(Position root, SourcePosition at) {
    MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, state_.chains.Get(root));
    if (chain->retracted()) {
      RefuseRetracted(root, at);
    } else if (OnOf(chain->Amended()) == nullptr) {
      site_.Refuse(at, "wrong-target",
                   fmt::format("{} has no accounts", KindPhrase(chain->Amended().fact_case())),
                   "an account is of something that happened or was stated on a day");
    }
    return OkStatus();
  }

  void RefuseRetracted(Position root, SourcePosition at) {
    site_.Refuse(at, "already-retracted", fmt::format("the event at {} is retracted", root.value),
                 "an amendment brings it back");
  }

  Status AdmitReportChange(const std::string& text, SourcePosition at, v1::Amendment& amendment) {
    MUSTER_ASSIGN_OR_RETURN(const std::optional<Hash> id,
                            state_.targets.ResolveReport(text, at, site_));
    if (parsed_.event == nullptr && !HasReadableChange()) return OkStatus();
    const std::shared_ptr<v1::ReportChange> change =
        ParseReportChange(*parsed_.change, site_.file(), site_.refusals());
    if (!id || change == nullptr) return OkStatus();
    *amendment.mutable_report_change() = *change;
    amendment.mutable_report_change()->set_report(ToBytes(*id));
    return OkStatus();
  }

  Status AdmitChange(Position root, const Chain& chain, v1::Amendment& amendment) {
    const v1::Event& before = chain.Amended();
    v1::Event refused;
    const std::shared_ptr<v1::EventChange> change = ParseChange(
        KindWord(before.fact_case()), *parsed_.change, site_.file(), site_.refusals(), &refused);
    const DraftSite site(site_.file(), parsed_.change->position, parsed_.change, site_.refusals());
    if (change == nullptr) {
      state_.names.Resolve(refused, context_.position, site);
      return OkStatus();
    }
    if (!state_.names.Resolve(*change->mutable_values(), context_.position, site)) {
      return OkStatus();
    }
    v1::Event after = before;
    ApplyEventChange(*change, after);
    std::vector<std::string> filled;
    MUSTER_RETURN_IF_ERROR(Complete(root, chain, after, site, &filled));
    if (!filled.empty()) {
      // What was filled in is part of the change, so that a replay need not fill it in again.
      v1::EventChange completed;
      *completed.mutable_values() = after;
      for (const std::string& field : filled) {
        completed.add_fields(field);
        change->add_fields(field);
      }
      ApplyEventChange(completed, *change->mutable_values());
    }
    auto& fields = *change->mutable_fields();
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    *amendment.mutable_change() = *change;
    return OkStatus();
  }

  Status AdmitReplacement(Position root, const Chain& chain, v1::Amendment& amendment) {
    v1::Event& after = *amendment.mutable_event();
    const DraftSite site = ReplacementSite(after, site_);
    if (!state_.names.Resolve(after, context_.position, site)) return OkStatus();
    return Complete(root, chain, after, site, nullptr);
  }

  // Judges the event that the amendment makes, and fills in what it leaves out, as if it were new.
  Status Complete(Position root, const Chain& chain, v1::Event& after, const DraftSite& site,
                  std::vector<std::string>* filled) {
    const v1::Event& before = chain.Amended();
    if (before.has_account() && !after.has_account()) {
      site.Refuse(site.position(), "wrong-change",
                  fmt::format("an account cannot become {}", KindPhrase(after.fact_case())),
                  "retract the account, and record the other as an event of its own");
      return OkStatus();
    }
    if (!CheckRegistration(root, before, after, site)) return OkStatus();
    for (const Contradiction& found : CheckEvent(after)) {
      site.Refuse(site.At(found.field), found.rule, found.message, found.hint);
    }
    CheckScopes(after, state_.registry, site);
    // What the event went to itself says nothing of where they were before it.
    const v1::Event* reading = chain.Reading();
    if (reading != nullptr) {
      MUSTER_RETURN_IF_ERROR(state_.subjects.Hide(root, *reading));
    }
    Status status = FillDefaults(after, state_.subjects, site, assumptions_, filled);
    if (reading != nullptr) {
      MUSTER_RETURN_IF_ERROR(state_.subjects.Unhide(root, *reading));
    }
    return status;
  }

  // A registration stays one of the same id, for what is recorded names it.
  bool CheckRegistration(Position root, const v1::Event& before, const v1::Event& after,
                         const DraftSite& site) {
    if (!IsRegistration(before) && !IsRegistration(after)) return true;
    if (before.fact_case() != after.fact_case()) {
      site.Refuse(site.position(), "wrong-change",
                  fmt::format("{} cannot become {}", KindPhrase(before.fact_case()),
                              KindPhrase(after.fact_case())),
                  "retract the one and record the other");
      return false;
    }
    if (RegisteredId(before) != RegisteredId(after)) {
      site.Refuse(site.At("id"), "wrong-change",
                  fmt::format("the id '{}' cannot be changed", RegisteredId(before)),
                  "records name it; add the other name to its aliases");
      return false;
    }
    const char* kind = NameKindWord(RegisteredKind(after));
    const Registry::Registration standing =
        state_.registry.FindRegistration(kind, RegisteredId(after));
    if (standing.root && *standing.root != root) {
      // This one was retracted, and the id was registered anew.
      RefuseRegistered(after, *standing.root, site);
      return false;
    }
    return CheckAliases(after, state_.registry, site);
  }

  const ParsedEvent& parsed_;
  v1::Event& event_;
  const EventContext& context_;
  const DraftSite& site_;
  AdmissionState& state_;
  std::vector<Assumption>& assumptions_;
};

void CheckResolution(const v1::Resolution& resolution, const EventContext& context,
                     const DraftSite& site) {
  for (const v1::SettledFinding& finding : resolution.findings()) {
    for (const std::uint64_t position : finding.positions()) {
      if (position < context.position.value) continue;
      site.Refuse(site.At("findings"), "no-such-target",
                  fmt::format("there is no record {} before this one", position),
                  fmt::format("the records before it are those below {}", context.position.value));
    }
  }
}

void CheckRelease(const v1::Release& release, const AdmissionState& state, const DraftSite& site) {
  const Position* taken = state.FindRelease(release.name());
  if (taken == nullptr) return;
  site.Refuse(site.At("name"), "name-taken",
              fmt::format("the release '{}' is recorded at {}", release.name(), taken->value),
              "choose another name: a release names one state for good");
}

}  // namespace

DraftSite ReplacementSite(const v1::Event& replacement, const DraftSite& site) {
  const Node* entry = site.body() != nullptr ? site.body()->Find("event") : nullptr;
  const Node* body = entry != nullptr ? entry->Find(KindWord(replacement.fact_case())) : nullptr;
  return {site.file(), site.At("event"), body, site.refusals()};
}

Status AdmitCorrection(const ParsedEvent& parsed, v1::Event& event, const EventContext& context,
                       const DraftSite& site, AdmissionState& state,
                       std::vector<Assumption>& assumptions) {
  Correction correction(parsed, event, context, site, state, assumptions);
  switch (event.fact_case()) {
    case v1::Event::kAccount:
      return correction.AdmitAccount();
    case v1::Event::kAmendment:
      return correction.AdmitAmendment();
    case v1::Event::kRetraction:
      return correction.AdmitRetraction();
    case v1::Event::kResolution:
      CheckResolution(event.resolution(), context, site);
      return OkStatus();
    case v1::Event::kRelease:
      CheckRelease(event.release(), state, site);
      return OkStatus();
    default:
      return OkStatus();
  }
}

Status JudgeRefusedCorrection(const ParsedEvent& parsed, const EventContext& context,
                              const DraftSite& site, AdmissionState& state) {
  std::vector<Assumption> assumptions;
  return AdmitCorrection(parsed, *parsed.refused, context, site, state, assumptions);
}

}  // namespace muster
