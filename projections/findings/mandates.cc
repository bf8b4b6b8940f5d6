// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// above-authorised, outside-mandate: what a mission may and what it does.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/strength.h"
#include "muster/v1/event.pb.h"
#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"

namespace muster {
namespace {

// A period of authority.
struct Authority {
  Position root;
  DateBounds on;
  std::optional<DateBounds> until;
  const v1::Mandate* mandate = nullptr;

  bool IsInForce(FactDay day) const {
    return on.best.value <= day && (!until || day <= until->best.value);
  }
};

using Authorities = std::map<std::string, std::vector<Authority>, std::less<>>;

Authorities AuthoritiesOf(const CheckedLog& log) {
  Authorities authorities;
  for (const CheckedEvent& event : log.mandates) {
    const v1::Mandate& mandate = event.reading->mandate();
    Authority authority{event.root, BoundsOf(mandate.on()), std::nullopt, &mandate};
    if (mandate.has_until()) authority.until = BoundsOf(mandate.until());
    authorities[mandate.mission()].push_back(authority);
  }
  return authorities;
}

// Of those in force that say how many, the last to begin.
const Authority* InForce(const std::vector<Authority>& authorities, FactDay day) {
  const Authority* last = nullptr;
  for (const Authority& authority : authorities) {
    if (!authority.mandate->has_authorised_strength() || !authority.IsInForce(day)) continue;
    if (last == nullptr || authority.on.best >= last->on.best) last = &authority;
  }
  return last;
}

std::string InstrumentText(const Authority& authority) {
  const std::string& instrument = authority.mandate->instrument();
  return instrument.empty() ? fmt::format("the mandate of record {}", authority.root.value)
                            : instrument;
}

// Goes along the days on which the strength or the authority of one mission may change.
class AuthorityWalk {
 public:
  AuthorityWalk(const std::string& mission, const std::vector<Authority>& authorities,
                const std::vector<MissionLevel>& levels, FindingList* findings)
      : mission_(mission), authorities_(authorities), levels_(levels), findings_(findings) {}

  void Run() {
    std::set<FactDay> days;
    for (const MissionLevel& level : levels_) days.insert(level.day);
    for (const Authority& authority : authorities_) {
      days.insert(authority.on.best.value);
      if (authority.until) days.insert(authority.until->best.value + 1);
    }
    for (const FactDay day : days) Look(day);
    End(std::nullopt);
  }

 private:
  void Look(FactDay day) {
    bool changed = false;
    for (; next_ < levels_.size() && levels_[next_].day <= day; ++next_) {
      changed = levels_[next_].day == day;
      best_ = levels_[next_].best;
    }
    const Authority* const authority = InForce(authorities_, day);
    const bool above = authority != nullptr &&
                       authority->mandate->authorised_strength().has_most() &&
                       best_ > authority->mandate->authorised_strength().most();
    if (above && authority == above_) return;
    End(day - 1);
    if (above) Begin(day, *authority, changed ? &levels_[next_ - 1] : nullptr);
  }

  void Begin(FactDay day, const Authority& authority, const MissionLevel* level) {
    above_ = &authority;
    std::vector<Position> positions;
    if (level != nullptr) positions = PositionsOf(level->givers);
    positions.push_back(authority.root);
    finding_ = NewFinding("above-authorised", std::move(positions));
    finding_.on = Day{day};
    finding_.scope = {{"mission", {mission_}}};
    finding_.message = fmt::format(
        "mission {} is at {} at the end of {}, above the {} that {} authorises", mission_, best_,
        FactDayText(day), DescribeStrength(authority.mandate->authorised_strength()),
        InstrumentText(authority));
  }

  void End(std::optional<FactDay> until) {
    if (above_ == nullptr) return;
    above_ = nullptr;
    if (until) {
      finding_.until = Day{*until};
      finding_.message += fmt::format(", until {}", FactDayText(*until));
    } else {
      finding_.message += ", from then on";
    }
    finding_.remedy =
        "see whether somebody is counted twice or a departure is missing, or record the mandate "
        "that authorises more";
    findings_->push_back(std::move(finding_));
  }

  const std::string& mission_;
  const std::vector<Authority>& authorities_;
  const std::vector<MissionLevel>& levels_;
  FindingList* findings_;
  std::size_t next_ = 0;
  std::int64_t best_ = 0;
  const Authority* above_ = nullptr;
  Finding finding_;
};

// Whether the date cannot lie in the period of any of them.
bool IsOutside(const std::vector<Authority>& authorities, const FactDate& date) {
  return std::none_of(authorities.begin(), authorities.end(), [&](const Authority& authority) {
    return authority.on.earliest.value <= date.latest &&
           (!authority.until || date.earliest <= authority.until->latest.value);
  });
}

}  // namespace

Status FindAboveAuthorised(CheckedState& state, FindingList* findings) {
  const Authorities authorities = AuthoritiesOf(state.log);
  for (const auto& [mission, levels] : state.levels.missions) {
    const auto found = authorities.find(mission);
    if (found == authorities.end()) continue;
    AuthorityWalk(mission, found->second, levels, findings).Run();
  }
  return OkStatus();
}

Status FindOutsideMandates(CheckedState& state, FindingList* findings) {
  World& world = state.session.world();
  const FactTable& facts = world.facts();
  const PostMap& posts = world.posts();
  const Authorities authorities = AuthoritiesOf(state.log);
  if (authorities.empty()) return OkStatus();
  // Of each event, the first mission whose mandates it is outside of, and its date.
  std::map<FactPosition, std::pair<std::string, FactDate>> outside;
  const auto look = [&](FactPosition root, PostId post, const FactDate& date) {
    if (post == kNoPost) return;
    const std::string& mission =
        facts.names[posts.ValuesOf(kMission)[posts.ValueIndex(post, kMission)]];
    const auto found = authorities.find(mission);
    if (found == authorities.end() || !IsOutside(found->second, date)) return;
    outside.try_emplace(root, mission, date);
  };
  const Movements& m = facts.movements();
  for (std::size_t row = 0; row < world.movements_known(); ++row) {
    if (!m.Holds(row, world.known_at()) || m.leg[row] == MovementRow::kBack) continue;
    const FactDate date = {m.earliest[row], m.best_day[row], m.latest[row]};
    look(m.root[row], posts.Of(m.from[row]), date);
    look(m.root[row], posts.Of(m.to[row]), date);
  }
  const Settings& settings = facts.settings();
  for (std::size_t row = 0; row < settings.size(); ++row) {
    const SettingFact& setting = settings.rows[row];
    if (!setting.departs || !settings.known[row].Holds(world.known_at())) continue;
    look(setting.root, posts.OwnPost(setting.reach), {setting.day, setting.day, setting.day});
  }
  for (const auto& [root, where] : outside) {
    const auto& [mission, date] = where;
    Finding finding = NewFinding("outside-mandate", {Position{root}});
    finding.on = Day{date.best};
    finding.scope = {{"mission", {mission}}};
    finding.message = fmt::format("the movement of {} is outside every mandate of mission {}",
                                  FactDayText(date.best), mission);
    finding.remedy = fmt::format(
        "see whether the date of record {} is wrong, or record the mandate that was in force then",
        root);
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

}  // namespace muster
