// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/chain_store.h"

#include <optional>

#include "ledger/big_endian.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

// Chains are forgotten when more than this are in memory; most are a few hundred bytes.
constexpr std::size_t kChainsInMemoryMax = 100'000;

}  // namespace

StatusOr<std::vector<Position>> ChainMembersOf(const Log& log, Position root, LogSize until) {
  std::vector<Position> members;
  const std::string prefix = EncodeBigEndian(root.value);
  MUSTER_RETURN_IF_ERROR(log.Scan(
      Table::kChains, prefix, prefix, [&](std::string_view key, std::string_view) -> Status {
        const std::optional<std::uint64_t> member = DecodeBigEndian(key.substr(prefix.size()));
        if (!member) return DataLoss("the table of chains is damaged at record {}", root.value);
        if (*member < until.value) members.push_back({*member});
        return OkStatus();
      }));
  return members;
}

StatusOr<Chain*> ChainStore::Load(Position root) {
  const auto found = chains_.find(root);
  if (found != chains_.end()) return &found->second;
  MUSTER_ASSIGN_OR_RETURN(const RecordReader::RecordPtr record, records_.Read(root));
  Chain chain(root, *record, true);
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members,
                          ChainMembersOf(log_, root, records_.size()));
  std::set<Position> all(members.begin(), members.end());
  for (auto own = under_way_.lower_bound({root, Position{}});
       own != under_way_.end() && own->first == root; ++own) {
    all.insert(own->second);
  }
  for (const Position position : all) {
    MUSTER_ASSIGN_OR_RETURN(const RecordReader::RecordPtr member, records_.Read(position));
    chain.Add(position, *member, true);
  }
  return &chains_.emplace(root, std::move(chain)).first->second;
}

StatusOr<const Chain*> ChainStore::Get(Position root) {
  MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, Load(root));
  return chain;
}

Status ChainStore::Add(Position root, Position position, const v1::Record& member) {
  MUSTER_ASSIGN_OR_RETURN(Chain* const chain, Load(root));
  chain->Add(position, member, true);
  added_.emplace_back(root, position);
  return OkStatus();
}

void ChainStore::Write(std::vector<TableEntry>& entries) const {
  for (const auto& [root, member] : added_) {
    entries.push_back({Table::kChains, EncodeBigEndian(root.value) + EncodeBigEndian(member.value),
                       std::string()});
  }
}

void ChainStore::Commit() {
  under_way_.insert(added_.begin(), added_.end());
  added_.clear();
}

void ChainStore::Rollback() {
  for (const auto& [root, member] : added_) chains_.erase(root);
  added_.clear();
  // Those of records that are not there any more.
  chains_.erase(chains_.lower_bound(Position{records_.size().value}), chains_.end());
}

void ChainStore::Shrink(LogSize acknowledged) {
  std::erase_if(under_way_, [acknowledged](const auto& root_and_member) {
    return Holds(acknowledged, root_and_member.second);
  });
  if (chains_.size() > kChainsInMemoryMax) chains_.clear();
}

}  // namespace muster
