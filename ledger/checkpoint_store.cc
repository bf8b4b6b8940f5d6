// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/checkpoint_store.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>

#include "ledger/decimal.h"
#include "ledger/durable_file.h"
#include "ledger/ledger_directory.h"
#include "ledger/write_lock.h"

namespace muster {
namespace {

constexpr const char* kLockFile = "LOCK";

// The bytes of a file, or nullopt if there is none.
StatusOr<std::optional<std::string>> ReadIfThere(const std::filesystem::path& file) {
  StatusOr<std::string> bytes = ReadSmallFile(file, kNoteBytesMax);
  if (bytes.ok()) return std::optional<std::string>(*std::move(bytes));
  if (bytes.status().code() == StatusCode::kNotFound) return std::optional<std::string>();
  if (bytes.status().code() == StatusCode::kUnavailable) return bytes.status();
  return DataLoss("{}", Message(bytes.status()));
}

// One process at a time changes the files.
StatusOr<WriteLock> LockFiles(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directory(CheckpointsDirectory(directory), error);
  if (error) {
    return Unavailable("cannot make {}: {}", CheckpointsDirectory(directory).string(),
                       error.message());
  }
  return WriteLock::Acquire(CheckpointsDirectory(directory) / kLockFile);
}

}  // namespace

std::filesystem::path CheckpointStore::FileOf(LogSize size) const {
  return CheckpointsDirectory(directory_) / fmt::format("{}", size.value);
}

StatusOr<std::optional<SignedNote>> CheckpointStore::Find(LogSize size) const {
  MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, ReadIfThere(FileOf(size)));
  if (!bytes) return std::optional<SignedNote>();
  StatusOr<SignedNote> note = SignedNote::Parse(*bytes);
  if (!note.ok()) {
    return DataLoss("{} is damaged: {}", FileOf(size).string(), Message(note.status()));
  }
  return std::optional<SignedNote>(*std::move(note));
}

StatusOr<std::vector<LogSize>> CheckpointStore::Sizes() const {
  const std::filesystem::path directory = CheckpointsDirectory(directory_);
  std::vector<LogSize> sizes;
  std::error_code error;
  if (!std::filesystem::exists(directory, error)) return sizes;
  std::filesystem::directory_iterator file(directory, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    const auto size = ParseDecimal(file->path().filename().string());
    if (size) sizes.push_back(LogSize{*size});
  }
  if (error) return Unavailable("cannot look into {}: {}", directory.string(), error.message());
  std::sort(sizes.begin(), sizes.end());
  return sizes;
}

Status CheckpointStore::Keep(LogSize size, const SignedNote& note) const {
  MUSTER_ASSIGN_OR_RETURN(const WriteLock lock, LockFiles(directory_));
  MUSTER_ASSIGN_OR_RETURN(std::optional<SignedNote> kept, Find(size));
  if (!kept) kept = SignedNote{note.text, {}};
  if (kept->text != note.text) {
    return FailedPrecondition("another checkpoint of {} records is kept in {}", size.value,
                              FileOf(size).string());
  }
  for (const NoteSignature& signature : note.signatures) {
    const auto same = std::find(kept->signatures.begin(), kept->signatures.end(), signature);
    if (same == kept->signatures.end()) kept->signatures.push_back(signature);
  }
  if (kept->signatures.size() > kNoteSignaturesMax) {
    return FailedPrecondition("the checkpoint of {} records has {} signatures already", size.value,
                              kNoteSignaturesMax);
  }
  return ReplaceFile(FileOf(size), kept->Encode(), kReadableByAll);
}

StatusOr<std::vector<VerifierKey>> CheckpointStore::Witnesses() const {
  const std::filesystem::path file = WitnessesFile(directory_);
  std::vector<VerifierKey> witnesses;
  MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, ReadIfThere(file));
  std::string_view text = bytes ? std::string_view(*bytes) : std::string_view();
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return DataLoss("{} is cut off", file.string());
    StatusOr<VerifierKey> witness = VerifierKey::Parse(text.substr(0, end));
    if (!witness.ok()) {
      return DataLoss("{} is damaged: {}", file.string(), Message(witness.status()));
    }
    witnesses.push_back(*std::move(witness));
    text.remove_prefix(end + 1);
  }
  return witnesses;
}

Status CheckpointStore::AddWitness(const VerifierKey& witness) const {
  if (witness.kind() != VerifierKey::Kind::kCosignature) {
    return InvalidArgument("{} is a key that signs, not one of a witness that cosigns",
                           witness.ShortText());
  }
  MUSTER_ASSIGN_OR_RETURN(const WriteLock lock, LockFiles(directory_));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<VerifierKey> witnesses, Witnesses());
  if (std::find(witnesses.begin(), witnesses.end(), witness) != witnesses.end()) return OkStatus();
  std::string text;
  for (const VerifierKey& known : witnesses) text += known.Text() + '\n';
  return ReplaceFile(WitnessesFile(directory_), text + witness.Text() + '\n', kReadableByAll);
}

}  // namespace muster
