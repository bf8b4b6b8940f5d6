// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Message texts: every text in a message of the schema, whatever field it stands in.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_MESSAGE_TEXTS_H_
#define MUSTER_LEDGER_MESSAGE_TEXTS_H_

#include <string>

#include "absl/functional/function_ref.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace muster {

// Visits those that are set, of messages in the message too.
void ForEachText(const google::protobuf::Message& message,
                 absl::FunctionRef<void(const std::string& text)> visit);

}  // namespace muster

#endif  // MUSTER_LEDGER_MESSAGE_TEXTS_H_
