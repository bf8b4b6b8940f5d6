// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/ledger_files.h"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "ledger/durable_file.h"
#include "ledger/ledger_directory.h"
#include "ledger/sha256.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

constexpr const char* kListName = "SUMS";
constexpr std::size_t kFileBytesMax = std::size_t{16} << 20;

struct ListedFile {
  Hash sha256{};
  std::string path;  // within the ledger's directory
};

bool IsSecret(const fs::path& path) { return path == KeyFile({}) || path == NextKeyFile({}); }

mode_t ModeOf(const fs::path& path) { return IsSecret(path) ? kOwnerOnly : kReadableByAll; }

// The paths of the small files within the ledger's directory, sorted.
StatusOr<std::vector<fs::path>> FilesOf(const fs::path& ledger) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(ledger, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const fs::path path = entry->path().lexically_relative(ledger);
    if (entry->is_directory(error)) {
      if (path == LogDirectory({}) || path == ProjectionsDirectory({}) ||
          path == AccessDirectory({})) {
        entry.disable_recursion_pending();
      }
    } else if (entry->is_regular_file(error)) {
      files.push_back(path);
    }
  }
  if (error) return Unavailable("cannot read {}: {}", ledger.string(), error.message());
  std::sort(files.begin(), files.end());
  return files;
}

std::string EncodeList(const std::vector<ListedFile>& files) {
  std::string list;
  for (const ListedFile& file : files)
    list += fmt::format("{}  {}\n", ToHex(file.sha256), file.path);
  return list;
}

// A path that stays below the directory it is put in.
bool IsWithin(const fs::path& path) {
  return path.is_relative() && !path.empty() &&
         std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

StatusOr<std::vector<ListedFile>> ReadList(const fs::path& store, std::string_view digest) {
  const fs::path path = store / digest / kListName;
  StatusOr<std::string> list = ReadSmallFile(path, kFileBytesMax);
  if (!list.ok()) return DataLoss("{}", Message(list.status()));
  if (ToHex(Sha256(*list)) != digest) {
    return DataLoss("{} is not the list that the backup names", path.string());
  }
  constexpr std::size_t kHashDigits = 64;
  std::vector<ListedFile> files;
  std::string_view rest = *list;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const std::optional<Hash> sha256 = HashFromHex(line.substr(0, kHashDigits));
    const std::string file(line.substr(std::min(line.size(), kHashDigits + 2)));
    if (!sha256 || !IsWithin(file)) return DataLoss("{} has a line that is none", path.string());
    files.push_back({*sha256, file});
  }
  return files;
}

Status MakeDirectories(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return Unavailable("cannot make {}: {}", directory.string(), error.message());
  return OkStatus();
}

Status RestoreFile(const fs::path& saved, const ListedFile& file, const fs::path& ledger) {
  StatusOr<std::string> bytes = ReadSmallFile(saved / file.path, kFileBytesMax);
  if (!bytes.ok()) return DataLoss("{}", Message(bytes.status()));
  if (Sha256(*bytes) != file.sha256) {
    return DataLoss("{} is not what was saved", (saved / file.path).string());
  }
  const fs::path target = ledger / file.path;
  MUSTER_RETURN_IF_ERROR(MakeDirectories(target.parent_path()));
  return WriteNewFile(target, *bytes, ModeOf(file.path));
}

}  // namespace

StatusOr<std::string> SaveLedgerFiles(const fs::path& ledger, const fs::path& store,
                                      bool with_key) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<fs::path> paths, FilesOf(ledger));
  std::vector<ListedFile> files;
  std::vector<std::string> contents;
  for (const fs::path& path : paths) {
    if (IsSecret(path) && !with_key) continue;
    MUSTER_ASSIGN_OR_RETURN(std::string bytes, ReadSmallFile(ledger / path, kFileBytesMax));
    files.push_back({Sha256(bytes), path.string()});
    contents.push_back(std::move(bytes));
  }
  const std::string list = EncodeList(files);
  const std::string digest = ToHex(Sha256(list));
  const fs::path saved = store / digest;
  std::error_code error;
  if (fs::exists(saved / kListName, error)) return digest;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const fs::path target = saved / files[i].path;
    MUSTER_RETURN_IF_ERROR(MakeDirectories(target.parent_path()));
    MUSTER_RETURN_IF_ERROR(ReplaceFile(target, contents[i], ModeOf(files[i].path)));
  }
  // With the list, it is whole.
  MUSTER_RETURN_IF_ERROR(ReplaceFile(saved / kListName, list, kReadableByAll));
  return digest;
}

Status RestoreLedgerFiles(const fs::path& store, std::string_view digest, const fs::path& ledger) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<ListedFile> files, ReadList(store, digest));
  const ListedFile* format = nullptr;
  for (const ListedFile& file : files) {
    if (file.path == FormatFile({})) {
      format = &file;
    } else {
      MUSTER_RETURN_IF_ERROR(RestoreFile(store / digest, file, ledger));
    }
  }
  if (format == nullptr) return DataLoss("no file says which format the ledger has");
  return RestoreFile(store / digest, *format, ledger);
}

StatusOr<bool> HasSecretKey(const fs::path& store, std::string_view digest) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<ListedFile> files, ReadList(store, digest));
  return std::any_of(files.begin(), files.end(),
                     [](const ListedFile& file) { return file.path == KeyFile({}); });
}

}  // namespace muster
