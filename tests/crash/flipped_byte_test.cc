// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a flipped bit anywhere in a ledger's files is found and its file named, or changes nothing.
// Method: a ledger with everything in it that one can have; in each of its files a bit is flipped
// at every so many bytes, and the ledger is opened and verified as `audit verify` does. Where
// that has nothing to say, everything that can be read of it must be as before. Likewise of a
// ledger that was not closed, as a crash leaves it.
//
// MUSTER_FLIP_STRIDE=1 tries every byte, and two bits of it, but for files that are never read.
// MUSTER_FLIP_FILES=projections does so in the files only that have this in their path.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/checkpoint_store.h"
#include "ledger/checkpoint_verification.h"
#include "ledger/head_file.h"
#include "ledger/key_ring.h"
#include "ledger/ledger.h"
#include "ledger/ledger_directory.h"
#include "ledger/log_verification.h"
#include "ledger/rocks_files.h"
#include "ledger/tree_reader.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/views.h"
#include "tests/support/cosigner.h"
#include "tests/support/live_copy.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"
#include "tools/input/report_file.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

constexpr char kFirstReports[] =
    "report: {source: Desk, title: Register}\n"
    "events:\n"
    "- mission: {id: M, name: The mission, host: HTI}\n"
    "- mandate: {mission: M, instrument: Resolution, authorised_strength: 300, on: 2024-01-01}\n"
    "- place: {id: A/B, aliases: [bee]}\n"
    "- contingent: {id: KEN-1, mission: M, contributor: KEN, component: police}\n"
    "- contingent: {id: JAM-1, mission: M, contributor: JAM, component: military}\n"
    "---\n"
    "report: {source: Gazette, title: Arrivals, published: 2024-06-25, document: arrivals.txt}\n"
    "events:\n"
    "- arrival: {contingent: KEN-1, strength: 200, place: A/B, on: 2024-06-25}\n"
    "  quote: Two hundred came\n"
    "- arrival: {contingent: JAM-1, strength: about 24, place: A/B, on: 2024-06}\n"
    "---\n"
    "report: {source: Wire, title: Secret, document: secret.txt}\n"
    "events:\n"
    "- departure: {contingent: JAM-1, strength: 4, on: 2024-08-01, reason: medical}\n";

constexpr char kLaterReports[] =
    "report: {source: Desk, title: Corrections}\n"
    "events:\n"
    "- account: {of: arrival KEN-1 2024-06-25, strength: over 190}\n"
    "- amendment: {of: arrival JAM-1 2024-06-30, change: {strength: 25}, why: misread}\n"
    "- retraction: {of: departure JAM-1 2024-08-01, why: revised}\n"
    "- release: {name: first}\n"
    "---\n"
    "report: {source: Desk, title: Counts}\n"
    "events:\n"
    "- claim: {scope: {mission: M, contributor: KEN}, strength: 400, on: 2024-07-01}\n"
    "- muster: {scope: {mission: M}, strength: 230, lines: [{scope: {contributor: KEN}, strength: "
    "201}], on: 2024-09-01}\n";

std::string BytesIn(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void AppendTo(Ledger& ledger, const fs::path& documents, const char* text) {
  const ReportFile file = ParseReportFile("reports.yaml", text, documents);
  ASSERT_TRUE(file.refusals.empty()) << file.refusals[0].message;
  const auto result = ledger.Append(file.drafts, {.recorded_by = "keeper"});
  ASSERT_THAT(result, IsOk());
  ASSERT_TRUE(result->refusals.empty()) << result->refusals[0].message;
}

ViewsOptions SavedIn(const fs::path& ledger, bool write) {
  ViewsOptions options;
  options.directory = ProjectionsDirectory(ledger);
  options.write = write;
  return options;
}

// Everything that a ledger answers, as one text.
class Answers {
 public:
  static StatusOr<std::string> Of(const fs::path& directory, const Ledger& ledger) {
    Answers answers;
    MUSTER_RETURN_IF_ERROR(answers.AddLog(ledger));
    MUSTER_RETURN_IF_ERROR(answers.AddAudit(directory, ledger));
    MUSTER_RETURN_IF_ERROR(answers.AddViews(directory, ledger));
    return answers.text_;
  }

 private:
  Status AddLog(const Ledger& ledger) {
    Add(ledger.origin());
    MUSTER_ASSIGN_OR_RETURN(const LogContents contents, ReadContents(ledger.log()));
    for (const std::string& record : contents.records) Add(record);
    for (const auto& [key, value] : contents.entries) Add(key + "=" + value);
    Add(contents.root);
    MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredReport> reports, ledger.Reports());
    for (const StoredReport& report : reports) {
      Add(report.report->SerializeAsString());
      if (report.report->document().sha256().empty()) continue;
      const auto document = ledger.ReadDocument(HashFromBytes(report.report->document().sha256()));
      if (document.status().code() == StatusCode::kDataLoss) return document.status();
      Add(document.ok() ? *document : document.status().ToString());
    }
    return OkStatus();
  }

  Status AddAudit(const fs::path& directory, const Ledger& ledger) {
    MUSTER_ASSIGN_OR_RETURN(const KeyRing keys, KeyRing::Read(directory, ledger));
    Add(NamesOf(keys.Verifiers()));
    MUSTER_ASSIGN_OR_RETURN(const SigningKey key,
                            keys.Unlock([] { return StatusOr<std::string>("passphrase"); }));
    const CheckpointStore store(directory);
    MUSTER_ASSIGN_OR_RETURN(const std::vector<VerifierKey> witnesses, store.Witnesses());
    Add(NamesOf(witnesses));
    TreeReader tree(ledger.log());
    for (std::uint64_t size = 0; size <= ledger.Head().size.value; ++size) {
      MUSTER_ASSIGN_OR_RETURN(const Hash root, tree.Root(LogSize{size}));
      const std::string text = Checkpoint{ledger.origin(), LogSize{size}, root, {}}.Text();
      Add(SignedNote{text, {SignNote(key, text)}}.Encode());
      MUSTER_ASSIGN_OR_RETURN(const std::optional<SignedNote> kept, store.Find(LogSize{size}));
      if (kept) Add(kept->Encode());
    }
    return OkStatus();
  }

  Status AddViews(const fs::path& directory, const Ledger& ledger) {
    MUSTER_ASSIGN_OR_RETURN(const auto views, Views::Open(ledger, SavedIn(directory, false)));
    Add(views->StateBytes());
    for (std::uint64_t size = 0; size <= ledger.Head().size.value; ++size) {
      ViewQuery query;
      query.known_at = LogSize{size};
      query.by = {"contributor"};
      MUSTER_ASSIGN_OR_RETURN(const Headcount headcount,
                              views->HeadcountOn(*ParseDay("2024-10-01"), query));
      for (const Group& row : headcount.rows) {
        Add(fmt::format("{} {} {} {}", row.keys[0], row.strength.least.value_or(-1),
                        row.strength.best.value_or(-1), row.strength.most.value_or(-1)));
      }
    }
    return OkStatus();
  }

  void Add(const std::string& part) { text_ += part + '\n'; }

  std::string text_;
};

// What `audit verify` does, and what it says.
Status Verify(const fs::path& directory, const Ledger& ledger) {
  MUSTER_ASSIGN_OR_RETURN(const KeyRing keys, KeyRing::Read(directory, ledger));
  MUSTER_ASSIGN_OR_RETURN(const LogVerification verified, VerifyLog(ledger.log()));
  if (!verified.faults.empty()) return DataLoss("{}", verified.faults[0]);
  MUSTER_ASSIGN_OR_RETURN(const std::vector<std::string> kept,
                          VerifyKeptCheckpoints(directory, ledger, keys));
  if (!kept.empty()) return DataLoss("{}", kept[0]);
  MUSTER_ASSIGN_OR_RETURN(const auto saved, Views::Open(ledger, SavedIn(directory, false)));
  MUSTER_ASSIGN_OR_RETURN(const auto made, Views::Open(ledger));
  if (saved->StateBytes() == made->StateBytes()) return OkStatus();
  return DataLoss("the projections are not what the records add up to");
}

constexpr const char* kFound = "found";
constexpr const char* kHarmless = "harmless";
// More is a process that hangs.
constexpr unsigned kSecondsMax = 120;

struct FlipCount {
  std::uint64_t bytes = 0;
  std::uint64_t tried = 0;
  std::uint64_t found = 0;
};

// "log/db/000012.sst" is one of "log/db/*.sst".
std::string KindOf(const fs::path& file) {
  const std::string parent = file.parent_path().string();
  const std::string name = file.filename().string();
  const std::string before = parent.empty() ? "" : parent + "/";
  if (name.find_first_of("0123456789") == std::string::npos) return before + name;
  if (!file.extension().empty() && name.find_first_not_of("0123456789") == name.find('.'))
    return before + "*" + file.extension().string();
  return before + name.substr(0, name.find_first_of("0123456789")) + "*";
}

class FlippedByte : public testing::Test {
 protected:
  FlippedByte() : ledger_(directory_.path() / "ledger") {
    std::ofstream(directory_.path() / "arrivals.txt") << "Two hundred came to bee on Tuesday.\n";
    std::ofstream(directory_.path() / "secret.txt") << "A name that should not stand here.\n";
    if (const char* stride = std::getenv("MUSTER_FLIP_STRIDE"))
      stride_ = std::strtoul(stride, nullptr, 10);
    Make();
  }

  // Two sessions, a key succeeded, a document blacked out, a checkpoint cosigned.
  void Make() {
    ASSERT_THAT(Ledger::Create(ledger_, "flip.example/ledger"), IsOk());
    {
      const auto ledger = *Ledger::Open(ledger_, {.write = true});
      AppendTo(*ledger, directory_.path(), kFirstReports);
      ASSERT_THAT(Views::Open(*ledger, SavedIn(ledger_, true)), IsOk());
    }
    const auto ledger = *Ledger::Open(ledger_, {.write = true});
    AppendTo(*ledger, directory_.path(), kLaterReports);
    SuccessionOptions succession;
    succession.recorded_by = "keeper";
    ASSERT_THAT(SucceedKey(ledger_, *ledger, succession), IsOk());
    const StatusOr<std::vector<StoredReport>> reports = ledger->Reports();
    ASSERT_THAT(reports, IsOk());
    ASSERT_THAT(ledger->Redact(ToHex(reports->back().id), "", "keeper"), testing::Not(IsOk()));
    for (const StoredReport& report : *reports) {
      if (report.report->title() != "Secret") continue;
      ASSERT_THAT(ledger->Redact(ToHex(report.id), "a name", "keeper"), IsOk());
    }
    const Cosigner witness("witness.example", "seed");
    const CheckpointStore store(ledger_);
    ASSERT_THAT(store.AddWitness(witness.verifier()), IsOk());
    const LogHead head = ledger->Head();
    const std::string text = Checkpoint{ledger->origin(), head.size, head.root, {}}.Text();
    ASSERT_THAT(store.Keep(head.size, {text, {witness.Cosign(1735689600, text)}}), IsOk());
    ASSERT_THAT(Views::Open(*ledger, SavedIn(ledger_, true)), IsOk());
  }

  // Flips bits in every file of `ledger`, and expects each to be found, or harmless: all `before`
  // that it answers.
  void FlipAll(const fs::path& ledger, const std::string& before) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(ledger)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::size_t at = 0;
    for (const fs::path& file : files) {
      const fs::path path = file.lexically_relative(ledger);
      const char* const only = std::getenv("MUSTER_FLIP_FILES");
      if (only != nullptr && path.string().find(only) == std::string::npos) continue;
      const std::string kind = KindOf(path);
      const std::size_t size = fs::file_size(file);
      // What RocksDB writes for people is long, and it never reads it.
      const bool is_diary = kind.ends_with("/LOG") || kind.ends_with("/OPTIONS-*");
      // Of a small file, at least a dozen places.
      const std::size_t stride =
          is_diary ? 16 * stride_ : std::min(stride_, std::max<std::size_t>(1, size / 12));
      std::vector<Flip> flips;
      for (at %= stride; at < size; at += stride) {
        flips.push_back({at, static_cast<int>(at % 8)});
        if (stride_ == 1 && !is_diary) flips.push_back({at, static_cast<int>((at + 5) % 8)});
      }
      at -= size;
      counts_[kind].bytes += size;
      TryFlips(ledger, file, flips, before, counts_[kind]);
    }
  }

  struct Flip {
    std::size_t at;
    int bit;
  };

  // In a process of its own, which another one follows where a flip ended it.
  void TryFlips(const fs::path& ledger, const fs::path& file, const std::vector<Flip>& flips,
                const std::string& before, FlipCount& count) {
    const std::string bytes = BytesIn(file);
    const fs::path verdicts = directory_.path() / "verdicts";
    for (std::size_t next = 0; next < flips.size();) {
      const pid_t child = fork();
      ASSERT_GE(child, 0);
      if (child == 0) {
        std::ofstream out(verdicts);
        for (std::size_t i = next; i < flips.size(); ++i) {
          alarm(kSecondsMax);
          out << VerdictOf(ledger, file, bytes, flips[i], before) << std::endl;
        }
        _exit(0);
      }
      int status = 0;
      ASSERT_EQ(waitpid(child, &status, 0), child);
      std::ofstream(file, std::ios::binary | std::ios::in) << bytes;
      std::ifstream in(verdicts);
      for (std::string verdict; std::getline(in, verdict); ++next) {
        ++count.tried;
        if (verdict == kFound) ++count.found;
        if (verdict == kFound || verdict == kHarmless) continue;
        ADD_FAILURE() << NameOf(file, flips[next]) << ": " << verdict;
      }
      if (next == flips.size()) continue;
      ADD_FAILURE() << NameOf(file, flips[next]) << ": ends the process with "
                    << (WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "an exit");
      ++next;
    }
  }

  static std::string NameOf(const fs::path& file, const Flip& flip) {
    return fmt::format("{}, bit {} of byte {}", file.string(), flip.bit, flip.at);
  }

  // What an auditor finds with one bit flipped: kFound, kHarmless, or what is wrong with that.
  static std::string VerdictOf(const fs::path& ledger, const fs::path& file,
                               const std::string& bytes, const Flip& flip,
                               const std::string& before) {
    std::string flipped = bytes;
    flipped[flip.at] = static_cast<char>(flipped[flip.at] ^ (1 << flip.bit));
    PutByte(file, flip.at, flipped[flip.at]);
    StatusOr<std::string> answers;
    const Status status = [&]() -> Status {
      MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> opened, Ledger::Open(ledger));
      MUSTER_RETURN_IF_ERROR(Verify(ledger, *opened));
      answers = Answers::Of(ledger, *opened);
      return OkStatus();
    }();
    PutByte(file, flip.at, bytes[flip.at]);
    if (status.ok()) {
      if (!answers.ok()) return "verifies, but: " + answers.status().ToString();
      return *answers == before ? kHarmless : "verifies, but gives other answers";
    }
    // A later format is told as such, by the ledger's name.
    const std::string named =
        file == FormatFile(ledger) ? ledger.filename().string() : file.filename().string();
    const bool is_damage =
        status.code() == StatusCode::kDataLoss || status.code() == StatusCode::kFailedPrecondition;
    if (is_damage && status.ToString().find(named) != std::string::npos) return kFound;
    return "is told as: " + status.ToString();
  }

  static void PutByte(const fs::path& file, std::size_t at, char byte) {
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(at));
    out.put(byte);
  }

  void PrintCounts() const {
    FlipCount all;
    for (const auto& [kind, count] : counts_) {
      std::cout << fmt::format("{:34} {:8} bytes {:8} flips {:8} found\n", kind, count.bytes,
                               count.tried, count.found);
      all.bytes += count.bytes;
      all.tried += count.tried;
      all.found += count.found;
    }
    std::cout << fmt::format("{:34} {:8} bytes {:8} flips {:8} found\n", "all", all.bytes,
                             all.tried, all.found);
  }

  const TemporaryDirectory directory_;
  const fs::path ledger_;
  std::size_t stride_ = 331;  // a prime, so that the places differ from file to file
  std::map<std::string, FlipCount> counts_;
};

TEST_F(FlippedByte, IsFoundOrHarmlessInAClosedLedger) {
  const std::string before = *Answers::Of(ledger_, **Ledger::Open(ledger_));
  ASSERT_THAT(Verify(ledger_, **Ledger::Open(ledger_)), IsOk());
  FlipAll(ledger_, before);
  PrintCounts();
  EXPECT_EQ(*Answers::Of(ledger_, **Ledger::Open(ledger_)), before);
  if (std::getenv("MUSTER_FLIP_FILES") != nullptr) return;
  for (const char* const kind : {"FORMAT", "key", "log/head", "log/db/MANIFEST-*", "log/db/*.sst",
                                 "log/db/CURRENT", "witnesses", "checkpoints/*"}) {
    EXPECT_GT(counts_[kind].tried, 0u) << kind;
    if (stride_ == 1) {
      EXPECT_GT(counts_[kind].found, counts_[kind].tried / 3) << kind;
    }
  }
}

// As a kill leaves it, once the head file vouches for what was acknowledged.
TEST_F(FlippedByte, IsFoundOrHarmlessInALedgerThatWasNotClosed) {
  const fs::path copy = directory_.path() / "killed";
  std::string before;
  {
    const auto ledger = *Ledger::Open(ledger_, {.write = true});
    AppendTo(*ledger, directory_.path(),
             "report: {source: Desk, title: Last}\nevents:\n- departure: {contingent: KEN-1, "
             "strength: 7, on: 2024-09-20}\n- release: {name: second}\n");
    const LogSize size = ledger->Head().size;
    while (HeadFile::Read(HeadFileOf(LogDirectory(ledger_)))->frontier.size() < size) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CopyLive(ledger_, copy);
    before = *Answers::Of(ledger_, *ledger);
  }
  ASSERT_THAT(Verify(copy, **Ledger::Open(copy)), IsOk());
  ASSERT_EQ(*Answers::Of(copy, **Ledger::Open(copy)), before);
  FlipAll(copy, before);
  PrintCounts();
  if (std::getenv("MUSTER_FLIP_FILES") != nullptr) return;
  EXPECT_GT(counts_["log/db/*.log"].tried, 0u);
}

}  // namespace
}  // namespace muster
