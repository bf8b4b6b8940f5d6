// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/head_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <system_error>

namespace muster {
namespace {

constexpr std::string_view kTitle = "muster log head 1";
// The text is some 2 KiB at most; anything much longer is not ours.
constexpr std::uint64_t kHeadFileBytesMax = 64 << 10;
constexpr std::uint64_t kManifestBytesMax = std::uint64_t{1} << 30;

std::string ErrnoMessage(int code) { return std::generic_category().message(code); }

// A file descriptor that closes itself.
class File {
 public:
  File(const std::filesystem::path& path, int flags)
      : descriptor_(open(path.c_str(), flags, 0666)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  const int descriptor_;
};

// Errors: DATA_LOSS if there is no such file or it is larger than `bytes_max`; UNAVAILABLE.
StatusOr<std::string> ReadWhole(const std::filesystem::path& path, std::uint64_t bytes_max) {
  const File file(path, O_RDONLY | O_CLOEXEC);
  if (file.descriptor() < 0) {
    if (errno == ENOENT) return DataLoss("{} is missing", path.string());
    return Unavailable("cannot read {}: {}", path.string(), ErrnoMessage(errno));
  }
  std::string bytes;
  char buffer[16 * 1024];
  while (true) {
    const ssize_t length = read(file.descriptor(), buffer, sizeof(buffer));
    if (length == 0) return bytes;
    if (length < 0) {
      if (errno == EINTR) continue;
      return Unavailable("cannot read {}: {}", path.string(), ErrnoMessage(errno));
    }
    bytes.append(buffer, static_cast<std::size_t>(length));
    if (bytes.size() > bytes_max) {
      return DataLoss("{} has more than {} bytes", path.string(), bytes_max);
    }
  }
}

bool WriteWhole(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t length = write(descriptor, bytes.data(), bytes.size());
    if (length < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(length));
  }
  return true;
}

// Takes "key value\n" off the front of `*text`.
std::optional<std::string_view> TakeLine(std::string_view* text, std::string_view key) {
  const std::size_t end = text->find('\n');
  if (end == std::string_view::npos || text->substr(0, key.size()) != key) return std::nullopt;
  std::string_view line = text->substr(key.size(), end - key.size());
  if (line.empty() || line.front() != ' ') return std::nullopt;
  text->remove_prefix(end + 1);
  return line.substr(1);
}

std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string HexOf(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<std::uint8_t>(byte));
  return hex;
}

std::optional<std::string> BytesOf(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    unsigned int byte = 0;
    const auto [end, error] = std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    if (error != std::errc() || end != hex.data() + i + 2) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

// "NAME BYTES HASH".
std::optional<HeadFile::Manifest> ParseManifest(std::string_view text) {
  const std::size_t first = text.find(' ');
  const std::size_t second = text.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  const auto size = ParseNumber(text.substr(first + 1, second - first - 1));
  const auto sha256 = HashFromHex(text.substr(second + 1));
  if (!size || !sha256) return std::nullopt;
  return HeadFile::Manifest{std::string(text.substr(0, first)), *size, *sha256};
}

// A rename is durable only when the directory that holds the name is.
bool SyncDirectory(const std::filesystem::path& directory) {
  const File file(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return file.descriptor() >= 0 && fsync(file.descriptor()) == 0;
}

}  // namespace

std::string HeadFile::Encode() const {
  std::string text =
      fmt::format("{}\nsize {}\nroot {}\nfrontier {}\n", kTitle, frontier.size().value,
                  ToHex(frontier.Root()), HexOf(frontier.Encode()));
  if (manifest) {
    text += fmt::format("manifest {} {} {}\n", manifest->name, manifest->size_bytes,
                        ToHex(manifest->sha256));
  }
  return text + fmt::format("checksum {}\n", ToHex(Sha256(text)));
}

StatusOr<HeadFile> HeadFile::Decode(std::string_view text) {
  const std::size_t checksum_at = text.rfind("checksum ");
  if (checksum_at == std::string_view::npos) return DataLoss("it has no checksum");
  std::string_view last = text.substr(checksum_at);
  const auto checksum = TakeLine(&last, "checksum");
  std::string_view rest = text.substr(0, checksum_at);
  if (!checksum || !last.empty() || *checksum != ToHex(Sha256(rest))) {
    return DataLoss("its checksum does not fit its text");
  }
  // The checksum holds, so what follows was written by some version of this program.
  const auto title = TakeLine(&rest, kTitle.substr(0, kTitle.rfind(' ')));
  if (!title || *title != kTitle.substr(kTitle.rfind(' ') + 1)) {
    return DataLoss("it is of a format that this version does not know");
  }
  const auto size = TakeLine(&rest, "size");
  const auto root = TakeLine(&rest, "root");
  const auto frontier_hex = TakeLine(&rest, "frontier");
  if (!size || !root || !frontier_hex) return DataLoss("a line is missing");
  HeadFile head;
  const auto frontier_bytes = BytesOf(*frontier_hex);
  if (!frontier_bytes) return DataLoss("its frontier is not hexadecimal");
  MUSTER_ASSIGN_OR_RETURN(head.frontier, MerkleFrontier::Decode(*frontier_bytes));
  if (ParseNumber(*size) != head.frontier.size().value || *root != ToHex(head.frontier.Root())) {
    return DataLoss("its frontier does not fit its size and root");
  }
  if (const auto manifest = TakeLine(&rest, "manifest")) {
    head.manifest = ParseManifest(*manifest);
    if (!head.manifest) return DataLoss("its manifest line is malformed");
  }
  if (!rest.empty()) return DataLoss("it has a line too many");
  return head;
}

StatusOr<HeadFile> HeadFile::Read(const std::filesystem::path& file) {
  MUSTER_ASSIGN_OR_RETURN(const std::string text, ReadWhole(file, kHeadFileBytesMax));
  StatusOr<HeadFile> head = Decode(text);
  if (!head.ok()) return Annotate(head.status(), file.string() + " is damaged");
  return head;
}

Status HeadFile::Write(const std::filesystem::path& file) const {
  std::filesystem::path temporary = file;
  temporary += ".new";
  {
    const File out(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    if (out.descriptor() < 0 || !WriteWhole(out.descriptor(), Encode()) ||
        fsync(out.descriptor()) != 0) {
      return Unavailable("cannot write {}: {}", temporary.string(), ErrnoMessage(errno));
    }
  }
  if (std::rename(temporary.c_str(), file.c_str()) != 0 || !SyncDirectory(file.parent_path())) {
    return Unavailable("cannot replace {}: {}", file.string(), ErrnoMessage(errno));
  }
  return OkStatus();
}

StatusOr<HeadFile::Manifest> ReadManifest(const std::filesystem::path& directory) {
  const std::filesystem::path current = directory / "CURRENT";
  MUSTER_ASSIGN_OR_RETURN(std::string name, ReadWhole(current, kHeadFileBytesMax));
  if (name.substr(0, 9) != "MANIFEST-" || name.back() != '\n' ||
      name.find_first_of("/ ") != std::string::npos) {
    return DataLoss("{} is damaged: it names no manifest", current.string());
  }
  name.pop_back();
  MUSTER_ASSIGN_OR_RETURN(const std::string bytes, ReadWhole(directory / name, kManifestBytesMax));
  return HeadFile::Manifest{name, bytes.size(), Sha256(bytes)};
}

Status CheckManifest(const std::filesystem::path& directory, const HeadFile::Manifest& manifest) {
  MUSTER_ASSIGN_OR_RETURN(const HeadFile::Manifest found, ReadManifest(directory));
  if (found.name != manifest.name) {
    return DataLoss("{} is damaged: it names {}, and the log was closed with {}",
                    (directory / "CURRENT").string(), found.name, manifest.name);
  }
  const std::string file = (directory / found.name).string();
  if (found.size_bytes != manifest.size_bytes) {
    return DataLoss("{} is damaged: it has {} bytes, and the log was closed with {}", file,
                    found.size_bytes, manifest.size_bytes);
  }
  if (found.sha256 != manifest.sha256) {
    return DataLoss("{} is damaged: its SHA-256 is {}, and the log was closed with {}", file,
                    ToHex(found.sha256), ToHex(manifest.sha256));
  }
  return OkStatus();
}

}  // namespace muster
