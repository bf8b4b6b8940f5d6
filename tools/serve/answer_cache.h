// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Answers that were made, by their questions, for as long as the ledger stands as it did.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_ANSWER_CACHE_H_
#define MUSTER_TOOLS_SERVE_ANSWER_CACHE_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "tools/serve/http_message.h"

namespace muster {

class AnswerCache {
 public:
  explicit AnswerCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // The answer to the question `key` in `state`, and nullopt if it is not kept.
  std::optional<HttpResponse> Find(const std::string& state, const std::string& key);
  // Keeps it, and forgets those of other states, and those longest not asked for, beyond the size.
  void Keep(const std::string& state, const std::string& key, const HttpResponse& answer);

 private:
  using Kept = std::pair<std::string, HttpResponse>;
  static std::size_t BytesOf(const Kept& kept);

  const std::size_t bytes_max_;
  absl::Mutex mutex_;
  std::string state_ ABSL_GUARDED_BY(mutex_);
  std::list<Kept> answers_ ABSL_GUARDED_BY(mutex_);  // that asked for last comes first
  std::unordered_map<std::string, std::list<Kept>::iterator> by_key_ ABSL_GUARDED_BY(mutex_);
  std::size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_ANSWER_CACHE_H_
