// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What the server writes of what it does, to standard error: a line each, for people or as JSON.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_SERVER_LOG_H_
#define MUSTER_TOOLS_SERVE_SERVER_LOG_H_

#include <chrono>
#include <memory>
#include <string_view>

#include "ledger/status.h"
#include "tools/serve/http_message.h"
#include "tools/serve/served_ledger.h"

namespace spdlog {
class logger;
}  // namespace spdlog

namespace muster {

class ServerLog {
 public:
  enum class Form { kText, kJsonLines };
  explicit ServerLog(Form form);
  ~ServerLog();

  // Something of the server itself: that it listens, that it stops.
  void Say(std::string_view text);
  // That the ledger has grown, or cannot be followed or appended to.
  void SayNews(const ServedLedger::News& news);
  // A request and its response; parameters are told, headers never.
  void SayAnswer(const HttpRequest& request, const HttpResponse& response,
                 std::chrono::nanoseconds took);
  // A call over gRPC that has ended.
  struct Call {
    std::string_view method;
    std::string_view about;  // what it asked for
    std::string_view code;   // "INVALID_ARGUMENT"
    std::chrono::nanoseconds took;
    std::string_view who;  // the principal's name
    std::string_view client;
  };
  void SayCall(const Call& call);

 private:
  const Form form_;
  const std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_SERVER_LOG_H_
