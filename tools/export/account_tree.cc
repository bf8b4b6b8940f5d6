// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/account_tree.h"

#include <algorithm>
#include <numeric>

#include "ledger/ascii.h"
#include "ledger/status.h"

namespace muster {
namespace {

// Ends each element of a key; below every character of a name, so that what lies below an account
// sorts right behind it.
constexpr char kEnd = '\x01';

bool StandsAsItIs(char character) {
  constexpr std::string_view kMarks = "-_.'+&/";
  return IsUpper(character) || IsLower(character) || IsDigit(character) ||
         kMarks.find(character) != kMarks.npos;
}

// White space beyond ASCII ends a name, too, where it is taken for what it is.
std::size_t WideSpaceAt(std::string_view text) {
  constexpr std::string_view kSpaces[] = {"\u00A0", "\u1680", "\u2000", "\u2001", "\u2002",
                                          "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
                                          "\u2008", "\u2009", "\u200A", "\u2028", "\u2029",
                                          "\u202F", "\u205F", "\u3000", "\u0085"};
  for (const std::string_view space : kSpaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

std::string AccountOf(const PostValues& post) {
  std::string account;
  for (const std::string& value : post) {
    if (!account.empty()) account += ':';
    const std::string part = AccountPart(value);
    for (const char character : part) {
      if (character == '/') account += ':';
      account += character;
    }
  }
  // So that no mission is taken for the one post outside all.
  if (post[kMission] == kAbroadAccount) account.replace(0, 1, "%61");
  return account;
}

std::string KeyOf(const std::string& account) {
  std::string key = account + kEnd;
  std::replace(key.begin(), key.end(), ':', kEnd);
  return key;
}

}  // namespace

std::string AccountPart(std::string_view text) {
  // Nearly all names are plain.
  if (std::all_of(text.begin(), text.end(), StandsAsItIs)) return std::string(text);
  std::string part;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i];
    const bool lone_space = character == ' ' && i > 0 && i + 1 < text.size() &&
                            text[i - 1] != ' ' && text[i - 1] != '/' && text[i + 1] != '/' &&
                            text[i + 1] != ' ';
    const bool is_ascii = static_cast<unsigned char>(character) < 0x80;
    std::size_t escaped = is_ascii ? 0 : WideSpaceAt(text.substr(i));
    if (escaped == 0 && !lone_space && !StandsAsItIs(character) && is_ascii) {
      escaped = 1;
    }
    if (escaped == 0) part += character;
    for (std::size_t end = i + escaped; i < end; ++i) {
      part += fmt::format("%{:02X}", static_cast<unsigned char>(text[i]));
    }
    if (escaped > 0) --i;
  }
  return part;
}

AccountTree::AccountTree(const std::vector<PostValues>& posts)
    : ranks_(posts.size()), booked_(posts.size()), sums_(posts.size() + 1) {
  std::vector<std::string> keys;
  for (const PostValues& post : posts) {
    names_.push_back(AccountOf(post));
    keys.push_back(KeyOf(names_.back()));
  }
  std::vector<std::uint32_t> order(posts.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
    ranks_[order[rank]] = rank;
    keys_.push_back(std::move(keys[order[rank]]));
  }
}

void AccountTree::Book(std::uint32_t post, std::int64_t people) {
  Add(ranks_[post], {people, booked_[post] ? 0 : 1});
  booked_[post] = true;
}

void AccountTree::Add(std::size_t rank, const Sums& more) {
  for (std::size_t i = rank + 1; i < sums_.size(); i += i & (~i + 1)) {
    sums_[i].people += more.people;
    sums_[i].booked += more.booked;
  }
}

AccountTree::Sums AccountTree::Below(std::size_t rank) const {
  Sums sums;
  for (std::size_t i = rank; i > 0; i -= i & (~i + 1)) {
    sums.people += sums_[i].people;
    sums.booked += sums_[i].booked;
  }
  return sums;
}

AccountTree::Sums AccountTree::Under(std::string_view prefix) const {
  const auto from = std::lower_bound(keys_.begin(), keys_.end(), prefix);
  const auto to = std::partition_point(
      from, keys_.end(), [&](const std::string& key) { return key.starts_with(prefix); });
  const Sums before = Below(static_cast<std::size_t>(from - keys_.begin()));
  const Sums through = Below(static_cast<std::size_t>(to - keys_.begin()));
  return {through.people - before.people, through.booked - before.booked};
}

std::optional<AccountTree::Subtree> AccountTree::FindSubtree(std::span<const std::uint32_t> posts,
                                                             Dimension narrowest) const {
  std::int64_t booked = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  for (const std::uint32_t post : posts) {
    if (!booked_[post]) continue;
    const std::uint32_t rank = ranks_[post];
    first = booked == 0 ? rank : std::min(first, rank);
    last = booked == 0 ? rank : std::max(last, rank);
    ++booked;
  }
  if (booked == 0) return std::nullopt;
  // What the first and the last begin with, all between them begin with.
  const std::string_view a = keys_[first];
  const std::string_view b = keys_[last];
  const auto common = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  int dimensions = 0;
  std::size_t begin = 0;
  for (std::size_t end = a.find(kEnd); end < common; end = a.find(kEnd, begin)) {
    if (a[begin] != '/') ++dimensions;
    begin = end + 1;
    if (dimensions <= narrowest) continue;
    const Sums sums = Under(a.substr(0, begin));
    if (sums.booked != booked) continue;
    Subtree subtree{std::string(a.substr(0, end)), sums.people};
    std::replace(subtree.account.begin(), subtree.account.end(), kEnd, ':');
    return subtree;
  }
  return std::nullopt;
}

}  // namespace muster
