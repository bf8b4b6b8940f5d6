// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/partition.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "ledger/path.h"
#include "ledger/status.h"

namespace muster {
namespace {

// What a query reads of a post: one of its dimensions, or a label of its contingent.
struct Attribute {
  Dimension dimension = kContingent;
  std::string label;  // empty: the dimension itself
};

Attribute AttributeOf(const std::string& name) {
  if (name.starts_with(kLabelPrefix)) return {kContingent, name.substr(kLabelPrefix.size())};
  const std::optional<Dimension> dimension = FindDimension(name);
  MUSTER_CHECK(dimension.has_value());
  return {*dimension, {}};
}

// The texts of an attribute for each value index of its dimension.
std::vector<std::string> TextsOf(const Attribute& attribute, const PostMap& posts,
                                 const Names& names) {
  const std::vector<NameId>& values = posts.ValuesOf(attribute.dimension);
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (std::uint32_t i = 0; i < values.size(); ++i) {
    if (attribute.label.empty()) {
      texts.push_back(names[values[i]]);
      continue;
    }
    const auto& labels = posts.TraitsOf(i).labels;
    const auto label = labels.find(attribute.label);
    texts.push_back(label == labels.end() ? std::string(kUnspecified) : label->second);
  }
  return texts;
}

// One bit a value index: whether any of the conditions on one attribute holds.
struct Test {
  Dimension dimension = kMission;
  std::vector<std::uint8_t> holds;
};

std::vector<Test> TestsOf(const PostMap& posts, const Names& names, const ViewQuery& query) {
  std::map<std::string, std::vector<std::string>> conditions;
  for (const Condition& condition : query.where) {
    conditions[condition.dimension].push_back(condition.value);
  }
  std::vector<Test> tests;
  for (const auto& [name, alternatives] : conditions) {
    const Attribute attribute = AttributeOf(name);
    Test test{attribute.dimension, {}};
    for (const std::string& text : TextsOf(attribute, posts, names)) {
      test.holds.push_back(std::any_of(
          alternatives.begin(), alternatives.end(), [&](const std::string& alternative) {
            return attribute.label.empty() ? ValueMatches(attribute.dimension, alternative, text)
                                           : alternative == text;
          }));
    }
    tests.push_back(std::move(test));
  }
  return tests;
}

// The keys that one of `by` gives: for each value index, the index of its key among all of them in
// order.
struct KeyColumn {
  Dimension dimension = kMission;
  std::vector<std::string> keys;
  std::vector<std::uint32_t> key_of_value;
};

KeyColumn ColumnOf(const std::string& by, const PostMap& posts, const Names& names,
                   std::optional<int> depth) {
  const Attribute attribute = AttributeOf(by);
  KeyColumn column{attribute.dimension, TextsOf(attribute, posts, names), {}};
  std::vector<std::string> texts = std::move(column.keys);
  if (depth && attribute.label.empty() && IsPathDimension(attribute.dimension)) {
    for (std::string& text : texts) text = PathPrefix(text, *depth);
  }
  column.keys = texts;
  std::sort(column.keys.begin(), column.keys.end());
  column.keys.erase(std::unique(column.keys.begin(), column.keys.end()), column.keys.end());
  for (const std::string& text : texts) {
    column.key_of_value.push_back(static_cast<std::uint32_t>(
        std::lower_bound(column.keys.begin(), column.keys.end(), text) - column.keys.begin()));
  }
  return column;
}

// Replaces numbers below `bound` by 0, 1, ... in the same order; returns how many there are.
// Numbers stay below those of posts and keys multiplied, far inside 64 bits.
std::uint64_t Renumber(std::vector<std::uint64_t>& numbers, std::uint64_t bound) {
  constexpr std::uint64_t kTableMax = std::uint64_t{1} << 20;
  if (bound <= kTableMax) {
    std::vector<std::uint32_t> new_number(bound, 0);
    for (const std::uint64_t number : numbers) new_number[number] = 1;
    std::uint32_t count = 0;
    for (std::uint32_t& number : new_number) number = number == 0 ? 0 : count++;
    for (std::uint64_t& number : numbers) number = new_number[number];
    return count;
  }
  std::vector<std::uint64_t> distinct = numbers;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (std::uint64_t& number : numbers) {
    number = static_cast<std::uint64_t>(std::lower_bound(distinct.begin(), distinct.end(), number) -
                                        distinct.begin());
  }
  return distinct.size();
}

bool Fulfils(PostId post, const std::vector<Test>& tests, const PostMap& posts) {
  return std::all_of(tests.begin(), tests.end(), [&](const Test& test) {
    return test.holds[posts.ValueIndex(post, test.dimension)] != 0;
  });
}

}  // namespace

Partition::Partition(const PostMap& posts, std::vector<GroupId> of_post,
                     std::vector<std::vector<std::string>> keys)
    : of_post_(std::move(of_post)),
      keys_(std::move(keys)),
      of_named_(posts.named_size(), static_cast<GroupId>(keys_.size())) {
  std::vector<std::pair<Buckets::Item, Buckets::Item>> pairs;
  for (PostId post = 0; post < of_post_.size(); ++post) {
    if (of_post_[post] != kNoGroup) pairs.emplace_back(of_post_[post], post);
  }
  posts_ = Buckets(keys_.size(), pairs);
  pairs.clear();
  for (const PostId post : posts.reached()) {
    if (of_post_[post] != kNoGroup) pairs.emplace_back(of_post_[post], post);
  }
  reached_ = Buckets(keys_.size(), pairs);
  for (NamedPostId name = 1; name < of_named_.size(); ++name) {
    const GroupId group = of_post_[posts.Of(name)];
    if (group != kNoGroup) of_named_[name] = group;
  }
}

Partition Partition::Whole(const PostMap& posts, const Names& names, const ViewQuery& query) {
  const std::vector<Test> tests = TestsOf(posts, names, query);
  std::vector<GroupId> of_post(posts.size(), kNoGroup);
  for (PostId post = 0; post < posts.size(); ++post) {
    if (Fulfils(post, tests, posts)) of_post[post] = 0;
  }
  return Partition(posts, std::move(of_post), {{}});
}

Partition Partition::ByKeys(const PostMap& posts, const Names& names, const ViewQuery& query) {
  const std::vector<Test> tests = TestsOf(posts, names, query);
  std::vector<KeyColumn> columns;
  for (const std::string& by : query.by) {
    columns.push_back(ColumnOf(by, posts, names, query.depth));
  }
  std::vector<PostId> asked;
  for (PostId post = 0; post < posts.size(); ++post) {
    if (Fulfils(post, tests, posts)) asked.push_back(post);
  }
  // Key indexes are in the order of the keys, so numbers made of them, first column first, are in
  // the order of the groups.
  std::vector<std::uint64_t> numbers(asked.size(), 0);
  std::uint64_t count = 1;
  for (const KeyColumn& column : columns) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const std::uint32_t value = posts.ValueIndex(asked[i], column.dimension);
      numbers[i] = numbers[i] * column.keys.size() + column.key_of_value[value];
    }
    count = Renumber(numbers, count * column.keys.size());
  }
  std::vector<GroupId> of_post(posts.size(), kNoGroup);
  std::vector<std::vector<std::string>> keys(asked.empty() ? 0 : count);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    of_post[asked[i]] = static_cast<GroupId>(numbers[i]);
    std::vector<std::string>& texts = keys[numbers[i]];
    if (!texts.empty()) continue;
    for (const KeyColumn& column : columns) {
      const std::uint32_t value = posts.ValueIndex(asked[i], column.dimension);
      texts.push_back(column.keys[column.key_of_value[value]]);
    }
  }
  return Partition(posts, std::move(of_post), std::move(keys));
}

void Partition::FindCrossings(const FactTable& facts, const PostMap& posts) {
  // Each is looked at again for every answer.
  constexpr std::size_t kCrossingsMax = 4096;
  crossings_.reset();
  if (size() <= 1) {
    crossings_.emplace();
    return;
  }
  for (ReachId reach = 0; reach < facts.reaches.size(); ++reach) {
    GroupId only = kNoGroup;
    for (const PostId post : posts.PostsOf(reach)) {
      const GroupId group = Of(post);
      if (group == kNoGroup || group == only) continue;
      if (only != kNoGroup) return;
      only = group;
    }
  }
  const Movements& m = facts.movements();
  const auto none = static_cast<GroupId>(size());
  std::vector<std::uint32_t> crossings;
  for (std::size_t row = 0; row < m.size(); ++row) {
    const GroupId from = of_named_[m.from[row]];
    const GroupId to = of_named_[m.to[row]];
    if (from == to || from == none || to == none || m.leg[row] == MovementRow::kBack) continue;
    if (crossings.size() == kCrossingsMax) return;
    crossings.push_back(static_cast<std::uint32_t>(row));
  }
  crossings_ = std::move(crossings);
}

}  // namespace muster
