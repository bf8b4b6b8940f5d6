// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/subject_index.h"

#include <algorithm>
#include <bit>
#include <compare>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "ledger/big_endian.h"
#include "ledger/path.h"
#include "ledger/subject.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/tables.pb.h"

namespace muster {
namespace {

// Subjects are forgotten when the events of those in memory are more than this; about 90 bytes
// each. A subject that is asked for again is read whole: where those of every day have more events
// together, each append would read many again.
constexpr std::uint64_t kEventsInMemoryMax = 32'000'000;

constexpr std::uint64_t kLastRoot = std::numeric_limits<std::uint64_t>::max();

struct DayKey {
  std::int32_t day = 0;
  std::uint64_t root = 0;
  friend auto operator<=>(const DayKey&, const DayKey&) = default;
};

// An assignment with a last day has two: where it went, and where it went back to.
struct StayKey {
  DayKey when;  // of the event, in either
  bool back = false;
  friend auto operator<=>(const StayKey&, const StayKey&) = default;
};

// Reports tell of days mostly in their order, so that the end is tried first: there nothing is
// searched.
template <typename Tree>
void PutByDay(Tree& tree, typename Tree::value_type value) {
  tree.insert(tree.end(), std::move(value));
}

SubjectEntry StoredEntry(const v1::SubjectEvent& stored) {
  SubjectEntry entry;
  entry.root = {stored.root()};
  entry.report = {stored.report()};
  entry.kind = static_cast<int>(stored.kind());
  if (stored.has_earliest()) entry.earliest = stored.earliest();
  entry.best = stored.best();
  entry.latest = stored.latest();
  entry.place = stored.place();
  entry.duty = stored.duty();
  if (stored.has_until()) entry.until = stored.until();
  entry.back_place = stored.back_place();
  entry.back_duty = stored.back_duty();
  entry.scene = stored.scene();
  return entry;
}

// Dates of one width at most: class n has those of at most 2^n - 1 days between their ends. So
// those that meet a given interval are found in a window of `latest`, however wide some dates are.
constexpr int kWidthOpen = 33;

struct Scene {
  std::int64_t earliest = 0;
  std::uint64_t report = 0;
  std::uint32_t place = 0;
};

// Their days are those on which they are over at the latest.
struct ScenesOfWidth {
  int width = 0;
  absl::btree_map<DayKey, Scene> scenes;

  std::int64_t WidthMax() const {
    return width == kWidthOpen ? std::numeric_limits<std::int32_t>::max()
                               : (std::int64_t{1} << width) - 1;
  }
};

// The events of a subject that are of one kind. Of both a subject has few, so that they are looked
// for one by one.
struct EventsOfKind {
  std::uint32_t kind = 0;
  absl::btree_set<DayKey> days;  // the best ones
  std::vector<ScenesOfWidth> widths;

  absl::btree_map<DayKey, Scene>& OfWidth(int width) {
    for (ScenesOfWidth& known : widths) {
      if (known.width == width) return known.scenes;
    }
    widths.push_back({width, {}});
    return widths.back().scenes;
  }
};

// Where an event took people, and where they went back to after its last day, if it has one.
struct Stay {
  std::uint32_t kind = 0;
  std::uint32_t place = 0;
  std::uint32_t duty = 0;
  std::optional<std::int32_t> until;
  std::uint32_t back_place = 0;
  std::uint32_t back_duty = 0;

  bool IsBack(std::int32_t day) const { return until && day > *until; }
};

// The number of the empty text in the pool.
constexpr std::uint32_t kNoText = 0;

constexpr std::int64_t kOpenEarliest = std::numeric_limits<std::int64_t>::min() / 4;

std::int32_t ClampDay(std::int64_t day) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(
      day, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
}

}  // namespace

// A SubjectEntry with its texts by their numbers in the pool.
struct SubjectIndex::Entry {
  std::uint64_t root = 0;
  std::uint64_t report = 0;
  std::uint32_t kind = 0;
  std::int32_t best = 0;
  std::int32_t latest = 0;
  std::uint32_t place = kNoText, duty = kNoText;
  std::uint32_t back_place = kNoText, back_duty = kNoText;
  std::uint32_t scene = kNoText;
  std::optional<std::int32_t> earliest;
  std::optional<std::int32_t> until;
  bool removed = false;

  int Width() const {
    return earliest ? static_cast<int>(std::bit_width(
                          static_cast<std::uint64_t>(std::int64_t{latest} - *earliest)))
                    : kWidthOpen;
  }
  DayKey OnBestDay() const { return {best, root}; }
  DayKey OnLatestDay() const { return {latest, root}; }
};

struct SubjectIndex::Subject {
  std::string key;
  bool loaded = false;
  bool persisted = false;  // Table::kNames has it, or will when the appends under way are done
  LogSize touched;
  std::vector<Entry> pending;  // changes of this append

  std::size_t events = 0;
  std::vector<EventsOfKind> kinds;
  absl::btree_map<DayKey, Stay> stays;
  absl::flat_hash_map<std::uint32_t, absl::btree_set<StayKey>> stays_by_place;

  EventsOfKind* FindKind(std::uint32_t kind) {
    for (EventsOfKind& known : kinds) {
      if (known.kind == kind) return &known;
    }
    return nullptr;
  }
  EventsOfKind& OfKind(std::uint32_t kind) {
    if (EventsOfKind* known = FindKind(kind)) return *known;
    kinds.push_back({kind, {}, {}});
    return kinds.back();
  }

  void Unload() {
    events = 0;
    kinds.clear();
    stays.clear();
    stays_by_place.clear();
    loaded = false;
  }
};

struct SubjectIndex::Change {
  Subject* subject = nullptr;
  std::size_t pending = 0;  // index in subject->pending
};

SubjectIndex::SubjectIndex(const Log& log) : log_(log) {
  MUSTER_CHECK(pool_.Intern("") == kNoText);
}
SubjectIndex::~SubjectIndex() = default;

SubjectIndex::Subject& SubjectIndex::Known(std::string_view key) {
  const auto found = subjects_.find(key);
  if (found != subjects_.end()) return *found->second;
  auto subject = std::make_unique<Subject>();
  subject->key = key;
  subject->loaded = true;
  Subject& result = *subject;
  const auto [place, inserted] = subjects_.emplace(std::string(key), std::move(subject));
  sorted_.emplace(place->first, &result);
  return result;
}

void SubjectIndex::Restore(const std::string& key) {
  Subject& subject = Known(key);
  subject.loaded = false;
  subject.persisted = true;
}

StatusOr<SubjectIndex::Subject*> SubjectIndex::Loaded(std::string_view key) {
  Subject& subject = Known(key);
  if (!subject.loaded) MUSTER_RETURN_IF_ERROR(Load(subject.key, subject));
  return &subject;
}

SubjectIndex::Entry SubjectIndex::Compact(const SubjectEntry& entry) {
  Entry compact;
  compact.root = entry.root.value;
  compact.report = entry.report.value;
  compact.kind = static_cast<std::uint32_t>(entry.kind);
  compact.earliest = entry.earliest;
  compact.best = entry.best;
  compact.latest = entry.latest;
  compact.until = entry.until;
  const auto number = [this](std::string_view text) {
    return text.empty() ? kNoText : pool_.Intern(text);
  };
  compact.place = number(entry.place);
  compact.duty = number(entry.duty);
  compact.back_place = number(entry.back_place);
  compact.back_duty = number(entry.back_duty);
  compact.scene = entry.scene == entry.place ? compact.place : number(entry.scene);
  return compact;
}

Status SubjectIndex::Load(const std::string& key, Subject& subject) {
  std::string prefix = key;
  prefix.push_back('\0');
  std::unordered_map<std::uint64_t, Entry> latest;
  MUSTER_RETURN_IF_ERROR(
      log_.Scan(Table::kSubjects, prefix, prefix,
                [&latest, &key, this](std::string_view, std::string_view value) -> Status {
                  v1::SubjectUpdates updates;
                  if (!updates.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
                    return DataLoss("the index of subject '{}' is damaged", key);
                  }
                  for (const v1::SubjectEvent& event : updates.events()) {
                    if (event.removed()) {
                      latest.erase(event.root());
                    } else {
                      latest[event.root()] = Compact(StoredEntry(event));
                    }
                  }
                  return OkStatus();
                }));
  for (const auto& [root, entry] : latest) {
    Insert(subject, entry);
    InsertScene(subject, entry);
  }
  subject.loaded = true;
  return OkStatus();
}

void SubjectIndex::Insert(Subject& subject, const Entry& entry) {
  ++loaded_events_;
  ++subject.events;
  PutByDay(subject.OfKind(entry.kind).days, entry.OnBestDay());
  InsertStays(subject, entry);
}

void SubjectIndex::InsertStays(Subject& subject, const Entry& entry) {
  if (entry.place == kNoText) return;
  const DayKey when = entry.OnBestDay();
  PutByDay(subject.stays, {when, Stay{entry.kind, entry.place, entry.duty, entry.until,
                                      entry.back_place, entry.back_duty}});
  PutByDay(subject.stays_by_place[entry.place], {when, false});
  if (entry.until) PutByDay(subject.stays_by_place[entry.back_place], {when, true});
}

void SubjectIndex::InsertScene(Subject& subject, const Entry& entry) {
  if (entry.scene == kNoText) return;
  const std::int64_t earliest = entry.earliest ? *entry.earliest : kOpenEarliest;
  PutByDay(subject.OfKind(entry.kind).OfWidth(entry.Width()),
           {entry.OnLatestDay(), Scene{earliest, entry.report, entry.scene}});
}

void SubjectIndex::Erase(Subject& subject, const Entry& entry) {
  --loaded_events_;
  --subject.events;
  EventsOfKind& events = subject.OfKind(entry.kind);
  MUSTER_CHECK(events.days.erase(entry.OnBestDay()) == 1);
  EraseStays(subject, entry);
  if (entry.scene != kNoText) events.OfWidth(entry.Width()).erase(entry.OnLatestDay());
}

void SubjectIndex::EraseStays(Subject& subject, const Entry& entry) {
  if (entry.place == kNoText) return;
  const DayKey when = entry.OnBestDay();
  subject.stays.erase(when);
  subject.stays_by_place[entry.place].erase({when, false});
  if (entry.until) subject.stays_by_place[entry.back_place].erase({when, true});
}

void SubjectIndex::Note(Subject& subject, const Entry& entry, bool removed) {
  if (subject.pending.empty()) changed_.push_back(&subject);
  changes_.push_back({&subject, subject.pending.size()});
  subject.pending.push_back(entry);
  subject.pending.back().removed = removed;
}

void SubjectIndex::NoteAdded(Subject& subject, const Entry& entry) {
  Insert(subject, entry);
  Note(subject, entry, false);
}

void SubjectIndex::NoteRemoved(Subject& subject, const Entry& entry) {
  Erase(subject, entry);
  Note(subject, entry, true);
}

Status SubjectIndex::Visit(Position root, Position report, const v1::Event& reading,
                           Visitor visit) {
  Status status = OkStatus();
  ForEachSubject(reading, root, report, [&](const std::string& key, const SubjectEntry& entry) {
    if (!status.ok()) return;
    StatusOr<Subject*> subject = Loaded(key);
    if (!subject.ok()) {
      status = subject.status();
      return;
    }
    (this->*visit)(**subject, Compact(entry));
  });
  return status;
}

Status SubjectIndex::Add(Position root, Position report, const v1::Event& reading) {
  return Visit(root, report, reading, &SubjectIndex::NoteAdded);
}

Status SubjectIndex::Remove(Position root, Position report, const v1::Event& reading) {
  FinishReport();
  MUSTER_RETURN_IF_ERROR(Visit(root, report, reading, &SubjectIndex::NoteRemoved));
  changes_finished_ = changes_.size();
  return OkStatus();
}

Status SubjectIndex::Hide(Position root, const v1::Event& reading) {
  return Visit(root, {}, reading, &SubjectIndex::EraseStays);
}

Status SubjectIndex::Unhide(Position root, const v1::Event& reading) {
  return Visit(root, {}, reading, &SubjectIndex::InsertStays);
}

void SubjectIndex::FinishReport() {
  for (; changes_finished_ < changes_.size(); ++changes_finished_) {
    const Change& change = changes_[changes_finished_];
    InsertScene(*change.subject, change.subject->pending[change.pending]);
  }
}

StatusOr<std::optional<Destination>> SubjectIndex::LatestDestination(std::string_view key, Day on) {
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(key));
  auto after = subject->stays.upper_bound(DayKey{on.value, kLastRoot});
  if (after == subject->stays.begin()) return std::optional<Destination>();
  --after;
  const Stay& stay = after->second;
  const bool back = stay.IsBack(on.value);
  return std::optional<Destination>(Destination{{after->first.root},
                                                static_cast<int>(stay.kind),
                                                back,
                                                pool_.Get(back ? stay.back_place : stay.place),
                                                pool_.Get(back ? stay.back_duty : stay.duty)});
}

StatusOr<std::optional<Destination>> SubjectIndex::LatestDestinationAt(std::string_view key,
                                                                       std::string_view place,
                                                                       Day on) {
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(key));
  const std::uint32_t number = pool_.Intern(place);
  const auto there = subject->stays_by_place.find(number);
  if (there == subject->stays_by_place.end()) return std::optional<Destination>();
  auto candidate = there->second.upper_bound(StayKey{{on.value, kLastRoot}, true});
  while (candidate != there->second.begin()) {
    --candidate;
    const bool back = candidate->back;
    const Stay& stay = subject->stays.find(candidate->when)->second;
    // They are not there any more, or not back yet.
    if (stay.IsBack(on.value) != back) continue;
    return std::optional<Destination>(Destination{{candidate->when.root},
                                                  static_cast<int>(stay.kind),
                                                  back,
                                                  pool_.Get(number),
                                                  pool_.Get(back ? stay.back_duty : stay.duty)});
  }
  return std::optional<Destination>();
}

bool SubjectIndex::MayBeSamePlace(std::uint32_t a, std::uint32_t b) const {
  if (a == b) return true;
  const std::string& first = pool_.Get(a);
  const std::string& second = pool_.Get(b);
  return first == kUnspecified || second == kUnspecified || PathIncludes(first, second) ||
         PathIncludes(second, first);
}

StatusOr<std::optional<DatedEvent>> SubjectIndex::LikelyDuplicate(
    const v1::Event& event, Position report, const std::set<Position>* editions) {
  std::optional<DatedEvent> found;
  const std::string_view scene = SceneOf(event);
  if (scene.empty()) return found;
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(MovingSubject(event)));
  const SubjectEntry entry = DatedEntry(event, {}, report);
  const EventsOfKind* const events = subject->FindKind(static_cast<std::uint32_t>(entry.kind));
  if (events == nullptr) return found;
  const std::uint32_t place = pool_.Intern(scene);
  const std::int64_t earliest = entry.earliest ? *entry.earliest : kOpenEarliest;
  const std::int64_t latest = entry.latest;
  std::tuple<std::int64_t, std::uint64_t> nearest(kLikelyDays + 1, 0);
  for (const ScenesOfWidth& others : events->widths) {
    const std::int32_t until = ClampDay(latest + kLikelyDays + others.WidthMax());
    auto candidate = others.scenes.lower_bound(DayKey{ClampDay(earliest - kLikelyDays), 0});
    for (; candidate != others.scenes.end() && candidate->first.day <= until; ++candidate) {
      const auto& [key, other] = *candidate;
      if (other.report == report.value || !MayBeSamePlace(other.place, place)) continue;
      if (editions != nullptr && editions->contains(Position{other.report})) continue;
      const std::int64_t gap =
          std::max<std::int64_t>({0, earliest - key.day, other.earliest - latest});
      if (std::tuple(gap, key.root) < nearest) {
        nearest = {gap, key.root};
        found = DatedEvent{{key.root}, entry.kind, {key.day}};
      }
    }
  }
  return found;
}

StatusOr<std::vector<DatedEvent>> SubjectIndex::On(std::string_view key, int kind, Day day) {
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(key));
  std::vector<DatedEvent> found;
  const EventsOfKind* const events = subject->FindKind(static_cast<std::uint32_t>(kind));
  if (events == nullptr) return found;
  for (auto event = events->days.lower_bound({day.value, 0});
       event != events->days.end() && event->day == day.value; ++event) {
    found.push_back({{event->root}, kind, day});
  }
  return found;
}

StatusOr<std::vector<DatedEvent>> SubjectIndex::Near(std::string_view key, int kind, Day day,
                                                     int count) {
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(key));
  std::vector<DatedEvent> found;
  const EventsOfKind* const events = subject->FindKind(static_cast<std::uint32_t>(kind));
  if (events == nullptr) return found;
  const auto middle = events->days.lower_bound({day.value, 0});
  auto event = middle;
  for (int i = 0; i < count && event != events->days.begin(); ++i) {
    --event;
    found.insert(found.begin(), {{event->root}, kind, {event->day}});
  }
  event = middle;
  for (int i = 0; i < count && event != events->days.end(); ++i) {
    found.push_back({{event->root}, kind, {event->day}});
    ++event;
  }
  return found;
}

std::vector<std::string> SubjectIndex::SubjectsBelow(std::string_view prefix) const {
  std::vector<std::string> keys;
  for (auto subject = sorted_.lower_bound(prefix);
       subject != sorted_.end() && subject->first.starts_with(prefix); ++subject) {
    keys.emplace_back(subject->first);
  }
  return keys;
}

void SubjectIndex::Store(const Entry& entry, v1::SubjectEvent& stored) const {
  stored.set_root(entry.root);
  if (entry.removed) {
    stored.set_removed(true);
    return;
  }
  stored.set_report(entry.report);
  stored.set_kind(entry.kind);
  if (entry.earliest) stored.set_earliest(*entry.earliest);
  stored.set_best(entry.best);
  stored.set_latest(entry.latest);
  stored.set_place(pool_.Get(entry.place));
  stored.set_duty(pool_.Get(entry.duty));
  if (entry.until) stored.set_until(*entry.until);
  stored.set_back_place(pool_.Get(entry.back_place));
  stored.set_back_duty(pool_.Get(entry.back_duty));
  stored.set_scene(pool_.Get(entry.scene));
}

void SubjectIndex::Write(Position first, std::vector<TableEntry>& entries) const {
  v1::SubjectUpdates updates;  // its memory serves them all
  for (const Subject* subject : changed_) {
    updates.Clear();
    for (const Entry& entry : subject->pending) Store(entry, *updates.add_events());
    std::string key = subject->key;
    key.push_back('\0');
    key.append(EncodeBigEndian(first.value));
    entries.push_back({Table::kSubjects, std::move(key), updates.SerializeAsString()});
    if (!subject->persisted) {
      entries.push_back({Table::kNames, kNamesPrefix + subject->key, std::string()});
    }
  }
}

void SubjectIndex::Commit(LogSize size) {
  FinishReport();
  for (Subject* subject : changed_) {
    subject->persisted = true;
    subject->touched = size;
    subject->pending.clear();
  }
  changed_.clear();
  changes_.clear();
  changes_finished_ = 0;
}

void SubjectIndex::Rollback() {
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    const Entry& entry = change->subject->pending[change->pending];
    if (entry.removed) {
      Insert(*change->subject, entry);
      InsertScene(*change->subject, entry);
    } else {
      Erase(*change->subject, entry);
    }
  }
  for (Subject* subject : changed_) subject->pending.clear();
  changed_.clear();
  changes_.clear();
  changes_finished_ = 0;
}

void SubjectIndex::Shrink(LogSize acknowledged) {
  if (loaded_events_ <= kEventsInMemoryMax) return;
  for (auto& [key, subject] : subjects_) {
    if (!subject->loaded || !subject->persisted || subject->touched > acknowledged) continue;
    loaded_events_ -= subject->events;
    subject->Unload();
  }
}

}  // namespace muster
