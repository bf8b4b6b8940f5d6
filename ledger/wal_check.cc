// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/wal_check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "ledger/head_file.h"

namespace muster {
namespace {

// The format of RocksDB's log files without recycling: blocks of 32 KiB, in them pieces with a
// header of masked CRC-32C (4 bytes), length (2) and type (1), little endian, the end of a block
// filled with zeros.
constexpr std::size_t kBlockBytes = 32768;
constexpr std::size_t kHeaderBytes = 7;
enum PieceType : std::uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

constexpr std::array<std::uint32_t, 256> MakeCrcTable() {
  std::array<std::uint32_t, 256> table = {};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82f63b78u : crc >> 1;
    table[i] = crc;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kCrcTable = MakeCrcTable();

std::uint32_t MaskedCrc32c(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char byte : bytes)
    crc = kCrcTable[(crc ^ static_cast<std::uint8_t>(byte)) & 0xff] ^ crc >> 8;
  crc ^= 0xffffffffu;
  return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

struct Piece {
  std::uint8_t type;
  std::size_t size_bytes;  // with its header
};

// The piece that begins at `at`, if a whole one does.
std::optional<Piece> PieceAt(std::string_view bytes, std::size_t at) {
  const std::size_t block_end = std::min(bytes.size(), (at / kBlockBytes + 1) * kBlockBytes);
  if (block_end - at < kHeaderBytes) return std::nullopt;
  const auto byte = [bytes, at](std::size_t i) { return static_cast<std::uint8_t>(bytes[at + i]); };
  const std::size_t length = byte(4) | std::size_t{byte(5)} << 8;
  const std::uint8_t type = byte(6);
  if (type < kFull || type > kLast || length > block_end - at - kHeaderBytes) return std::nullopt;
  const std::uint32_t crc = byte(0) | std::uint32_t{byte(1)} << 8 | std::uint32_t{byte(2)} << 16 |
                            std::uint32_t{byte(3)} << 24;
  if (crc != MaskedCrc32c(bytes.substr(at + 6, 1 + length))) return std::nullopt;
  return Piece{type, kHeaderBytes + length};
}

// Whether a write begins somewhere behind `at`: anywhere in the block, or where later blocks begin.
bool WriteBeginsBehind(std::string_view bytes, std::size_t at) {
  const auto begins = [bytes](std::size_t place) {
    const std::optional<Piece> piece = PieceAt(bytes, place);
    return piece && (piece->type == kFull || piece->type == kFirst);
  };
  const std::size_t block_end = std::min(bytes.size(), (at / kBlockBytes + 1) * kBlockBytes);
  for (std::size_t place = at + 1; place < block_end; ++place) {
    if (begins(place)) return true;
  }
  // Later blocks are whole or lost with the write that filled them; a write that begins inside one
  // of them follows its pieces.
  for (std::size_t place = block_end; place < bytes.size();) {
    if (begins(place)) return true;
    const std::optional<Piece> piece = PieceAt(bytes, place);
    place = piece ? place + piece->size_bytes : (place / kBlockBytes + 1) * kBlockBytes;
    if (place % kBlockBytes > kBlockBytes - kHeaderBytes)
      place = (place / kBlockBytes + 1) * kBlockBytes;
  }
  return false;
}

}  // namespace

std::size_t WholeBytesOfWal(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (kBlockBytes - at % kBlockBytes < kHeaderBytes) {
      at = (at / kBlockBytes + 1) * kBlockBytes;
      continue;
    }
    const std::optional<Piece> piece = PieceAt(bytes, at);
    if (!piece) break;
    at += piece->size_bytes;
  }
  return std::min(at, bytes.size());
}

std::optional<std::size_t> FindDamageInWal(std::string_view bytes) {
  const std::size_t at = WholeBytesOfWal(bytes);
  if (at >= bytes.size() || !WriteBeginsBehind(bytes, at)) return std::nullopt;
  return at;
}

Status CheckWals(const std::filesystem::path& database) {
  std::error_code error;
  std::filesystem::directory_iterator file(database, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    if (file->path().extension() != ".log") continue;
    std::ifstream in(file->path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (!in) return Unavailable("cannot read {}", file->path().string());
    if (const std::optional<std::size_t> at = FindDamageInWal(bytes)) {
      return DataLoss("{} is damaged at byte {} of {}: later writes follow", file->path().string(),
                      *at, bytes.size());
    }
  }
  if (error) return Unavailable("cannot look into {}: {}", database.string(), error.message());
  return OkStatus();
}

Status CheckManifestIsWhole(const std::filesystem::path& database) {
  MUSTER_ASSIGN_OR_RETURN(const HeadFile::Manifest manifest, ReadManifest(database));
  const std::filesystem::path file = database / manifest.name;
  std::ifstream in(file, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in) return Unavailable("cannot read {}", file.string());
  const std::size_t whole = WholeBytesOfWal(bytes);
  if (whole == bytes.size()) return OkStatus();
  return DataLoss("{} is damaged at byte {} of {}", file.string(), whole, bytes.size());
}

}  // namespace muster
