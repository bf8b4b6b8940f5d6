// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster release NAME`: names the state of the log, and writes it down to be cited.
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ascii.h"
#include "ledger/sha256.h"
#include "muster/v1/record.pb.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/commands.h"
#include "tools/cli/opened_ledger.h"
#include "tools/cli/passphrase.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"
#include "tools/release/release_directory.h"
#include "tools/release/release_state.h"
#include "tools/release/release_tables.h"
#include "tools/release/release_texts.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kDigestsFile[] = "SHA256SUMS";

struct Released {
  ReleaseState state;
  bool recorded_now = false;
  bool written_now = false;
  std::map<std::string, Hash> files;  // with their digests
};

// The state of a release as its own record has it.
StatusOr<ReleaseState> StateOf(AuditSession& session, const RecordedRelease& release,
                               const std::vector<RecordedRelease>& all) {
  ReleaseState state;
  state.release = release;
  MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, session.ledger().ReadRecord(release.position));
  state.note = record->event().release().note();
  state.recorded_at = Time(std::chrono::microseconds(record->recorded_at_us()));
  state.origin = session.ledger().origin();
  MUSTER_ASSIGN_OR_RETURN(AuditSession::LastingCheckpoint signed_then,
                          session.CheckpointThen(release.size()));
  state.root = signed_then.checkpoint.root;
  state.verifier_key = signed_then.key.Text();
  state.checkpoint = std::move(signed_then.note);
  for (const RecordedRelease& each : all) {
    if (each.position < release.position) state.previous = each;
  }
  return state;
}

Node TextNode(std::string text) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = std::move(text);
  return node;
}

Node MapOf(std::vector<std::pair<std::string, Node>> entries) {
  Node node;
  node.kind = Node::Kind::kMap;
  for (auto& [key, value] : entries) node.entries.push_back({key, {}, std::move(value)});
  return node;
}

// A report of the keeper's own, with the release for its one event.
ReportDraft DraftOf(const Invocation& invocation, const std::string& name) {
  std::vector<std::pair<std::string, Node>> release = {{"name", TextNode(name)}};
  if (const auto note = invocation.Value("note")) release.emplace_back("note", TextNode(*note));
  Node events;
  events.kind = Node::Kind::kList;
  events.items.push_back(MapOf({{"release", MapOf(std::move(release))}}));
  ReportDraft draft;
  draft.file = "release";
  draft.root = MapOf({{"report", MapOf({{"source", TextNode(invocation.Recorder())},
                                        {"title", TextNode(fmt::format("Release {}", name))}})},
                      {"events", std::move(events)}});
  return draft;
}

// Appends the record, or finds out whether it could be. Gives the name as it is recorded.
StatusOr<std::string> Admit(Ledger& ledger, const Invocation& invocation, const std::string& name,
                            bool dry_run) {
  const ReportDraft draft = DraftOf(invocation, name);
  AppendOptions options;
  options.recorded_by = invocation.Recorder();
  options.dry_run = dry_run;
  MUSTER_ASSIGN_OR_RETURN(const AppendResult result, ledger.Append({&draft, 1}, options));
  if (!result.refusals.empty()) {
    const Refusal& refusal = result.refusals.front();
    return InvalidArgument("{}{}{}", refusal.message, refusal.hint.empty() ? "" : "; ",
                           refusal.hint);
  }
  return result.events.front().record->event().release().name();
}

// Appends the record, and brings the projections up to date. Gives the name as it is recorded.
StatusOr<std::string> Record(const Invocation& invocation, const std::string& name) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory(), {.write = true}));
  MUSTER_ASSIGN_OR_RETURN(std::string recorded,
                          Admit(*ledger, invocation, name, /*dry_run=*/false));
  NoteDone(fmt::format("the release {} was recorded", name));
  Progress progress("folding records");
  ViewsOptions views = SavedViewsOptions(invocation, progress);
  views.write = true;
  const Status stale = Views::Open(*ledger, views).status();
  if (!stale.ok()) WarnOfStaleViews(stale, invocation);
  return recorded;
}

// That a release of this name can be recorded and signed, before it is.
Status CheckBeforehand(const Invocation& invocation, AuditSession& session,
                       const std::string& name) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory()));
  MUSTER_RETURN_IF_ERROR(Admit(*ledger, invocation, name, /*dry_run=*/true).status());
  // The signature is kept, so that no passphrase is asked for twice.
  return session.CheckpointThen(session.tree().head().size).status();
}

Status AddText(const ReleaseDirectory& directory, const std::string& name, std::string_view text,
               Released& released) {
  MUSTER_ASSIGN_OR_RETURN(FileWriter out, directory.AddFile(name));
  out.Write(text);
  MUSTER_ASSIGN_OR_RETURN(released.files[name], out.Finish());
  return OkStatus();
}

Status AddDigests(const ReleaseDirectory& directory, Released& released) {
  std::string text;
  for (const auto& [name, digest] : released.files) {
    text += fmt::format("{}  {}\n", ToHex(digest), name);
  }
  return AddText(directory, kDigestsFile, text, released);
}

// All files. What is in them comes from the records that the release names, and its own.
Status WriteFiles(const Invocation& invocation, const AuditSession& session,
                  const ReleaseDirectory& directory, Released& released) {
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<const Views> views,
                          OpenViews(session.ledger(), invocation));
  for (const ReleaseTable& table : ReleaseTables()) {
    const std::string name(table.file);
    MUSTER_ASSIGN_OR_RETURN(FileWriter out, directory.AddFile(name));
    MUSTER_RETURN_IF_ERROR(WriteReleaseTable(table, released.state, session.ledger(), *views, out));
    MUSTER_ASSIGN_OR_RETURN(released.files[name], out.Finish());
  }
  const ReleaseState& state = released.state;
  MUSTER_RETURN_IF_ERROR(AddText(directory, "codebook.md", CodebookOf(state), released));
  MUSTER_RETURN_IF_ERROR(AddText(directory, "CITATION.cff", CitationOf(state), released));
  MUSTER_RETURN_IF_ERROR(AddText(directory, "checkpoint", state.checkpoint.Encode(), released));
  return AddDigests(directory, released);
}

// That what is asked for is what is recorded.
Status CheckNote(const Invocation& invocation, const ReleaseState& state) {
  const auto note = invocation.Value("note");
  if (!note || Trimmed(*note) == state.note) return OkStatus();
  return InvalidArgument(
      "the release {} is recorded at {} with {}; a release names one state for good, leave --note "
      "out to have its files again",
      state.release.name, state.release.position.value,
      state.note.empty() ? "no note" : "another note");
}

std::vector<std::string> NamesOf(const Released& released) {
  std::vector<std::string> names;
  for (const auto& [name, digest] : released.files) names.push_back(name);
  return names;
}

void PrintReleased(const Invocation& invocation, const Released& released,
                   const std::string& directory) {
  const ReleaseState& state = released.state;
  switch (invocation.format) {
    case Format::kTable:
      Print(fmt::format("Release {}{}: the log of {}, root {}.\n", SafeText(state.release.name),
                        released.recorded_now ? "" : ", as it was recorded before",
                        CountOfRecords(state.release.size()), ToHex(state.root)));
      Print(released.written_now
                ? fmt::format("Wrote {} files to {}.\n", released.files.size(), SafeText(directory))
                : fmt::format("{} has them already, byte for byte.\n", SafeText(directory)));
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"release", "size", "root", "position", "directory"}));
      Print(CsvLine(std::vector<std::string>{
          state.release.name, fmt::format("{}", state.release.size().value), ToHex(state.root),
          fmt::format("{}", state.release.position.value), directory}));
      break;
    case Format::kJson:
      Print(JsonLine({{"release", state.release.name},
                      {"size", state.release.size().value},
                      {"root", ToHex(state.root)},
                      {"position", state.release.position.value},
                      {"recorded_now", released.recorded_now},
                      {"directory", directory},
                      {"files", NamesOf(released)}}));
      break;
  }
}

StatusOr<ExitStatus> RunRelease(const Invocation& invocation) {
  const std::string& name = invocation.operands.at(0);
  const auto out = invocation.Value("out");
  if (!out) {
    return InvalidArgument("`muster release` needs --out DIR, where its files are written");
  }
  Released released;
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<AuditSession> session, AuditSession::Open(invocation));
  MUSTER_ASSIGN_OR_RETURN(std::vector<RecordedRelease> releases,
                          ReadAllReleases(session->ledger()));
  std::optional<RecordedRelease> release = FindRelease(releases, name);
  // Before anything is recorded that could not be written.
  MUSTER_ASSIGN_OR_RETURN(const bool is_free, IsFreeForRelease(*out));
  if (!release && !is_free) {
    return InvalidArgument("{} is there and not an empty directory; nothing was recorded", *out);
  }
  MUSTER_ASSIGN_OR_RETURN(ReleaseDirectory directory, ReleaseDirectory::Begin(*out));
  if (!release) {
    MUSTER_RETURN_IF_ERROR(CheckBeforehand(invocation, *session, name));
    session.reset();
    MUSTER_ASSIGN_OR_RETURN(const std::string recorded, Record(invocation, name));
    released.recorded_now = true;
    MUSTER_ASSIGN_OR_RETURN(session, AuditSession::Open(invocation));
    MUSTER_ASSIGN_OR_RETURN(releases, ReadAllReleases(session->ledger()));
    release = FindRelease(releases, recorded);
    if (!release) return Internal("the release {} was recorded and is not found", name);
  }
  MUSTER_ASSIGN_OR_RETURN(released.state, StateOf(*session, *release, releases));
  released.state.progress = ProgressOf(invocation);
  if (!released.recorded_now) MUSTER_RETURN_IF_ERROR(CheckNote(invocation, released.state));
  MUSTER_RETURN_IF_ERROR(WriteFiles(invocation, *session, directory, released));
  MUSTER_ASSIGN_OR_RETURN(released.written_now, directory.Finish());
  PrintReleased(invocation, released, *out);
  return ExitStatus::kDone;
}

}  // namespace

Command ReleaseCommand() {
  return {
      .name = "release",
      .summary = "names the state of the log, and writes it down to be cited",
      .access = "writes to the ledger",
      .operands = "NAME",
      .operands_min = 1,
      .operands_max = 1,
      .description =
          "Records a release, which names the records before its own and is a known-at from then\n"
          "on, and writes what they say into a new directory: strengths by mission, contributor,\n"
          "component and month, claims, the reports' metadata without their texts, what changed\n"
          "since the release before, a codebook, CITATION.cff, and the signed checkpoint.\n"
          "\n"
          "Of a release that is recorded already, the same files are written again, byte for "
          "byte,\n"
          "whatever was appended since, on any machine that has the log and its key; nothing is\n"
          "recorded then. A directory with other files in it is left alone.\n",
      .examples =
          "# for a paper\n"
          "muster release 2025-Q1 --note \"as used in the paper\" --out release-2025-Q1\n"
          "# the numbers that it speaks from\n"
          "muster headcount --known-at 2025-Q1 --by contributor\n",
      .options = Joined(
          Joined({{.name = "out",
                   .value = "DIR",
                   .help = "the directory that is made, or is there and empty",
                   .completes = Completes::kDirectories},
                  {.name = "note", .value = "TEXT", .help = "what it is for; recorded with it"}},
                 OptionsOfPassphrases()),
          OptionsOfRecorders()),
      .run = RunRelease};
}

}  // namespace muster
