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
#include "ledger/big_endian.h"
#include "ledger/path.h"
#include "ledger/subject.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/tables.pb.h"

namespace muster {
namespace {

// Subjects are forgotten when the events of those in memory are more than this; about 200 bytes
// each.
constexpr std::uint64_t kEventsInMemoryMax = 8'000'000;

constexpr std::uint64_t kLastRoot = std::numeric_limits<std::uint64_t>::max();

struct DayKey {
  std::int32_t day = 0;
  std::uint64_t root = 0;
  bool back = false;
  friend auto operator<=>(const DayKey&, const DayKey&) = default;
};

struct PlaceDayKey {
  std::uint32_t place = 0;
  DayKey when;
  friend auto operator<=>(const PlaceDayKey&, const PlaceDayKey&) = default;
};

struct KindDayKey {
  std::uint32_t kind = 0;
  std::int32_t day = 0;
  std::uint64_t root = 0;
  friend auto operator<=>(const KindDayKey&, const KindDayKey&) = default;
};

// Dates by how wide they are: entry n holds those of at most 2^n - 1 days between their ends. So
// those that meet a given interval are found in a window of `latest`, however wide some dates are.
constexpr int kWidthOpen = 33;

struct SceneKey {
  std::uint32_t kind = 0;
  int width = 0;
  std::int32_t latest = 0;
  std::uint64_t root = 0;
  friend auto operator<=>(const SceneKey&, const SceneKey&) = default;
};

struct Scene {
  std::int64_t earliest = 0;
  std::uint64_t report = 0;
  std::uint32_t place = 0;
};

struct Stay {
  std::uint32_t kind = 0;
  std::uint32_t place = 0;
  std::uint32_t duty = 0;
};

constexpr std::int64_t kOpenEarliest = std::numeric_limits<std::int64_t>::min() / 4;

SceneKey KeyOfScene(const v1::SubjectEvent& entry) {
  const int width = entry.has_earliest() ? std::bit_width(static_cast<std::uint64_t>(
                                               std::int64_t{entry.latest()} - entry.earliest()))
                                         : kWidthOpen;
  return {entry.kind(), width, entry.latest(), entry.root()};
}

std::int32_t ClampDay(std::int64_t day) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(
      day, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
}

}  // namespace

struct SubjectIndex::Subject {
  std::string key;
  bool loaded = false;
  bool persisted = false;  // Table::kNames has it, or will when the appends under way are done
  LogSize touched;
  std::vector<v1::SubjectEvent> pending;  // changes of this append

  absl::btree_set<KindDayKey> by_day;
  absl::btree_map<DayKey, Stay> stays;
  absl::btree_map<PlaceDayKey, Stay> stays_by_place;
  absl::btree_map<SceneKey, Scene> scenes;

  void Unload() {
    by_day.clear();
    stays.clear();
    stays_by_place.clear();
    scenes.clear();
    loaded = false;
  }
};

struct SubjectIndex::Change {
  Subject* subject = nullptr;
  std::size_t pending = 0;  // index in subject->pending
};

SubjectIndex::SubjectIndex(const Log& log) : log_(log) {}
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

Status SubjectIndex::Load(const std::string& key, Subject& subject) {
  std::string prefix = key;
  prefix.push_back('\0');
  std::unordered_map<std::uint64_t, v1::SubjectEvent> latest;
  MUSTER_RETURN_IF_ERROR(
      log_.Scan(Table::kSubjects, prefix, prefix,
                [&latest, &key](std::string_view, std::string_view value) -> Status {
                  v1::SubjectUpdates updates;
                  if (!updates.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
                    return DataLoss("the index of subject '{}' is damaged", key);
                  }
                  for (v1::SubjectEvent& event : *updates.mutable_events()) {
                    if (event.removed()) {
                      latest.erase(event.root());
                    } else {
                      latest[event.root()] = std::move(event);
                    }
                  }
                  return OkStatus();
                }));
  for (const auto& [root, event] : latest) {
    Insert(subject, event);
    InsertScene(subject, event);
  }
  subject.loaded = true;
  return OkStatus();
}

void SubjectIndex::Insert(Subject& subject, const v1::SubjectEvent& entry) {
  ++loaded_events_;
  subject.by_day.insert({entry.kind(), entry.best(), entry.root()});
  InsertStays(subject, entry);
}

void SubjectIndex::InsertStays(Subject& subject, const v1::SubjectEvent& entry) {
  if (!entry.place().empty()) {
    const Stay stay = {entry.kind(), pool_.Intern(entry.place()), pool_.Intern(entry.duty())};
    const DayKey when = {entry.best(), entry.root(), false};
    subject.stays.emplace(when, stay);
    subject.stays_by_place.emplace(PlaceDayKey{stay.place, when}, stay);
  }
  if (entry.has_until()) {
    const Stay stay = {entry.kind(), pool_.Intern(entry.back_place()),
                       pool_.Intern(entry.back_duty())};
    const DayKey when = {entry.until() + 1, entry.root(), true};
    subject.stays.emplace(when, stay);
    subject.stays_by_place.emplace(PlaceDayKey{stay.place, when}, stay);
  }
}

void SubjectIndex::InsertScene(Subject& subject, const v1::SubjectEvent& entry) {
  if (entry.scene().empty()) return;
  const std::int64_t earliest = entry.has_earliest() ? entry.earliest() : kOpenEarliest;
  subject.scenes.emplace(KeyOfScene(entry),
                         Scene{earliest, entry.report(), pool_.Intern(entry.scene())});
}

void SubjectIndex::Erase(Subject& subject, const v1::SubjectEvent& entry) {
  --loaded_events_;
  MUSTER_CHECK(subject.by_day.erase({entry.kind(), entry.best(), entry.root()}) == 1);
  EraseStays(subject, entry);
  if (!entry.scene().empty()) subject.scenes.erase(KeyOfScene(entry));
}

void SubjectIndex::EraseStays(Subject& subject, const v1::SubjectEvent& entry) {
  if (!entry.place().empty()) {
    const DayKey when = {entry.best(), entry.root(), false};
    subject.stays.erase(when);
    subject.stays_by_place.erase({pool_.Intern(entry.place()), when});
  }
  if (entry.has_until()) {
    const DayKey when = {entry.until() + 1, entry.root(), true};
    subject.stays.erase(when);
    subject.stays_by_place.erase({pool_.Intern(entry.back_place()), when});
  }
}

void SubjectIndex::Note(Subject& subject, const v1::SubjectEvent& entry, bool removed) {
  if (subject.pending.empty()) changed_.push_back(&subject);
  changes_.push_back({&subject, subject.pending.size()});
  subject.pending.push_back(entry);
  subject.pending.back().set_removed(removed);
}

void SubjectIndex::NoteAdded(Subject& subject, const v1::SubjectEvent& entry) {
  Insert(subject, entry);
  Note(subject, entry, false);
}

void SubjectIndex::NoteRemoved(Subject& subject, const v1::SubjectEvent& entry) {
  Erase(subject, entry);
  Note(subject, entry, true);
}

Status SubjectIndex::Visit(Position root, Position report, const v1::Event& reading,
                           Visitor visit) {
  Status status = OkStatus();
  ForEachSubject(reading, root, report, [&](const std::string& key, const v1::SubjectEvent& entry) {
    if (!status.ok()) return;
    StatusOr<Subject*> subject = Loaded(key);
    if (!subject.ok()) {
      status = subject.status();
      return;
    }
    (this->*visit)(**subject, entry);
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
  auto after = subject->stays.upper_bound(DayKey{on.value, kLastRoot, true});
  if (after == subject->stays.begin()) return std::optional<Destination>();
  --after;
  return std::optional<Destination>(Destination{{after->first.root},
                                                static_cast<int>(after->second.kind),
                                                after->first.back,
                                                pool_.Get(after->second.place),
                                                pool_.Get(after->second.duty)});
}

StatusOr<std::optional<Destination>> SubjectIndex::LatestDestinationAt(std::string_view key,
                                                                       std::string_view place,
                                                                       Day on) {
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(key));
  const std::uint32_t number = pool_.Intern(place);
  auto after =
      subject->stays_by_place.upper_bound(PlaceDayKey{number, {on.value, kLastRoot, true}});
  if (after == subject->stays_by_place.begin()) return std::optional<Destination>();
  --after;
  if (after->first.place != number) return std::optional<Destination>();
  const DayKey& when = after->first.when;
  return std::optional<Destination>(Destination{{when.root},
                                                static_cast<int>(after->second.kind),
                                                when.back,
                                                pool_.Get(after->second.place),
                                                pool_.Get(after->second.duty)});
}

bool SubjectIndex::MayBeSamePlace(std::uint32_t a, std::uint32_t b) const {
  if (a == b) return true;
  const std::string& first = pool_.Get(a);
  const std::string& second = pool_.Get(b);
  return first == kUnspecified || second == kUnspecified || PathIncludes(first, second) ||
         PathIncludes(second, first);
}

StatusOr<std::optional<DatedEvent>> SubjectIndex::LikelyDuplicate(const v1::Event& event,
                                                                  Position report) {
  std::optional<DatedEvent> found;
  const std::string_view scene = SceneOf(event);
  if (scene.empty()) return found;
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(MovingSubject(event)));
  if (subject->scenes.empty()) return found;
  v1::SubjectEvent entry;
  ForEachSubject(event, {}, report,
                 [&entry](const std::string&, const v1::SubjectEvent& own) { entry = own; });
  const std::uint32_t place = pool_.Intern(scene);
  const std::int64_t earliest = entry.has_earliest() ? entry.earliest() : kOpenEarliest;
  const std::int64_t latest = entry.latest();
  std::tuple<std::int64_t, std::uint64_t> nearest(kLikelyDays + 1, 0);
  for (int width = 0; width <= kWidthOpen; ++width) {
    const std::int64_t width_max = width == kWidthOpen ? std::numeric_limits<std::int32_t>::max()
                                                       : (std::int64_t{1} << width) - 1;
    const SceneKey from = {entry.kind(), width, ClampDay(earliest - kLikelyDays), 0};
    const std::int32_t until = ClampDay(latest + kLikelyDays + width_max);
    auto candidate = subject->scenes.lower_bound(from);
    for (; candidate != subject->scenes.end(); ++candidate) {
      const SceneKey& key = candidate->first;
      // Keys are sorted by kind, then width: nothing wider is there.
      if (key.kind != entry.kind()) return found;
      if (key.width != width || key.latest > until) break;
      const Scene& other = candidate->second;
      if (other.report == report.value || !MayBeSamePlace(other.place, place)) continue;
      const std::int64_t gap =
          std::max<std::int64_t>({0, earliest - key.latest, other.earliest - latest});
      if (std::tuple(gap, key.root) < nearest) {
        nearest = {gap, key.root};
        found = DatedEvent{{key.root}, static_cast<int>(key.kind), {key.latest}};
      }
    }
    if (candidate == subject->scenes.end()) break;
  }
  return found;
}

StatusOr<std::vector<DatedEvent>> SubjectIndex::On(std::string_view key, int kind, Day day) {
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(key));
  std::vector<DatedEvent> events;
  const auto number = static_cast<std::uint32_t>(kind);
  for (auto event = subject->by_day.lower_bound({number, day.value, 0});
       event != subject->by_day.end() && event->kind == number && event->day == day.value;
       ++event) {
    events.push_back({{event->root}, kind, day});
  }
  return events;
}

StatusOr<std::vector<DatedEvent>> SubjectIndex::Near(std::string_view key, int kind, Day day,
                                                     int count) {
  MUSTER_ASSIGN_OR_RETURN(Subject* const subject, Loaded(key));
  std::vector<DatedEvent> events;
  const auto number = static_cast<std::uint32_t>(kind);
  const auto middle = subject->by_day.lower_bound({number, day.value, 0});
  auto event = middle;
  for (int i = 0; i < count && event != subject->by_day.begin(); ++i) {
    --event;
    if (event->kind != number) break;
    events.insert(events.begin(), {{event->root}, kind, {event->day}});
  }
  event = middle;
  for (int i = 0; i < count && event != subject->by_day.end() && event->kind == number; ++i) {
    events.push_back({{event->root}, kind, {event->day}});
    ++event;
  }
  return events;
}

std::vector<std::string> SubjectIndex::SubjectsBelow(std::string_view prefix) const {
  std::vector<std::string> keys;
  for (auto subject = sorted_.lower_bound(prefix);
       subject != sorted_.end() && subject->first.starts_with(prefix); ++subject) {
    keys.emplace_back(subject->first);
  }
  return keys;
}

void SubjectIndex::Write(Position first, std::vector<TableEntry>& entries) const {
  for (const Subject* subject : changed_) {
    v1::SubjectUpdates updates;
    updates.mutable_events()->Reserve(static_cast<int>(subject->pending.size()));
    for (const v1::SubjectEvent& entry : subject->pending) {
      v1::SubjectEvent& update = *updates.add_events();
      if (entry.removed()) {
        update.set_root(entry.root());
        update.set_removed(true);
      } else {
        update = entry;
      }
    }
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
    const v1::SubjectEvent& entry = change->subject->pending[change->pending];
    if (entry.removed()) {
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
    loaded_events_ -= subject->by_day.size();
    subject->Unload();
  }
}

}  // namespace muster
