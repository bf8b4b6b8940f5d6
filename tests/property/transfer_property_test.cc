// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a log that is exported and taken over is the same log in all that is stored and in all that
// it answers, to views and to further appends; and a file that was tampered with is refused, and
// harms nobody. Method: random ledgers; their tables byte for byte; the same drafts offered to
// both; files with a bit flipped, an end cut off, records moved, and targets altered under a right
// root.
#include <fmt/format.h>

#include <sstream>
#include <utility>

#include "ledger/log_export.h"
#include "ledger/log_import.h"
#include "ledger/merkle.h"
#include "ledger/signed_note.h"
#include "ledger/table_verification.h"
#include "ledger/transfer_stream.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "muster/v1/transfer.pb.h"
#include "projections/record_extract.h"
#include "projections/views.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"
#include "tests/support/log_contents.h"
#include "tests/support/memory_log.h"

namespace muster {
namespace {

const SigningKey& LogKey() {
  static const auto* const kKey =
      new SigningKey(*SigningKey::FromSeed("example.org/log", Sha256("a log")));
  return *kKey;
}

VerifiedCheckpoint SignedState(const LogHead& head) {
  VerifiedCheckpoint verified;
  verified.checkpoint = {LogKey().name(), head.size, head.root, {}};
  verified.note.text = verified.checkpoint.Text();
  verified.note.signatures = {SignNote(LogKey(), verified.note.text)};
  return verified;
}

std::string Exported(const Log& log) {
  std::ostringstream out;
  const VerifierKey key = LogKey().Verifier();
  RC_ASSERT(ExportLog(log, SignedState(log.Head()), {&key, 1}, out).ok());
  return std::move(out).str();
}

// A log that was taken over. With it the clock that its ledger needs.
struct TakenOver {
  TickingClock clock;
  std::unique_ptr<Ledger> ledger;
};

StatusOr<std::unique_ptr<TakenOver>> TakeOver(const std::string& file) {
  std::istringstream in(file);
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<LogImporter> importer, LogImporter::Open(in));
  auto log = std::make_unique<MemoryLog>();
  MUSTER_ASSIGN_OR_RETURN(const LogImport imported, importer->Import(*log));
  MUSTER_RETURN_IF_ERROR(VerifyCheckpoint(imported.note, imported.keys, {}).status());
  auto taken = std::make_unique<TakenOver>();
  MUSTER_ASSIGN_OR_RETURN(taken->ledger,
                          Ledger::OnLog(std::move(log), {.write = true, .clock = &taken->clock}));
  return taken;
}

// What an append came to, as text.
std::string ShowResult(const StatusOr<AppendResult>& result) {
  if (!result.ok()) return std::string(Message(result.status()));
  std::string shown;
  for (const Refusal& refusal : result->refusals) {
    shown += fmt::format("{} {} {}\n", refusal.rule, refusal.message, refusal.hint);
  }
  for (const AdmittedEvent& event : result->events) {
    shown += fmt::format("{} {} {} {}\n", event.position.value, event.already_recorded,
                         event.without_effect, event.record->event().ShortDebugString());
  }
  return shown;
}

TEST(TransferProperty, ALogThatWasTakenOverIsTheSameToAll) {
  CheckProperty(150, [&] {
    RandomLedger random = MakeLedger(*ChoicesList(40));
    const RandomLedger other = MakeLedger(*ChoicesList(20));
    if (!VerifyTables(random.ledger().log()).value().empty()) {
      RC_FAIL(random.Show() + VerifyTables(random.ledger().log()).value().front());
    }
    const std::string file = Exported(random.ledger().log());
    const auto taken = TakeOver(file);
    if (!taken.ok()) RC_FAIL(random.Show() + std::string(Message(taken.status())));
    Ledger& copy = *(*taken)->ledger;
    if (ReadContents(random.ledger().log()).value() != ReadContents(copy.log()).value()) {
      RC_FAIL(random.Show() + "what is stored differs");
    }
    if (Views::Open(random.ledger()).value()->StateBytes() !=
        Views::Open(copy).value()->StateBytes()) {
      RC_FAIL(random.Show() + "the views differ");
    }
    if (Exported(copy.log()) != file) RC_FAIL(random.Show() + "exported again, the file differs");
    // Both judge what comes next alike: what they have, and what they have not.
    for (const RandomLedger* const offered : {&std::as_const(random), &other}) {
      for (const ReportDraft& draft : offered->drafts) {
        const std::string expected =
            ShowResult(random.memory.ledger().Append(std::vector{draft}, {.recorded_by = "next"}));
        const std::string found =
            ShowResult(copy.Append(std::vector{draft}, {.recorded_by = "next"}));
        if (found != expected) {
          RC_FAIL(random.Show() + "then\n" + ShowDrafts({draft}) + expected + "but\n" + found);
        }
      }
    }
  });
}

bool IsRefusal(const Status& status) {
  return status.code() == StatusCode::kInvalidArgument ||
         status.code() == StatusCode::kFailedPrecondition || status.code() == StatusCode::kDataLoss;
}

std::size_t SomeIndex(Chooser& choose, std::size_t size) {
  return static_cast<std::size_t>(choose.Below(100) * 100 + choose.Below(100)) * size / 10'000;
}

TEST(TransferProperty, AFileThatWasAlteredIsRefused) {
  CheckProperty(60, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(15));
    const std::string file = Exported(random.ledger().log());
    for (const Choices& choices : *ChoicesList(10)) {
      Chooser choose(choices);
      std::string bytes = file;
      const std::size_t at = SomeIndex(choose, bytes.size());
      if (choose.Percent(25)) {
        bytes.resize(at);
      } else if (choose.Percent(20)) {
        bytes.erase(at, 1 + static_cast<std::size_t>(choose.Below(100)));
      } else {
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << choose.Below(8)));
      }
      if (bytes == file) continue;
      const Status status = TakeOver(bytes).status();
      if (!IsRefusal(status)) RC_FAIL(fmt::format("altered at {}: {}", at, Message(status)));
    }
  });
}

// The items of a file between its header and its end.
std::vector<v1::TransferItem> ItemsOf(const std::string& file) {
  std::istringstream in(file);
  TransferReader reader(in);
  std::vector<v1::TransferItem> items;
  RC_ASSERT(reader.Begin().ok());
  do {
    RC_ASSERT(reader.Read(items.emplace_back()).ok());
  } while (!items.back().has_end());
  items.erase(items.begin());
  items.pop_back();
  return items;
}

// A file of these items for which there is nothing to be said against header, root and signature.
std::string FileOf(const std::vector<v1::TransferItem>& items) {
  MerkleFrontier tree;
  for (const v1::TransferItem& item : items) {
    if (item.has_record()) tree.Add(LeafHash(item.record()));
  }
  std::ostringstream out;
  TransferWriter writer(out);
  v1::TransferItem edge;
  edge.mutable_header()->set_origin(LogKey().name());
  edge.mutable_header()->set_size(tree.size().value);
  RC_ASSERT(writer.Write(edge).ok());
  for (const v1::TransferItem& item : items) RC_ASSERT(writer.Write(item).ok());
  edge.mutable_end()->set_checkpoint(SignedState({tree.size(), tree.Root()}).note.Encode());
  edge.mutable_end()->add_verifier_keys(LogKey().VerifierText());
  RC_ASSERT(writer.Write(edge).ok());
  return std::move(out).str();
}

// Makes of a record one that no admission takes, perhaps.
void Twist(Chooser& choose, v1::Record& record, const v1::Record& other, std::uint64_t size) {
  const auto somewhere = [&] { return SomeIndex(choose, size + 2); };
  v1::Event& event = *record.mutable_event();
  switch (choose.Below(9)) {
    case 0:
      event.mutable_account()->add_of()->set_position(somewhere());
      event.mutable_account()->add_of()->set_position(somewhere());
      break;
    case 1:
      event.mutable_retraction()->mutable_of()->set_position(somewhere());
      break;
    case 2:
      event.mutable_amendment()->mutable_of()->set_position(somewhere());
      *event.mutable_amendment()->mutable_event() = other.event();
      break;
    case 3:
      event.mutable_amendment()->mutable_of()->set_position(somewhere());
      event.mutable_amendment()->mutable_event()->mutable_account()->add_of()->set_position(
          somewhere());
      break;
    case 4:
      event = other.event();
      break;
    case 5:
      record.set_ordinal(static_cast<std::uint32_t>(somewhere()));
      break;
    case 6:
      record.clear_report();
      break;
    case 7:
      event.mutable_redaction()->set_document(std::string(32, 'x'));
      record.clear_report();
      break;
    default:
      event.Clear();
      event.mutable_arrival();
      break;
  }
}

// The records, as far as they are some, make a number or are refused.
void AskExtract(const std::vector<v1::TransferItem>& items, const ViewQuery& query) {
  ProvedRecords records;
  for (const v1::TransferItem& item : items) {
    auto record = std::make_shared<v1::Record>();
    auto report = std::make_shared<v1::Report>();
    if (item.has_report() && report->ParseFromString(item.report())) {
      records.reports.emplace(Sha256(item.report()), report);
    } else if (item.has_record() && record->ParseFromString(item.record())) {
      records.records.emplace(Position{record->position()}, record);
    }
  }
  const auto reasons =
      ReasonsOf(RecordExtract(std::move(records), query.known_at), Day{20000}, query);
  RC_ASSERT(reasons.ok() || IsRefusal(reasons.status()) ||
            reasons.status().code() == StatusCode::kNotFound);
}

TEST(TransferProperty, RecordsThatNoAdmissionTakesAreRefusedOrHarmless) {
  int taken_over = 0, refused = 0;
  CheckProperty(300, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(25));
    const std::vector<v1::TransferItem> items = ItemsOf(Exported(random.ledger().log()));
    const std::uint64_t size = random.ledger().Head().size.value;
    for (const Choices& choices : *ChoicesList(10)) {
      Chooser choose(choices);
      std::vector<v1::TransferItem> altered = items;
      for (int i = 0; i <= choose.Below(3); ++i) {
        v1::TransferItem& item = altered[SomeIndex(choose, altered.size())];
        const v1::TransferItem& other = items[SomeIndex(choose, items.size())];
        if (!item.has_record() || !other.has_record()) continue;
        v1::Record record, other_record;
        RC_ASSERT(record.ParseFromString(item.record()) &&
                  other_record.ParseFromString(other.record()));
        Twist(choose, record, other_record, size);
        item.set_record(record.SerializeAsString());
      }
      if (choose.Percent(20)) altered.erase(altered.begin() + SomeIndex(choose, altered.size()));
      if (choose.Percent(20)) {
        std::swap(altered[SomeIndex(choose, altered.size())],
                  altered[SomeIndex(choose, altered.size())]);
      }
      AskExtract(altered, RandomQuery(choose, LogSize{size}));
      const auto taken = TakeOver(FileOf(altered));
      if (!taken.ok()) {
        ++refused;
        if (!IsRefusal(taken.status())) RC_FAIL(std::string(Message(taken.status())));
        continue;
      }
      ++taken_over;
      // Whatever it says, it can be asked and appended to.
      Ledger& copy = *(*taken)->ledger;
      const auto views = Views::Open(copy);
      if (!views.ok()) {
        RC_ASSERT(IsRefusal(views.status()));
        continue;
      }
      ViewQuery query;
      query.known_at = copy.Head().size;
      RC_ASSERT((*views)->HeadcountOn(Day{20000}, query).ok());
      for (const ReportDraft& draft : random.drafts) {
        const auto result = copy.Append(std::vector{draft}, {.recorded_by = "next"});
        RC_ASSERT(result.ok() || IsRefusal(result.status()));
      }
    }
  });
  EXPECT_GT(taken_over, 0);
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace muster
