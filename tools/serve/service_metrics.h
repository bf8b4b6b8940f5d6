// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What the server tells Prometheus of itself.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_SERVICE_METRICS_H_
#define MUSTER_TOOLS_SERVE_SERVICE_METRICS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ledger/log.h"

namespace muster {

enum class AppendOutcome { kAppended, kRehearsed, kRefused, kFailed };

class ServiceMetrics {
 public:
  ServiceMetrics();
  ~ServiceMetrics();

  // Counts a response. `route`: one of few.
  void CountAnswer(const std::string& route, int status, std::chrono::nanoseconds took);
  // How many requests have begun and not ended.
  void SetUnderWay(std::size_t requests);
  // The same as CountAnswer of a call over gRPC. `code`: "OK", "INVALID_ARGUMENT".
  void CountCall(const std::string& method, const std::string& code, std::chrono::nanoseconds took);
  // What the answers speak of, and whether that is what the ledger holds.
  void SetHead(LogHead head, bool is_followed);
  // Whether appends are taken, and do not fail.
  void SetAppendable(bool is_appendable);

  // Counts an append of reports, and the records that it made.
  void CountAppend(AppendOutcome outcome, std::size_t records, std::chrono::nanoseconds took);

  // Records that are appended, and that answers do not speak of yet.
  void SetLag(std::uint64_t records);
  void SetStore(const std::optional<StoreFigures>& figures);
  // How many listen to /v1/events.
  void SetListeners(std::size_t listeners);
  // How many wait for records over gRPC.
  void SetSubscribers(std::size_t subscribers);

  // All of it, as Prometheus reads it (text format 0.0.4).
  std::string Text() const;

 private:
  struct Families;
  const std::unique_ptr<Families> families_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_SERVICE_METRICS_H_
