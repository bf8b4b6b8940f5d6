// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RateLimit lets each of many askers have so many requests a second, and a few more at once (a
// token bucket for each).
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_RATE_LIMIT_H_
#define MUSTER_TOOLS_SERVE_RATE_LIMIT_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

namespace muster {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  // At once one may have what it is given in so many seconds.
  static constexpr double kBurstSeconds = 2;
  // Beyond so many askers, those who have asked nothing for a while are forgotten.
  static constexpr std::size_t kAskersMax = 10'000;

  // 0: no limit.
  explicit RateLimit(double per_second) : per_second_(per_second) {}

  // Counts a request of `asker`, if it may have one. Else the time after which it may, and nothing
  // is counted.
  std::optional<std::chrono::duration<double>> Take(const std::string& asker,
                                                    Clock::time_point now);

 private:
  struct Bucket {
    double left = 0;  // requests
    Clock::time_point as_of;
  };
  double Burst() const { return std::max(1.0, per_second_ * kBurstSeconds); }
  double LeftAt(const Bucket& bucket, Clock::time_point now) const;
  void Forget(Clock::time_point now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const double per_second_;
  absl::Mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_RATE_LIMIT_H_
