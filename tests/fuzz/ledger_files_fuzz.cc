// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The small files of a ledger's directory, each with the input as its content: what states the
// format, the witnesses, a kept checkpoint. Damage is an error that names the file.
#include <filesystem>
#include <fstream>
#include <string>

#include "ledger/checkpoint_store.h"
#include "ledger/head_file.h"
#include "ledger/ledger_directory.h"
#include "ledger/ledger_files.h"
#include "ledger/sha256.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

void PutFile(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

void CheckNamed(const Status& status, const fs::path& file) {
  if (status.ok()) return;
  // Of another version, which is the whole ledger's.
  if (status.code() == StatusCode::kFailedPrecondition) return;
  CheckRefused(status, StatusCode::kDataLoss);
  MUSTER_CHECK(Message(status).find(file.filename().string()) != std::string_view::npos);
}

// The list of files that a backup names by its digest.
void CheckBackupList(const fs::path& store, std::string_view bytes) {
  const std::string digest = ToHex(Sha256(bytes));
  const fs::path saved = store / digest;
  fs::create_directories(saved);
  PutFile(saved / "SUMS", bytes);
  if (const auto has_key = HasSecretKey(store, digest); !has_key.ok())
    MUSTER_CHECK(has_key.status().code() == StatusCode::kDataLoss);
  const fs::path target = store / "target";
  fs::create_directories(target);
  // No file that it lists is there.
  MUSTER_CHECK(RestoreLedgerFiles(store, digest, target).code() == StatusCode::kDataLoss);
  MUSTER_CHECK(fs::is_empty(target));
  fs::remove_all(saved);
}

}  // namespace

void FuzzLedgerFiles(std::string_view bytes) {
  static const TemporaryDirectory directory;
  const fs::path& ledger = directory.path();
  fs::create_directories(CheckpointsDirectory(ledger));
  PutFile(FormatFile(ledger), bytes);
  CheckNamed(ReadOrigin(ledger).status(), FormatFile(ledger));
  PutFile(WitnessesFile(ledger), bytes);
  const CheckpointStore store(ledger);
  CheckNamed(store.Witnesses().status(), WitnessesFile(ledger));
  PutFile(CheckpointsDirectory(ledger) / "5", bytes);
  CheckNamed(store.Find(LogSize{5}).status(), CheckpointsDirectory(ledger) / "5");
  PutFile(ledger / "CURRENT", bytes);
  if (const auto manifest = ReadManifest(ledger); !manifest.ok())
    CheckRefused(manifest.status(), StatusCode::kDataLoss);
  CheckBackupList(ledger / "backups", bytes);
}

}  // namespace muster
