// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Refusal sink: where the parsers of one file put what they refuse.
//
// Thread-safety: thread-compatible.
#ifndef MUSTER_LEDGER_REFUSAL_SINK_H_
#define MUSTER_LEDGER_REFUSAL_SINK_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/draft.h"
#include "ledger/refusal.h"
#include "ledger/status.h"

namespace muster {

// Takes the refusals of one file.
class RefusalSink {
 public:
  // Both must outlive it.
  RefusalSink(const std::string& file, Refusals& refusals) : file_(file), refusals_(refusals) {}

  void Add(SourcePosition position, std::string_view rule, std::string message,
           std::string hint = {});
  // The message of an error of the form "what is wrong; what would be right" becomes message and
  // hint.
  void Add(SourcePosition position, std::string_view rule, const Status& error);

  std::size_t count() const { return refusals_.size(); }

 private:
  const std::string& file_;
  Refusals& refusals_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_REFUSAL_SINK_H_
