// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/target_resolver.h"

#include <algorithm>
#include <charconv>

#include "ledger/ascii.h"
#include "ledger/event_fields.h"
#include "ledger/event_kind_word.h"
#include "ledger/excerpt.h"
#include "ledger/registration.h"
#include "ledger/subject.h"
#include "ledger/target_text.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

// So many on either side of the day are looked at.
constexpr int kNearMisses = 3;

// The one target of an account, an amendment of an event, or a retraction; null for another event.
const v1::Target* TargetOf(const v1::Event& event) {
  if (event.has_account()) return &event.account().of(0);
  if (event.has_retraction()) return &event.retraction().of();
  return event.has_amendment() && event.amendment().has_of() ? &event.amendment().of() : nullptr;
}

}  // namespace

StatusOr<std::optional<Position>> TargetResolver::Resolve(std::string_view text, Aim aim,
                                                          SourcePosition at,
                                                          const DraftSite& site) {
  const TargetText target = ReadTargetText(text);
  switch (target.form) {
    case TargetText::Form::kPosition:
      return ByPosition(target.name, aim, at, site);
    case TargetText::Form::kEventId:
      return ByEventId(target, aim, at, site);
    case TargetText::Form::kRegistration:
      return ByRegistration(target.kind, target.name, at, site);
    case TargetText::Form::kWords:
    case TargetText::Form::kOther:
      break;
  }
  return ByWords(target, text, at, site);
}

StatusOr<std::optional<Position>> TargetResolver::ByPosition(std::string_view digits, Aim aim,
                                                             SourcePosition at,
                                                             const DraftSite& site) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || !Holds(records_.size(), Position{value})) {
    site.Refuse(at, "no-such-target", fmt::format("there is no record {} before this one", digits),
                fmt::format("the records before it are those below {}", records_.size().value));
    return std::optional<Position>();
  }
  return RootOf(Position{value}, aim, at, site);
}

StatusOr<std::optional<Position>> TargetResolver::ByEventId(const TargetText& target, Aim aim,
                                                            SourcePosition at,
                                                            const DraftSite& site) {
  const std::string text = fmt::format("{}/{}", target.name, target.last);
  MUSTER_ASSIGN_OR_RETURN(const std::optional<Hash> id, ResolveReport(target.name, at, site));
  if (!id) return std::optional<Position>();
  MUSTER_ASSIGN_OR_RETURN(const std::optional<StoredReport> report, reports_.Find(*id));
  std::uint32_t ordinal = 0;
  const std::string_view digits = target.last;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ordinal);
  if (!report || error != std::errc() || ordinal >= report->EventCount()) {
    site.Refuse(at, "no-such-target", fmt::format("there is no event '{}'", text),
                fmt::format("the report has {} events; ordinals count from 0",
                            report ? report->EventCount() : 0));
    return std::optional<Position>();
  }
  const Position position = report->PositionOf(ordinal);
  if (!Holds(records_.size(), position)) {
    site.Refuse(at, "no-such-target", fmt::format("event '{}' stands further down", text),
                std::string(kTargetForms));
    return std::optional<Position>();
  }
  return RootOf(position, aim, at, site);
}

StatusOr<std::optional<Hash>> TargetResolver::ResolveReport(std::string_view text,
                                                            SourcePosition at,
                                                            const DraftSite& site) {
  constexpr std::string_view kWord = "report ";
  if (text.starts_with(kWord)) text = Trimmed(text.substr(kWord.size()));
  if (text.size() < kReportPrefixDigits || text.size() > 64 || !IsHex(text)) {
    site.Refuse(at, "no-such-target", fmt::format("'{}' is not the id of a report", Excerpt(text)),
                "write at least the first four hexadecimal digits of its id or its document's "
                "digest; `muster reports` lists them");
    return std::optional<Hash>();
  }
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> ids, reports_.FindByPrefix(text));
  if (ids.size() == 1) return std::optional<Hash>(ids.front());
  if (ids.empty()) {
    site.Refuse(at, "no-such-target", fmt::format("no report begins with {}", text),
                "`muster reports` lists them");
    return std::optional<Hash>();
  }
  std::vector<std::string> names;
  for (const Hash& id : ids) names.push_back(ToHex(id));
  site.Refuse(at, "ambiguous-target", fmt::format("{} reports begin with {}", ids.size(), text),
              fmt::format("write more digits: {}", fmt::join(names, ", ")));
  return std::optional<Hash>();
}

StatusOr<std::optional<Position>> TargetResolver::ByRegistration(std::string_view kind,
                                                                 std::string_view name,
                                                                 SourcePosition at,
                                                                 const DraftSite& site) {
  const Registry::Match match = kind == "mission" ? registry_.FindMission(name)
                                : kind == "place" ? registry_.FindPlace(name)
                                                  : registry_.FindContingent(name);
  if (!match.candidates.empty()) {
    site.Refuse(at, "ambiguous-target", fmt::format("several {}s are called '{}'", kind, name),
                fmt::format("write one of {}", fmt::join(match.candidates, ", ")));
    return std::optional<Position>();
  }
  const Registry::Registration found = registry_.FindRegistration(kind, match.id);
  if (!found.root || !Holds(records_.size(), *found.root)) {
    site.Refuse(at, "no-such-target",
                fmt::format("no {} '{}' is registered before this event", kind, Excerpt(name)),
                std::string(kTargetForms));
    return std::optional<Position>();
  }
  return found.root;
}

StatusOr<std::optional<Position>> TargetResolver::RootOf(Position position, Aim aim,
                                                         SourcePosition at, const DraftSite& site) {
  MUSTER_ASSIGN_OR_RETURN(const RecordReader::RecordPtr record, records_.Read(position));
  const v1::Event& event = record->event();
  // An event of this append that is refused itself; no need to refuse this one for it.
  if (event.fact_case() == v1::Event::FACT_NOT_SET) return std::optional<Position>();
  if (event.has_account() && aim == Aim::kCorrect) return std::optional(position);
  if (event.has_account() && event.account().of_size() != 1) {
    site.Refuse(at, "ambiguous-target",
                fmt::format("record {} is an account of {} events", position.value,
                            event.account().of_size()),
                "name one of the events");
    return std::optional<Position>();
  }
  if (const v1::Target* target = TargetOf(event)) {
    // One whose target was refused names itself.
    if (target->position() >= position.value) return std::optional<Position>();
    if (event.has_account()) return std::optional(Position{target->position()});
    // What is corrected may be an account.
    return RootOf(Position{target->position()}, aim, at, site);
  }
  if (event.has_amendment()) {
    site.Refuse(at, "no-such-target",
                fmt::format("record {} is a change of a report", position.value),
                "amend the report once more: `of: report SHA`");
    return std::optional<Position>();
  }
  if (IsRegistration(event) && !registry_.IsChain(position)) {
    // A registration without effect, for another of its id stood: that is the chain.
    const Registry::Registration standing =
        registry_.FindRegistration(NameKindWord(RegisteredKind(event)), RegisteredId(event));
    if (standing.root) return standing.root;
    site.Refuse(at, "no-such-target",
                fmt::format("record {} registered nothing new", position.value),
                std::string(kTargetForms));
    return std::optional<Position>();
  }
  return std::optional(position);
}

void TargetResolver::AddContributor(std::string_view contributor, std::vector<std::string>& keys) {
  if (contributors_version_ != registry_.version()) {
    contingents_.clear();
    for (const std::string& id : registry_.ContingentIds()) {
      contingents_[registry_.Traits(id).contributor].push_back(id);
    }
    contributors_version_ = registry_.version();
  }
  const auto found = contingents_.find(contributor);
  if (found != contingents_.end()) {
    for (const std::string& id : found->second) keys.push_back(ContingentSubject(id));
  }
  const std::string prefix = MissionSubject(contributor, "", "");
  // Up to the contributor's end: the mission is any.
  for (std::string& key : subjects_.SubjectsBelow(prefix.substr(0, prefix.size() - 1))) {
    keys.push_back(std::move(key));
  }
}

std::vector<std::vector<std::string>> TargetResolver::SubjectsNamed(std::string_view name) {
  std::vector<std::vector<std::string>> stages(3);
  const Registry::Match match = registry_.FindContingent(name);
  // What several contingents are called is looked for among all of them.
  std::vector<std::string> contingents = match.candidates;
  if (!match.id.empty()) contingents.push_back(match.id);
  for (const std::string& id : contingents) stages[0].push_back(ContingentSubject(id));
  AddContributor(name, stages[1]);
  if (!registry_.FindMission(name).id.empty()) {
    stages[2].push_back(MissionSubject("", name, ""));
  }
  return stages;
}

StatusOr<std::set<Position>> TargetResolver::Matches(int kind, std::string_view name, Day day) {
  std::set<Position> matches;
  for (const std::vector<std::string>& stage : SubjectsNamed(name)) {
    for (const std::string& key : stage) {
      MUSTER_ASSIGN_OR_RETURN(const std::vector<DatedEvent> events, subjects_.On(key, kind, day));
      for (const DatedEvent& event : events) matches.insert(event.root);
    }
    if (!matches.empty()) break;
  }
  return matches;
}

StatusOr<std::string> TargetResolver::NearMisses(int kind, std::string_view kind_word,
                                                 std::string_view name, Day day) {
  std::vector<NamedEvent> near;
  for (const std::vector<std::string>& stage : SubjectsNamed(name)) {
    for (const std::string& key : stage) {
      MUSTER_ASSIGN_OR_RETURN(const std::vector<DatedEvent> events,
                              subjects_.Near(key, kind, day, kNearMisses));
      for (const DatedEvent& event : events) near.push_back({event.root, event.best});
    }
  }
  return NearestTargets(kind_word, name, day, near);
}

StatusOr<std::optional<Position>> TargetResolver::ByWords(const TargetText& target,
                                                          std::string_view text, SourcePosition at,
                                                          const DraftSite& site) {
  const std::optional<int> kind = KindOfWord(target.kind);
  if (!kind) {
    site.Refuse(at, "no-such-target", fmt::format("'{}' names no event", Excerpt(text)),
                std::string(kTargetForms));
    return std::optional<Position>();
  }
  const StatusOr<v1::Date> date = ParseDate(target.last);
  if (!date.ok()) {
    site.Refuse(at, "no-such-target",
                fmt::format("'{}' does not end with the day of an event", Excerpt(text)),
                std::string(kTargetForms));
    return std::optional<Position>();
  }
  const Day day{date->best()};
  MUSTER_ASSIGN_OR_RETURN(const std::set<Position> matches, Matches(*kind, target.name, day));
  if (matches.size() == 1) return std::optional(*matches.begin());
  if (matches.empty()) {
    MUSTER_ASSIGN_OR_RETURN(std::string hint, NearMisses(*kind, target.kind, target.name, day));
    site.Refuse(at, "no-such-target",
                fmt::format("no {} of '{}' on {} is recorded before this event", target.kind,
                            Excerpt(target.name), FormatDay(day)),
                std::move(hint));
    return std::optional<Position>();
  }
  std::vector<std::uint64_t> positions;
  for (const Position& match : matches) positions.push_back(match.value);
  site.Refuse(at, "ambiguous-target",
              fmt::format("'{}' fits {} events", Excerpt(text), matches.size()),
              fmt::format("name one by its position: {}", fmt::join(positions, ", ")));
  return std::optional<Position>();
}

StatusOr<std::string> TargetResolver::WordsFor(Position root, const v1::Event& reading) {
  const v1::Who* who = WhoOf(reading);
  std::string name;
  if (reading.has_transfer()) {
    name = reading.transfer().contingent();
  } else if (who != nullptr) {
    name = !who->contingent().empty()    ? who->contingent()
           : !who->contributor().empty() ? who->contributor()
                                         : who->mission();
  }
  const v1::Date* on = OnOf(reading);
  if (!name.empty() && on != nullptr) {
    const Day day{on->best()};
    MUSTER_ASSIGN_OR_RETURN(const std::set<Position> matches,
                            Matches(reading.fact_case(), name, day));
    if (matches.size() == 1 && *matches.begin() == root) {
      return fmt::format("{} {} {}", KindWord(reading.fact_case()), name, FormatDay(day));
    }
  }
  return std::to_string(root.value);
}

}  // namespace muster
