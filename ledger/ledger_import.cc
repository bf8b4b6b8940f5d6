// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/ledger_import.h"

#include <memory>
#include <random>
#include <system_error>
#include <utility>

#include "ledger/durable_file.h"
#include "ledger/key_ring.h"
#include "ledger/key_table.h"
#include "ledger/ledger.h"
#include "ledger/ledger_directory.h"
#include "ledger/log_import.h"
#include "ledger/rocks_log.h"
#include "ledger/stored_key.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyFileBytesMax = std::size_t{64} << 10;

// A directory beside another, which is removed unless it is moved there.
class DirectoryBeside {
 public:
  explicit DirectoryBeside(const fs::path& target)
      : name_(target.string()), target_(fs::absolute(target).lexically_normal()) {
    // A path may end in a slash.
    if (target_.filename().empty()) target_ = target_.parent_path();
    std::random_device chance;
    path_ = target_;
    path_ += fmt::format(".import-{:08x}", chance());
  }
  DirectoryBeside(const DirectoryBeside&) = delete;
  DirectoryBeside& operator=(const DirectoryBeside&) = delete;
  ~DirectoryBeside() {
    std::error_code error;
    if (!moved_) fs::remove_all(path_, error);
  }

  const fs::path& path() const { return path_; }

  // What is at the target must be nothing, or an empty directory.
  Status CheckTarget() const {
    std::error_code error;
    if (!fs::exists(target_, error)) return OkStatus();
    if (fs::is_directory(target_, error) && fs::is_empty(target_, error)) return OkStatus();
    return AlreadyExists("{} exists and is not an empty directory", name_);
  }

  Status Move() {
    MUSTER_RETURN_IF_ERROR(RenameFile(path_, target_));
    moved_ = true;
    return OkStatus();
  }

 private:
  const std::string name_;  // of the target, as the caller has it
  fs::path target_;
  fs::path path_;
  bool moved_ = false;
};

// The stream is at fault, not a ledger that there is.
Status AsInput(const Status& status) {
  if (status.code() != StatusCode::kDataLoss) return status;
  return InvalidArgument("{}", Message(status));
}

// The secret key that is to sign. Errors: FAILED_PRECONDITION if the log is another key's.
StatusOr<std::string> SecretOf(const fs::path& file, const LogImport& log) {
  MUSTER_ASSIGN_OR_RETURN(std::string text, ReadSmallFile(file, kKeyFileBytesMax));
  StatusOr<StoredKey> key = StoredKey::Parse(text);
  if (!key.ok()) return Annotate(key.status(), file.string());
  const VerifierKey verifier = key->verifier();
  const StatusOr<VerifiedCheckpoint> verified = VerifyCheckpoint(log.note, {&verifier, 1}, {});
  if (!verified.ok()) {
    return FailedPrecondition("{} does not have the key of this log: {}", file.string(),
                              Message(verified.status()));
  }
  return text;
}

// Makes the log in the ledger's directory. It is closed again.
StatusOr<LogImport> ImportInto(LogImporter& importer, const fs::path& ledger,
                               const LedgerImportOptions& options) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Log> log,
                          RocksLog::OpenWriter(LogDirectory(ledger)));
  return importer.Import(*log, options.progress);
}

// Puts the key that is given in the place of the one that was made; or notes that one was made,
// where the log says that another is in force.
Status SettleKey(const fs::path& ledger, const LogImport& log, const LedgerImportOptions& options) {
  if (options.signing_key) {
    MUSTER_ASSIGN_OR_RETURN(const std::string secret, SecretOf(*options.signing_key, log));
    return ReplaceFile(KeyFile(ledger), secret, kOwnerOnly);
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> opened, Ledger::Open(ledger));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> keys, ReadKeyTable(opened->log()));
  return keys.empty() ? OkStatus() : NoteKeyOfCopy(ledger, log.checkpoint.size);
}

}  // namespace

StatusOr<LedgerImport> ImportLedger(std::istream& in, const fs::path& directory,
                                    const LedgerImportOptions& options) {
  if (options.signing_key && (options.passphrase || options.origin)) {
    return InvalidArgument("a key that is there has its name and its passphrase");
  }
  DirectoryBeside place(directory);
  MUSTER_RETURN_IF_ERROR(place.CheckTarget());
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<LogImporter> importer, LogImporter::Open(in));
  const std::string origin = options.origin.value_or(importer->origin());
  const fs::path& ledger = place.path();
  MUSTER_RETURN_IF_ERROR(Ledger::Create(ledger, origin, options.passphrase));
  StatusOr<LogImport> log = ImportInto(*importer, ledger, options);
  if (!log.ok()) return AsInput(log.status());
  if (options.keys.empty() && log->keys.empty()) {
    return InvalidArgument("it does not say by which key it is signed");
  }
  StatusOr<VerifiedCheckpoint> verified =
      VerifyCheckpoint(log->note, options.keys.empty() ? log->keys : options.keys, {});
  if (!verified.ok()) return verified.status();
  Status status = SettleKey(ledger, *log, options);
  if (!status.ok()) return AsInput(status);
  {
    // As who will use it: what documents were removed is erased, and a key is found.
    StatusOr<std::unique_ptr<Ledger>> opened = Ledger::Open(ledger, {.write = true});
    if (!opened.ok()) return AsInput(opened.status());
    const StatusOr<KeyRing> keys = KeyRing::Read(ledger, **opened);
    if (!keys.ok()) return AsInput(keys.status());
  }
  MUSTER_RETURN_IF_ERROR(place.Move());
  return LedgerImport{*std::move(verified), origin, log->reports, log->documents};
}

}  // namespace muster
