// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/table_check.h"

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace muster {
namespace {

// RocksDB's block-based tables, from version 1 of the format on. The footer: the kind of checksum,
// the places of the metaindex and the index, zeros, the version (4 bytes), a magic number (8).
constexpr std::size_t kFooterBytes = 53;
constexpr std::string_view kMagic = "\xf7\xcf\xf4\x85\xb7\x41\xe2\x88";
constexpr std::string_view kProperties = "rocksdb.properties";
// The number of a block's restart points stands at its end; of that of a block with a hash index,
// the highest bit is set.
constexpr std::uint64_t kNumberBytes = 4;
constexpr unsigned char kHashIndexBit = 0x80;
// Both blocks have some hundred bytes.
constexpr std::uint64_t kBlockBytesMax = 1 << 20;

struct BlockPlace {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// A number of 7 bits a byte, the lowest first, off the front of `*bytes`.
std::optional<std::uint64_t> TakeVarint(std::string_view* bytes) {
  std::uint64_t number = 0;
  for (int shift = 0; shift < 64 && !bytes->empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes->front());
    bytes->remove_prefix(1);
    number |= std::uint64_t{byte & 0x7fu} << shift;
    if ((byte & 0x80) == 0) return number;
  }
  return std::nullopt;
}

std::optional<BlockPlace> TakePlace(std::string_view* bytes) {
  const auto offset = TakeVarint(bytes);
  const auto size = offset ? TakeVarint(bytes) : std::nullopt;
  if (!size) return std::nullopt;
  return BlockPlace{*offset, *size};
}

std::optional<std::string> BytesAt(std::ifstream& file, std::uint64_t offset, std::uint64_t size) {
  if (size > kBlockBytesMax || offset > INT64_MAX) return std::nullopt;
  std::string bytes(size, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(offset));
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) return std::nullopt;
  return bytes;
}

// Where the metaindex says that the properties are. Its entries: how many bytes of the key before
// are kept, the lengths of what is added to them and of the value, and both.
std::optional<BlockPlace> PlaceOfProperties(std::string_view metaindex) {
  std::string key;
  while (!metaindex.empty()) {
    const auto kept = TakeVarint(&metaindex);
    const auto added = kept ? TakeVarint(&metaindex) : std::nullopt;
    const auto value = added ? TakeVarint(&metaindex) : std::nullopt;
    if (!value || *kept > key.size() || *added > metaindex.size() ||
        *value > metaindex.size() - *added) {
      return std::nullopt;
    }
    key.resize(*kept);
    key += metaindex.substr(0, *added);
    std::string_view place = metaindex.substr(*added, *value);
    if (key == kProperties) return TakePlace(&place);
    metaindex.remove_prefix(*added + *value);
  }
  return std::nullopt;
}

}  // namespace

Status CheckTable(const std::filesystem::path& table) {
  std::ifstream file(table, std::ios::binary);
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(table, error);
  if (!file || error || size < kFooterBytes) return OkStatus();
  const auto footer = BytesAt(file, size - kFooterBytes, kFooterBytes);
  if (!footer || !footer->ends_with(kMagic)) return OkStatus();
  std::string_view places = std::string_view(*footer).substr(1);
  const auto metaindex_place = TakePlace(&places);
  if (!metaindex_place) return OkStatus();
  const auto metaindex = BytesAt(file, metaindex_place->offset, metaindex_place->size);
  const auto properties = metaindex ? PlaceOfProperties(*metaindex) : std::nullopt;
  if (!properties || properties->size < kNumberBytes || properties->size > kBlockBytesMax ||
      properties->offset > size) {
    return OkStatus();
  }
  const auto last = BytesAt(file, properties->offset + properties->size - 1, 1);
  if (!last || (static_cast<unsigned char>(last->front()) & kHashIndexBit) == 0) return OkStatus();
  return DataLoss("{} is damaged at byte {}: its properties have no such index", table.string(),
                  properties->offset + properties->size - 1);
}

Status CheckTables(const std::filesystem::path& database) {
  std::error_code error;
  std::filesystem::directory_iterator file(database, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    if (file->path().extension() == ".sst") MUSTER_RETURN_IF_ERROR(CheckTable(file->path()));
  }
  return OkStatus();
}

}  // namespace muster
