// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "ledger/head_file.h"
#include "ledger/rocks_diagnosis.h"
#include "ledger/rocks_files.h"
#include "ledger/wal_check.h"
#include "ledger/write_lock.h"

namespace muster {
namespace {

// A writer replaces files under the reader's hands for some milliseconds at a time.
constexpr absl::Duration kFirstPause = absl::Milliseconds(2);
constexpr absl::Duration kPauseMax = absl::Milliseconds(16);
constexpr absl::Duration kPatience = absl::Seconds(20);

// The names and sizes of the files that change with every append. Equal signatures, nothing new.
std::string SignatureOf(const std::filesystem::path& database) {
  std::vector<std::string> files;
  std::error_code error;
  std::filesystem::directory_iterator file(database, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    const std::string name = file->path().filename().string();
    if (file->path().extension() != ".log" && name.substr(0, 8) != "MANIFEST") continue;
    std::error_code gone;
    files.push_back(fmt::format("{} {}\n", name, file->file_size(gone)));
  }
  std::sort(files.begin(), files.end());
  std::string signature;
  for (const std::string& line : files) signature += line;
  return signature;
}

// By their numbers.
std::map<std::uint64_t, std::filesystem::path> WalsIn(const std::filesystem::path& database) {
  std::map<std::uint64_t, std::filesystem::path> wals;
  std::error_code error;
  std::filesystem::directory_iterator file(database, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    if (file->path().extension() != ".log") continue;
    wals.emplace(std::strtoull(file->path().stem().c_str(), nullptr, 10), file->path());
  }
  return wals;
}

// Whether those from number `first` on are there.
bool AreThere(const std::map<std::uint64_t, std::filesystem::path>& wals, std::uint64_t first) {
  return std::all_of(wals.lower_bound(first), wals.end(), [](const auto& wal) {
    std::error_code error;
    return std::filesystem::exists(wal.second, error);
  });
}

}  // namespace

StatusOr<std::unique_ptr<Log>> RocksReader::Open(const std::filesystem::path& directory) {
  MUSTER_ASSIGN_OR_RETURN(std::shared_ptr<const View> view, OpenView(directory));
  return std::unique_ptr<Log>(new RocksReader(directory, std::move(view)));
}

RocksReader::RocksReader(std::filesystem::path directory, std::shared_ptr<const View> view)
    : directory_(std::move(directory)), view_(std::move(view)) {}

// Beside a writer an opening may meet files in the middle of being replaced, which looks like
// damage. It is damage only if no writer was there, before and after.
StatusOr<std::shared_ptr<const RocksReader::View>> RocksReader::OpenView(
    const std::filesystem::path& directory) {
  const absl::Time give_up = absl::Now() + kPatience;
  for (absl::Duration pause = kFirstPause;; pause = std::min(2 * pause, kPauseMax)) {
    const bool written_before = WriteLock::IsHeld(LockFileOf(directory));
    // A secondary instance bears with a writer, but reads a damaged write-ahead log without end; an
    // ordinary one finds the damage. Whatever a writer that begins just now does to it, Check finds
    // out.
    const RocksStore::Mode mode =
        written_before ? RocksStore::Mode::kSecondary : RocksStore::Mode::kReadOnly;
    const std::string signature = SignatureOf(DatabaseOf(directory));
    const std::map<std::uint64_t, std::filesystem::path> wals = WalsIn(DatabaseOf(directory));
    auto view = std::make_shared<View>();
    view->signature = signature;
    const Status status = [&]() -> Status {
      MUSTER_ASSIGN_OR_RETURN(const HeadFile head, HeadFile::Read(HeadFileOf(directory)));
      if (head.manifest) {
        MUSTER_RETURN_IF_ERROR(CheckManifest(DatabaseOf(directory), *head.manifest));
      } else if (mode == RocksStore::Mode::kReadOnly) {
        MUSTER_RETURN_IF_ERROR(CheckWals(DatabaseOf(directory)));
      }
      if (mode == RocksStore::Mode::kSecondary) {
        MUSTER_RETURN_IF_ERROR(CheckManifestIsWhole(DatabaseOf(directory)));
      }
      MUSTER_ASSIGN_OR_RETURN(view->store, RocksStore::Open(DatabaseOf(directory), mode, {}));
      MUSTER_RETURN_IF_ERROR(view->store->Check(head));
      MUSTER_ASSIGN_OR_RETURN(const MerkleFrontier frontier, view->store->ReadFrontier());
      view->head = {frontier.size(), frontier.Root()};
      return OkStatus();
    }();
    // If a write-ahead log went to table files after the manifest was read and before the log was,
    // the view is a true one, but lacks what was acknowledged before it was asked for.
    if (status.ok() && AreThere(wals, view->store->FirstWalNeeded())) {
      return std::shared_ptr<const View>(std::move(view));
    }
    if (status.ok() && absl::Now() < give_up) continue;
    const bool disturbed = written_before || WriteLock::IsHeld(LockFileOf(directory)) ||
                           signature != SignatureOf(DatabaseOf(directory));
    if (!disturbed) return Diagnose(DatabaseOf(directory), status);
    if (absl::Now() > give_up) {
      return status.ok() ? Unavailable("the log was being rearranged whenever it was opened")
                         : status;
    }
    absl::SleepFor(pause);
  }
}

std::shared_ptr<const RocksReader::View> RocksReader::CurrentView() const {
  absl::MutexLock lock(&mutex_);
  return view_;
}

LogHead RocksReader::Head() const { return CurrentView()->head; }

Status RocksReader::Read(Position from, LogSize until, const RecordVisitor& visit) const {
  const std::shared_ptr<const View> view = CurrentView();
  if (until > view->head.size) {
    return InvalidArgument("log has {} records, asked for {}", view->head.size.value, until.value);
  }
  return view->store->ReadRecords(from, until, visit);
}

StatusOr<std::optional<std::string>> RocksReader::Get(Table table, std::string_view key) const {
  return CurrentView()->store->Get(table, key);
}

Status RocksReader::Scan(Table table, std::string_view prefix, std::string_view from,
                         const EntryVisitor& visit) const {
  return CurrentView()->store->Scan(table, prefix, from, visit);
}

StatusOr<std::unique_ptr<Log::Pending>> RocksReader::Begin(LogBatch, LogSize) {
  return FailedPrecondition("the log was opened for reading");
}

Status RocksReader::Refresh() {
  const std::shared_ptr<const View> before = CurrentView();
  if (SignatureOf(DatabaseOf(directory_)) == before->signature) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(std::shared_ptr<const View> view, OpenView(directory_));
  absl::MutexLock lock(&mutex_);
  // Another thread may have refreshed meanwhile, and further.
  if (view->head.size >= view_->head.size) view_.swap(view);
  return OkStatus();
}

}  // namespace muster
