// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/answer_records.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/message_texts.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/partition.h"
#include "projections/record_extract.h"

namespace muster {
namespace {

using Roots = std::set<Position>;

bool SameLine(const Reasons& a, const Reason& line_a, const Reasons& b, const Reason& line_b) {
  const auto position = [](const Reasons& reasons, const Reason& line) {
    return line.event ? std::optional(reasons.events[*line.event].position) : std::nullopt;
  };
  return line_a.kind == line_b.kind && position(a, line_a) == position(b, line_b) &&
         line_a.earliest == line_b.earliest && line_a.best == line_b.best &&
         line_a.latest == line_b.latest && line_a.from == line_b.from && line_a.to == line_b.to &&
         line_a.way_back == line_b.way_back && line_a.strength == line_b.strength &&
         line_a.share == line_b.share;
}

// Whether both give the same number for the same reasons. How many posts a muster covers depends on
// records that have no share, and is not compared.
bool SameReasons(const Reasons& a, const Reasons& b) {
  return a.total == b.total &&
         std::equal(a.lines.begin(), a.lines.end(), b.lines.begin(), b.lines.end(),
                    [&](const Reason& line_a, const Reason& line_b) {
                      return SameLine(a, line_a, b, line_b);
                    });
}

// The events that have a share in the number, and those that are the latest at its posts.
Roots RootsOfLines(const Reasons& reasons, ViewSession& session, const Partition& whole) {
  Roots roots;
  for (const AccountedEvent& event : reasons.events) roots.insert(event.position);
  if (!reasons.total.latest) return roots;
  World& world = session.world();
  const FactDay latest = reasons.total.latest->value;
  const Movements& m = world.facts().movements();
  const auto is_asked = [&](NamedPostId name) { return whole.of_named()[name] == 0; };
  for (std::size_t row = 0; row < world.movements_known(); ++row) {
    if (m.known_until[row] < world.known_at() || m.best_day[row] != latest) continue;
    if (is_asked(m.from[row]) || is_asked(m.to[row])) roots.insert(Position{m.root[row]});
  }
  if (!world.has_settings()) return roots;
  for (ReachId reach = 0; reach < world.facts().reaches.size(); ++reach) {
    const Buckets::Range posts = world.posts().PostsOf(reach);
    if (std::none_of(posts.begin(), posts.end(), [&](PostId post) { return whole.Of(post) == 0; }))
      continue;
    for (const std::uint32_t row : world.SettingsOf(reach)) {
      if (world.Setting(row).day == latest) roots.insert(Position{world.Setting(row).root});
    }
  }
  return roots;
}

// The settings and movements up to `on` at the posts asked for, and at those that a muster of one
// of these speaks of together with it.
Roots RootsAtPosts(ViewSession& session, const Partition& whole, Day on) {
  World& world = session.world();
  const PostMap& posts = world.posts();
  std::vector<bool> bears(posts.size(), false);
  for (const PostId post : whole.PostsOf(0)) bears[post] = true;
  Roots roots;
  std::vector<bool> taken(world.facts().reaches.size(), false);
  const auto take = [&](ReachId reach) {
    const Buckets::Range of_reach = posts.PostsOf(reach);
    if (taken[reach] ||
        std::none_of(of_reach.begin(), of_reach.end(), [&](PostId post) { return bears[post]; })) {
      return false;
    }
    taken[reach] = true;
    bool is_set = false;
    for (const std::uint32_t row : world.SettingsOf(reach)) {
      if (world.Setting(row).day > on.value) continue;
      roots.insert(Position{world.Setting(row).root});
      is_set = true;
    }
    // What is taken apart sets each post by itself.
    if (!is_set || world.IsApart(reach)) return false;
    for (const PostId post : of_reach) bears[post] = true;
    return true;
  };
  for (bool grew = world.has_settings(); grew;) {
    grew = false;
    for (ReachId reach = 0; reach < taken.size(); ++reach) grew = take(reach) || grew;
  }
  const Movements& m = world.facts().movements();
  const auto bears_name = [&](NamedPostId name) {
    return posts.Of(name) != kNoPost && bears[posts.Of(name)];
  };
  for (std::size_t row = 0; row < world.movements_known(); ++row) {
    if (m.known_until[row] < world.known_at() || m.earliest[row] > on.value) continue;
    if (bears_name(m.from[row]) || bears_name(m.to[row])) roots.insert(Position{m.root[row]});
  }
  return roots;
}

// Takes in records with all that they cannot be read without.
class Gathering {
 public:
  // All of them outlive the object.
  Gathering(const RecordSource& source, const EffectiveSet& set, const ViewQuery& query)
      : source_(source),
        known_at_(query.known_at),
        needs_first_(query.lens.published_by.has_value()) {
    for (const RegistrationChange& change : set.registrations()) {
      v1::Event event;
      if (!change.reading || !event.ParseFromString(*change.reading) || !event.has_contingent()) {
        continue;
      }
      if (Holds(known_at_, change.root)) contingents_[event.contingent().id()].insert(change.root);
    }
  }

  // Takes note of the amendments of reports, at these positions. Errors: those of the source.
  Status NoteReportChanges(const std::vector<FactPosition>& changes) {
    for (const FactPosition position : changes) {
      if (!Holds(known_at_, Position{position})) break;
      MUSTER_ASSIGN_OR_RETURN(const RecordPtr change, source_.ReadRecord(Position{position}));
      report_changes_[change->event().amendment().report_change().report()].insert(
          Position{position});
    }
    return OkStatus();
  }

  Status Add(const Roots& roots) {
    todo_.insert(roots.begin(), roots.end());
    while (!todo_.empty()) {
      const Position position = *todo_.begin();
      todo_.erase(todo_.begin());
      MUSTER_RETURN_IF_ERROR(Take(position));
    }
    return OkStatus();
  }

  ProvedRecords Take() { return std::move(taken_); }

 private:
  void Want(Position position) {
    if (Holds(known_at_, position) && !taken_.records.contains(position)) todo_.insert(position);
  }

  Status Take(Position position) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, source_.ReadRecord(position));
    taken_.records.emplace(position, record);
    for (const Position target : TargetsOf(*record)) Want(target);
    MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members,
                            source_.ChainMembers(position, known_at_));
    for (const Position member : members) Want(member);
    WantContingents(*record);
    return TakeReport(*record);
  }

  // The contingents that the record names, and those above them.
  void WantContingents(const v1::Record& record) {
    std::set<std::string> texts;
    // A contingent may be named in many fields.
    ForEachText(record.event(), [&texts](const std::string& text) { texts.insert(text); });
    for (const std::string& text : texts) {
      for (std::string_view id = text; !id.empty();
           id = id.substr(0, id.rfind('/') == id.npos ? 0 : id.rfind('/'))) {
        const auto found = contingents_.find(id);
        if (found == contingents_.end()) continue;
        for (const Position root : found->second) Want(root);
      }
    }
  }

  Status TakeReport(const v1::Record& record) {
    if (record.report().size() != sizeof(Hash)) return OkStatus();
    const Hash id = HashFromBytes(record.report());
    if (taken_.reports.contains(id)) return OkStatus();
    MUSTER_ASSIGN_OR_RETURN(const StoredReport report, source_.FindReport(id));
    taken_.reports.emplace(id, report.report);
    // Where a report has no date of its own, the time of its first record stands for it.
    if (needs_first_ && !report.report->has_received()) Want(report.first_position);
    const auto changes = report_changes_.find(record.report());
    if (changes == report_changes_.end()) return OkStatus();
    for (const Position change : changes->second) Want(change);
    return OkStatus();
  }

  const RecordSource& source_;
  LogSize known_at_;
  bool needs_first_;
  std::map<std::string, Roots, std::less<>> contingents_;
  std::map<std::string, Roots> report_changes_;  // by the 32 bytes of the report's id
  Roots todo_;
  ProvedRecords taken_;
};

std::vector<Position> PositionsOf(const ProvedRecords& records) {
  std::vector<Position> positions;
  for (const auto& [position, record] : records.records) positions.push_back(position);
  return positions;
}

}  // namespace

StatusOr<std::vector<Position>> FindAnswerRecords(const RecordSource& source,
                                                  const EffectiveSet& set, ViewSession& session,
                                                  const Reasons& reasons, const ViewQuery& query) {
  const Partition whole =
      Partition::Whole(session.world().posts(), session.world().facts().names, query);
  for (const bool all_at_posts : {false, true}) {
    Gathering gathering(source, set, query);
    MUSTER_RETURN_IF_ERROR(gathering.NoteReportChanges(set.report_changes()));
    MUSTER_RETURN_IF_ERROR(gathering.Add(all_at_posts ? RootsAtPosts(session, whole, reasons.on)
                                                      : RootsOfLines(reasons, session, whole)));
    ProvedRecords records = gathering.Take();
    std::vector<Position> positions = PositionsOf(records);
    MUSTER_ASSIGN_OR_RETURN(
        const Reasons again,
        ReasonsOf(RecordExtract(std::move(records), query.known_at), reasons.on, query));
    if (SameReasons(reasons, again)) return positions;
  }
  std::vector<Position> all;
  for (std::uint64_t p = 0; p < query.known_at.value; ++p) all.push_back(Position{p});
  return all;
}

}  // namespace muster
