// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/effect.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "ledger/chain.h"
#include "ledger/event_fields.h"
#include "ledger/path.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "tools/cli/people_text.h"

namespace muster {
namespace {

// A receipt is read by a person; an import of years is summed up by its first days.
constexpr std::size_t kDaysMax = 60;

// The days that events act on.
class DayCollector {
 public:
  explicit DayCollector(const Ledger& ledger) : ledger_(ledger) {}

  Status Add(const v1::Event& event) {
    switch (event.fact_case()) {
      case v1::Event::kAccount:
        for (const v1::Target& target : event.account().of()) {
          MUSTER_RETURN_IF_ERROR(AddTarget(target));
        }
        return OkStatus();
      case v1::Event::kAmendment:
        if (event.amendment().has_change()) AddPlain(event.amendment().change().values());
        if (event.amendment().has_event()) AddPlain(event.amendment().event());
        if (event.amendment().has_of()) return AddTarget(event.amendment().of());
        return OkStatus();
      case v1::Event::kRetraction:
        return AddTarget(event.retraction().of());
      default:
        AddPlain(event);
        return OkStatus();
    }
  }

  const std::set<Day>& days() const { return days_; }
  const std::set<Day>& complete_musters() const { return complete_musters_; }

 private:
  // A mandate, claim or pledge moves nobody; its day is not worth a comparison.
  static bool Moves(const v1::Event& event) {
    return event.has_arrival() || event.has_assignment() || event.has_departure() ||
           event.has_loss() || event.has_transfer() || event.has_muster();
  }

  void AddPlain(const v1::Event& event) {
    const v1::Date* const on = OnOf(event);
    if (on == nullptr || !Moves(event)) return;
    Day day{on->best()};
    if (event.has_muster()) {
      if (event.muster().at() == v1::OPENING) day = day - 1;
      if (event.muster().complete()) complete_musters_.insert(day);
    }
    days_.insert(day);
    if (event.has_assignment() && event.assignment().has_until()) {
      days_.insert(Day{event.assignment().until().best()} + 1);
    }
  }

  // The day that a corrected event had before this correction, and has after it. Targets in a dry
  // run may not be stored yet; their day is collected from the event itself.
  Status AddTarget(const v1::Target& target) {
    const Position root{target.position()};
    if (!Holds(ledger_.Head().size, root) || !targets_.insert(root).second) return OkStatus();
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, ledger_.ReadRecord(root));
    // What corrects an account corrects the events behind it.
    for (const v1::Target& of : record->event().account().of()) {
      MUSTER_RETURN_IF_ERROR(AddTarget(of));
    }
    Chain chain(root, *record, /*admitted=*/true);
    AddPlain(chain.Amended());
    MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members,
                            ledger_.ChainMembers(root, ledger_.Head().size));
    for (const Position member : members) {
      MUSTER_ASSIGN_OR_RETURN(const RecordPtr member_record, ledger_.ReadRecord(member));
      chain.Add(member, *member_record, /*admitted=*/true);
      if (const v1::Event* reading = chain.Reading()) AddPlain(*reading);
    }
    return OkStatus();
  }

  const Ledger& ledger_;
  std::set<Day> days_;
  std::set<Day> complete_musters_;
  std::set<Position> targets_;
};

ViewQuery QueryBy(std::vector<std::string> by, LogSize known_at) {
  ViewQuery query;
  query.known_at = known_at;
  query.by = std::move(by);
  query.all_groups = true;
  return query;
}

// Two states of the log.
struct States {
  LogSize before;
  LogSize after;
};

StatusOr<std::vector<Effect>> Compare(const Views& views, Day on,
                                      const std::vector<std::string>& by, const States& states) {
  MUSTER_ASSIGN_OR_RETURN(const Headcount was, views.HeadcountOn(on, QueryBy(by, states.before)));
  MUSTER_ASSIGN_OR_RETURN(const Headcount is, views.HeadcountOn(on, QueryBy(by, states.after)));
  const People nobody{0, 0, 0};
  std::map<std::vector<std::string>, std::pair<People, People>> strengths;
  for (const Group& group : was.rows) strengths[group.keys] = {group.strength, nobody};
  for (const Group& group : is.rows) {
    strengths.try_emplace(group.keys, nobody, nobody).first->second.second = group.strength;
  }
  std::vector<Effect> effects;
  for (const auto& [keys, pair] : strengths) {
    if (pair.first != pair.second)
      effects.push_back({on, by, keys, pair.first, pair.second, false});
  }
  return effects;
}

// Whether two strengths differ by as much as two others.
bool SameChange(const Effect& a, const Effect& b) {
  const auto difference = [](const std::optional<std::int64_t>& was,
                             const std::optional<std::int64_t>& is) {
    return std::pair(was.has_value() == is.has_value(), is.value_or(0) - was.value_or(0));
  };
  return difference(a.was.least, a.is.least) == difference(b.was.least, b.is.least) &&
         difference(a.was.best, a.is.best) == difference(b.was.best, b.is.best) &&
         difference(a.was.most, a.is.most) == difference(b.was.most, b.is.most);
}

// Leaves out what only goes on from an earlier day: an arrival changes every later day as well.
void RemoveRepeated(std::vector<Effect>& effects) {
  std::map<std::vector<std::string>, Effect> last;
  std::vector<Effect> kept;
  for (Effect& effect : effects) {
    std::vector<std::string> group = effect.by;
    group.insert(group.end(), effect.keys.begin(), effect.keys.end());
    const auto found = last.find(group);
    const bool repeated = found != last.end() && SameChange(found->second, effect);
    last[group] = effect;
    if (!repeated || effect.by_complete_muster) kept.push_back(std::move(effect));
  }
  effects = std::move(kept);
}

StatusOr<Effects> EffectsOf(const Ledger& ledger, const Views& views, const States& states,
                            const std::vector<AdmittedEvent>& events) {
  DayCollector collector(ledger);
  for (const AdmittedEvent& event : events) {
    if (!event.already_recorded) MUSTER_RETURN_IF_ERROR(collector.Add(event.record->event()));
  }
  std::vector<std::vector<std::string>> groupings = {
      {"contributor"}, {"place"}, {"duty"}, {"contingent"}};
  if (views.registry().MissionIds().size() > 1) groupings[0] = {"mission", "contributor"};
  Effects effects;
  std::size_t count = 0;
  for (const Day day : collector.days()) {
    if (++count > kDaysMax) {
      ++effects.days_left_out;
      continue;
    }
    for (const std::vector<std::string>& by : groupings) {
      MUSTER_ASSIGN_OR_RETURN(std::vector<Effect> changed, Compare(views, day, by, states));
      if (changed.empty()) continue;
      for (Effect& effect : changed) {
        effect.by_complete_muster =
            effect.is == People{0, 0, 0} && collector.complete_musters().contains(day);
        effects.shown.push_back(std::move(effect));
      }
      break;
    }
  }
  RemoveRepeated(effects.shown);
  return effects;
}

}  // namespace

std::vector<RecordPtr> NewRecords(const AppendResult& result) {
  std::vector<RecordPtr> records;
  for (const AdmittedEvent& event : result.events) {
    if (!event.already_recorded) records.push_back(event.record);
  }
  return records;
}

StatusOr<Effects> EffectsOfAppend(const Ledger& ledger, const Views& views,
                                  const AppendResult& result) {
  const LogSize after = result.head.size;
  const std::uint64_t count = NewRecords(result).size();
  const LogSize before{after.value - std::min(after.value, count)};
  return EffectsOf(ledger, views, {before, after}, result.events);
}

StatusOr<Effects> EffectsOfDryRun(const Ledger& ledger, const Views& views,
                                  const AppendResult& result) {
  const std::vector<RecordPtr> records = NewRecords(result);
  if (records.empty()) return Effects();
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Views> pending,
                          views.WithPending(records, result.reports));
  return EffectsOf(ledger, *pending, {views.size(), pending->size()}, result.events);
}

std::string EffectText(const Effect& effect) {
  std::string name;
  for (std::size_t i = 0; i < effect.keys.size(); ++i) {
    name += i == 0 ? "" : " ";
    // "unspecified" alone would not say of what.
    name += effect.keys[i] == kUnspecified ? effect.by[i] + " unspecified" : effect.keys[i];
  }
  const std::string change = PeopleText(effect.was) + " \u2192 " + PeopleText(effect.is);
  if (effect.by_complete_muster)
    return fmt::format("this complete muster sets {} {}", name, change);
  return fmt::format("{} on {}: {}", name, FormatDay(effect.on), change);
}

}  // namespace muster
