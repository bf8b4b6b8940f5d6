// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/hledger_journal.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "ledger/path.h"
#include "ledger/sha256.h"
#include "muster/v1/report.pb.h"
#include "projections/view_claims.h"
#include "projections/view_journal.h"
#include "projections/view_words.h"
#include "tools/export/account_tree.h"
#include "tools/export/report_index.h"

namespace muster {
namespace {

constexpr std::size_t kPieceSize = 1 << 16;
// Enough digits of a report's id for `muster reports`.
constexpr std::size_t kReportDigits = 12;

// A text on one line, without what would end it where it stands.
std::string OneLine(std::string_view text, char ends, char instead) {
  std::string line(text);
  for (char& character : line) {
    if (static_cast<unsigned char>(character) < 0x20 || character == 0x7f) character = ' ';
    if (character == ends) character = instead;
  }
  return line;
}
std::string Description(std::string_view text) { return OneLine(text, ';', ','); }
std::string TagValue(std::string_view text) { return OneLine(text, ',', ';'); }

bool IsExact(const People& people) {
  return people.best && people.least == people.best && people.most == people.best;
}

std::string BoundText(const std::optional<std::int64_t>& bound) {
  return bound ? fmt::format("{}", *bound) : std::string();
}
std::string RangeText(const People& people) {
  return BoundText(people.least) + ".." + BoundText(people.most);
}
std::string NumberOf(const People& people) {
  if (IsExact(people)) return BoundText(people.best);
  return fmt::format("{} ({})", people.best ? BoundText(people.best) : "no number",
                     RangeText(people));
}

std::string_view KindWord(const JournalEntry& entry) {
  switch (entry.kind) {
    case JournalEntry::Kind::kArrival:
      return "arrival";
    case JournalEntry::Kind::kAssignment:
      return entry.way_back ? "end of assignment" : "assignment";
    case JournalEntry::Kind::kDeparture:
      return entry.all ? "departure of all" : "departure";
    case JournalEntry::Kind::kLoss:
      return "loss";
    case JournalEntry::Kind::kTransfer:
      return "transfer";
    case JournalEntry::Kind::kMuster:
      break;
  }
  return "muster";
}

// The account below abroad that people come from or go to.
std::string_view AbroadOf(const JournalEntry& entry) {
  switch (entry.kind) {
    case JournalEntry::Kind::kArrival:
      return "abroad:arrivals";
    case JournalEntry::Kind::kDeparture:
      return "abroad:departures";
    case JournalEntry::Kind::kLoss:
      return "abroad:losses";
    case JournalEntry::Kind::kMuster:
      return "abroad:unexplained";
    case JournalEntry::Kind::kAssignment:
    case JournalEntry::Kind::kTransfer:
      break;
  }
  return kAbroadAccount;
}

// Whom an entry is about, if it is about one: "KEN-3", or "KEN of MSS-HTI".
std::string WhoOf(const std::vector<PostValues>& posts, const JournalEntry& entry) {
  if (entry.postings.empty()) return "";
  const JournalPosting& posting = entry.postings.front();
  const PostValues& post = posts[posting.from ? *posting.from : posting.to.value_or(0)];
  if (post[kContingent] != kUnspecified) return post[kContingent];
  std::string who;
  for (const Dimension dimension : {kContributor, kComponent}) {
    if (post[dimension] != kUnspecified) who += post[dimension] + ' ';
  }
  if (post[kMission] != kUnspecified) who += (who.empty() ? "" : "of ") + post[kMission];
  return who;
}

class HledgerWriter {
 public:
  HledgerWriter(const ReportVersions& reports, const std::vector<ClaimVerdict>& claims, Day until,
                const TextSink& sink)
      : reports_(reports), sink_(sink) {
    for (const ClaimVerdict& claim : claims) {
      if (DayOf(claim) <= until) claims_.push_back(&claim);
    }
    std::stable_sort(claims_.begin(), claims_.end(),
                     [](const auto* a, const auto* b) { return DayOf(*a) < DayOf(*b); });
  }

  void Begin(const std::vector<std::string>& heading) {
    for (const std::string& line : heading) text_ += "; " + OneLine(line, '\n', ' ') + '\n';
    text_ += "\ndecimal-mark .\ncommodity 1000. people\n";
  }

  Status Take(const std::vector<PostValues>& posts, const JournalEntry& entry) {
    if (!tree_) {
      posts_ = posts;
      tree_.emplace(posts_);
      used_.resize(posts_.size());
    }
    AddClaimsBefore(entry.on);
    AddHead(entry);
    for (const JournalPosting& posting : entry.postings) AddPosting(entry, posting);
    for (const JournalLevel& level : entry.levels) {
      if (IsExact(level.level)) AddAssertion(level.posts, level.narrowest, *level.level.best);
    }
    ++counts_.transactions;
    return Flush(kPieceSize);
  }

  StatusOr<HledgerCounts> End() {
    AddClaimsBefore(Day{kNeverDay});
    AddAccounts();
    MUSTER_RETURN_IF_ERROR(Flush(0));
    return counts_;
  }

 private:
  // At whose closing it is compared.
  static Day DayOf(const ClaimVerdict& claim) { return claim.on - (claim.opening ? 1 : 0); }

  Status Flush(std::size_t above) {
    if (text_.size() <= above) return OkStatus();
    MUSTER_RETURN_IF_ERROR(sink_(text_));
    text_.clear();
    return OkStatus();
  }

  // "record:9, report:3fa8..., source:Example Gazette".
  std::string OriginOf(Position position) const {
    std::string tags = fmt::format("record:{}", position.value);
    if (const ReportVersions::Versions* report = reports_.Find(position)) {
      tags +=
          fmt::format(", report:{}, source:{}", ToHex(report->stored.id).substr(0, kReportDigits),
                      TagValue(report->reads->source()));
    }
    return tags;
  }

  void AddHead(const JournalEntry& entry) {
    text_ +=
        fmt::format("\n{} ({}) {}", FormatDay(entry.on), entry.position.value, KindWord(entry));
    const std::string who =
        entry.kind == JournalEntry::Kind::kMuster ? std::string() : WhoOf(posts_, entry);
    if (!who.empty()) text_ += " of " + Description(who);
    for (const std::string* word : {&entry.words.reason, &entry.words.loss, &entry.words.cause}) {
      if (!word->empty()) text_ += ", " + *word;
    }
    text_ += "  ; " + OriginOf(entry.position) + '\n';
    if (entry.earliest != entry.latest) {
      text_ += fmt::format("    ; date:{}..{}\n",
                           entry.earliest ? FormatDay(*entry.earliest) : std::string(),
                           FormatDay(entry.latest));
    }
  }

  std::string AccountOf(std::optional<std::uint32_t> post, const JournalEntry& entry) {
    if (!post) return std::string(AbroadOf(entry));
    used_[*post] = true;
    return tree_->NameOf(*post);
  }

  void AddPosting(const JournalEntry& entry, const JournalPosting& posting) {
    const std::int64_t best = posting.people.best.value_or(0);
    const std::string bounds =
        IsExact(posting.people) ? std::string() : "  ; bounds:" + RangeText(posting.people);
    text_ += fmt::format("    {}  {} people{}\n    {}  {} people\n", AccountOf(posting.to, entry),
                         best, bounds, AccountOf(posting.from, entry), -best);
    if (posting.to) tree_->Book(*posting.to, best);
    if (posting.from) tree_->Book(*posting.from, -best);
  }

  // Adds a posting of nobody that asserts the balance of an account with all below it, if the posts
  // are one and it holds.
  bool AddAssertion(std::span<const std::uint32_t> posts, Dimension narrowest,
                    std::int64_t people) {
    const std::optional<AccountTree::Subtree> subtree = tree_->FindSubtree(posts, narrowest);
    if (!subtree || subtree->people != people) return false;
    text_ += fmt::format("    {}  0 people =* {} people\n", subtree->account, people);
    asserted_.insert(subtree->account);
    ++counts_.assertions;
    return true;
  }

  void AddClaimsBefore(Day day) {
    for (; next_claim_ < claims_.size() && DayOf(*claims_[next_claim_]) < day; ++next_claim_) {
      AddClaim(*claims_[next_claim_]);
    }
  }

  const std::vector<std::uint32_t>& PostsOf(const ScopeValues& scope) {
    const auto [found, is_new] = posts_of_scope_.try_emplace(scope);
    for (std::uint32_t post = 0; is_new && post < posts_.size(); ++post) {
      const bool holds = std::all_of(scope.begin(), scope.end(), [&](const auto& condition) {
        const auto& [name, values] = condition;
        const std::optional<Dimension> dimension = FindDimension(name);
        return dimension && std::any_of(values.begin(), values.end(), [&](const auto& value) {
                 return ValueMatches(*dimension, value, posts_[post][*dimension]);
               });
      });
      if (holds) found->second.push_back(post);
    }
    return found->second;
  }

  static Dimension NarrowestOf(const ScopeValues& scope) {
    Dimension narrowest = kMission;
    for (const auto& [name, values] : scope) {
      narrowest = std::max(narrowest, FindDimension(name).value_or(kMission));
    }
    return narrowest;
  }

  static std::string ScopeText(const ScopeValues& scope) {
    std::string text;
    for (const auto& [dimension, values] : scope) {
      text += fmt::format(" {}={}", dimension, fmt::join(values, "|"));
    }
    return text;
  }

  void AddClaim(const ClaimVerdict& claim) {
    const std::string at =
        claim.opening ? fmt::format(", at the opening of {}", FormatDay(claim.on)) : std::string();
    const std::string head =
        fmt::format("{} ({}) claim of {} for{}{}", FormatDay(DayOf(claim)), claim.position.value,
                    NumberOf(claim.claimed), ScopeText(claim.scope), at);
    const bool may_hold = tree_ && IsExact(claim.claimed) && claim.verdict == Agreement::kAgrees &&
                          !claim.agrees_on && claim.derived.best == claim.claimed.best;
    if (may_hold) {
      const std::size_t size = text_.size();
      text_ += fmt::format("\n{}  ; {}\n", Description(head), OriginOf(claim.position));
      if (AddAssertion(PostsOf(claim.scope), NarrowestOf(claim.scope), *claim.claimed.best)) return;
      text_.resize(size);
    }
    text_ += fmt::format("\n; {}: {}\n; {}\n", OneLine(head, '\n', ' '), VerdictText(claim),
                         OriginOf(claim.position));
    ++counts_.comments;
  }

  static std::string VerdictText(const ClaimVerdict& claim) {
    const std::string derived = "derived " + NumberOf(claim.derived);
    if (claim.agrees_on)
      return fmt::format("agrees on {}; {}", FormatDay(*claim.agrees_on), derived);
    if (claim.verdict == Agreement::kAgrees) return "agrees; " + derived;
    std::string text =
        fmt::format("{} by {}; {}", AgreementName(claim.verdict), claim.distance, derived);
    for (const ExplainingMovement& movement : claim.explained_by) {
      text += fmt::format("{} record {}",
                          &movement == claim.explained_by.data() ? "; explained by" : ",",
                          movement.position.value);
    }
    return text;
  }

  // Declares what was used, so that strict checks pass and posts are found by their dimensions.
  void AddAccounts() {
    text_ += "\naccount abroad  ; type:E\n";
    for (const char* name : {"arrivals", "departures", "losses", "unexplained"}) {
      text_ += fmt::format("account abroad:{}\n", name);
    }
    std::map<std::string, std::string> accounts;
    for (const std::string& account : asserted_) accounts[account];
    for (std::uint32_t post = 0; post < used_.size(); ++post) {
      if (!used_[post]) continue;
      const std::string& name = tree_->NameOf(post);
      accounts[name.substr(0, name.find(':'))] =
          fmt::format("  ; type:A, mission:{}", AccountPart(posts_[post][kMission]));
      std::string& tags = accounts[name];
      for (int i = 0; i < kDimensions; ++i) {
        tags +=
            fmt::format("{}{}:{}", i == 0 ? "  ; " : ", ", DimensionName(static_cast<Dimension>(i)),
                        AccountPart(posts_[post][static_cast<std::size_t>(i)]));
      }
    }
    for (const auto& [name, tags] : accounts) text_ += fmt::format("account {}{}\n", name, tags);
  }

  const ReportIndex reports_;
  const TextSink& sink_;
  std::vector<const ClaimVerdict*> claims_;
  std::size_t next_claim_ = 0;
  std::vector<PostValues> posts_;
  std::optional<AccountTree> tree_;  // once there is an entry
  std::vector<bool> used_;
  std::set<std::string> asserted_;
  std::map<ScopeValues, std::vector<std::uint32_t>> posts_of_scope_;
  std::string text_;
  HledgerCounts counts_;
};

}  // namespace

StatusOr<HledgerCounts> WriteHledgerJournal(const Views& views, Day until, const ViewQuery& query,
                                            const std::vector<std::string>& heading,
                                            const TextSink& sink) {
  MUSTER_ASSIGN_OR_RETURN(const ReportVersions reports, views.ReportsAt(query.known_at));
  ViewQuery all = query;
  all.where.clear();
  MUSTER_ASSIGN_OR_RETURN(const Reconciliation claims, views.Reconcile(std::nullopt, all));
  HledgerWriter writer(reports, claims.claims, until, sink);
  writer.Begin(heading);
  MUSTER_RETURN_IF_ERROR(views.JournalUpTo(
      until, all, [&](const std::vector<PostValues>& posts, const JournalEntry& entry) {
        return writer.Take(posts, entry);
      }));
  return writer.End();
}

}  // namespace muster
