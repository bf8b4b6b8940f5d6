// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/target_finder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ascii.h"
#include "ledger/date.h"
#include "ledger/event_fields.h"
#include "ledger/event_kind_word.h"
#include "ledger/excerpt.h"
#include "ledger/registration.h"
#include "ledger/report_store.h"
#include "ledger/subject.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "muster/v1/tables.pb.h"
#include "projections/fact_table.h"
#include "projections/query_check.h"
#include "projections/statements.h"

namespace muster {
namespace {

std::optional<std::uint64_t> NumberOf(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

bool HasBeginning(const StoredReport& report, const std::string& hex) {
  const auto begins = [&hex](const Hash& hash) { return ToHex(hash).starts_with(hex); };
  const v1::Report& metadata = *report.report;
  return begins(report.id) ||
         (metadata.has_document() && begins(HashFromBytes(metadata.document().sha256()))) ||
         (metadata.has_transcript() && begins(HashFromBytes(metadata.transcript().sha256())));
}

// Whom a name can stand for: a contingent, a contributor with its contingents, a mission. The first
// of these that has a match decides.
class NamedSubjects {
 public:
  static constexpr std::size_t kStages = 3;

  NamedSubjects(const Registry& registry, std::string_view name, LogSize known_at)
      : contributor_prefix_(MissionSubject(name, "", "")) {
    // Up to the contributor's end: the mission is any.
    contributor_prefix_.pop_back();
    const Registry::Match match = registry.FindContingent(name, known_at);
    for (const std::string& id : match.candidates) contingents_.insert(ContingentSubject(id));
    if (!match.id.empty()) contingents_.insert(ContingentSubject(match.id));
    for (const std::string& id : registry.ContingentIds(known_at)) {
      if (registry.Traits(id, known_at).contributor == name) {
        of_contributor_.insert(ContingentSubject(id));
      }
    }
    const Registry::Match mission = registry.FindMission(name, known_at);
    if (!mission.id.empty()) mission_ = MissionSubject("", mission.id, "");
  }

  using Stages = std::array<bool, kStages>;

  // The stages in which a subject is named so.
  Stages StagesOf(const std::string& key) const {
    return {contingents_.contains(key),
            of_contributor_.contains(key) || key.starts_with(contributor_prefix_),
            !mission_.empty() && key == mission_};
  }
  // The same of all subjects of an event.
  Stages StagesOf(const v1::Event& event) const {
    Stages stages{};
    ForEachSubject(event, Position{}, Position{}, [&](const std::string& key, const auto&) {
      const Stages of_key = StagesOf(key);
      for (std::size_t i = 0; i < kStages; ++i) stages[i] = stages[i] || of_key[i];
    });
    return stages;
  }

 private:
  std::set<std::string> contingents_;
  std::set<std::string> of_contributor_;
  std::string contributor_prefix_;
  std::string mission_;
};

// The events of a kind that a name can stand for, by stage, with their days.
struct NamedEvents {
  std::array<std::map<Position, Day>, NamedSubjects::kStages> stages;

  // Of the first stage that has one on the day.
  std::vector<Position> On(Day day) const {
    for (const auto& stage : stages) {
      std::vector<Position> found;
      for (const auto& [root, best] : stage) {
        if (best == day) found.push_back(root);
      }
      if (!found.empty()) return found;
    }
    return {};
  }

  std::vector<NamedEvent> All() const {
    std::vector<NamedEvent> all;
    for (const auto& stage : stages) {
      for (const auto& [root, best] : stage) all.push_back({root, best});
    }
    return all;
  }
};

// The events of one kind that a name can stand for, out of the facts: those are of every event that
// has a day, as it reads, so that the log need not be read.
class NamedEventFinder {
 public:
  NamedEventFinder(const RecordSource& source, const FactTable& facts, LogSize known_at,
                   const NamedSubjects& subjects)
      : source_(source),
        facts_(facts),
        known_at_(known_at),
        at_(FactKnownAt(known_at)),
        subjects_(subjects) {}

  StatusOr<NamedEvents> Find(int kind) {
    switch (kind) {
      case v1::Event::kArrival:
        FindMovements(MovementKind::kArrival);
        break;
      case v1::Event::kAssignment:
        FindMovements(MovementKind::kAssignment);
        break;
      case v1::Event::kDeparture:
        FindMovements(MovementKind::kDeparture);
        FindDeparturesOfAll();
        break;
      case v1::Event::kLoss:
        FindMovements(MovementKind::kLoss);
        break;
      case v1::Event::kTransfer:
        FindMovements(MovementKind::kTransfer);
        break;
      case v1::Event::kMuster:
        MUSTER_RETURN_IF_ERROR(FindMusters());
        break;
      case v1::Event::kMandate:
      case v1::Event::kDispatch:
      case v1::Event::kPledge:
      case v1::Event::kClaim:
        MUSTER_RETURN_IF_ERROR(FindStatements(static_cast<StatementKind>(kind)));
        break;
      default:
        break;  // of nobody
    }
    return std::move(events_);
  }

 private:
  using Stages = NamedSubjects::Stages;

  void Note(Position root, Day best, const Stages& stages) {
    for (std::size_t i = 0; i < stages.size(); ++i) {
      if (stages[i]) events_.stages[i].emplace(root, best);
    }
  }
  void Note(Position root, const v1::Event& event) {
    if (const v1::Date* on = OnOf(event)) Note(root, Day{on->best()}, subjects_.StagesOf(event));
  }

  std::string_view NameOf(NameId name) const {
    return name == kNoName ? std::string_view() : facts_.names[name];
  }
  Stages StagesOf(NameId mission, NameId contributor, NameId component, NameId contingent) const {
    return subjects_.StagesOf(
        contingent == kNoName
            ? MissionSubject(NameOf(contributor), NameOf(mission), NameOf(component))
            : ContingentSubject(NameOf(contingent)));
  }

  // Each post is looked at once, however many movements have an end in it.
  const Stages& StagesOfPost(NamedPostId id) {
    std::optional<Stages>& stages = of_posts_[id];
    if (!stages) {
      const NamedPost& post = facts_.posts[id];
      stages = id == kAbroad ? Stages{}
                             : StagesOf(post[kMission], post[kContributor], post[kComponent],
                                        post[kContingent]);
    }
    return *stages;
  }

  void FindMovements(MovementKind kind) {
    of_posts_.assign(facts_.posts.size(), std::nullopt);
    const Movements& movements = facts_.movements();
    const std::size_t known = movements.CountKnown(at_);
    for (std::size_t row = 0; row < known; ++row) {
      if (movements.kind[row] != kind || movements.leg[row] == MovementRow::kBack) continue;
      if (!movements.Holds(row, at_)) continue;
      // The ends of a transfer are of two contingents, of which either names it.
      for (const NamedPostId end : {movements.from[row], movements.to[row]}) {
        Note(Position{movements.root[row]}, Day{movements.best_day[row]}, StagesOfPost(end));
      }
    }
  }

  void FindDeparturesOfAll() {
    const Settings& settings = facts_.settings();
    for (std::size_t row = 0; row < settings.CountKnown(at_); ++row) {
      const SettingFact& setting = settings.rows[row];
      if (!setting.departs || !settings.known[row].Holds(at_)) continue;
      const auto& values = facts_.reaches[setting.reach].scope.values;
      const auto one = [&values](Dimension dimension) {
        return values[dimension].empty() ? kNoName : values[dimension].front();
      };
      Note(Position{setting.root}, Day{setting.day},
           StagesOf(one(kMission), one(kContributor), one(kComponent), one(kContingent)));
    }
  }

  // A setting does not tell the scope of its whole muster.
  Status FindMusters() {
    const Settings& settings = facts_.settings();
    std::set<Position> roots;
    for (std::size_t row = 0; row < settings.CountKnown(at_); ++row) {
      const SettingFact& setting = settings.rows[row];
      if (!setting.departs && settings.known[row].Holds(at_)) roots.insert({setting.root});
    }
    for (const Position root : roots) {
      MUSTER_ASSIGN_OR_RETURN(const Chain chain, ReadChain(source_, root, known_at_));
      if (chain.Reading() != nullptr) Note(root, *chain.Reading());
    }
    return OkStatus();
  }

  Status FindStatements(StatementKind kind) {
    return ForEachStatement(facts_, at_, {kind}, [&](Position root, const v1::Event& reading) {
      Note(root, reading);
      return OkStatus();
    });
  }

  const RecordSource& source_;
  const FactTable& facts_;
  const LogSize known_at_;
  const FactPosition at_;
  const NamedSubjects& subjects_;
  std::vector<std::optional<Stages>> of_posts_;  // by NamedPostId
  NamedEvents events_;
};

}  // namespace

StatusOr<FoundTarget> TargetFinder::Find(std::string_view text) const {
  text = Trimmed(text);
  constexpr std::string_view kReportWord = "report";
  if (text.size() > kReportWord.size() && text.starts_with(kReportWord) &&
      (text[kReportWord.size()] == ':' || IsSpace(text[kReportWord.size()]))) {
    return ByReport(Trimmed(text.substr(kReportWord.size() + 1)));
  }
  const TargetText target = ReadTargetText(text);
  switch (target.form) {
    case TargetText::Form::kPosition:
      return ByPosition(target.name);
    case TargetText::Form::kEventId:
      return ByEventId(target);
    case TargetText::Form::kRegistration:
      return ByRegistration(target.kind, target.name);
    case TargetText::Form::kWords:
      return ByWords(target);
    case TargetText::Form::kOther:
      break;
  }
  if (target.name.size() >= kReportPrefixDigits && IsHex(target.name)) {
    return ByReport(target.name);
  }
  return InvalidArgument("'{}' names no event; {}, or a report by the beginning of its id",
                         Excerpt(text), kTargetForms);
}

StatusOr<FoundTarget> TargetFinder::ByPosition(std::string_view digits) const {
  const std::optional<std::uint64_t> value = NumberOf(digits);
  if (!value || !Holds(known_at_, Position{*value})) {
    return InvalidArgument("there is no record {}; those known are below {}", digits,
                           known_at_.value);
  }
  return ChainOf(Position{*value});
}

StatusOr<FoundTarget> TargetFinder::ByReport(std::string_view hex) const {
  std::string lower(hex);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  if (hex.size() < kReportPrefixDigits || hex.size() > 64 || !IsHex(hex)) {
    return InvalidArgument(
        "'{}' is not the beginning of a report's id: write at least {} hexadecimal digits",
        Excerpt(hex), kReportPrefixDigits);
  }
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredReport> reports, source_.Reports());
  std::vector<std::string> found;
  for (const StoredReport& report : reports) {
    if (!Holds(known_at_, report.first_position) || !HasBeginning(report, lower)) continue;
    found.push_back(ToHex(report.id));
  }
  if (found.size() == 1) return FoundTarget(*HashFromHex(found.front()));
  if (found.empty()) {
    return InvalidArgument("no report begins with {}; `muster reports` lists them", lower);
  }
  return InvalidArgument("{} reports begin with {}: {}", found.size(), lower,
                         fmt::join(found, ", "));
}

StatusOr<FoundTarget> TargetFinder::ByEventId(const TargetText& target) const {
  MUSTER_ASSIGN_OR_RETURN(const FoundTarget found, ByReport(target.name));
  const Hash& id = std::get<Hash>(found);
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredReport> reports, source_.Reports());
  const auto report = std::find_if(reports.begin(), reports.end(),
                                   [&id](const auto& candidate) { return candidate.id == id; });
  const std::optional<std::uint64_t> ordinal = NumberOf(target.last);
  const std::uint32_t count = report->EventCount();
  const Position position = ordinal && *ordinal < count
                                ? report->PositionOf(static_cast<std::uint32_t>(*ordinal))
                                : Position{known_at_.value};
  if (!Holds(known_at_, position)) {
    return InvalidArgument(
        "there is no event '{}/{}'; the report has {} events, and ordinals count from 0",
        target.name, target.last, count);
  }
  return ChainOf(position);
}

StatusOr<FoundTarget> TargetFinder::ByRegistration(std::string_view kind,
                                                   std::string_view name) const {
  const Registry& registry = set_.registry();
  const Registry::Match match = kind == "mission" ? registry.FindMission(name, known_at_)
                                : kind == "place" ? registry.FindPlace(name, known_at_)
                                                  : registry.FindContingent(name, known_at_);
  if (!match.candidates.empty()) {
    return InvalidArgument("several {}s are called '{}'; write one of {}", kind, name,
                           fmt::join(match.candidates, ", "));
  }
  bool stands = false;
  Position root;
  for (const RegistrationChange& change : set_.registrations()) {
    if (!Holds(known_at_, change.at)) break;
    v1::Event reading;
    if (!change.reading) {
      if (root == change.root) stands = false;
    } else if (!stands && reading.ParseFromString(*change.reading) &&
               KindWord(reading.fact_case()) == kind && RegisteredId(reading) == match.id) {
      root = change.root;
      stands = true;
    }
  }
  if (stands) return FoundTarget(root);
  return InvalidArgument("no {} '{}' is registered", kind, Excerpt(name));
}

StatusOr<FoundTarget> TargetFinder::ByWords(const TargetText& target) const {
  const std::optional<int> kind = KindOfWord(target.kind);
  if (!kind) {
    return InvalidArgument("there is no kind of event '{}'; {}", Excerpt(target.kind),
                           kTargetForms);
  }
  const StatusOr<v1::Date> date = ParseDate(target.last);
  if (!date.ok()) {
    return InvalidArgument("'{}' is not the day of an event; {}", Excerpt(target.last),
                           kTargetForms);
  }
  const Day day{date->best()};
  const NamedSubjects subjects(set_.registry(), target.name, known_at_);
  MUSTER_ASSIGN_OR_RETURN(const NamedEvents events,
                          NamedEventFinder(source_, set_.facts(), known_at_, subjects).Find(*kind));
  const std::vector<Position> matches = events.On(day);
  if (matches.size() == 1) return FoundTarget(matches.front());
  if (matches.empty()) {
    return InvalidArgument("no {} of '{}' on {} is recorded; {}", target.kind, Excerpt(target.name),
                           FormatDay(day),
                           NearestTargets(target.kind, target.name, day, events.All()));
  }
  std::vector<std::uint64_t> positions;
  for (const Position match : matches) positions.push_back(match.value);
  return InvalidArgument("'{} {} {}' fits {} events; name one by its position: {}", target.kind,
                         target.name, target.last, matches.size(), fmt::join(positions, ", "));
}

StatusOr<FoundTarget> TargetFinder::ChainOf(Position position) const {
  MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, source_.ReadRecord(position));
  const v1::Event& event = record->event();
  if (event.has_amendment() && event.amendment().has_report_change()) {
    return FoundTarget(HashFromBytes(event.amendment().report_change().report()));
  }
  const std::vector<Position> targets = TargetsOf(*record);
  // An account of several events belongs to none of them alone.
  if (targets.size() == 1 && targets.front() < position) return ChainOf(targets.front());
  if (IsRegistration(event) && !set_.registry().IsChain(position)) {
    return ByRegistration(KindWord(event.fact_case()), RegisteredId(event));
  }
  return FoundTarget(position);
}

}  // namespace muster
