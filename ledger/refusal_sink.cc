// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/refusal_sink.h"

#include <utility>

namespace muster {

void RefusalSink::Add(SourcePosition position, std::string_view rule, std::string message,
                      std::string hint) {
  refusals_.push_back({file_, position, std::string(rule), std::move(message), std::move(hint)});
}

void RefusalSink::Add(SourcePosition position, std::string_view rule, const Status& error) {
  const std::string_view message = Message(error);
  const std::size_t cut = message.rfind("; ");
  if (cut == std::string_view::npos) {
    Add(position, rule, std::string(message));
  } else {
    Add(position, rule, std::string(message.substr(0, cut)), std::string(message.substr(cut + 2)));
  }
}

}  // namespace muster
