// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "projections/group_strengths.h"
#include "projections/view_journal.h"
#include "projections/view_session.h"

namespace muster {
namespace {

constexpr std::uint32_t kRowsBetweenProgress = 256;

// What one row of the fact table is in the order of the journal.
struct JournalRow {
  FactDay day = 0;
  bool is_setting = false;
  FactPosition root = 0;
  std::uint32_t row = 0;

  // Settings of one event act on one day.
  bool IsOfSameEntry(const JournalRow& other) const {
    return is_setting && other.is_setting && day == other.day && root == other.root;
  }
  friend auto operator<=>(const JournalRow&, const JournalRow&) = default;
};

class JournalWriter {
 public:
  JournalWriter(ViewSession& session, FactDay until, const ViewProgress& progress)
      : world_(session.world()), walk_(session.walk()), until_(until), progress_(progress) {}

  Status Write(const JournalVisitor& visit) {
    const std::vector<PostValues> posts = NamePosts();
    CollectRows();
    for (std::size_t i = 0; i < rows_.size();) {
      if (progress_ && rows_[i].row % kRowsBetweenProgress == 0) {
        progress_("entries", i, rows_.size());
      }
      std::size_t end = i + 1;
      while (end < rows_.size() && rows_[i].IsOfSameEntry(rows_[end])) ++end;
      entry_ = JournalEntry();
      if (rows_[i].is_setting) {
        FillMuster(i, end);
      } else {
        FillMovement(rows_[i].row);
      }
      MUSTER_RETURN_IF_ERROR(visit(posts, entry_));
      i = end;
    }
    return OkStatus();
  }

 private:
  std::vector<PostValues> NamePosts() const {
    const PostMap& map = world_.posts();
    std::vector<PostValues> posts(map.size());
    for (PostId post = 0; post < posts.size(); ++post) {
      for (int i = 0; i < kDimensions; ++i) {
        const auto dimension = static_cast<Dimension>(i);
        posts[post][static_cast<std::size_t>(i)] =
            world_.facts().names[map.ValuesOf(dimension)[map.ValueIndex(post, dimension)]];
      }
    }
    return posts;
  }

  void CollectRows() {
    const Movements& m = world_.facts().movements();
    for (std::uint32_t row = 0; row < world_.movements_known(); ++row) {
      if (m.best_day[row] > until_ || m.known_until[row] < world_.known_at()) continue;
      rows_.push_back({m.best_day[row], false, m.root[row], row});
    }
    if (world_.has_settings()) {
      for (ReachId reach = 0; reach < world_.facts().reaches.size(); ++reach) {
        for (const std::uint32_t row : world_.SettingsOf(reach)) {
          const SettingFact& setting = world_.Setting(row);
          if (setting.day <= until_) rows_.push_back({setting.day, true, setting.root, row});
        }
      }
    }
    std::sort(rows_.begin(), rows_.end());
  }

  static std::optional<std::uint32_t> EndOf(PostId post) {
    if (post == kNoPost) return std::nullopt;
    return post;
  }

  void FillMovement(std::uint32_t row) {
    const Movements& m = world_.facts().movements();
    // The two have one order.
    entry_.kind = static_cast<JournalEntry::Kind>(m.kind[row]);
    entry_.position = Position{m.root[row]};
    entry_.way_back = m.leg[row] == MovementRow::kBack;
    if (m.earliest[row] != kOpenFactDay) entry_.earliest = Day{m.earliest[row]};
    entry_.on = Day{m.best_day[row]};
    entry_.latest = Day{m.latest[row]};
    entry_.words = WordsOf(m.kind[row], m.circumstances[row]);
    entry_.postings.push_back({EndOf(world_.posts().Of(m.from[row])),
                               EndOf(world_.posts().Of(m.to[row])),
                               PeopleOf(AmountInterval({m.least[row], m.best[row], m.most[row]}))});
  }

  // Of the settings rows_[begin, end).
  void FillMuster(std::size_t begin, std::size_t end) {
    const SettingFact& first = world_.Setting(rows_[begin].row);
    entry_.kind = first.departs ? JournalEntry::Kind::kDeparture : JournalEntry::Kind::kMuster;
    entry_.all = first.departs;
    entry_.position = Position{first.root};
    entry_.earliest = entry_.on = entry_.latest = Day{first.day};
    if (first.departs) entry_.words = WordsOf(MovementKind::kDeparture, first.circumstances);
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t row = rows_[i].row;
      const ReachId reach = world_.Setting(row).reach;
      if (!world_.IsApart(reach)) {
        const SettingRef setting = {row, world_.posts().OwnPost(reach)};
        AddDifference(setting);
        entry_.levels.push_back(
            {walk_.PostsOf(setting), NarrowestOf(reach), PeopleOf(walk_.LevelOf(setting))});
        continue;
      }
      for (const PostId post : world_.posts().PostsOf(reach)) {
        if (world_.OccursOn(post) <= first.day) AddDifference({row, post});
      }
    }
  }

  Dimension NarrowestOf(ReachId reach) const {
    Dimension narrowest = kMission;
    for (int i = 0; i < kDimensions; ++i) {
      const auto dimension = static_cast<Dimension>(i);
      if (!world_.facts().reaches[reach].scope.values[dimension].empty()) narrowest = dimension;
    }
    return narrowest;
  }

  void AddDifference(const SettingRef& setting) {
    const Interval difference = walk_.DifferenceOf(setting);
    if (difference == Interval()) return;
    const bool leaves = difference.best < 0;
    JournalPosting posting;
    (leaves ? posting.from : posting.to) = setting.post;
    posting.people = PeopleOf(leaves ? Negated(difference) : difference);
    entry_.postings.push_back(posting);
  }

  World& world_;
  StrengthWalk& walk_;
  FactDay until_;
  const ViewProgress& progress_;
  std::vector<JournalRow> rows_;
  JournalEntry entry_;
};

}  // namespace

Status WriteJournal(ViewSession& session, Day until, const JournalVisitor& visit,
                    const ViewProgress& progress) {
  return JournalWriter(session, until.value, progress).Write(visit);
}

}  // namespace muster
