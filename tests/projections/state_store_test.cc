// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a state with rows in columns and rows beside them is loaded as it was saved, through
// appends and corrections; what is damaged, or half written, is as if it were not there.
#include "projections/state_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "projections/ledger_source.h"
#include "projections/state_codec.h"
#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

class SavedState : public testing::Test {
 protected:
  SavedState() {
    ledger_.AdmitNames();
    Append(
        "arrival: {contingent: KEN-1, strength: 200, of_which: {women: 20}, place: B, on: "
        "2024-06-25}");
    Append("arrival: {contingent: JAM-1, strength: over 20, place: D, on: 2024-09-12}");
  }

  void Append(const std::string& event) {
    ledger_.Admit(Report("Report " + std::to_string(++reports_), "- " + event + "\n"));
  }
  std::unique_ptr<StateStore> Open(bool write, std::size_t rows_beside = 3) const {
    auto store = StateStore::Open(Directory(), write, rows_beside);
    EXPECT_THAT(store, IsOk());
    return *std::move(store);
  }
  std::filesystem::path Directory() const { return directory_.path() / "projections"; }
  void Fold(EffectiveSet& set) {
    const LedgerSource source(ledger_.ledger(), LogSize{ledger_.size()});
    const auto fold = [&](Position position, const v1::Record& record) {
      return set.Fold(position, record, source);
    };
    ASSERT_THAT(source.Read(Position{set.size().value}, source.size(), fold), IsOk());
  }
  // A session that writes: loads what is there, takes in the rest, and saves.
  void Session(std::size_t rows_beside = 3) {
    const std::unique_ptr<StateStore> store = Open(true, rows_beside);
    auto loaded = store->Load(ledger_.ledger());
    ASSERT_THAT(loaded, IsOk());
    EffectiveSet set = *loaded ? **std::move(loaded) : EffectiveSet();
    Fold(set);
    ASSERT_THAT(store->Save(ledger_.ledger(), set), IsOk());
  }
  // What a reader finds; nullopt: nothing.
  std::optional<std::string> Saved() {
    const std::unique_ptr<StateStore> store = Open(false);
    auto loaded = store->Load(ledger_.ledger());
    EXPECT_THAT(loaded, IsOk());
    if (!loaded.ok() || !*loaded) return std::nullopt;
    return EncodeState(**loaded);
  }
  std::string Rebuilt() {
    EffectiveSet set;
    Fold(set);
    return EncodeState(set);
  }
  std::vector<std::filesystem::path> Columns() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(Directory())) {
      if (entry.path().extension() == ".column") files.push_back(entry.path());
    }
    return files;
  }

  LedgerCase ledger_;
  TemporaryDirectory directory_;
  int reports_ = 0;
};

TEST_F(SavedState, IsLoadedAsItWasSavedHoweverItGrew) {
  EXPECT_EQ(Saved(), std::nullopt);
  for (int i = 0; i < 14; ++i) {
    Append("distinct: true\n  departure: {contingent: KEN-1, strength: " + std::to_string(i + 1) +
           ", of_which: {women: 1}, from: {place: B}, on: 2024-07-" + std::to_string(10 + i) + "}");
    if (i % 3 == 1) {
      Append("amendment: {of: departure KEN-1 2024-07-" + std::to_string(10 + i / 2) +
             ", change: {strength: " + std::to_string(30 + i) + "}, why: misread}");
    }
    if (i % 4 == 3) Append("retraction: {of: arrival JAM-1 2024-09-12, why: misread}");
    if (i % 4 == 3) {
      Append("arrival: {contingent: JAM-1, strength: " + std::to_string(i) +
             ", place: D, on: 2024-09-12}");
    }
    Session();
    ASSERT_EQ(Saved(), Rebuilt()) << "session " << i;
  }
  EXPECT_EQ(Columns().size(), 15u);
}

TEST_F(SavedState, OfFewRowsHasNoColumns) {
  Session(StateStore::kRowsBeside);
  EXPECT_TRUE(Columns().empty());
  EXPECT_EQ(Saved(), Rebuilt());
}

TEST_F(SavedState, WithADamagedColumnIsNotThereAndIsMadeAnew) {
  Append("arrival: {contingent: KEN-2, strength: 7, place: D, on: 2024-09-13}");
  Session(1);
  ASSERT_EQ(Columns().size(), 15u);
  for (const std::filesystem::path& file : Columns()) {
    for (const bool cut : {false, true}) {
      const auto size = std::filesystem::file_size(file);
      ASSERT_GT(size, 0u);
      if (cut) {
        std::filesystem::resize_file(file, size - 1);
      } else {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekg(static_cast<std::streamoff>(size / 2));
        const int byte = stream.get();
        stream.seekp(static_cast<std::streamoff>(size / 2));
        stream.put(static_cast<char>(byte ^ 4));
      }
      EXPECT_EQ(Saved(), std::nullopt) << file;
      Session(1);
      EXPECT_EQ(Saved(), Rebuilt()) << file;
    }
  }
}

// A reader that opened before stays with what it has.
TEST_F(SavedState, IsNotTakenAwayFromAReader) {
  Session(1);
  const std::string before = Rebuilt();
  const std::unique_ptr<StateStore> store = Open(false);
  const auto loaded = store->Load(ledger_.ledger());
  ASSERT_THAT(loaded, IsOk());
  ASSERT_TRUE(loaded->has_value());
  Append("retraction: {of: arrival KEN-1 2024-06-25, why: misread}");
  Append("arrival: {contingent: KEN-2, strength: 7, place: D, on: 2024-09-13}");
  Session(1);
  ASSERT_THAT(Open(true)->Discard(), IsOk());
  Session(1);
  EXPECT_EQ(EncodeState(**loaded), before);
  EXPECT_EQ(Saved(), Rebuilt());
}

TEST_F(SavedState, ThatCouldNotBeSavedIsSavedWholeTheNextTime) {
  const std::unique_ptr<StateStore> store = Open(true, 1);
  EffectiveSet set;
  Fold(set);
  ASSERT_THAT(store->Save(ledger_.ledger(), set), IsOk());
  const std::filesystem::path column = Directory() / "movements.root.column";
  ASSERT_TRUE(std::filesystem::remove(column));
  std::filesystem::create_directory(column);
  Append("retraction: {of: arrival KEN-1 2024-06-25, why: misread}");
  Append("arrival: {contingent: KEN-2, strength: 7, place: D, on: 2024-09-13}");
  Fold(set);
  EXPECT_THAT(store->Save(ledger_.ledger(), set),
              StatusIs(StatusCode::kUnavailable, testing::HasSubstr("movements.root")));
  std::filesystem::remove(column);
  ASSERT_THAT(store->Save(ledger_.ledger(), set), IsOk());
  EXPECT_EQ(Saved(), Rebuilt());
}

}  // namespace
}  // namespace muster
