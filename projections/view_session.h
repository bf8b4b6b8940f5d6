// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ViewSession: everything that the answers for one known-at, one lens and one part are computed
// from.
#ifndef MUSTER_PROJECTIONS_VIEW_SESSION_H_
#define MUSTER_PROJECTIONS_VIEW_SESSION_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "ledger/registry.h"
#include "ledger/status.h"
#include "projections/fact_index.h"
#include "projections/fact_table.h"
#include "projections/partition_cache.h"
#include "projections/post_map.h"
#include "projections/share_cache.h"
#include "projections/strength_walk.h"
#include "projections/view.h"
#include "projections/view_claims.h"
#include "projections/view_coverage.h"
#include "projections/view_flows.h"
#include "projections/view_journal.h"
#include "projections/view_marks.h"
#include "projections/view_reasons.h"
#include "projections/world.h"

namespace muster {

// Used by one thread at a time; keeps what one answer derived for the next.
class ViewSession {
 public:
  // On facts that outlive the session, with partitions and shares that others may share. `shares`
  // may be null; a sum of `many` differences is looked for there.
  ViewSession(const FactTable& facts, const FactIndex& index,
              std::shared_ptr<PartitionCache> partitions, FactPosition known_at,
              std::shared_ptr<ShareCache> shares = nullptr,
              std::size_t many = StrengthWalk::kManyDifferences)
      : world_(facts, index, partitions->posts(), known_at),
        shares_(std::move(shares)),
        walk_(world_, shares_.get(), many),
        partitions_(std::move(partitions)) {}
  ViewSession(const FactTable& facts, const FactIndex& index, std::shared_ptr<const PostMap> posts,
              FactPosition known_at)
      : ViewSession(facts, index, std::make_shared<PartitionCache>(std::move(posts), facts),
                    known_at) {}
  // On facts of its own, which are true at every known-at above 0.
  ViewSession(std::unique_ptr<const FactTable> facts, std::unique_ptr<const FactIndex> index,
              std::shared_ptr<const PostMap> posts)
      : own_facts_(std::move(facts)),
        own_index_(std::move(index)),
        world_(*own_facts_, *own_index_, posts, 1),
        walk_(world_),
        partitions_(std::make_shared<PartitionCache>(std::move(posts), *own_facts_)) {}

  World& world() { return world_; }
  StrengthWalk& walk() { return walk_; }
  PartitionCache& partitions() { return *partitions_; }

 private:
  std::unique_ptr<const FactTable> own_facts_;
  std::unique_ptr<const FactIndex> own_index_;
  World world_;
  std::shared_ptr<ShareCache> shares_;
  StrengthWalk walk_;
  std::shared_ptr<PartitionCache> partitions_;
};

// All REQUIRE a query that CheckQuery returned.
Headcount ComputeHeadcount(ViewSession& session, Day on, const ViewQuery& query);
// Errors: INVALID_ARGUMENT for a reversed range or one of more than kTimelinePointsMax steps.
StatusOr<Timeline> ComputeTimeline(ViewSession& session, Day from, Day to, Step step,
                                   const ViewQuery& query);
// Errors: DATA_LOSS.
StatusOr<TimelineMarks> ComputeMarks(ViewSession& session, const Registry& registry, Day from,
                                     Day to, const ViewQuery& query);
// What makes up the total of ComputeHeadcount; the events are named, and not read yet.
Reasons ComputeReasons(ViewSession& session, Day on, const ViewQuery& query);
// Errors: INVALID_ARGUMENT for a reversed range.
StatusOr<Flows> ComputeFlows(ViewSession& session, Day from, Day to, const ViewQuery& query);
// The entries up to the end of `until`. `progress` may be null. Errors: those of `visit`.
Status WriteJournal(ViewSession& session, Day until, const JournalVisitor& visit,
                    const ViewProgress& progress);
// Claims from `since` on, by best day, whose scope lies within `query.where`. Errors: DATA_LOSS.
StatusOr<Reconciliation> ComputeReconciliation(ViewSession& session, const Registry& registry,
                                               std::optional<Day> since, const ViewQuery& query);
// Errors: DATA_LOSS.
StatusOr<Coverage> ComputeCoverage(ViewSession& session, const Registry& registry, Day on,
                                   const ViewQuery& query);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_SESSION_H_
