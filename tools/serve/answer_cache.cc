// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/answer_cache.h"

namespace muster {
namespace {

// What an answer takes beside its body and its key.
constexpr std::size_t kOverheadBytes = 512;

}  // namespace

std::size_t AnswerCache::BytesOf(const Kept& kept) {
  return kOverheadBytes + 2 * kept.first.size() +
         (kept.second.body != nullptr ? kept.second.body->size() : 0);
}

std::optional<HttpResponse> AnswerCache::Find(const std::string& state, const std::string& key) {
  const absl::MutexLock lock(&mutex_);
  if (state != state_) return std::nullopt;
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  answers_.splice(answers_.begin(), answers_, found->second);
  return found->second->second;
}

void AnswerCache::Keep(const std::string& state, const std::string& key,
                       const HttpResponse& answer) {
  Kept kept{key, answer};
  const std::size_t bytes = BytesOf(kept);
  const absl::MutexLock lock(&mutex_);
  if (state != state_) {
    state_ = state;
    answers_.clear();
    by_key_.clear();
    bytes_ = 0;
  }
  // Another thread may have made the same meanwhile.
  if (bytes > bytes_max_ || by_key_.count(key) != 0) return;
  answers_.push_front(std::move(kept));
  by_key_.emplace(key, answers_.begin());
  bytes_ += bytes;
  while (bytes_ > bytes_max_) {
    bytes_ -= BytesOf(answers_.back());
    by_key_.erase(answers_.back().first);
    answers_.pop_back();
  }
}

}  // namespace muster
