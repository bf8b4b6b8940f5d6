// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/column_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace muster {
namespace {

// A file that is open for reading.
class ColumnFile {
 public:
  explicit ColumnFile(const std::filesystem::path& file)
      : descriptor_(open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ColumnFile(const ColumnFile&) = delete;
  ColumnFile& operator=(const ColumnFile&) = delete;
  ~ColumnFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  bool Has(std::size_t size) const {
    struct stat status {};
    return descriptor_ >= 0 && fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode) &&
           static_cast<std::uint64_t>(status.st_size) >= size;
  }
  // Puts the first `size` bytes in the place of `memory`, every page read. A page that could not be
  // read would end the process when it is looked at.
  bool MapOver(void* memory, std::size_t size) const {
#ifdef MADV_POPULATE_READ
    return mmap(memory, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, descriptor_, 0) !=
               MAP_FAILED &&
           madvise(memory, size, MADV_POPULATE_READ) == 0;
#else
    return false;
#endif
  }
  bool ReadInto(void* memory, std::size_t size) const {
    auto* to = static_cast<char*>(memory);
    std::size_t done = 0;
    while (done < size) {
      const ssize_t read = pread(descriptor_, to + done, size - done, static_cast<off_t>(done));
      if (read < 0 && errno == EINTR) continue;
      if (read <= 0) return false;
      done += static_cast<std::size_t>(read);
    }
    return true;
  }

 private:
  int descriptor_;
};

}  // namespace

ColumnMemory::~ColumnMemory() {
  if (mapped_) {
    munmap(data_, size_);
  } else {
    std::free(data_);
  }
}

ColumnMemory ColumnMemory::OfMapping(std::size_t size) {
  void* const data = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data == MAP_FAILED) throw std::bad_alloc();
  ColumnMemory memory;
  memory.data_ = data;
  memory.size_ = size;
  memory.mapped_ = true;
  return memory;
}

std::optional<ColumnMemory> ColumnMemory::OfFile(const std::filesystem::path& file,
                                                 std::size_t size, std::size_t room) {
  const ColumnFile opened(file);
  if (!opened.Has(size)) return std::nullopt;
  if (size == 0) return ColumnMemory();
  ColumnMemory memory = OfMapping(size + room);
  if (opened.MapOver(memory.data_, size)) return memory;
  // A kernel before 5.14, or an error of the disk, which reading tells.
  memory = OfMapping(size + room);
  if (opened.ReadInto(memory.data_, size)) return memory;
  return std::nullopt;
}

ColumnMemory ColumnMemory::OfZeros(std::size_t size) {
  if (size == 0) return {};
  return OfMapping(size);
}

void ColumnMemory::Grow(std::size_t size, std::size_t kept) {
  if (size == 0) return;
  void* const data = mapped_ ? std::malloc(size) : std::realloc(data_, size);
  if (data == nullptr) throw std::bad_alloc();
  if (mapped_) {
    std::memcpy(data, data_, kept);
    munmap(data_, size_);
  }
  data_ = data;
  size_ = size;
  mapped_ = false;
}

}  // namespace muster
