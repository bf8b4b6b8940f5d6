// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Events as JSON, with the keys of the report file (DESIGN sections 8 and 9).
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_OUTPUT_EVENT_JSON_H_
#define MUSTER_TOOLS_OUTPUT_EVENT_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace google::protobuf {
class Message;
}

namespace muster {

namespace v1 {
class Date;
class Event;
class Strength;
}  // namespace v1

// {"arrival": {...}, "according_to": ...}; an empty object if the event is of a later schema.
nlohmann::ordered_json EventJson(const v1::Event& event);

// {"text", "least", "best", "most"}; most is null where there is none.
nlohmann::ordered_json StrengthJson(const v1::Strength& strength);

// {"text", "earliest", "best", "latest"}: days; earliest is null where it is open.
nlohmann::ordered_json DateJson(const v1::Date& date);

// Any message below an event, by the same rules.
nlohmann::ordered_json MessageJson(const google::protobuf::Message& message);

// Append the text of the same: quick, for answers of a million lines. Bytes that are not UTF-8
// become U+FFFD.
void AppendMessageJson(const google::protobuf::Message& message, std::string* json);
// With its quotation marks.
void AppendJsonString(std::string_view text, std::string* json);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_EVENT_JSON_H_
