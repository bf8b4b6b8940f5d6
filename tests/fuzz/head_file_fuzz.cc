// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Head files and frontiers: settled after one encoding. The checksum is made right, so that what
// stands before it is reached.
#include <string>

#include "ledger/head_file.h"
#include "ledger/merkle.h"
#include "ledger/sha256.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {
namespace {

void CheckHeadFile(std::string_view bytes) {
  const StatusOr<HeadFile> head = HeadFile::Decode(bytes);
  if (!head.ok()) return CheckRefused(head.status(), StatusCode::kDataLoss);
  // Hexadecimal digits may have come in upper case.
  const std::string encoded = head->Encode();
  const StatusOr<HeadFile> again = HeadFile::Decode(encoded);
  MUSTER_CHECK(again.ok() && again->Encode() == encoded);
  MUSTER_CHECK(encoded.size() == bytes.size());
}

}  // namespace

void FuzzHeadFile(std::string_view bytes) {
  CheckHeadFile(bytes);
  const std::string_view lines = bytes.substr(0, bytes.rfind("checksum "));
  CheckHeadFile(fmt::format("{}checksum {}\n", lines, ToHex(Sha256(lines))));
  const StatusOr<MerkleFrontier> frontier = MerkleFrontier::Decode(bytes);
  if (!frontier.ok()) return CheckRefused(frontier.status(), StatusCode::kDataLoss);
  MUSTER_CHECK(frontier->Encode() == bytes);
  MerkleFrontier grown = *frontier;
  if (grown.size().value == UINT64_MAX) return;
  grown.Add(LeafHash("leaf"));
  MUSTER_CHECK(grown.Root() != frontier->Root());
}

}  // namespace muster
