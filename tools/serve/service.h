// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Service answers requests about a ledger: what stands at each path.
//
//   /v1/COMMAND?OPTION=VALUE  what `muster COMMAND --OPTION VALUE --format json` prints
//   (question.h) /v1/head                  the size and the root of the log, and its origin
//   /healthz, /readyz         that the process lives; that its answers are those of the ledger
//   /metrics                  figures for Prometheus
//   all else                  the page
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_SERVICE_H_
#define MUSTER_TOOLS_SERVE_SERVICE_H_

#include <chrono>
#include <optional>
#include <string>

#include "tools/serve/answer_cache.h"
#include "tools/serve/followed_ledger.h"
#include "tools/serve/http_message.h"
#include "tools/serve/service_metrics.h"

namespace muster {

class Service {
 public:
  static constexpr std::size_t kCacheBytesMax = std::size_t{64} << 20;
  static constexpr std::size_t kAnswerBytesMax = std::size_t{64} << 20;

  struct Options {
    // Answer only who asks for localhost or a loopback address by name, so that a page from
    // elsewhere cannot reach a server on loopback under a name of its own (DNS rebinding).
    bool loopback_names_only = false;
  };

  // All must outlive the service.
  Service(const FollowedLedger& ledger, ServiceMetrics& metrics, Options options)
      : ledger_(ledger), metrics_(metrics), options_(options), cache_(kCacheBytesMax) {}

  // The answer, if it takes no work.
  std::optional<HttpResponse> AnswerAtOnce(const HttpRequest& request);
  // Any other.
  HttpResponse Answer(const HttpRequest& request);

  // The path under which a request is counted: few, whatever is asked.
  static std::string RouteOf(const HttpRequest& request);

 private:
  HttpResponse AnswerQuestion(const HttpRequest& request);
  HttpResponse Head() const;
  HttpResponse Ready() const;

  const FollowedLedger& ledger_;
  ServiceMetrics& metrics_;
  const Options options_;
  AnswerCache cache_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_SERVICE_H_
