// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/key_table.h"

#include <optional>
#include <string>

#include "ledger/big_endian.h"

namespace muster {
namespace {

// Beside those of AdmissionState, SubjectIndex and ReferenceIndex.
constexpr char kKeyPrefix = 'k';

}  // namespace

TableEntry KeyTableEntry(Position position) {
  return {Table::kNames, std::string(1, kKeyPrefix) + EncodeBigEndian(position.value),
          std::string()};
}

StatusOr<std::vector<Position>> ReadKeyTable(const Log& log) {
  std::vector<Position> positions;
  const std::string prefix(1, kKeyPrefix);
  MUSTER_RETURN_IF_ERROR(log.Scan(Table::kNames, prefix, prefix,
                                  [&positions](std::string_view key, std::string_view) -> Status {
                                    const std::optional<std::uint64_t> position =
                                        DecodeBigEndian(key.substr(1));
                                    if (!position)
                                      return DataLoss("the table of names is damaged at a key");
                                    positions.push_back(Position{*position});
                                    return OkStatus();
                                  }));
  return positions;
}

}  // namespace muster
