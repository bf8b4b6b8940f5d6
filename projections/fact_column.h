// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// FactColumn: values of one kind one behind the other, in memory of their own or of a file that is
// mapped. What is mapped is read from the file when it is looked at; what is changed or added stays
// in memory.
#ifndef MUSTER_PROJECTIONS_FACT_COLUMN_H_
#define MUSTER_PROJECTIONS_FACT_COLUMN_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <optional>
#include <type_traits>
#include <utility>

#include "projections/column_memory.h"

namespace muster {

// Thread-compatible. A copy is in memory of its own.
template <typename T>
class FactColumn {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  FactColumn() = default;
  FactColumn(const FactColumn& other) { Assign(other); }
  FactColumn(FactColumn&& other) noexcept
      : memory_(std::move(other.memory_)), size_(std::exchange(other.size_, 0)) {}
  FactColumn& operator=(const FactColumn& other) {
    if (this != &other) Assign(other);
    return *this;
  }
  FactColumn& operator=(FactColumn&& other) noexcept {
    memory_ = std::move(other.memory_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  ~FactColumn() = default;

  // The first `size` values of a file, with room for so many more. nullopt if it has fewer, or
  // cannot be read.
  static std::optional<FactColumn> OfFile(const std::filesystem::path& file, std::size_t size,
                                          std::size_t room) {
    FactColumn column;
    if (size > kSizeMax || room > kSizeMax) return std::nullopt;
    std::optional<ColumnMemory> memory =
        ColumnMemory::OfFile(file, size * sizeof(T), room * sizeof(T));
    if (!memory) return std::nullopt;
    column.memory_ = *std::move(memory);
    column.size_ = size;
    return column;
  }
  // So many zeros, with room for more. They take memory only once they are written.
  static FactColumn OfZeros(std::size_t size, std::size_t room) {
    FactColumn column;
    column.memory_ = ColumnMemory::OfZeros((size + room) * sizeof(T));
    column.size_ = size;
    return column;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t i) const { return data()[i]; }
  T& operator[](std::size_t i) { return data()[i]; }
  const T* data() const { return static_cast<const T*>(memory_.data()); }
  T* data() { return static_cast<T*>(memory_.data()); }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }
  T* begin() { return data(); }
  T* end() { return data() + size_; }

  // `value` may be one of the column's own.
  void push_back(T value) {
    if (size_ == capacity()) reserve(std::max(kFewest, 2 * size_));
    data()[size_++] = value;
  }
  void reserve(std::size_t size) {
    if (size > capacity()) memory_.Grow(size * sizeof(T), size_ * sizeof(T));
  }
  // REQUIRES: not below size().
  void resize(std::size_t size, T value) {
    if (size > capacity()) reserve(std::max(size, 2 * size_));
    std::fill(data() + size_, data() + size, value);
    size_ = size;
  }

 private:
  static constexpr std::size_t kFewest = 16;
  static constexpr std::size_t kSizeMax = (std::size_t{1} << 40) / sizeof(T);

  std::size_t capacity() const { return memory_.size() / sizeof(T); }
  void Assign(const FactColumn& other) {
    ColumnMemory memory;
    memory.Grow(other.size_ * sizeof(T), 0);
    if (other.size_ > 0) std::memcpy(memory.data(), other.data(), other.size_ * sizeof(T));
    memory_ = std::move(memory);
    size_ = other.size_;
  }

  ColumnMemory memory_;
  std::size_t size_ = 0;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FACT_COLUMN_H_
