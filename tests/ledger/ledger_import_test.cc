// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/ledger_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "ledger/key_ring.h"
#include "ledger/ledger.h"
#include "ledger/ledger_directory.h"
#include "ledger/log_export.h"
#include "ledger/tree_reader.h"
#include "tests/support/ledger_case.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

class LedgerImportTest : public testing::Test {
 protected:
  LedgerImportTest()
      : original_(directory_.path() / "original"), copy_(directory_.path() / "copy") {
    MUSTER_CHECK(Ledger::Create(original_, "example.org/log").ok());
    AppendTo(original_, "A", "- mission: {id: M, host: HTI}");
  }

  static void AppendTo(const fs::path& ledger, const std::string& title,
                       const std::string& events) {
    const ReportDraft draft = DraftFromYaml(Report(title, events, "A document of " + title + "."));
    const auto opened = *Ledger::Open(ledger, {.write = true});
    const auto result = opened->Append({&draft, 1}, {.recorded_by = "tester"});
    ASSERT_THAT(result, IsOk());
    ASSERT_THAT(result->refusals, SizeIs(0));
  }

  static void Rotate(const fs::path& ledger) {
    const auto opened = *Ledger::Open(ledger, {.write = true});
    SuccessionOptions options;
    options.recorded_by = "tester";
    options.ask = [] { return StatusOr<std::string>(std::string()); };
    ASSERT_THAT(SucceedKey(ledger, *opened, options), IsOk());
  }

  static std::string Exported(const fs::path& ledger) {
    const auto opened = *Ledger::Open(ledger);
    const KeyRing keys = *KeyRing::Read(ledger, *opened);
    VerifiedCheckpoint verified;
    const LogHead head = opened->Head();
    verified.checkpoint = {opened->origin(), head.size, head.root, {}};
    verified.note.text = verified.checkpoint.Text();
    verified.note.signatures = {SignNote(*keys.Unlock({}), verified.note.text)};
    std::ostringstream out;
    EXPECT_THAT(ExportLog(opened->log(), verified, keys.Verifiers(), out), IsOk());
    return std::move(out).str();
  }

  StatusOr<LedgerImport> Import(const std::string& file, const LedgerImportOptions& options = {}) {
    std::istringstream in(file);
    return ImportLedger(in, copy_, options);
  }

  // What is beside the original.
  std::size_t CountBeside() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(directory_.path())) {
      count += entry.path() != original_;
    }
    return count;
  }

  static LogContents ContentsOf(const fs::path& ledger) {
    return *ReadContents((*Ledger::Open(ledger))->log());
  }

  TemporaryDirectory directory_;
  const fs::path original_;
  const fs::path copy_;
};

TEST_F(LedgerImportTest, MakesALedgerThatGoesOn) {
  AppendTo(original_, "B", "- place: {id: P}");
  const auto imported = Import(Exported(original_));
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->origin, "example.org/log");
  EXPECT_EQ(CountBeside(), 1u);
  EXPECT_TRUE(ContentsOf(copy_) == ContentsOf(original_));
  // A key of its own.
  const auto copy = *Ledger::Open(copy_);
  EXPECT_NE(KeyRing::Read(copy_, *copy)->current(),
            KeyRing::Read(original_, **Ledger::Open(original_))->current());
  AppendTo(copy_, "C", "- place: {id: Q}");
  EXPECT_EQ((*Ledger::Open(copy_))->Head().size, LogSize{3});
}

TEST_F(LedgerImportTest, GoesOnWithTheKeyThatIsGiven) {
  const std::string file = Exported(original_);
  LedgerImportOptions options;
  options.signing_key = KeyFile(original_);
  ASSERT_THAT(Import(file, options), IsOk());
  EXPECT_EQ(Exported(copy_), file);
  EXPECT_EQ(fs::status(KeyFile(copy_)).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(LedgerImportTest, HasAKeyOfItsOwnBehindThoseOfTheLog) {
  Rotate(original_);
  Rotate(original_);
  ASSERT_THAT(Import(Exported(original_)), IsOk());
  const std::vector<LedgerKey> theirs = KeyRing::Read(original_, **Ledger::Open(original_))->keys();
  std::vector<LedgerKey> keys = KeyRing::Read(copy_, **Ledger::Open(copy_))->keys();
  ASSERT_THAT(keys, SizeIs(4));
  EXPECT_EQ(keys[2].verifier, theirs[2].verifier);
  EXPECT_EQ(keys[3].since, Position{3});
  EXPECT_THAT(KeyRing::Read(copy_, **Ledger::Open(copy_))->Unlock({}), IsOk());
  // It is succeeded as any other, also in a copy of the copy.
  Rotate(copy_);
  keys = KeyRing::Read(copy_, **Ledger::Open(copy_))->keys();
  ASSERT_THAT(keys, SizeIs(5));
  EXPECT_EQ(keys[4].since, Position{3});
  EXPECT_THAT(KeyRing::Read(copy_, **Ledger::Open(copy_))->Unlock({}), IsOk());
}

TEST_F(LedgerImportTest, ACopyWithTheKeyInForceNeedsNoOther) {
  Rotate(original_);
  LedgerImportOptions options;
  options.signing_key = KeyFile(original_);
  const std::string file = Exported(original_);
  ASSERT_THAT(Import(file, options), IsOk());
  EXPECT_THAT(KeyRing::Read(copy_, **Ledger::Open(copy_))->keys(), SizeIs(2));
  EXPECT_EQ(Exported(copy_), file);
}

TEST_F(LedgerImportTest, LeavesNothingWhereItFails) {
  const std::string file = Exported(original_);
  const SigningKey stranger = *SigningKey::FromSeed("example.org/log", Sha256("stranger"));
  LedgerImportOptions options;
  options.keys = {stranger.Verifier()};
  EXPECT_THAT(Import(file, options),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("not signed by")));
  EXPECT_EQ(CountBeside(), 0u);
  const fs::path stranger_key = directory_.path() / "original" / "stranger";
  ASSERT_THAT(stranger.Write(stranger_key), IsOk());
  options = {};
  options.signing_key = stranger_key;
  EXPECT_THAT(Import(file, options),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("does not have the key")));
  options.signing_key = directory_.path() / "missing";
  EXPECT_THAT(Import(file, options), StatusIs(StatusCode::kNotFound, testing::_));
  for (std::size_t size = 0; size < file.size(); size += 97) {
    EXPECT_THAT(Import(file.substr(0, size)), StatusIs(StatusCode::kInvalidArgument, testing::_));
  }
  std::string altered = file;
  altered[altered.find("A document")] = 'B';
  EXPECT_THAT(Import(altered), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("is damaged")));
  EXPECT_EQ(CountBeside(), 0u);

  fs::create_directory(copy_);
  ASSERT_THAT(Import(file), IsOk());
  EXPECT_THAT(Import(file), StatusIs(StatusCode::kAlreadyExists, testing::_));
  EXPECT_EQ(CountBeside(), 1u);
}

TEST_F(LedgerImportTest, TakesAnotherNameWithAnotherKey) {
  LedgerImportOptions options;
  options.origin = "example.org/copy";
  options.passphrase = "a passphrase";
  const auto imported = Import(Exported(original_), options);
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->checkpoint.checkpoint.origin, "example.org/log");
  const auto copy = *Ledger::Open(copy_);
  EXPECT_EQ(copy->origin(), "example.org/copy");
  EXPECT_TRUE(KeyRing::Read(copy_, *copy)->is_encrypted());
  EXPECT_EQ(copy->Head().root, (*Ledger::Open(original_))->Head().root);
}

}  // namespace
}  // namespace muster
