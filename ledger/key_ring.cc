// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/key_ring.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "ledger/checkpoint.h"
#include "ledger/checkpoint_store.h"
#include "ledger/decimal.h"
#include "ledger/durable_file.h"
#include "ledger/ledger_directory.h"
#include "ledger/tree_reader.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

constexpr std::size_t kKeysBytesMax = std::size_t{1} << 20;

std::string BytesOfKey(const VerifierKey& key) {
  return std::string(key.public_key().begin(), key.public_key().end());
}

StatusOr<LedgerKey> ParseKeyLine(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return InvalidArgument("a line has no key");
  MUSTER_ASSIGN_OR_RETURN(VerifierKey verifier, VerifierKey::Parse(line.substr(space + 1)));
  LedgerKey key{std::move(verifier), std::nullopt};
  if (line.substr(0, space) == "-") return key;
  const std::optional<std::uint64_t> position = ParseDecimal(line.substr(0, space));
  if (!position) return InvalidArgument("a line begins with no position");
  key.since = Position{*position};
  return key;
}

// Those of the `keys` file; none if there is no such file.
StatusOr<std::vector<LedgerKey>> ReadKeyLines(const std::filesystem::path& file) {
  std::vector<LedgerKey> keys;
  const StatusOr<std::string> bytes = ReadSmallFile(file, kKeysBytesMax);
  if (bytes.status().code() == StatusCode::kNotFound) return keys;
  if (bytes.status().code() == StatusCode::kUnavailable) return bytes.status();
  if (!bytes.ok()) return DataLoss("{}", Message(bytes.status()));
  std::string_view text = *bytes;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return DataLoss("{} is cut off", file.string());
    StatusOr<LedgerKey> key = ParseKeyLine(text.substr(0, end));
    if (!key.ok()) return DataLoss("{} is damaged: {}", file.string(), Message(key.status()));
    if (key->since.has_value() == keys.empty()) {
      return DataLoss("{} is damaged: the first key alone has no position", file.string());
    }
    keys.push_back(*std::move(key));
    text.remove_prefix(end + 1);
  }
  return keys;
}

std::string KeyLines(const std::vector<LedgerKey>& keys) {
  std::string text;
  for (const LedgerKey& key : keys) {
    text += key.since ? fmt::format("{}", key.since->value) : "-";
    text += ' ' + key.verifier.Text() + '\n';
  }
  return text;
}

// Whether the log has the record by which `key` succeeds `before`.
StatusOr<bool> IsRecorded(const Ledger& ledger, const LedgerKey& key, const VerifierKey& before) {
  if (!Holds(ledger.Head().size, *key.since)) return false;
  MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, ledger.ReadRecord(*key.since));
  return record->event().has_key() &&
         record->event().key().old_public_key() == BytesOfKey(before) &&
         record->event().key().new_public_key() == BytesOfKey(key.verifier);
}

// Overwrites a file that has no name any more, as far as the disk allows.
class Shredder {
 public:
  explicit Shredder(const std::filesystem::path& file)
      : descriptor_(open(file.c_str(), O_WRONLY | O_CLOEXEC)) {
    std::error_code error;
    size_ = std::filesystem::file_size(file, error);
    if (error) size_ = 0;
  }
  Shredder(const Shredder&) = delete;
  Shredder& operator=(const Shredder&) = delete;
  ~Shredder() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  void Shred() const {
    const std::string zeros(size_, '\0');
    if (descriptor_ < 0) return;
    if (pwrite(descriptor_, zeros.data(), zeros.size(), 0) > 0) fsync(descriptor_);
  }

 private:
  const int descriptor_;
  std::uintmax_t size_ = 0;
};

Checkpoint CheckpointAt(const Ledger& ledger, LogSize size, const Hash& root) {
  return {ledger.origin(), size, root, {}};
}

// What is left to do once the succession is recorded; everything in it may be repeated.
Status FinishSuccession(const std::filesystem::path& directory, const Ledger& ledger,
                        Position recorded, const SigningKey& old_key, const SigningKey& new_key) {
  const LogSize size{recorded.value + 1};
  MUSTER_ASSIGN_OR_RETURN(const Hash root, TreeReader(ledger.log()).Root(size));
  SignedNote note{CheckpointAt(ledger, size, root).Text(), {}};
  note.signatures = {SignNote(new_key, note.text), SignNote(old_key, note.text)};
  MUSTER_RETURN_IF_ERROR(CheckpointStore(directory).Keep(size, note));
  const Shredder old_file(KeyFile(directory));
  MUSTER_RETURN_IF_ERROR(RenameFile(NextKeyFile(directory), KeyFile(directory)));
  old_file.Shred();
  return OkStatus();
}

}  // namespace

KeyRing::KeyRing(std::vector<LedgerKey> keys, StoredKey stored, bool unfinished)
    : keys_(std::move(keys)), stored_(std::move(stored)), unfinished_(unfinished) {}

StatusOr<KeyRing> KeyRing::Read(const std::filesystem::path& directory, const Ledger& ledger) {
  MUSTER_ASSIGN_OR_RETURN(std::vector<LedgerKey> keys, ReadKeyLines(KeysFile(directory)));
  for (std::size_t i = 1; i < keys.size(); ++i) {
    MUSTER_ASSIGN_OR_RETURN(const bool recorded, IsRecorded(ledger, keys[i], keys[i - 1].verifier));
    if (recorded) continue;
    if (i + 1 < keys.size()) {
      return DataLoss("{} names {} as of record {}, where the log has another",
                      KeysFile(directory).string(), keys[i].verifier.ShortText(),
                      keys[i].since->value);
    }
    keys.pop_back();  // a succession that was cut off before it was recorded
  }
  StatusOr<StoredKey> stored = StoredKey::Read(KeyFile(directory));
  if (keys.empty()) {
    if (!stored.ok()) return stored.status();
    keys.push_back({stored->verifier(), std::nullopt});
    return KeyRing(std::move(keys), *std::move(stored), false);
  }
  const VerifierKey& current = keys.back().verifier;
  if (stored.ok() && stored->verifier() == current) {
    return KeyRing(std::move(keys), *std::move(stored), false);
  }
  StatusOr<StoredKey> next = StoredKey::Read(NextKeyFile(directory));
  if (next.ok() && next->verifier() == current) {
    return KeyRing(std::move(keys), *std::move(next), true);
  }
  if (!stored.ok()) return stored.status();
  return DataLoss("{} has the key {}, but {} is in force since record {}",
                  KeyFile(directory).string(), stored->verifier().ShortText(), current.ShortText(),
                  keys.back().since ? keys.back().since->value : 0);
}

std::vector<VerifierKey> KeyRing::Verifiers() const {
  std::vector<VerifierKey> verifiers;
  for (const LedgerKey& key : keys_) verifiers.push_back(key.verifier);
  return verifiers;
}

StatusOr<SigningKey> KeyRing::Unlock(const AskPassphrase& ask) const {
  if (!stored_.is_encrypted()) return stored_.Unlock({});
  MUSTER_ASSIGN_OR_RETURN(const std::string passphrase, ask());
  return stored_.Unlock(passphrase);
}

StatusOr<KeySuccession> SucceedKey(const std::filesystem::path& directory, Ledger& ledger,
                                   const SuccessionOptions& options) {
  MUSTER_ASSIGN_OR_RETURN(const KeyRing ring, KeyRing::Read(directory, ledger));
  std::vector<LedgerKey> keys = ring.keys();
  std::optional<std::string> passphrase;
  const AskPassphrase ask = [&]() -> StatusOr<std::string> {
    if (!passphrase) {
      MUSTER_ASSIGN_OR_RETURN(passphrase, options.ask());
    }
    return *passphrase;
  };
  if (ring.is_unfinished()) {
    const LedgerKey& last = keys.back();
    MUSTER_ASSIGN_OR_RETURN(const StoredKey stored, StoredKey::Read(KeyFile(directory)));
    std::string opens;
    if (stored.is_encrypted()) {
      MUSTER_ASSIGN_OR_RETURN(opens, ask());
    }
    MUSTER_ASSIGN_OR_RETURN(const SigningKey old_key, stored.Unlock(opens));
    MUSTER_ASSIGN_OR_RETURN(const SigningKey new_key, ring.Unlock(ask));
    MUSTER_RETURN_IF_ERROR(FinishSuccession(directory, ledger, *last.since, old_key, new_key));
    return KeySuccession{old_key.Verifier(), new_key.Verifier(), *last.since, true};
  }
  MUSTER_ASSIGN_OR_RETURN(const SigningKey old_key, ring.Unlock(ask));
  MUSTER_ASSIGN_OR_RETURN(const SigningKey new_key, SigningKey::Generate(old_key.name()));
  // One that was not recorded is worth nothing.
  MUSTER_RETURN_IF_ERROR(RemoveFile(NextKeyFile(directory)));
  MUSTER_RETURN_IF_ERROR(
      StoredKey::Write(NextKeyFile(directory), new_key,
                       options.new_passphrase ? options.new_passphrase : passphrase));
  const LogSize size = ledger.Head().size;
  keys.push_back({new_key.Verifier(), Position{size.value}});
  MUSTER_RETURN_IF_ERROR(ReplaceFile(KeysFile(directory), KeyLines(keys), kReadableByAll));
  v1::Event event;
  event.mutable_key()->set_old_public_key(BytesOfKey(old_key.Verifier()));
  event.mutable_key()->set_new_public_key(BytesOfKey(new_key.Verifier()));
  MUSTER_RETURN_IF_ERROR(
      ledger.AppendCommand(event, {.recorded_by = options.recorded_by, .expected_size = size})
          .status());
  MUSTER_RETURN_IF_ERROR(
      FinishSuccession(directory, ledger, Position{size.value}, old_key, new_key));
  return KeySuccession{old_key.Verifier(), new_key.Verifier(), Position{size.value}};
}

}  // namespace muster
