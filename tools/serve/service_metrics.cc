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

std::string OutcomeName(AppendOutcome outcome) {
  switch (outcome) {
    case AppendOutcome::kAppended:
      return "appended";
    case AppendOutcome::kRehearsed:
      return "rehearsed";
    case AppendOutcome::kRefused:
      return "refused";
    case AppendOutcome::kFailed:
      return "failed";
  }
  return "";
}

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
  prometheus::Gauge& under_way = AddGauge("muster_http_requests_under_way",
                                          "Requests that have begun and not ended, this one too");
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
  prometheus::Family<prometheus::Counter>& appends =
      prometheus::BuildCounter()
          .Name("muster_appends_total")
          .Help("Appends of reports that were asked for, by what became of them")
          .Register(registry);
  prometheus::Counter& appended_records = prometheus::BuildCounter()
                                              .Name("muster_appended_records_total")
                                              .Help("Records that appends made")
                                              .Register(registry)
                                              .Add({});
  prometheus::Family<prometheus::Histogram>& append_seconds =
      prometheus::BuildHistogram()
          .Name("muster_append_seconds")
          .Help("From a report that has come whole to its receipt, by what became of it")
          .Register(registry);
  prometheus::Gauge& appendable =
      AddGauge("muster_ledger_appendable", "1 if appends are taken and do not fail, else 0");
  prometheus::Gauge& lag = AddGauge("muster_projection_lag_records",
                                    "Records of the log that the answers do not speak of yet");
  prometheus::Gauge& block_cache =
      AddGauge("muster_rocksdb_block_cache_bytes", "Blocks of the log's tables in memory");
  prometheus::Gauge& memtables =
      AddGauge("muster_rocksdb_memtable_bytes", "What is not in table files yet");
  prometheus::Gauge& tables =
      AddGauge("muster_rocksdb_live_table_bytes", "Table files of the log that are in use");
  prometheus::Gauge& pending_compaction = AddGauge("muster_rocksdb_pending_compaction_bytes",
                                                   "Bytes that compactions have before them");
  prometheus::Gauge& compactions =
      AddGauge("muster_rocksdb_running_compactions", "Compactions under way");
  prometheus::Gauge& stalled =
      AddGauge("muster_rocksdb_write_stalled", "1 if writes wait until there is room, else 0");

  prometheus::Gauge& AddGauge(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
  }
};

ServiceMetrics::ServiceMetrics() : families_(std::make_unique<Families>()) {}

ServiceMetrics::~ServiceMetrics() = default;

void ServiceMetrics::CountAnswer(const std::string& route, int status,
                                 std::chrono::nanoseconds took) {
  families_->requests.Add({{"route", route}, {"status", std::to_string(status)}}).Increment();
  families_->seconds.Add({{"route", route}}, kSeconds)
      .Observe(std::chrono::duration<double>(took).count());
}

void ServiceMetrics::SetUnderWay(std::size_t requests) {
  families_->under_way.Set(static_cast<double>(requests));
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

void ServiceMetrics::SetAppendable(bool is_appendable) {
  families_->appendable.Set(is_appendable ? 1 : 0);
}

void ServiceMetrics::CountAppend(AppendOutcome outcome, std::size_t records,
                                 std::chrono::nanoseconds took) {
  const prometheus::Labels labels = {{"outcome", OutcomeName(outcome)}};
  families_->appends.Add(labels).Increment();
  families_->append_seconds.Add(labels, kSeconds)
      .Observe(std::chrono::duration<double>(took).count());
  if (outcome == AppendOutcome::kAppended) {
    families_->appended_records.Increment(static_cast<double>(records));
  }
}

void ServiceMetrics::SetLag(std::uint64_t records) {
  families_->lag.Set(static_cast<double>(records));
}

void ServiceMetrics::SetStore(const std::optional<StoreFigures>& figures) {
  if (!figures) return;
  families_->block_cache.Set(static_cast<double>(figures->block_cache_bytes));
  families_->memtables.Set(static_cast<double>(figures->memtable_bytes));
  families_->tables.Set(static_cast<double>(figures->table_bytes));
  families_->pending_compaction.Set(static_cast<double>(figures->pending_compaction_bytes));
  families_->compactions.Set(static_cast<double>(figures->running_compactions));
  families_->stalled.Set(figures->is_stalled ? 1 : 0);
}

void ServiceMetrics::SetListeners(std::size_t listeners) {
  families_->listeners.Set(static_cast<double>(listeners));
}

std::string ServiceMetrics::Text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace muster
