// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/views.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "projections/accounted_event.h"
#include "projections/answer_records.h"
#include "projections/diff.h"
#include "projections/effective_set.h"
#include "projections/findings/check.h"
#include "projections/history.h"
#include "projections/ledger_source.h"
#include "projections/lensed_facts.h"
#include "projections/part_facts.h"
#include "projections/query_check.h"
#include "projections/standings.h"
#include "projections/state_codec.h"
#include "projections/state_store.h"
#include "projections/target_finder.h"
#include "projections/two_states.h"
#include "projections/view_cache.h"
#include "projections/view_session.h"

namespace muster {
namespace {

// How often progress is told: after so many records.
constexpr std::uint64_t kProgressRecords = 4096;

// The facts change at FactPosition 0 only in derived tables, which are true from 1 on.
constexpr FactPosition kDerivedKnownAt = 1;

Status CheckSources(const Standings& standings, const Lens& lens) {
  const std::vector<std::string> known = standings.Sources();
  for (const std::string& source : lens.sources) {
    if (std::binary_search(known.begin(), known.end(), source)) continue;
    return InvalidArgument("no report names the source {}{}", source, Advice(source, known));
  }
  return OkStatus();
}

}  // namespace

class Views::State {
 public:
  State(const Ledger& ledger, ViewsOptions options)
      : ledger_(ledger), options_(std::move(options)) {}
  // Views of the same ledger with pending records behind it, on a set of its own.
  State(const Ledger& ledger, EffectiveSet set, LogSize ledger_size, std::vector<RecordPtr> records,
        std::vector<StoredReport> reports)
      : ledger_(ledger),
        set_(std::move(set)),
        source_(std::in_place, ledger, ledger_size, std::move(records), std::move(reports)) {}

  // Reads the saved state if there is a usable one.
  Status Load(bool discard) {
    if (options_.directory.empty()) return OkStatus();
    MUSTER_ASSIGN_OR_RETURN(store_, StateStore::Open(options_.directory, options_.write));
    if (discard) return store_->Discard();
    MUSTER_ASSIGN_OR_RETURN(std::optional<EffectiveSet> saved, store_->Load(ledger_));
    if (saved) set_ = *std::move(saved);
    return OkStatus();
  }

  // Folds everything up to the ledger's head.
  Status CatchUp() {
    const LogSize head = ledger_.Head().size;
    if (head == set_.size() && cache_ != nullptr) return OkStatus();
    if (head < set_.size()) {
      cache_ = nullptr;
      past_ = nullptr;
      set_ = EffectiveSet();
    }
    source_.emplace(ledger_, head);
    MUSTER_RETURN_IF_ERROR(FoldTo(head));
    return options_.save_when_asked ? OkStatus() : Save();
  }

  Status Save() {
    if (store_ == nullptr || !options_.write) return OkStatus();
    return store_->Save(ledger_, set_);
  }

  Status FoldTo(LogSize size) {
    // Nothing is asked meanwhile, nor afterwards if it fails.
    std::unique_ptr<ViewCache> before = std::exchange(cache_, nullptr);
    std::unique_ptr<ViewCache> past = std::exchange(past_, nullptr);
    const Position from{set_.size().value};
    const auto fold = [&](Position position, const v1::Record& record) {
      if (options_.progress && position.value % kProgressRecords == 0) {
        options_.progress(position, size);
      }
      return set_.Fold(position, record, *source_);
    };
    set_.Expect(size.value - from.value);
    MUSTER_RETURN_IF_ERROR(source_->Read(from, size, fold));
    cache_ = std::make_unique<ViewCache>(set_);
    // One that was asked much has derived much. What holds of no state any more is dropped.
    constexpr std::size_t kAskedMuch = 64;
    const auto holds = [](const auto& cache) {
      return cache != nullptr && cache->Holds(LogSize{0});
    };
    const bool take = holds(before) && (!holds(past) || before->borrowed() >= kAskedMuch);
    if (take || holds(past)) past_ = std::move(take ? before : past);
    return OkStatus();
  }

  const EffectiveSet& set() const { return set_; }
  const LedgerSource& source() const { return *source_; }
  const FactIndex& index() const { return cache_->index(); }
  const Ledger& ledger() const { return ledger_; }

  // Calls `compute` with a session for the query, which CheckQuery returned.
  template <typename Compute>
  Status WithSession(const ViewQuery& query, Compute compute) const {
    if (query.lens.IsClear() && !query.of) {
      ViewCache& cache = past_ != nullptr && past_->Holds(query.known_at) ? *past_ : *cache_;
      std::unique_ptr<ViewSession> session = cache.Borrow(query.known_at);
      Status status = compute(*session);
      cache.GiveBack(std::move(session));
      return status;
    }
    MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<const FactTable> facts, DerivedFacts(query));
    auto index = std::make_unique<const FactIndex>(*facts);
    auto posts = std::make_shared<const PostMap>(*facts, set_.registry(), query.known_at);
    ViewSession session(std::move(facts), std::move(index), std::move(posts));
    return compute(session);
  }

 private:
  StatusOr<std::unique_ptr<const FactTable>> DerivedFacts(const ViewQuery& query) const {
    const FactTable* facts = &set_.facts();
    FactPosition known_at = FactKnownAt(query.known_at);
    std::unique_ptr<const FactTable> derived;
    if (!query.lens.IsClear()) {
      MUSTER_ASSIGN_OR_RETURN(const Standings standings, Standings::At(*source_, query.known_at));
      MUSTER_RETURN_IF_ERROR(CheckSources(standings, query.lens));
      MUSTER_ASSIGN_OR_RETURN(
          FactTable lensed,
          FactsThroughLens(*source_, query.lens, standings, query.known_at, set_.facts().names));
      derived = std::make_unique<const FactTable>(std::move(lensed));
      facts = derived.get();
      known_at = kDerivedKnownAt;
    }
    if (query.of) {
      derived = std::make_unique<const FactTable>(FactsOfPart(*facts, *query.of, known_at));
    }
    return derived;
  }

  const Ledger& ledger_;
  ViewsOptions options_;
  std::unique_ptr<StateStore> store_;
  EffectiveSet set_;
  std::optional<LedgerSource> source_;
  std::unique_ptr<ViewCache> cache_;
  // Of an earlier state of the log, may be null: what it derived is not thrown away with each
  // record that is appended.
  std::unique_ptr<ViewCache> past_;
};

Views::Views(std::unique_ptr<State> state) : state_(std::move(state)) {}
Views::~Views() = default;

StatusOr<std::unique_ptr<Views>> Views::Open(const Ledger& ledger, ViewsOptions options) {
  auto state = std::make_unique<State>(ledger, std::move(options));
  MUSTER_RETURN_IF_ERROR(state->Load(/*discard=*/false));
  MUSTER_RETURN_IF_ERROR(state->CatchUp());
  return std::unique_ptr<Views>(new Views(std::move(state)));
}

StatusOr<std::unique_ptr<Views>> Views::Rebuild(const Ledger& ledger, ViewsOptions options) {
  auto state = std::make_unique<State>(ledger, std::move(options));
  MUSTER_RETURN_IF_ERROR(state->Load(/*discard=*/true));
  MUSTER_RETURN_IF_ERROR(state->CatchUp());
  return std::unique_ptr<Views>(new Views(std::move(state)));
}

Status Views::Update() { return state_->CatchUp(); }
Status Views::Save() { return state_->Save(); }

LogSize Views::size() const { return state_->set().size(); }

const Registry& Views::registry() const { return state_->set().registry(); }

std::vector<std::string> Views::PartNames() const {
  const FactTable& facts = state_->set().facts();
  std::set<std::string> names;
  for (std::size_t i = 0; i < facts.parts_count(); ++i) {
    for (const FactPart& part : facts.parts(static_cast<std::uint32_t>(i)))
      names.insert(facts.names[part.name]);
  }
  return {names.begin(), names.end()};
}

std::string Views::StateBytes() const { return EncodeState(state_->set()); }

StatusOr<Headcount> Views::HeadcountOn(Day on, const ViewQuery& query) const {
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  std::optional<Headcount> headcount;
  const auto compute = [&](ViewSession& session) {
    headcount = ComputeHeadcount(session, on, checked);
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  return *std::move(headcount);
}

StatusOr<Reasons> Views::Why(Day on, const ViewQuery& query) const {
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  std::optional<Reasons> reasons;
  const auto compute = [&](ViewSession& session) {
    reasons = ComputeReasons(session, on, checked);
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  std::optional<Standings> standings;
  if (!checked.lens.IsClear()) {
    MUSTER_ASSIGN_OR_RETURN(standings, Standings::At(state_->source(), checked.known_at));
  }
  MUSTER_ASSIGN_OR_RETURN(
      CorrectedReports reports,
      CorrectedReports::At(state_->source(), state_->set().report_changes(), checked.known_at));
  for (AccountedEvent& event : reasons->events) {
    MUSTER_ASSIGN_OR_RETURN(
        event, ReadAccountedEvent(state_->source(), reports, event.position, checked.known_at,
                                  checked.lens, standings ? &*standings : nullptr));
  }
  return *std::move(reasons);
}

StatusOr<Views::Rested> Views::RestsOn(Day on, const ViewQuery& query) const {
  Rested rested;
  MUSTER_ASSIGN_OR_RETURN(rested.query, CheckQuery(state_->set(), query));
  rested.query.by.clear();
  rested.query.depth.reset();
  MUSTER_ASSIGN_OR_RETURN(rested.reasons, Why(on, rested.query));
  const auto find = [&](ViewSession& session) -> Status {
    MUSTER_ASSIGN_OR_RETURN(
        rested.records,
        FindAnswerRecords(state_->source(), state_->set(), session, rested.reasons, rested.query));
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(rested.query, find));
  return rested;
}

StatusOr<Flows> Views::FlowsOver(Day from, Day to, const ViewQuery& query) const {
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  std::optional<Flows> flows;
  const auto compute = [&](ViewSession& session) -> Status {
    MUSTER_ASSIGN_OR_RETURN(flows, ComputeFlows(session, from, to, checked));
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  return *std::move(flows);
}

Status Views::JournalUpTo(Day until, const ViewQuery& query, const JournalVisitor& visit) const {
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  return state_->WithSession(checked, [&](ViewSession& session) {
    return WriteJournal(session, until, visit, checked.progress);
  });
}

StatusOr<Timeline> Views::TimelineOver(Day from, Day to, Step step, const ViewQuery& query) const {
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  std::optional<Timeline> timeline;
  const auto compute = [&](ViewSession& session) -> Status {
    MUSTER_ASSIGN_OR_RETURN(timeline, ComputeTimeline(session, from, to, step, checked));
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  return *std::move(timeline);
}

StatusOr<TimelineMarks> Views::MarksOver(Day from, Day to, const ViewQuery& query) const {
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  std::optional<TimelineMarks> marks;
  const auto compute = [&](ViewSession& session) -> Status {
    MUSTER_ASSIGN_OR_RETURN(marks, ComputeMarks(session, registry(), from, to, checked));
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  return *std::move(marks);
}

StatusOr<Findings> Views::Check(const ViewQuery& query, const CheckRequest& request) const {
  ViewQuery asked;
  asked.known_at = query.known_at;
  asked.lens = query.lens;
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), asked));
  Findings findings;
  const auto compute = [&](ViewSession& session) -> Status {
    MUSTER_ASSIGN_OR_RETURN(findings, ComputeFindings(session, state_->source(),
                                                      state_->set().registry(), checked, request));
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  return findings;
}

StatusOr<Diff> Views::DiffOf(LogSize from, LogSize to, std::optional<Day> on,
                             const ViewQuery& query) const {
  if (from > to) {
    return InvalidArgument("the states {} and {} are reversed: the earlier one comes first",
                           from.value, to.value);
  }
  ViewQuery at_to = query;
  at_to.known_at = to;
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), at_to));
  const LedgerSource& source = state_->source();
  if (!checked.lens.IsClear()) {
    MUSTER_ASSIGN_OR_RETURN(const Standings standings, Standings::At(source, to));
    MUSTER_RETURN_IF_ERROR(CheckSources(standings, checked.lens));
  }
  MUSTER_ASSIGN_OR_RETURN(
      const std::unique_ptr<TwoStates> states,
      TwoStates::Make(source, state_->set(), state_->index(), checked, from, to));
  return ComputeDiff(source, *states, registry(), from, to, on, checked);
}

StatusOr<DayDiff> Views::DiffOfDays(Day from, Day to, const ViewQuery& query) const {
  if (from > to) {
    return InvalidArgument("the range from {} to {} is reversed", FormatDay(from), FormatDay(to));
  }
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  std::optional<DayDiff> diff;
  const auto compute = [&](ViewSession& session) {
    diff = ComputeDayDiff(session, from, to, checked);
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  return *std::move(diff);
}

StatusOr<History> Views::HistoryOf(std::string_view target, LogSize known_at) const {
  const LedgerSource& source = state_->source();
  MUSTER_ASSIGN_OR_RETURN(const FoundTarget found,
                          TargetFinder(source, state_->set(), known_at).Find(target));
  MUSTER_ASSIGN_OR_RETURN(CorrectedReports reports,
                          CorrectedReports::At(source, state_->set().report_changes(), known_at));
  return ReadHistory(source, reports, found, known_at);
}

StatusOr<ReportVersions> Views::ReportsAt(LogSize known_at) const {
  return ReportVersions::At(state_->source(), known_at);
}

StatusOr<Reconciliation> Views::Reconcile(std::optional<Day> since, const ViewQuery& query) const {
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  std::optional<Reconciliation> reconciliation;
  const auto compute = [&](ViewSession& session) -> Status {
    MUSTER_ASSIGN_OR_RETURN(reconciliation,
                            ComputeReconciliation(session, registry(), since, checked));
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  return *std::move(reconciliation);
}

StatusOr<std::vector<SourceTally>> Views::TallySources(LogSize known_at,
                                                       const ReportVersions& reports) const {
  ViewQuery everything;
  everything.known_at = known_at;
  MUSTER_ASSIGN_OR_RETURN(const Reconciliation reconciliation, Reconcile(std::nullopt, everything));
  return muster::TallySources(state_->source(), reports, reconciliation);
}

StatusOr<Coverage> Views::CoverageOn(Day on, const ViewQuery& query) const {
  MUSTER_ASSIGN_OR_RETURN(const ViewQuery checked, CheckQuery(state_->set(), query));
  std::optional<Coverage> coverage;
  const auto compute = [&](ViewSession& session) -> Status {
    MUSTER_ASSIGN_OR_RETURN(coverage, ComputeCoverage(session, registry(), on, checked));
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(state_->WithSession(checked, compute));
  return *std::move(coverage);
}

StatusOr<std::unique_ptr<Views>> Views::WithPending(std::span<const RecordPtr> records,
                                                    std::span<const StoredReport> reports) const {
  const LedgerSource& source = state_->source();
  std::vector<RecordPtr> pending(source.pending().begin(), source.pending().end());
  pending.insert(pending.end(), records.begin(), records.end());
  std::vector<StoredReport> pending_reports(source.pending_reports().begin(),
                                            source.pending_reports().end());
  pending_reports.insert(pending_reports.end(), reports.begin(), reports.end());
  const LogSize ledger_size{size().value - source.pending().size()};
  const LogSize whole{ledger_size.value + pending.size()};
  auto state = std::make_unique<State>(state_->ledger(), state_->set().Copy(), ledger_size,
                                       std::move(pending), std::move(pending_reports));
  MUSTER_RETURN_IF_ERROR(state->FoldTo(whole));
  return std::unique_ptr<Views>(new Views(std::move(state)));
}

}  // namespace muster
