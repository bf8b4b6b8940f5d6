// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/findings/checked_log.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "ledger/chain.h"
#include "ledger/clock.h"
#include "ledger/duplicates.h"
#include "ledger/event_fields.h"
#include "ledger/event_kind_word.h"
#include "ledger/sha256.h"
#include "ledger/strength.h"
#include "ledger/subject.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/findings/finding_words.h"
#include "projections/interval.h"
#include "projections/lensed_chains.h"
#include "projections/report_versions.h"
#include "projections/standings.h"

namespace muster {
namespace {

// `report`: its metadata as corrected.
CheckedReport CheckedReportOf(const v1::Report& report, Time recorded_at) {
  CheckedReport checked{report.source(), report.title(), {}, report.has_published()};
  if (report.has_published()) {
    checked.published = BoundsOf(report.published());
  } else if (report.has_received()) {
    checked.published = BoundsOf(report.received());
  } else {
    const Day day = DayOf(recorded_at);
    checked.published = {day, day, day};
  }
  return checked;
}

bool HasUnknown(const v1::Event& event) {
  const v1::Strength* const strength = StrengthOf(event);
  if (strength != nullptr && IsUnknown(*strength)) return true;
  const auto line_unknown = [](const v1::Line& line) { return IsUnknown(line.strength()); };
  const auto& claimed = event.claim().lines();
  const auto& counted = event.muster().lines();
  return std::any_of(claimed.begin(), claimed.end(), line_unknown) ||
         std::any_of(counted.begin(), counted.end(), line_unknown);
}

// Of people at a time, not of people on the move.
bool IsTotal(const v1::Event& event) { return event.has_claim() || event.has_muster(); }

bool MovesPeople(const v1::Event& event) {
  return event.has_arrival() || event.has_assignment() || event.has_departure() ||
         event.has_loss() || event.has_transfer();
}

// Of a date that is said of `event`, the day on which it acts: a total at the opening is that of
// the day before.
DateBounds ActingDate(const v1::Date& date, const v1::Event& event) {
  const DateBounds bounds = BoundsOf(date);
  const bool opening = (event.has_muster() && event.muster().at() == v1::OPENING) ||
                       (event.has_claim() && event.claim().at() == v1::OPENING);
  if (!opening) return bounds;
  const Day earliest = bounds.earliest == kOpenBeginning ? bounds.earliest : bounds.earliest - 1;
  return {earliest, bounds.best - 1, bounds.latest - 1};
}

std::optional<DateBounds> DateOfEvent(const v1::Event& event) {
  const v1::Date* const on = OnOf(event);
  if (on == nullptr) return std::nullopt;
  return ActingDate(*on, event);
}

// How the events of an account read.
struct AccountTarget {
  std::string subject;
  std::optional<Interval> strength;
  std::optional<DateBounds> on;
};

// Takes in the records, then the chains, whose members are all known by then.
class CheckedLogReader {
 public:
  CheckedLogReader(const RecordSource& source, const Lens& lens, LogSize known_at)
      : source_(source), lens_(lens), known_at_(known_at) {
    chains_.emplace(lens_, nullptr);
  }

  StatusOr<CheckedLog> Read() {
    if (!lens_.IsClear()) {
      MUSTER_ASSIGN_OR_RETURN(standings_, Standings::At(source_, known_at_));
      chains_.emplace(lens_, &*standings_);
    }
    MUSTER_RETURN_IF_ERROR(ReadReports());
    MUSTER_RETURN_IF_ERROR(
        source_.Read(Position{0}, known_at_, [this](Position position, const v1::Record& record) {
          Take(position, record);
          return OkStatus();
        }));
    for (const StoredReport& report : reports_) {
      log_.reports.push_back(CheckedReportOf(*report.report, report.recorded_at));
    }
    MUSTER_RETURN_IF_ERROR(chains_->Complete(source_));
    DropChained();
    CorrectAccounts();
    for (const auto& [root, chain] : chains_->all()) TakeChain(root, chain);
    for (const ChainMember& member : of_several_) CompareWithSum(member);
    Sort();
    return std::move(log_);
  }

 private:
  Status ReadReports() {
    MUSTER_ASSIGN_OR_RETURN(reports_, source_.Reports());
    std::erase_if(reports_, [this](const StoredReport& report) {
      return !Holds(known_at_, report.first_position);
    });
    for (const StoredReport& report : reports_) {
      report_ids_.emplace(ToBytes(report.id), static_cast<CheckedReportId>(report_ids_.size()));
    }
    return OkStatus();
  }

  CheckedReportId ReportOf(const v1::Record& record) {
    const auto found = report_ids_.find(record.report());
    return found == report_ids_.end() ? kNoCheckedReport : found->second;
  }

  void Take(Position position, const v1::Record& record) {
    const bool admitted = chains_->Admits(record);
    if (admitted) log_.admits_any = true;
    const v1::Event& event = record.event();
    if (event.has_amendment() && event.amendment().has_report_change()) {
      CorrectReport(event.amendment().report_change());
    }
    if (!chains_->Add(position, record)) {
      if (IsRegistration(event)) return;
      if (admitted || event.has_mandate() || event.has_resolution()) {
        TakeReading(position, ReportOf(record), event, false);
      }
      if (admitted) TakeDate(position, ReportOf(record), event);
      return;
    }
    if (event.has_account() && event.account().of_size() != 1) {
      of_several_.push_back({position, std::make_shared<const v1::Record>(record)});
      for (const Position root : TargetsOf(record)) wanted_.emplace(root, AccountTarget());
    }
  }

  void CorrectReport(const v1::ReportChange& change) {
    const auto found = report_ids_.find(change.report());
    if (found == report_ids_.end()) return;
    auto corrected = std::make_shared<v1::Report>(*reports_[found->second].report);
    ApplyReportChange(change, *corrected);
    reports_[found->second].report = std::move(corrected);
  }

  void TakeReading(Position root, CheckedReportId report, const v1::Event& reading, bool amended) {
    const auto keep = [&](std::vector<CheckedEvent>& events) {
      events.push_back({root, report, std::make_shared<const v1::Event>(reading)});
    };
    if (HasUnknown(reading)) keep(log_.unknown);
    switch (reading.fact_case()) {
      case v1::Event::kArrival:
      case v1::Event::kDeparture:
      case v1::Event::kLoss:
        TakeSubjectFact(root, report, reading, amended);
        break;
      case v1::Event::kMandate:
        keep(log_.mandates);
        break;
      case v1::Event::kDispatch:
        keep(log_.dispatches);
        break;
      case v1::Event::kMuster:
        keep(log_.musters);
        break;
      case v1::Event::kClaim:
        keep(log_.claims);
        break;
      case v1::Event::kResolution:
        for (const v1::SettledFinding& settled : reading.resolution().findings()) {
          Settlement settlement{root, settled.finding(), {}};
          for (const std::uint64_t position : settled.positions()) {
            settlement.positions.push_back(Position{position});
          }
          log_.settlements.push_back(std::move(settlement));
        }
        break;
      default:
        break;
    }
  }

  void TakeSubjectFact(Position root, CheckedReportId report, const v1::Event& reading,
                       bool amended) {
    const v1::Who* const who = muster::WhoOf(reading);
    const v1::Date* const on = OnOf(reading);
    if (who == nullptr || on == nullptr) return;
    const auto [subject, is_new] =
        subject_ids_.try_emplace(SubjectOf(*who), static_cast<std::uint32_t>(log_.subjects.size()));
    if (is_new) log_.subjects.push_back(DescribeSubject(reading));
    log_.subject_facts.push_back({root, report, reading.fact_case(), subject->second,
                                  std::string(SceneOf(reading)), BoundsOf(*on), amended,
                                  reading.distinct()});
  }

  // A mandate's date is that from which it gives authority, which may well lie ahead.
  void TakeDate(Position position, CheckedReportId report, const v1::Event& event) {
    if (report == kNoCheckedReport || event.has_mandate()) return;
    const std::optional<DateBounds> on = DateOfEvent(event);
    if (on) log_.dates.push_back({position, report, *on, MovesPeople(event), IsTotal(event), true});
  }

  // Forgets what was taken from first members of chains, which may read otherwise.
  void DropChained() {
    const auto drop = [this](auto& items, auto root_of) {
      std::erase_if(items, [&](const auto& item) { return chains_->Contains(root_of(item)); });
    };
    const auto root = [](const auto& item) { return item.root; };
    drop(log_.subject_facts, root);
    for (std::vector<CheckedEvent>* events :
         {&log_.mandates, &log_.dispatches, &log_.musters, &log_.claims, &log_.unknown}) {
      drop(*events, root);
    }
    drop(log_.dates, [](const SaidDate& date) { return date.position; });
    drop(log_.settlements, [](const Settlement& settlement) { return settlement.at; });
  }

  void CorrectAccounts() {
    for (const auto& [root, links] : chains_->all()) {
      if (!links.first->event().has_account()) continue;
      const Chain account = chains_->Fold(root);
      std::optional<v1::Account>& reads = accounts_[root];
      if (account.Reading() != nullptr) reads = account.Reading()->account();
    }
  }

  // An account as corrected; null if it counts for nothing.
  const v1::Account* AccountOf(const ChainMember& member) const {
    const auto corrected = accounts_.find(member.position);
    if (corrected == accounts_.end()) return &member.record->event().account();
    return corrected->second ? &*corrected->second : nullptr;
  }

  void TakeChain(Position root, const LensedChain& links) {
    const v1::Record& first = *links.first;
    if (IsRegistration(first.event()) || first.event().has_account()) return;
    // A keeper's decision is one under every lens.
    const bool decision = first.event().has_resolution();
    const bool admitted = chains_->AdmitsFirst(root);
    Chain chain(root, first, admitted || decision);
    // What the event's own report says, as far as it was read rightly.
    Chain own(root, first, true);
    bool amended = false;
    for (const ChainMember& member : links.members) {
      const v1::Event& event = member.record->event();
      chain.Add(member.position, *member.record, decision || chains_->AdmitsMember(member));
      if (!event.has_account()) {
        own.Add(member.position, *member.record, member.record->report() == first.report());
      }
      amended =
          amended || (event.has_amendment() && event.amendment().of().position() == root.value);
    }
    const v1::Event* const reading = chain.Reading();
    if (reading == nullptr) return;
    TakeReading(root, ReportOf(first), *reading, amended);
    // Once another report has put the date right, the wrong one does no harm.
    const bool revised = DateOfEvent(chain.Amended()) != DateOfEvent(own.Amended());
    if (admitted && !revised) TakeDate(root, ReportOf(first), own.Amended());
    for (const ChainMember& member : links.members) {
      if (chains_->AdmitsMember(member)) TakeMemberDate(root, member, *reading, own.Amended());
    }
    NoteTarget(root, *reading);
    for (const Position position : chain.Differing()) {
      const auto member =
          std::find_if(links.members.begin(), links.members.end(),
                       [&](const ChainMember& each) { return each.position == position; });
      if (member == links.members.end()) continue;
      TakeDiffering(root, *reading, *member, chain.AccountReading(position)->account());
    }
  }

  // What another report says of the event's date: in an account, or as a revision.
  void TakeMemberDate(Position root, const ChainMember& member, const v1::Event& reading,
                      const v1::Event& own) {
    const CheckedReportId report = ReportOf(*member.record);
    if (report == kNoCheckedReport) return;
    const v1::Event& event = member.record->event();
    const bool moves = MovesPeople(reading);
    if (event.has_account()) {
      const v1::Account* const account = AccountOf(member);
      if (account == nullptr) return;
      std::optional<DateBounds> on;
      if (account->has_on()) {
        on = ActingDate(account->on(), reading);
      } else if (account->of_size() == 1) {
        on = DateOfEvent(own);
      }
      if (on) {
        log_.dates.push_back(
            {member.position, report, *on, moves, IsTotal(reading), account->has_on()});
      }
      return;
    }
    if (!event.has_amendment() || event.amendment().why() != v1::REVISED) return;
    if (event.amendment().of().position() != root.value) return;
    const v1::Amendment& amendment = event.amendment();
    const v1::Event& values =
        amendment.has_event() ? amendment.event() : amendment.change().values();
    if (!values.has_mandate() && OnOf(values) != nullptr) {
      // A change of the date alone does not repeat whether it is a total at the opening.
      const v1::Event& event_said = amendment.has_event() ? values : reading;
      log_.dates.push_back({member.position, report, ActingDate(*OnOf(values), event_said), moves,
                            IsTotal(event_said), true});
    }
  }

  static std::string DescribeEvent(const v1::Event& event) {
    const std::string subject = DescribeSubject(event);
    return fmt::format("the {}{}", KindWord(event.fact_case()),
                       subject.empty() ? "" : " of " + subject);
  }

  // `account`: as corrected.
  void TakeDiffering(Position root, const v1::Event& reading, const ChainMember& member,
                     const v1::Account& account) {
    std::vector<std::string> said;
    std::vector<std::string> reads;
    if (account.has_strength() && StrengthOf(reading) != nullptr) {
      said.push_back(DescribeStrength(account.strength()));
      reads.push_back(DescribeStrength(*StrengthOf(reading)));
    }
    if (account.has_on() && OnOf(reading) != nullptr) {
      said.push_back("on " + DescribeDate(account.on()));
      reads.push_back("on " + DescribeDate(*OnOf(reading)));
    }
    log_.differing.push_back({member.position,
                              {root},
                              DescribeEvent(reading),
                              fmt::format("{}", fmt::join(said, " ")),
                              fmt::format("{}", fmt::join(reads, " ")),
                              OnOf(reading) != nullptr ? BoundsOf(*OnOf(reading)) : DateBounds()});
  }

  void NoteTarget(Position root, const v1::Event& reading) {
    const auto wanted = wanted_.find(root);
    if (wanted == wanted_.end()) return;
    AccountTarget& target = wanted->second;
    target.subject = DescribeEvent(reading);
    if (StrengthOf(reading) != nullptr) target.strength = StatedInterval(*StrengthOf(reading));
    if (OnOf(reading) != nullptr) target.on = BoundsOf(*OnOf(reading));
  }

  // An account of several events is compared with the sum of those that count.
  void CompareWithSum(const ChainMember& member) {
    // One that was corrected may count through an admitted revision alone.
    if (!accounts_.contains(member.position) && !chains_->AdmitsMember(member)) return;
    const v1::Account* const corrected = AccountOf(member);
    if (corrected == nullptr) return;
    const v1::Account& account = *corrected;
    Interval sum;
    bool any = false;
    bool date_meets = false;
    std::vector<std::string> subjects;
    DateBounds first{};
    for (const Position root : TargetsOf(*member.record)) {
      const AccountTarget& target = wanted_.at(root);
      if (!target.strength) continue;
      if (!any && target.on) first = *target.on;
      any = true;
      sum += *target.strength;
      subjects.push_back(target.subject);
      if (target.on && account.has_on()) {
        const DateBounds said = BoundsOf(account.on());
        date_meets = date_meets ||
                     (said.earliest <= target.on->latest && target.on->earliest <= said.latest);
      }
    }
    if (!any) return;
    const Interval said = account.has_strength() ? StatedInterval(account.strength())
                                                 : Interval{0, 0, Interval::kNoMost};
    const bool meets = said.least <= sum.most && sum.least <= said.most;
    if (meets && (date_meets || !account.has_on())) return;
    std::string words = account.has_strength() ? DescribeStrength(account.strength()) : "";
    if (account.has_on()) {
      words.append(words.empty() ? "on " : " on ").append(DescribeDate(account.on()));
    }
    log_.differing.push_back({member.position, TargetsOf(*member.record),
                              fmt::format("{}", fmt::join(subjects, " and ")), words,
                              IntervalText(sum) + " together", first});
  }

  void Sort() {
    const auto by_root = [](const auto& a, const auto& b) { return a.root < b.root; };
    std::sort(log_.subject_facts.begin(), log_.subject_facts.end(), by_root);
    for (std::vector<CheckedEvent>* events :
         {&log_.mandates, &log_.dispatches, &log_.musters, &log_.claims, &log_.unknown}) {
      std::sort(events->begin(), events->end(), by_root);
    }
    const auto by_position = [](const SaidDate& a, const SaidDate& b) {
      return a.position < b.position;
    };
    std::stable_sort(log_.dates.begin(), log_.dates.end(), by_position);
    // An account of several events was noted with each.
    log_.dates.erase(
        std::unique(log_.dates.begin(), log_.dates.end(),
                    [](const SaidDate& a, const SaidDate& b) { return a.position == b.position; }),
        log_.dates.end());
    std::sort(
        log_.differing.begin(), log_.differing.end(),
        [](const DifferingAccount& a, const DifferingAccount& b) { return a.account < b.account; });
    std::stable_sort(log_.settlements.begin(), log_.settlements.end(),
                     [](const Settlement& a, const Settlement& b) { return a.at < b.at; });
  }

  const RecordSource& source_;
  const Lens& lens_;
  const LogSize known_at_;
  std::optional<Standings> standings_;
  CheckedLog log_;
  std::vector<StoredReport> reports_;  // as corrected so far
  std::unordered_map<std::string, CheckedReportId> report_ids_;
  std::unordered_map<std::string, std::uint32_t> subject_ids_;
  std::optional<LensedChains> chains_;
  // Those that were corrected; nullopt: withdrawn.
  std::map<Position, std::optional<v1::Account>> accounts_;
  std::vector<ChainMember> of_several_;
  std::map<Position, AccountTarget> wanted_;
};

}  // namespace

StatusOr<CheckedLog> CheckedLog::Read(const RecordSource& source, const Lens& lens,
                                      LogSize known_at) {
  return CheckedLogReader(source, lens, known_at).Read();
}

}  // namespace muster
