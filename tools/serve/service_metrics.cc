// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/service_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace muster {
namespace {

// In seconds: from an answer that was kept to a timeline of decades.
const prometheus::Histogram::BucketBoundaries kSeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02,
                                                          0.05,   0.1,   0.25,   0.5,   1,    2.5};

}  // namespace

struct ServiceMetrics::Families {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("muster_http_requests_total")
          .Help("Requests that were answered, by route and status")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds =
      prometheus::BuildHistogram()
          .Name("muster_http_request_seconds")
          .Help("From the first header of a request to its answer, by route")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& calls =
      prometheus::BuildCounter()
          .Name("muster_grpc_calls_total")
          .Help("Calls over gRPC that have ended, by method and code")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& call_seconds =
      prometheus::BuildHistogram()
          .Name("muster_grpc_call_seconds")
          .Help("From the beginning of a call to its end, by method")
          .Register(registry);
  prometheus::Gauge& subscribers = prometheus::BuildGauge()
                                       .Name("muster_grpc_subscribers")
                                       .Help("Calls that wait for records to come")
                                       .Register(registry)
                                       .Add({});
  prometheus::Gauge& records = prometheus::BuildGauge()
                                   .Name("muster_log_records")
                                   .Help("Records of the log that the answers speak of")
                                   .Register(registry)
                                   .Add({});
  prometheus::Gauge& followed = prometheus::BuildGauge()
                                    .Name("muster_ledger_followed")
                                    .Help("1 if what is added to the ledger is seen, else 0")
                                    .Register(registry)
                                    .Add({});
  prometheus::Gauge& listeners = prometheus::BuildGauge()
                                     .Name("muster_live_listeners")
                                     .Help("Connections that are told of each growth of the log")
                                     .Register(registry)
                                     .Add({});
};

ServiceMetrics::ServiceMetrics() : families_(std::make_unique<Families>()) {}

ServiceMetrics::~ServiceMetrics() = default;

void ServiceMetrics::CountAnswer(const std::string& route, int status,
                                 std::chrono::nanoseconds took) {
  families_->requests.Add({{"route", route}, {"status", std::to_string(status)}}).Increment();
  families_->seconds.Add({{"route", route}}, kSeconds)
      .Observe(std::chrono::duration<double>(took).count());
}

void ServiceMetrics::CountCall(const std::string& method, const std::string& code,
                               std::chrono::nanoseconds took) {
  families_->calls.Add({{"method", method}, {"code", code}}).Increment();
  families_->call_seconds.Add({{"method", method}}, kSeconds)
      .Observe(std::chrono::duration<double>(took).count());
}

void ServiceMetrics::SetSubscribers(std::size_t subscribers) {
  families_->subscribers.Set(static_cast<double>(subscribers));
}

void ServiceMetrics::SetHead(LogHead head, bool is_followed) {
  families_->records.Set(static_cast<double>(head.size.value));
  families_->followed.Set(is_followed ? 1 : 0);
}

void ServiceMetrics::SetListeners(std::size_t listeners) {
  families_->listeners.Set(static_cast<double>(listeners));
}

std::string ServiceMetrics::Text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace muster
