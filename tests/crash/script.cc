// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/script.h"

#include <algorithm>
#include <vector>

#include "ledger/big_endian.h"
#include "ledger/tree_reader.h"

namespace muster {
namespace {

Status CheckTable(const Log& log, Table table, LogSize size) {
  std::uint64_t next = 0;
  MUSTER_RETURN_IF_ERROR(
      log.Scan(table, {}, {}, [&next](std::string_view key, std::string_view value) -> Status {
        if (DecodeBigEndian(key) != next) return Internal("a batch should begin at {}", next);
        next += DecodeBigEndian(value).value_or(0);
        return OkStatus();
      }));
  if (next != size.value) {
    return Internal("table {} has batches up to {}, the log has {} records",
                    static_cast<int>(table), next, size.value);
  }
  return OkStatus();
}

// The tiles of the tree are there, and are those of the records.
Status CheckTree(const Log& log, LogSize size) {
  TreeReader tree(log);
  for (std::uint64_t tile = 0; tile * kTileWidth < size.value; ++tile) {
    const std::uint64_t width = std::min(kTileWidth, size.value - tile * kTileWidth);
    MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> leaves, tree.Tile(0, tile, width));
    for (std::uint64_t i = 0; i < width; ++i) {
      if (leaves[i] == LeafHash(ScriptedRecord(Position{tile * kTileWidth + i}))) continue;
      return Internal("leaf {} of the tree is not that of the record", tile * kTileWidth + i);
    }
    MUSTER_RETURN_IF_ERROR(tree.Inclusion(Position{tile * kTileWidth}, size).status());
  }
  return OkStatus();
}

}  // namespace

std::string ScriptedRecord(Position position) {
  // The multiplier of a linear congruential generator: sizes that jump about.
  const std::uint64_t mixed = position.value * 6364136223846793005u + 1442695040888963407u;
  const std::size_t padding = (mixed >> 33) % 2048;
  return "record " + std::to_string(position.value) +
         std::string(padding, static_cast<char>(mixed >> 56));
}

LogBatch ScriptedBatch(Position first, std::size_t count) {
  LogBatch batch;
  for (std::uint64_t i = 0; i < count; ++i) {
    batch.records.push_back(ScriptedRecord(Position{first.value + i}));
  }
  for (int table = 1; table < static_cast<int>(Table::kTiles); ++table) {
    batch.entries.push_back(
        {static_cast<Table>(table), EncodeBigEndian(first.value), EncodeBigEndian(count)});
  }
  return batch;
}

Status CheckScriptedRecords(const Log& log, Position from, LogSize until) {
  return log.Read(from, until, [](Position position, std::string_view record) -> Status {
    if (record == ScriptedRecord(position)) return OkStatus();
    return Internal("record {} is not as scripted", position.value);
  });
}

Status CheckScript(const Log& log) {
  const LogHead head = log.Head();
  MUSTER_RETURN_IF_ERROR(CheckScriptedRecords(log, Position{0}, head.size));
  MerkleFrontier frontier;
  for (std::uint64_t i = 0; i < head.size.value; ++i) {
    frontier.Add(LeafHash(ScriptedRecord(Position{i})));
  }
  if (frontier.Root() != head.root) return Internal("the root is not that of the records");
  for (int table = 1; table < static_cast<int>(Table::kTiles); ++table) {
    MUSTER_RETURN_IF_ERROR(CheckTable(log, static_cast<Table>(table), head.size));
  }
  return CheckTree(log, head.size);
}

}  // namespace muster
