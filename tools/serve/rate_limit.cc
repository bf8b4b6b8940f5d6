// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/rate_limit.h"

namespace muster {

double RateLimit::LeftAt(const Bucket& bucket, Clock::time_point now) const {
  const std::chrono::duration<double> since = now - bucket.as_of;
  return std::min(Burst(), bucket.left + per_second_ * std::max(0.0, since.count()));
}

void RateLimit::Forget(Clock::time_point now) {
  // Whose bucket is full is as if it had never asked.
  std::erase_if(buckets_, [&](const auto& asker) { return LeftAt(asker.second, now) >= Burst(); });
  // All ask at this moment: from many addresses, who may all begin anew.
  if (buckets_.size() >= kAskersMax) buckets_.clear();
}

std::optional<std::chrono::duration<double>> RateLimit::Take(const std::string& asker,
                                                             Clock::time_point now) {
  if (per_second_ <= 0) return std::nullopt;
  const absl::MutexLock lock(&mutex_);
  if (buckets_.size() >= kAskersMax && !buckets_.contains(asker)) Forget(now);
  Bucket& bucket = buckets_.try_emplace(asker, Bucket{Burst(), now}).first->second;
  const double left = LeftAt(bucket, now);
  bucket = {left >= 1 ? left - 1 : left, now};
  if (left >= 1) return std::nullopt;
  return std::chrono::duration<double>((1 - left) / per_second_);
}

}  // namespace muster
