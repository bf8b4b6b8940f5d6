// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Gate decides of a request, by its headers alone, whether it goes further: whether it asks for
// this server, not too often, in a way that there is, and whether who asks may.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_GATE_H_
#define MUSTER_TOOLS_SERVE_GATE_H_

#include <optional>

#include "tools/access/doorkeeper.h"
#include "tools/serve/http_message.h"
#include "tools/serve/rate_limit.h"

namespace muster {

class Gate {
 public:
  struct Options {
    // Answer only who asks for localhost or a loopback address by name, so that a page from
    // elsewhere cannot reach a server on loopback under a name of its own (DNS rebinding).
    bool loopback_names_only = false;
    // Requests a second of one address, and of one principal; 0: as many as they like.
    double rate = 0;
  };

  // The doorkeeper must outlive it.
  Gate(Doorkeeper& doorkeeper, Options options)
      : doorkeeper_(doorkeeper),
        options_(options),
        addresses_(options.rate),
        principals_(options.rate) {}

  // Nullopt if it goes further; `request.principal` then says who asks. Else the answer.
  std::optional<HttpResponse> Refuse(HttpRequest& request);

 private:
  Doorkeeper& doorkeeper_;
  const Options options_;
  RateLimit addresses_;
  RateLimit principals_;
};

// Whether a page of this server itself, or no page, sends the request (RFC 6454): `Origin` is not
// there, or names the same host and port as `Host`.
bool IsOwnOrigin(const HttpRequest& request);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_GATE_H_
