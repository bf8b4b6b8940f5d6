// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// likely-duplicate: two reports of what may be one event. Admission refuses them; an amendment can
// still make two events alike.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "ledger/event_kind_word.h"
#include "ledger/path.h"
#include "ledger/subject_index.h"
#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"

namespace muster {
namespace {

constexpr std::int32_t kLikelyDays = SubjectIndex::kLikelyDays;
// Dates that span more than this are kept apart, so that the others need not be searched far.
constexpr std::int32_t kPlainSpanDays = 62;

// Days between the nearest days of two dates.
std::int64_t GapBetween(const DateBounds& a, const DateBounds& b) {
  return std::max({std::int64_t{0}, std::int64_t{a.earliest.value} - b.latest.value,
                   std::int64_t{b.earliest.value} - a.latest.value});
}

bool MayBeOnePlace(const std::string& a, const std::string& b) {
  return a == kUnspecified || b == kUnspecified || PathIncludes(a, b) || PathIncludes(b, a);
}

// The facts of one kind and one who.
class LikenessSearch {
 public:
  void Add(const SubjectFact& fact) {
    const bool plain = fact.on.earliest != kOpenBeginning &&
                       fact.on.latest.value - fact.on.earliest.value <= kPlainSpanDays;
    (plain ? plain_ : wide_).push_back(&fact);
  }

  void Sort() {
    std::sort(plain_.begin(), plain_.end(), [](const SubjectFact* a, const SubjectFact* b) {
      return std::tie(a->on.earliest, a->root) < std::tie(b->on.earliest, b->root);
    });
  }

  // As admission would find it: on the nearest day, the first in the log.
  const SubjectFact* LikestTo(const SubjectFact& fact) const {
    Likest likest;
    for (const SubjectFact* const other : wide_) likest.Look(fact, *other);
    const std::int64_t first = std::int64_t{fact.on.earliest.value} - kLikelyDays - kPlainSpanDays;
    auto other = fact.on.earliest == kOpenBeginning
                     ? plain_.begin()
                     : std::lower_bound(plain_.begin(), plain_.end(), first,
                                        [](const SubjectFact* each, std::int64_t day) {
                                          return each->on.earliest.value < day;
                                        });
    for (; other != plain_.end(); ++other) {
      if ((*other)->on.earliest.value > std::int64_t{fact.on.latest.value} + kLikelyDays) break;
      likest.Look(fact, **other);
    }
    return likest.fact;
  }

 private:
  struct Likest {
    const SubjectFact* fact = nullptr;
    std::int64_t gap = 0;

    void Look(const SubjectFact& of, const SubjectFact& other) {
      if (of.root == other.root) return;
      if (of.report == other.report && of.report != kNoCheckedReport) return;
      const std::int64_t between = GapBetween(of.on, other.on);
      if (between > kLikelyDays || !MayBeOnePlace(of.scene, other.scene)) return;
      if (fact != nullptr && std::tie(gap, fact->root) <= std::tie(between, other.root)) return;
      fact = &other;
      gap = between;
    }
  };

  std::vector<const SubjectFact*> plain_;
  std::vector<const SubjectFact*> wide_;
};

}  // namespace

Status FindLikelyDuplicates(CheckedState& state, FindingList* findings) {
  const std::vector<SubjectFact>& facts = state.log.subject_facts;
  const auto is_amended = [](const SubjectFact& fact) { return fact.amended && !fact.distinct; };
  if (std::none_of(facts.begin(), facts.end(), is_amended)) return OkStatus();
  std::map<std::pair<int, std::uint32_t>, LikenessSearch> searches;
  for (const SubjectFact& fact : facts) {
    if (!fact.distinct) searches[{fact.kind, fact.subject}].Add(fact);
  }
  for (auto& [key, search] : searches) search.Sort();
  std::map<std::pair<Position, Position>, const SubjectFact*> pairs;
  for (const SubjectFact& fact : facts) {
    if (!is_amended(fact)) continue;
    const SubjectFact* const other = searches.at({fact.kind, fact.subject}).LikestTo(fact);
    if (other == nullptr) continue;
    pairs.try_emplace({std::min(fact.root, other->root), std::max(fact.root, other->root)}, &fact);
  }
  for (const auto& [pair, fact] : pairs) {
    Finding finding = NewFinding("likely-duplicate", {pair.first, pair.second});
    finding.on = fact->on.best;
    finding.message = fmt::format("as amended, {} are likely one {} of {} that two reports tell of",
                                  RecordsText(finding.positions), KindWord(fact->kind),
                                  state.log.subjects[fact->subject]);
    finding.remedy = fmt::format(
        "if it is one, retract record {} and write what its report says as an account of record "
        "{}; if they are two, amend one of them with its whole event and `distinct: true`",
        pair.second.value, pair.first.value);
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

}  // namespace muster
