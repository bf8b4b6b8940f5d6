// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/head_file.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include "ledger/decimal.h"
#include "ledger/durable_file.h"

namespace muster {
namespace {

constexpr std::string_view kTitle = "muster log head 1";
// The text is some 2 KiB at most; anything much longer is not ours.
constexpr std::size_t kHeadFileBytesMax = 64 << 10;
constexpr std::size_t kManifestBytesMax = std::size_t{1} << 30;

// The rights that a new file has are left to the umask.
constexpr mode_t kHeadFileMode = 0666;

// Errors: DATA_LOSS if there is no such file or it is larger than `bytes_max`; UNAVAILABLE.
StatusOr<std::string> ReadWhole(const std::filesystem::path& path, std::size_t bytes_max) {
  StatusOr<std::string> bytes = ReadSmallFile(path, bytes_max);
  if (bytes.status().code() == StatusCode::kNotFound) {
    return DataLoss("{} is missing", path.string());
  }
  if (bytes.status().code() == StatusCode::kResourceExhausted) {
    return DataLoss("{}", Message(bytes.status()));
  }
  return bytes;
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
  const auto size = ParseDecimal(text.substr(first + 1, second - first - 1));
  const auto sha256 = HashFromHex(text.substr(second + 1));
  if (!size || !sha256) return std::nullopt;
  return HeadFile::Manifest{std::string(text.substr(0, first)), *size, *sha256};
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
  if (ParseDecimal(*size) != head.frontier.size().value || *root != ToHex(head.frontier.Root())) {
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
  return ReplaceFile(file, Encode(), kHeadFileMode);
}

StatusOr<HeadFile::Manifest> ReadManifest(const std::filesystem::path& directory) {
  const std::filesystem::path current = directory / "CURRENT";
  MUSTER_ASSIGN_OR_RETURN(std::string name, ReadWhole(current, kHeadFileBytesMax));
  if (name.substr(0, 9) != "MANIFEST-" || name.back() != '\n' ||
      name.find_first_of("/ ") != std::string::npos) {
    return DataLoss("{} is damaged: it names no manifest", current.string());
  }
  name.pop_back();
  const StatusOr<std::string> bytes = ReadWhole(directory / name, kManifestBytesMax);
  if (!bytes.ok()) {
    return ErrorOf(bytes.status().code(), "{}, and {} names it", Message(bytes.status()),
                   current.string());
  }
  return HeadFile::Manifest{name, bytes->size(), Sha256(*bytes)};
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
