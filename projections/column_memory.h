// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The memory of a column: from the heap, or the beginning of a file mapped, with room behind it.
#ifndef MUSTER_PROJECTIONS_COLUMN_MEMORY_H_
#define MUSTER_PROJECTIONS_COLUMN_MEMORY_H_

#include <cstddef>
#include <filesystem>
#include <optional>
#include <utility>

namespace muster {

// Thread-compatible. Owns the memory; moved from, it has none.
class ColumnMemory {
 public:
  ColumnMemory() = default;
  ColumnMemory(ColumnMemory&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        mapped_(std::exchange(other.mapped_, false)) {}
  ColumnMemory& operator=(ColumnMemory&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(mapped_, other.mapped_);
    return *this;
  }
  ~ColumnMemory();

  // The first `size` bytes of a file, and room for so many more. The file may grow meanwhile, but
  // these bytes must stay; what is written to the memory does not reach the file. nullopt if the
  // file has fewer bytes or cannot be read.
  static std::optional<ColumnMemory> OfFile(const std::filesystem::path& file, std::size_t size,
                                            std::size_t room);
  static ColumnMemory OfZeros(std::size_t size);

  void* data() { return data_; }
  const void* data() const { return data_; }
  std::size_t size() const { return size_; }  // the room included
  // Becomes `size` bytes, of which the first `kept` stay what they are. REQUIRES: kept <= size().
  void Grow(std::size_t size, std::size_t kept);

 private:
  static ColumnMemory OfMapping(std::size_t size);

  void* data_ = nullptr;
  std::size_t size_ = 0;
  bool mapped_ = false;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_COLUMN_MEMORY_H_
