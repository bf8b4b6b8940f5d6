// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/server_log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "tools/output/display_text.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// Each line says when, and how grave it is.
constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

// The members of an object, without its braces: the pattern has them.
std::string Members(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.substr(1, text.size() - 2);
}

std::string QueryOf(const Parameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, value);
  }
  return query;
}

// Who asked, and from where.
std::string ForWhom(std::string_view who, std::string_view client) {
  return fmt::format("for {}{}{}", who, who.empty() ? "" : " at ", client);
}

double Milliseconds(std::chrono::nanoseconds took) {
  return std::chrono::duration<double, std::milli>(took).count();
}

}  // namespace

ServerLog::ServerLog(Form form)
    : form_(form),
      logger_(std::make_shared<spdlog::logger>("muster",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      form == Form::kText ? kTextPattern : kJsonPattern, spdlog::pattern_time_type::utc));
  logger_->flush_on(spdlog::level::info);
}

ServerLog::~ServerLog() = default;

void ServerLog::Say(std::string_view text) {
  logger_->info(form_ == Form::kText ? SafeText(text) : Members({{"event", text}}));
}

void ServerLog::SayNews(const ServedLedger::News& news) {
  if (!news.status.ok()) {
    const std::string_view why = Message(news.status);
    logger_->error(form_ == Form::kText
                       ? SafeText(fmt::format("the ledger cannot be followed: {}", why))
                       : Members({{"event", "cannot follow"}, {"error", why}}));
    return;
  }
  if (!news.appends.ok()) {
    const std::string_view why = Message(news.appends);
    logger_->error(form_ == Form::kText ? SafeText(fmt::format("appends fail: {}", why))
                                        : Members({{"event", "cannot append"}, {"error", why}}));
    return;
  }
  logger_->info(form_ == Form::kText
                    ? fmt::format("the log has {} records", news.head.size.value)
                    : Members({{"event", "grown"}, {"size", news.head.size.value}}));
}

void ServerLog::SayAnswer(const HttpRequest& request, const HttpResponse& response,
                          std::chrono::nanoseconds took) {
  const double ms = Milliseconds(took);
  const std::size_t bytes = response.body != nullptr ? response.body->size() : 0;
  const std::string address = request.path + QueryOf(request.parameters);
  const std::string& who = request.principal.name;
  const auto level = response.status < 500 ? spdlog::level::info : spdlog::level::err;
  logger_->log(level,
               form_ == Form::kText
                   ? SafeText(fmt::format("{} {} {} {} bytes {:.1f} ms {}", request.method, address,
                                          response.status, bytes, ms, ForWhom(who, request.client)))
                   : Members({{"event", "answered"},
                              {"method", request.method},
                              {"path", request.path},
                              {"address", address},
                              {"status", response.status},
                              {"bytes", bytes},
                              {"ms", ms},
                              {"who", who},
                              {"client", request.client}}));
}

void ServerLog::SayCall(const Call& call) {
  const double ms = Milliseconds(call.took);
  logger_->info(form_ == Form::kText
                    ? SafeText(fmt::format("gRPC {}{}{} {} {:.1f} ms {}", call.method,
                                           call.about.empty() ? "" : " ", call.about, call.code, ms,
                                           ForWhom(call.who, call.client)))
                    : Members({{"event", "called"},
                               {"method", call.method},
                               {"about", call.about},
                               {"code", call.code},
                               {"ms", ms},
                               {"who", call.who},
                               {"client", call.client}}));
}

}  // namespace muster
