// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/tile_export.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "ledger/durable_file.h"
#include "ledger/merkle.h"

namespace muster {
namespace {

constexpr std::size_t kBundleBytesMax = kTileWidth * (2 + kRecordBytesMax);

// Writes files below one directory.
class TileWriter {
 public:
  explicit TileWriter(std::filesystem::path directory) : directory_(std::move(directory)) {}

  const TileExport& counts() const { return counts_; }

  // Takes a complete file as it is if it belongs to a finished export. `bytes_min`: what it has at
  // least, since a crash may have left it cut.
  bool Keep(const std::string& name, std::uint64_t bytes_min) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(directory_ / name, error);
    if (error || size < bytes_min) return false;
    ++counts_.kept;
    return true;
  }

  Status Put(const std::string& name, const std::string& bytes) {
    const std::filesystem::path file = directory_ / name;
    const StatusOr<std::string> found = ReadSmallFile(file, kBundleBytesMax);
    if (found.ok() && *found == bytes) {
      ++counts_.kept;
      return OkStatus();
    }
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (error) {
      return Unavailable("cannot make {}: {}", file.parent_path().string(), error.message());
    }
    std::filesystem::path temporary = file;
    temporary += ".new";
    std::FILE* const out = std::fopen(temporary.c_str(), "wbe");
    const bool written =
        out != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
    const bool closed = out != nullptr && std::fclose(out) == 0;
    if (!written || !closed || std::rename(temporary.c_str(), file.c_str()) != 0) {
      return Unavailable("cannot write {}: {}", file.string(),
                         std::generic_category().message(errno));
    }
    ++counts_.written;
    return OkStatus();
  }

  // All that was put is on the disk.
  Status Sync() const {
    const int descriptor = open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && syncfs(descriptor) == 0;
    const int code = errno;
    if (descriptor >= 0) close(descriptor);
    if (synced) return OkStatus();
    return Unavailable("cannot write {}: {}", directory_.string(),
                       std::generic_category().message(code));
  }

 private:
  const std::filesystem::path directory_;
  TileExport counts_;
};

std::string BytesOfHashes(const std::vector<Hash>& hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * sizeof(Hash));
  for (const Hash& hash : hashes) bytes.append(hash.begin(), hash.end());
  return bytes;
}

// The records of a tile, and that they are its leaves.
StatusOr<std::string> ReadBundle(const Log& log, const std::vector<Hash>& leaves,
                                 std::uint64_t first) {
  std::string bundle;
  MUSTER_RETURN_IF_ERROR(log.Read(
      Position{first}, LogSize{first + leaves.size()},
      [&](Position position, std::string_view record) -> Status {
        if (LeafHash(record) != leaves[position.value - first]) {
          return DataLoss("record {} does not hash to its leaf of the Merkle tree", position.value);
        }
        bundle.push_back(static_cast<char>(record.size() >> 8));
        bundle.push_back(static_cast<char>(record.size() & 0xff));
        bundle.append(record);
        return OkStatus();
      }));
  return bundle;
}

// How many records of this log an earlier export in `directory` has whole.
StatusOr<LogSize> SizeOfEarlierExport(const std::filesystem::path& directory,
                                      const Checkpoint& checkpoint, TreeReader& tree) {
  const std::filesystem::path file = directory / "checkpoint";
  const StatusOr<std::string> bytes = ReadSmallFile(file, kNoteBytesMax);
  if (bytes.status().code() == StatusCode::kNotFound) return LogSize{0};
  if (!bytes.ok()) return bytes.status();
  const auto refuse = [&file](std::string_view why) {
    return FailedPrecondition("{} is no earlier checkpoint of this log: {}", file.string(), why);
  };
  const StatusOr<SignedNote> note = SignedNote::Parse(*bytes);
  if (!note.ok()) return refuse(Message(note.status()));
  const StatusOr<Checkpoint> earlier = Checkpoint::Parse(note->text);
  if (!earlier.ok()) return refuse(Message(earlier.status()));
  if (earlier->origin != checkpoint.origin) {
    return refuse(fmt::format("it is of {}", earlier->origin));
  }
  if (earlier->size > checkpoint.size) {
    return refuse(fmt::format("it has {} records, and {} are to be exported", earlier->size.value,
                              checkpoint.size.value));
  }
  MUSTER_ASSIGN_OR_RETURN(const Hash root, tree.Root(earlier->size));
  if (root != earlier->root) {
    return refuse(fmt::format("of {} records it has the root {}, and this log {}",
                              earlier->size.value, ToHex(earlier->root), ToHex(root)));
  }
  return earlier->size;
}

}  // namespace

StatusOr<std::string> ReadTile(const Log& log, const TreeReader& tree, const TileName& name) {
  const int level = name.level.value_or(0);
  const std::uint64_t count = tree.head().size.value >> (kTileHeight * level);
  if (name.index >= count / kTileWidth + 1 || name.index * kTileWidth + name.width > count) {
    return NotFound("the log of {} records has no {}", tree.head().size.value, TilePath(name));
  }
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> hashes, tree.Tile(level, name.index, name.width));
  return name.level ? BytesOfHashes(hashes) : ReadBundle(log, hashes, name.index * kTileWidth);
}

StatusOr<TileExport> ExportTiles(const Log& log, const SignedNote& note,
                                 const std::filesystem::path& directory,
                                 const ExportProgress& progress) {
  MUSTER_ASSIGN_OR_RETURN(const Checkpoint checkpoint, Checkpoint::Parse(note.text));
  TreeReader tree(log);
  MUSTER_ASSIGN_OR_RETURN(const Hash root, tree.Root(checkpoint.size));
  if (root != checkpoint.root) return InvalidArgument("the checkpoint is not one of this log");
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return Unavailable("cannot make {}: {}", directory.string(), error.message());
  MUSTER_ASSIGN_OR_RETURN(const LogSize exported, SizeOfEarlierExport(directory, checkpoint, tree));
  TileWriter writer(directory);
  std::uint64_t done = exported.value;
  for (int level = 0; level < 8; ++level) {
    const std::uint64_t count = checkpoint.size.value >> (kTileHeight * level);
    for (std::uint64_t first = 0; first < count; first += kTileWidth) {
      const std::uint64_t index = first / kTileWidth;
      const std::uint64_t width = std::min(kTileWidth, count - first);
      const std::string name = TilePath({level, index, width});
      const std::string bundle_name = TilePath({std::nullopt, index, width});
      const bool finished = (first + width) <= (exported.value >> (kTileHeight * level));
      if (finished && writer.Keep(name, width * sizeof(Hash)) &&
          (level > 0 || writer.Keep(bundle_name, 2 * width))) {
        continue;
      }
      MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> hashes, tree.Tile(level, index, width));
      MUSTER_RETURN_IF_ERROR(writer.Put(name, BytesOfHashes(hashes)));
      if (level > 0) continue;
      MUSTER_ASSIGN_OR_RETURN(const std::string bundle, ReadBundle(log, hashes, first));
      MUSTER_RETURN_IF_ERROR(writer.Put(bundle_name, bundle));
      done = std::max(done, first + width);
      progress(done, checkpoint.size.value);
    }
  }
  MUSTER_RETURN_IF_ERROR(writer.Sync());
  MUSTER_RETURN_IF_ERROR(ReplaceFile(directory / "checkpoint", note.Encode(), kReadableByAll));
  return writer.counts();
}

}  // namespace muster
