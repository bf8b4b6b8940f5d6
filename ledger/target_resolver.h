// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Target resolver: the chain that a correction or an account is about, from the words it is written
// with: a position, an event id, "arrival KEN-1 2024-06-25", "contingent KEN-1".
//
// The position or event id of an account names the account where it is corrected, and the event
// behind it for a further account. Words name events only.
#ifndef MUSTER_LEDGER_TARGET_RESOLVER_H_
#define MUSTER_LEDGER_TARGET_RESOLVER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/chain_store.h"
#include "ledger/date.h"
#include "ledger/draft_site.h"
#include "ledger/position.h"
#include "ledger/record_reader.h"
#include "ledger/registry.h"
#include "ledger/report_index.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/subject_index.h"
#include "ledger/target_text.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// Thread-compatible.
class TargetResolver {
 public:
  // All must outlive the resolver.
  TargetResolver(const Registry& registry, const RecordReader& records, const ReportIndex& reports,
                 SubjectIndex& subjects)
      : registry_(registry), records_(records), reports_(reports), subjects_(subjects) {}

  // What is to be done with the target.
  enum class Aim { kCorrect, kTellOf };

  // The first member of the chain that `text` names, among the records read so far; nullopt after a
  // refusal at `at`. Errors: DATA_LOSS.
  StatusOr<std::optional<Position>> Resolve(std::string_view text, Aim aim, SourcePosition at,
                                            const DraftSite& site);

  // The report that "report SHA" names; nullopt after a refusal. Errors: DATA_LOSS.
  StatusOr<std::optional<Hash>> ResolveReport(std::string_view text, SourcePosition at,
                                              const DraftSite& site);

  // Words that name the event at `root`, which reads so, and no other; its position if there are
  // none. Errors: DATA_LOSS.
  StatusOr<std::string> WordsFor(Position root, const v1::Event& reading);

 private:
  StatusOr<std::optional<Position>> ByPosition(std::string_view digits, Aim aim, SourcePosition at,
                                               const DraftSite& site);
  StatusOr<std::optional<Position>> ByEventId(const TargetText& target, Aim aim, SourcePosition at,
                                              const DraftSite& site);
  StatusOr<std::optional<Position>> ByRegistration(std::string_view kind, std::string_view name,
                                                   SourcePosition at, const DraftSite& site);
  StatusOr<std::optional<Position>> ByWords(const TargetText& target, std::string_view text,
                                            SourcePosition at, const DraftSite& site);
  // The chain that the record belongs to.
  StatusOr<std::optional<Position>> RootOf(Position position, Aim aim, SourcePosition at,
                                           const DraftSite& site);

  // The keys of the subjects that a name can stand for: a contingent, a contributor with its
  // contingents, a mission. The first of these that has a match decides.
  std::vector<std::vector<std::string>> SubjectsNamed(std::string_view name);
  void AddContributor(std::string_view contributor, std::vector<std::string>& keys);
  StatusOr<std::set<Position>> Matches(int kind, std::string_view name, Day day);
  StatusOr<std::string> NearMisses(int kind, std::string_view kind_word, std::string_view name,
                                   Day day);

  const Registry& registry_;
  const RecordReader& records_;
  const ReportIndex& reports_;
  SubjectIndex& subjects_;
  // Contributors to their contingents, as of a state of the registry.
  std::uint64_t contributors_version_ = UINT64_MAX;
  std::map<std::string, std::vector<std::string>, std::less<>> contingents_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_TARGET_RESOLVER_H_
