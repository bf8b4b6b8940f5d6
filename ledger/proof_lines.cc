// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/proof_lines.h"

#include "ledger/base64.h"
#include "ledger/merkle_proof.h"

namespace muster {

std::optional<std::string_view> TakeValue(std::string_view* text, std::string_view key) {
  const std::size_t end = text->find('\n');
  if (end == std::string_view::npos || !text->starts_with(key)) return std::nullopt;
  const std::string_view line = text->substr(0, end);
  if (line.size() <= key.size() || line[key.size()] != ' ') return std::nullopt;
  text->remove_prefix(end + 1);
  return line.substr(key.size() + 1);
}

StatusOr<std::vector<Hash>> TakeHashes(std::string_view* text) {
  std::vector<Hash> hashes;
  while (true) {
    const std::size_t end = text->find('\n');
    if (end == std::string_view::npos) {
      return InvalidArgument("no empty line ends the hashes of the proof");
    }
    const std::string_view line = text->substr(0, end);
    text->remove_prefix(end + 1);
    if (line.empty()) return hashes;
    const std::optional<Hash> hash = HashFromBase64(line);
    if (!hash) {
      return InvalidArgument("hash {} of the proof is not the base64 of 32 bytes",
                             hashes.size() + 1);
    }
    if (hashes.size() == kProofHashesMax) {
      return InvalidArgument("the proof has more than {} hashes", kProofHashesMax);
    }
    hashes.push_back(*hash);
  }
}

std::string HashLines(const std::vector<Hash>& hashes) {
  std::string lines;
  for (const Hash& hash : hashes) lines += ToBase64(ToBytes(hash)) + '\n';
  return lines + '\n';
}

}  // namespace muster
