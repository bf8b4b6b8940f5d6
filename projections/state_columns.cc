// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/state_columns.h"

#include <fcntl.h>
#include <unistd.h>
// Compiled in, not linked.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

#include "ledger/durable_file.h"
#include "projections/byte_codec.h"

namespace muster {
namespace {

static_assert(std::endian::native == std::endian::little, "columns are kept as they are in memory");

// Room for rows that come new, before a column is copied.
constexpr std::size_t kRoomMin = std::size_t{1} << 18;
std::size_t RoomFor(std::size_t rows) { return std::max(kRoomMin, rows / 2); }

// Calls `visit` with the name and the column of each file of movements. What a correction changes
// has none.
template <typename MovementsType, typename Visit>
void VisitMovementColumns(MovementsType& m, Visit visit) {
  visit("known_from", m.known_from);
  visit("root", m.root);
  visit("earliest", m.earliest);
  visit("best_day", m.best_day);
  visit("latest", m.latest);
  visit("from", m.from);
  visit("to", m.to);
  visit("least", m.least);
  visit("best", m.best);
  visit("most", m.most);
  visit("kind", m.kind);
  visit("leg", m.leg);
  visit("circumstances", m.circumstances);
}

template <typename Visit>
void VisitColumns(const FactTable& facts, const FactColumn<FactPosition>& first_named,
                  StateTable table, Visit visit) {
  if (table == StateTable::kMovements) {
    VisitMovementColumns(facts.movements(), visit);
  } else {
    visit("named", facts.posts.column());
    visit("first_named", first_named);
  }
}

std::filesystem::path FileOf(const std::filesystem::path& directory, StateTable table,
                             std::string_view column) {
  const char* const name = table == StateTable::kMovements ? "movements" : "posts";
  return directory / fmt::format("{}.{}.column", name, column);
}

template <typename T>
std::string_view BytesOf(const FactColumn<T>& column, std::size_t from, std::size_t to) {
  return {reinterpret_cast<const char*>(column.data() + from), (to - from) * sizeof(T)};
}

Status ErrorAt(const std::filesystem::path& file, int number) {
  return Unavailable("the views cannot be saved in {}: {}", file.string(), std::strerror(number));
}

// Writes at `offset` of a file, durably; at 0, into a new one.
Status WriteDurably(const std::filesystem::path& file, std::size_t offset, std::string_view bytes) {
  if (offset == 0 && unlink(file.c_str()) != 0 && errno != ENOENT) return ErrorAt(file, errno);
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return ErrorAt(file, errno);
  int error = 0;
  for (std::size_t done = 0; done < bytes.size() && error == 0;) {
    const ssize_t written = pwrite(descriptor, bytes.data() + done, bytes.size() - done,
                                   static_cast<off_t>(offset + done));
    if (written > 0) done += static_cast<std::size_t>(written);
    if (written < 0 && errno != EINTR) error = errno;
  }
  if (error == 0 && fdatasync(descriptor) != 0) error = errno;
  close(descriptor);
  return error == 0 ? OkStatus() : ErrorAt(file, error);
}

bool MapMovements(const std::filesystem::path& directory, std::size_t rows, FactTable& facts) {
  Movements m;
  bool mapped = true;
  VisitMovementColumns(m, [&](const char* name, auto& column) {
    auto found = std::remove_reference_t<decltype(column)>::OfFile(
        FileOf(directory, StateTable::kMovements, name), rows, RoomFor(rows));
    mapped = mapped && found.has_value();
    if (found) column = *std::move(found);
  });
  if (!mapped) return false;
  m.known_until.reserve(rows + RoomFor(rows));
  m.known_until.resize(rows, kStillTrue);
  m.parts = FactColumn<std::uint32_t>::OfZeros(rows, RoomFor(rows));
  facts.AdoptMovements(std::move(m));
  return true;
}

bool MapPosts(const std::filesystem::path& directory, std::size_t rows,
              EffectiveSet::Parts& parts) {
  auto named = FactColumn<NamedPost>::OfFile(FileOf(directory, StateTable::kPosts, "named"), rows,
                                             RoomFor(rows));
  auto first = FactColumn<FactPosition>::OfFile(
      FileOf(directory, StateTable::kPosts, "first_named"), rows, RoomFor(rows));
  if (!named || !first) return false;
  parts.facts.posts.Adopt(*std::move(named));
  parts.first_named = *std::move(first);
  return true;
}

// What is not in the columns of the movements [begin, end).
void WriteEdits(const FactTable& facts, std::size_t begin, std::size_t end, ByteWriter& out) {
  const Movements& m = facts.movements();
  std::uint32_t ended = 0;
  std::uint32_t with_parts = 0;
  for (std::size_t row = begin; row < end; ++row) {
    if (m.known_until[row] != kStillTrue) ++ended;
    if (m.parts[row] != 0) ++with_parts;
  }
  out.U32(ended);
  for (std::size_t row = begin; row < end; ++row) {
    if (m.known_until[row] == kStillTrue) continue;
    out.U32(static_cast<std::uint32_t>(row - begin));
    out.U32(m.known_until[row]);
  }
  out.U32(with_parts);
  for (std::size_t row = begin; row < end; ++row) {
    if (m.parts[row] == 0) continue;
    out.U32(static_cast<std::uint32_t>(row - begin));
    WriteParts(facts.parts(m.parts[row]), out);
  }
}

void ReadEdits(std::size_t begin, std::size_t end, ByteReader& in, FactTable& facts) {
  // The row that an edit is of.
  const auto row = [&]() -> std::optional<std::size_t> {
    const std::size_t at = in.U32();
    if (in.ok() && at < end - begin) return begin + at;
    in.Fail();
    return std::nullopt;
  };
  for (std::size_t left = in.Count(); left > 0 && in.ok(); --left) {
    const std::optional<std::size_t> ended = row();
    const FactPosition until = in.U32();
    if (ended && in.ok()) facts.EndMovement(*ended, until);
  }
  for (std::size_t left = in.Count(); left > 0 && in.ok(); --left) {
    const std::optional<std::size_t> with_parts = row();
    const FactParts parts = ReadParts(in);
    if (with_parts && in.ok()) facts.SetMovementParts(*with_parts, parts);
  }
}

}  // namespace

std::uint64_t ChecksumOf(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

Status AppendColumns(const std::filesystem::path& directory, const EffectiveSet& set,
                     const StateCounts& from, const StateCounts& rows) {
  Status status = OkStatus();
  for (const StateTable table : kColumnTables) {
    const std::size_t begin = from[static_cast<std::size_t>(table)];
    const std::size_t end = rows[static_cast<std::size_t>(table)];
    VisitColumns(set.facts(), set.first_named(), table, [&](const char* name, const auto& column) {
      if (!status.ok() || (begin == end && begin > 0)) return;
      status = WriteDurably(FileOf(directory, table, name), begin * sizeof(column[0]),
                            BytesOf(column, begin, end));
    });
  }
  MUSTER_RETURN_IF_ERROR(status);
  return SyncFile(directory);
}

bool MapColumns(const std::filesystem::path& directory, const StateCounts& rows,
                EffectiveSet::Parts& parts) {
  const std::size_t posts = rows[static_cast<std::size_t>(StateTable::kPosts)];
  const std::size_t movements = rows[static_cast<std::size_t>(StateTable::kMovements)];
  return (posts == 0 || MapPosts(directory, posts, parts)) &&
         (movements == 0 || MapMovements(directory, movements, parts.facts));
}

std::string EncodePage(const EffectiveSet& set, StateTable table, std::size_t page,
                       std::size_t rows) {
  const std::size_t begin = page * kPageRows;
  const std::size_t end = std::min(rows, begin + kPageRows);
  ByteWriter out;
  VisitColumns(set.facts(), set.first_named(), table, [&](const char*, const auto& column) {
    out.U64(ChecksumOf(BytesOf(column, begin, end)));
  });
  if (table == StateTable::kMovements) WriteEdits(set.facts(), begin, end, out);
  return out.Take();
}

bool TakePage(std::string_view bytes, StateTable table, std::size_t page, std::size_t rows,
              EffectiveSet::Parts& parts) {
  const std::size_t begin = page * kPageRows;
  const std::size_t end = std::min(rows, begin + kPageRows);
  ByteReader in(bytes);
  bool same = true;
  VisitColumns(parts.facts, parts.first_named, table, [&](const char*, const auto& column) {
    same = same && in.U64() == ChecksumOf(BytesOf(column, begin, end));
  });
  if (!same) return false;
  if (table == StateTable::kMovements) ReadEdits(begin, end, in, parts.facts);
  return in.ok() && in.AtEnd();
}

}  // namespace muster
