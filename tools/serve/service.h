// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Service answers requests about a ledger: what stands at each path.
//
//   /v1/COMMAND?OPTION=VALUE  what `muster COMMAND --OPTION VALUE --format json` prints
//   (question.h) POST /v1/reports          appends (report_post.h) /v1/head                  the
//   size and the root of the log, and its origin /v1/me                    who asks, and what that
//   lets do /v1/documents/SHA256      a document as it is (document.h) /v1/openapi.json the
//   description of all this (openapi.h) /v1/events                the same at each growth of the
//   log, as server-sent events /checkpoint, /tile/...    the log for other people's clients (C2SP
//   tlog-tiles) /healthz, /readyz         that the process lives; that its answers are those of the
//   ledger /metrics                  figures for Prometheus all else                  the page
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_SERVICE_H_
#define MUSTER_TOOLS_SERVE_SERVICE_H_

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "tools/serve/answer_cache.h"
#include "tools/serve/http_message.h"
#include "tools/serve/live_feed.h"
#include "tools/serve/served_ledger.h"
#include "tools/serve/service_metrics.h"

namespace muster {

class Service {
 public:
  static constexpr std::size_t kCacheBytesMax = std::size_t{64} << 20;

  struct Options {
    // Where the passphrase of the signing key is, if it has one.
    std::optional<std::string> passphrase_file;
    // Whether who shows this (the header `Authorization`) may read, by now.
    std::function<bool(const std::string& authorization)> may_read;
  };

  // All must outlive the service.
  Service(ServedLedger& ledger, LiveFeed& feed, ServiceMetrics& metrics, Options options)
      : ledger_(ledger),
        feed_(feed),
        metrics_(metrics),
        options_(std::move(options)),
        cache_(kCacheBytesMax) {}

  // The answer to what is to be answered (gate.h), if it takes no work.
  std::optional<HttpResponse> AnswerAtOnce(const HttpRequest& request);
  // Any other.
  HttpResponse Answer(const HttpRequest& request);

  // What tells of a state of the log.
  static LiveFeed::Event EventOf(const ServedLedger& ledger, LogHead head);

  // The path under which a request is counted: few, whatever is asked.
  static std::string RouteOf(const HttpRequest& request);

 private:
  HttpResponse AnswerQuestion(const HttpRequest& request);
  HttpResponse AnswerTile(const HttpRequest& request) const;
  HttpResponse AnswerDocumentRequest(const HttpRequest& request) const;
  HttpResponse Head() const;
  HttpResponse Events(const HttpRequest& request) const;
  HttpResponse Me(const HttpRequest& request) const;
  HttpResponse Metrics() const;
  static HttpResponse OpenApi(const HttpRequest& request);
  HttpResponse Ready() const;

  ServedLedger& ledger_;
  LiveFeed& feed_;
  ServiceMetrics& metrics_;
  const Options options_;
  AnswerCache cache_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_SERVICE_H_
