// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/key_ring.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "ledger/checkpoint.h"
#include "ledger/checkpoint_store.h"
#include "ledger/decimal.h"
#include "ledger/durable_file.h"
#include "ledger/key_table.h"
#include "ledger/ledger_directory.h"
#include "ledger/proof_lines.h"
#include "ledger/tree_reader.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

constexpr std::size_t kCopyKeyBytesMax = std::size_t{64} << 10;

std::string BytesOfKey(const VerifierKey& key) {
  return std::string(key.public_key().begin(), key.public_key().end());
}

StatusOr<VerifierKey> KeyOfBytes(const std::string& origin, const std::string& bytes,
                                 Position position) {
  VerifierKey::PublicKey key;
  if (bytes.size() != key.size()) {
    return DataLoss("record {} names a key of {} bytes, expected {}", position.value, bytes.size(),
                    key.size());
  }
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return VerifierKey(origin, VerifierKey::Kind::kEd25519, key);
}

// The key of its own that a copy of a log has, and since when.
StatusOr<std::optional<LedgerKey>> KeyOfCopy(const std::filesystem::path& directory) {
  const std::filesystem::path path = CopyKeyFile(directory);
  const StatusOr<std::string> text = ReadSmallFile(path, kCopyKeyBytesMax);
  if (text.status().code() == StatusCode::kNotFound) return std::optional<LedgerKey>();
  MUSTER_RETURN_IF_ERROR(text.status());
  std::string_view rest = *text;
  const auto since = TakeValue(&rest, "since");
  const auto key = TakeValue(&rest, "key");
  const std::optional<std::uint64_t> size = since ? ParseDecimal(*since) : std::nullopt;
  const StatusOr<VerifierKey> verifier = VerifierKey::Parse(key.value_or(""));
  if (!size || !verifier.ok() || !rest.empty()) return DataLoss("{} is damaged", path.string());
  return std::optional(LedgerKey{*verifier, Position{*size}});
}

// The keys that the log names, oldest first; none if none was succeeded.
StatusOr<std::vector<LedgerKey>> RecordedKeys(const std::filesystem::path& directory,
                                              const Ledger& ledger) {
  std::vector<LedgerKey> keys;
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> positions, ReadKeyTable(ledger.log()));
  MUSTER_ASSIGN_OR_RETURN(std::optional<LedgerKey> of_copy, KeyOfCopy(directory));
  for (const Position position : positions) {
    if (of_copy && position >= *of_copy->since) {
      keys.push_back(*std::exchange(of_copy, std::nullopt));
    }
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, ledger.ReadRecord(position));
    const v1::Key& succession = record->event().key();
    MUSTER_ASSIGN_OR_RETURN(VerifierKey before,
                            KeyOfBytes(ledger.origin(), succession.old_public_key(), position));
    MUSTER_ASSIGN_OR_RETURN(VerifierKey after,
                            KeyOfBytes(ledger.origin(), succession.new_public_key(), position));
    if (keys.empty()) {
      keys.push_back({std::move(before), std::nullopt});
    } else if (keys.back().verifier != before) {
      return DataLoss("record {} succeeds {}, which was not in force", position.value,
                      before.ShortText());
    }
    keys.push_back({std::move(after), position});
  }
  if (of_copy) keys.push_back(*std::move(of_copy));
  return keys;
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
  MUSTER_ASSIGN_OR_RETURN(std::vector<LedgerKey> keys, RecordedKeys(directory, ledger));
  StatusOr<StoredKey> stored = StoredKey::Read(KeyFile(directory));
  // The id of a key covers its name, and so the one place where the origin stands by itself.
  if (stored.ok() && stored->verifier().name() != ledger.origin()) {
    return DataLoss("{} names the origin {}, and {} the key {}: one of them is not this ledger's",
                    FormatFile(directory).string(), ledger.origin(), KeyFile(directory).string(),
                    stored->verifier().ShortText());
  }
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
                  keys.back().since->value);
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

Status NoteKeyOfCopy(const std::filesystem::path& directory, LogSize size) {
  MUSTER_ASSIGN_OR_RETURN(const StoredKey key, StoredKey::Read(KeyFile(directory)));
  return ReplaceFile(CopyKeyFile(directory),
                     fmt::format("since {}\nkey {}\n", size.value, key.verifier().Text()),
                     kReadableByAll);
}

StatusOr<KeySuccession> SucceedKey(const std::filesystem::path& directory, Ledger& ledger,
                                   const SuccessionOptions& options) {
  MUSTER_ASSIGN_OR_RETURN(const KeyRing ring, KeyRing::Read(directory, ledger));
  std::optional<std::string> passphrase;
  const AskPassphrase ask = [&]() -> StatusOr<std::string> {
    if (!passphrase) {
      MUSTER_ASSIGN_OR_RETURN(passphrase, options.ask());
    }
    return *passphrase;
  };
  if (ring.is_unfinished()) {
    const LedgerKey& last = ring.keys().back();
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
  v1::Event event;
  event.mutable_key()->set_old_public_key(BytesOfKey(old_key.Verifier()));
  event.mutable_key()->set_new_public_key(BytesOfKey(new_key.Verifier()));
  MUSTER_ASSIGN_OR_RETURN(
      const RecordPtr record,
      ledger.AppendCommand(event, {.recorded_by = options.recorded_by, .expected_size = {}}));
  const Position position{record->position()};
  MUSTER_RETURN_IF_ERROR(FinishSuccession(directory, ledger, position, old_key, new_key));
  return KeySuccession{old_key.Verifier(), new_key.Verifier(), position};
}

}  // namespace muster
