// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Numbers and strings as bytes and back, for the saved state.
#ifndef MUSTER_PROJECTIONS_BYTE_CODEC_H_
#define MUSTER_PROJECTIONS_BYTE_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace muster {

class ByteWriter {
 public:
  void U8(std::uint8_t number) { bytes_.push_back(static_cast<char>(number)); }
  void U32(std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) U8(static_cast<std::uint8_t>(number >> shift));
  }
  void I32(std::int32_t number) { U32(static_cast<std::uint32_t>(number)); }
  void U64(std::uint64_t number) {
    U32(static_cast<std::uint32_t>(number));
    U32(static_cast<std::uint32_t>(number >> 32));
  }
  void Text(std::string_view text) {
    U32(static_cast<std::uint32_t>(text.size()));
    bytes_.append(text);
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reading past the end gives zeros and makes ok() false for good.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t U8() {
    if (at_ >= bytes_.size()) {
      ok_ = false;
      return 0;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint32_t U32() {
    std::uint32_t number = 0;
    for (int shift = 0; shift < 32; shift += 8) number |= std::uint32_t{U8()} << shift;
    return number;
  }
  std::int32_t I32() { return static_cast<std::int32_t>(U32()); }
  std::uint64_t U64() {
    const std::uint64_t low = U32();
    return low | std::uint64_t{U32()} << 32;
  }
  std::string_view Text() {
    const std::size_t size = U32();
    if (size > bytes_.size() - at_) {
      ok_ = false;
      at_ = bytes_.size();
      return {};
    }
    const std::string_view text = bytes_.substr(at_, size);
    at_ += size;
    return text;
  }
  // A count of things of at least one byte each; 0 if there cannot be so many.
  std::size_t Count() {
    const std::size_t count = U32();
    if (count <= bytes_.size() - at_) return count;
    ok_ = false;
    return 0;
  }
  // What was read cannot be.
  void Fail() { ok_ = false; }
  bool ok() const { return ok_; }
  bool AtEnd() const { return at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_BYTE_CODEC_H_
