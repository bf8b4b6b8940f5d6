// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/transfer_stream.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "muster/v1/transfer.pb.h"

namespace muster {
namespace {

constexpr std::string_view kTransferTitle = "muster records 1\n";
constexpr std::size_t kLengthBytes = 4;

}  // namespace

TransferWriter::TransferWriter(std::ostream& out) : out_(out) { out_ << kTransferTitle; }

Status TransferWriter::Write(const v1::TransferItem& item) {
  const std::string bytes = item.SerializeAsString();
  if (bytes.size() > kTransferItemBytesMax) {
    return ResourceExhausted("an item has {} bytes, at most {} are possible", bytes.size(),
                             kTransferItemBytesMax);
  }
  std::array<char, kLengthBytes> length{};
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    length[i] = static_cast<char>(bytes.size() >> (8 * (kLengthBytes - 1 - i)) & 0xff);
  }
  out_.write(length.data(), length.size());
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out_) return Unavailable("the file cannot be written");
  return OkStatus();
}

Status TransferReader::Begin() {
  std::string title(kTransferTitle.size(), '\0');
  in_.read(title.data(), static_cast<std::streamsize>(title.size()));
  if (in_ && title == kTransferTitle) {
    offset_ = title.size();
    return OkStatus();
  }
  return InvalidArgument(
      "it does not begin with the line `{}`: it is no log that `muster export "
      "--records` wrote",
      kTransferTitle.substr(0, kTransferTitle.size() - 1));
}

Status TransferReader::Read(v1::TransferItem& item) {
  std::array<char, kLengthBytes> length{};
  in_.read(length.data(), length.size());
  if (!in_) return InvalidArgument("it ends at byte {}, before its end item", offset_);
  std::size_t size = 0;
  for (const char byte : length) size = size << 8 | static_cast<unsigned char>(byte);
  if (size == 0 || size > kTransferItemBytesMax) {
    return InvalidArgument("at byte {} an item has {} bytes, and should have 1 to {}", offset_,
                           size, kTransferItemBytesMax);
  }
  bytes_.resize(size);
  in_.read(bytes_.data(), static_cast<std::streamsize>(size));
  if (!in_) return InvalidArgument("it ends within the item at byte {}", offset_);
  // What is written otherwise than a writer writes it would not be covered by what is verified.
  if (!item.ParseFromString(bytes_) || item.item_case() == v1::TransferItem::ITEM_NOT_SET ||
      item.GetReflection()->GetUnknownFields(item).field_count() > 0 ||
      item.SerializeAsString() != bytes_) {
    return InvalidArgument("at byte {} there is no item of such a file", offset_);
  }
  offset_ += kLengthBytes + size;
  return OkStatus();
}

Status TransferReader::CheckEnd() {
  if (in_.peek() == std::istream::traits_type::eof()) return OkStatus();
  return InvalidArgument("there is more behind its end, from byte {} on", offset_);
}

}  // namespace muster
