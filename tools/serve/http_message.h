// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What the server is asked, and what it answers, as HTTP has them (RFC 9110).
#ifndef MUSTER_TOOLS_SERVE_HTTP_MESSAGE_H_
#define MUSTER_TOOLS_SERVE_HTTP_MESSAGE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/access/principal.h"

namespace muster {

// Names with their values, in order; a name may stand several times.
using Parameters = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;     // "GET"
  std::string path;       // decoded, without the query: "/v1/headcount"
  Parameters parameters;  // of the query, decoded
  // The headers that anything depends on; empty where there is none.
  std::string host;
  std::string if_none_match;
  std::string accept_encoding;
  std::string last_event_id;
  std::string authorization;  // never to be written anywhere
  std::string origin;
  std::string content_type;
  std::string body;    // of POST
  std::string client;  // the address that it comes from: "127.0.0.1"
  // Who asks, if it is known what that lets do.
  bool is_known = false;
  Principal principal;
};

// A body that goes on for as long as there is news. Called by the thread of the connections.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  // What is sent next; nullopt if the body ends. If there is nothing yet, it calls `park`, is
  // empty, and `wake` is called once by any thread when there is more: never before `park` has
  // returned, and never after the stream is destroyed.
  virtual std::optional<std::string> Next(const std::function<void()>& park,
                                          std::function<void()> wake) = 0;
};

struct HttpResponse {
  int status = 200;
  std::string content_type;
  std::shared_ptr<const std::string> body;  // null: none
  std::shared_ptr<HttpStream> stream;       // in place of a body
  Parameters headers;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_HTTP_MESSAGE_H_
