// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Subject index: events as they read now (corrected, not retracted), by subject and day. Admission
// takes from it the defaults, the likely duplicates and the events that words name.
//
// What an append changes of a subject is one entry of Table::kSubjects; a subject is read from
// there when it is first asked for, and then kept in memory.
#ifndef MUSTER_LEDGER_SUBJECT_INDEX_H_
#define MUSTER_LEDGER_SUBJECT_INDEX_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "ledger/string_pool.h"

namespace muster {

struct SubjectEntry;

namespace v1 {
class Event;
class SubjectEvent;
}  // namespace v1

// A movement that brought people of a subject to a post.
struct Destination {
  Position root;
  int kind = 0;       // a number of v1::Event::FactCase
  bool back = false;  // from an assignment, after its last day
  // Valid as long as the index.
  std::string_view place;
  std::string_view duty;
};

// An event of a subject found by its day.
struct DatedEvent {
  Position root;
  int kind = 0;
  Day best;
};

// Thread-compatible. Errors of every function that returns a status: DATA_LOSS if the table is
// damaged; what the log says.
//
// Changes are made at once, and written by Write, and kept by Commit or undone by Rollback.
class SubjectIndex {
 public:
  // `log` must outlive the index.
  explicit SubjectIndex(const Log& log);
  ~SubjectIndex();

  // Makes a subject known that the table has entries for. Called for each while the ledger opens.
  void Restore(const std::string& key);

  // Takes note of an event as it reads. `report`: the position of the first record of its report.
  Status Add(Position root, Position report, const v1::Event& reading);
  // The event reads so no longer. REQUIRES: it was added with the same reading.
  Status Remove(Position root, Position report, const v1::Event& reading);
  // Leaves an event out of account where destinations are asked for, until Unhide with the same
  // reading.
  Status Hide(Position root, const v1::Event& reading);
  Status Unhide(Position root, const v1::Event& reading);
  // Events added since the last call can be found as likely duplicates only after this: those of
  // one report are never likely duplicates of each other.
  void FinishReport();

  // Where people of the subject are on `on` by the latest event that brought them somewhere and is
  // effective (best day) on or before it, the last in the log among equals. An assignment has gone
  // back after its last day; it stays as old as it is.
  StatusOr<std::optional<Destination>> LatestDestination(std::string_view key, Day on);
  // By the latest of those that brought them to exactly `place`, or back there.
  StatusOr<std::optional<Destination>> LatestDestinationAt(std::string_view key,
                                                           std::string_view place, Day on);

  // An event of the kind of `event` and the same subject, from another report, within kLikelyDays,
  // at a place that may be the same; the lowest position of those on the nearest day.
  // `editions`: reports of which the events are not looked at either; may be null.
  StatusOr<std::optional<DatedEvent>> LikelyDuplicate(const v1::Event& event, Position report,
                                                      const std::set<Position>* editions);

  // The events of a kind of exactly this subject whose best day is `day`, ascending.
  StatusOr<std::vector<DatedEvent>> On(std::string_view key, int kind, Day day);
  // Those nearest to `day`, at most `count` on either side of it.
  StatusOr<std::vector<DatedEvent>> Near(std::string_view key, int kind, Day day, int count);

  // The known subjects whose keys begin with `prefix`, sorted.
  std::vector<std::string> SubjectsBelow(std::string_view prefix) const;

  // Adds to `entries` what the changes write to Table::kSubjects and, for new subjects, to
  // Table::kNames. `first` is the position of the append's first record.
  void Write(Position first, std::vector<TableEntry>& entries) const;
  // The changes stand; the log has `size` records with them.
  void Commit(LogSize size);
  // The changes were never made.
  void Rollback();
  // Forgets subjects that nothing after `acknowledged` has touched if too many are kept in memory.
  void Shrink(LogSize acknowledged);

  inline static constexpr int kLikelyDays = 3;
  // The first byte of a subject's key in Table::kNames.
  inline static constexpr char kNamesPrefix = 'w';

 private:
  struct Entry;
  struct Subject;
  struct Change;

  Subject& Known(std::string_view key);
  StatusOr<Subject*> Loaded(std::string_view key);
  Status Load(const std::string& key, Subject& subject);
  Entry Compact(const SubjectEntry& entry);
  void Store(const Entry& entry, v1::SubjectEvent& stored) const;
  void Insert(Subject& subject, const Entry& entry);
  void InsertStays(Subject& subject, const Entry& entry);
  void EraseStays(Subject& subject, const Entry& entry);
  void InsertScene(Subject& subject, const Entry& entry);
  void Erase(Subject& subject, const Entry& entry);
  void Note(Subject& subject, const Entry& entry, bool removed);
  using Visitor = void (SubjectIndex::*)(Subject& subject, const Entry& entry);
  Status Visit(Position root, Position report, const v1::Event& reading, Visitor visit);
  void NoteAdded(Subject& subject, const Entry& entry);
  void NoteRemoved(Subject& subject, const Entry& entry);
  bool MayBeSamePlace(std::uint32_t a, std::uint32_t b) const;

  const Log& log_;
  StringPool pool_;
  StringMap<std::unique_ptr<Subject>> subjects_;
  std::map<std::string_view, Subject*> sorted_;  // keys are those of subjects_
  // What this append has changed, in order, and whose likely duplicates are not findable yet.
  std::vector<Change> changes_;
  std::size_t changes_finished_ = 0;
  std::vector<Subject*> changed_;
  std::uint64_t loaded_events_ = 0;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_SUBJECT_INDEX_H_
