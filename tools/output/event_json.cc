// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/event_json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/reflection.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/sha256.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;
using ProtoMessage = google::protobuf::Message;
using Json = nlohmann::ordered_json;

std::string HexOf(const std::string& bytes) {
  return bytes.size() == Hash().size() ? ToHex(HashFromBytes(bytes)) : std::string();
}

// MALICIOUS_ACT -> "malicious-act".
std::string EnumWord(const std::string& name) {
  std::string word = name;
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char character) {
    return character == '_' ? '-' : static_cast<char>(std::tolower(character));
  });
  return word;
}

Json ValueJson(const ProtoMessage& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageJson(repeated ? reflection.GetRepeatedMessage(message, &field, index)
                                  : reflection.GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumWord((repeated ? reflection.GetRepeatedEnum(message, &field, index)
                                : reflection.GetEnum(message, &field))
                          ->name());
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = repeated ? reflection.GetRepeatedString(message, &field, index)
                                  : reflection.GetString(message, &field);
      return field.type() == FieldDescriptor::TYPE_BYTES ? HexOf(text) : text;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.GetDouble(message, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return repeated ? reflection.GetRepeatedUInt64(message, &field, index)
                      : reflection.GetUInt64(message, &field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(message, &field);
    default:
      return nullptr;
  }
}

// Names and values as a map: `of_which`, `labels`.
template <typename Entries, typename ToJson>
Json MapJson(const Entries& entries, ToJson to_json) {
  Json map = Json::object();
  for (const auto& entry : entries) map[entry.name()] = to_json(entry);
  return map;
}

// Adds a field of a message, by its own rule if it has one.
void AddField(Json& json, const ProtoMessage& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    const Json value = ValueJson(message, field, 0);
    // `who` is no key of the report file; what it holds stands beside the strength.
    if (field.message_type() == v1::Who::descriptor()) {
      json.update(value);
    } else {
      json[field.name()] = value;
    }
    return;
  }
  const int size = reflection.FieldSize(message, &field);
  if (field.message_type() == v1::Part::descriptor()) {
    json[field.name()] =
        MapJson(reflection.GetRepeatedFieldRef<v1::Part>(message, &field),
                [](const v1::Part& part) { return StrengthJson(part.strength()); });
  } else if (field.message_type() == v1::Label::descriptor()) {
    json[field.name()] = MapJson(reflection.GetRepeatedFieldRef<v1::Label>(message, &field),
                                 [](const v1::Label& label) { return Json(label.value()); });
  } else if (size == 1 && message.GetDescriptor() == v1::Scope::descriptor()) {
    json[field.name()] = ValueJson(message, field, 0);
  } else {
    Json list = Json::array();
    for (int i = 0; i < size; ++i) list.push_back(ValueJson(message, field, i));
    json[field.name()] = list;
  }
}

// What a change sets; null what it clears.
Json ChangeJson(const v1::EventChange& change) {
  Json set = Json::object();
  const Json values = EventJson(change.values());
  if (!values.empty()) set = values.begin().value();
  set.update(values);
  Json json = Json::object();
  for (const std::string& field : change.fields()) {
    json[field] = set.contains(field) ? set[field] : Json(nullptr);
  }
  return json;
}

Json ReportChangeJson(const v1::ReportChange& change) {
  Json json = Json::object();
  for (const std::string& field : change.fields()) {
    json[field] = nullptr;
    if (field == "source" && !change.source().empty()) json[field] = change.source();
    if (field == "published" && change.has_published()) json[field] = DateJson(change.published());
    if (field == "grade" && !change.grade().empty()) json[field] = change.grade();
  }
  return json;
}

Json AmendmentJson(const v1::Amendment& amendment) {
  Json json = Json::object();
  if (amendment.has_of()) json["of"] = MessageJson(amendment.of());
  if (amendment.has_change()) json["change"] = ChangeJson(amendment.change());
  if (amendment.has_event()) json["event"] = EventJson(amendment.event());
  if (amendment.has_report_change()) {
    json["of"] = Json{{"report", HexOf(amendment.report_change().report())}};
    json["change"] = ReportChangeJson(amendment.report_change());
  }
  if (amendment.why() != v1::WHY_UNSPECIFIED) json["why"] = EnumWord(v1::Why_Name(amendment.why()));
  if (!amendment.note().empty()) json["note"] = amendment.note();
  return json;
}

}  // namespace

Json StrengthJson(const v1::Strength& strength) {
  return {{"text", strength.text()},
          {"least", strength.least()},
          {"best", strength.best()},
          {"most", strength.has_most() ? Json(strength.most()) : Json(nullptr)}};
}

Json DateJson(const v1::Date& date) {
  const Json earliest = date.has_earliest() ? Json(FormatDay({date.earliest()})) : Json(nullptr);
  return {{"text", date.text()},
          {"earliest", earliest},
          {"best", FormatDay({date.best()})},
          {"latest", FormatDay({date.latest()})}};
}

Json MessageJson(const google::protobuf::Message& message) {
  if (message.GetDescriptor() == v1::Strength::descriptor()) {
    return StrengthJson(static_cast<const v1::Strength&>(message));
  }
  if (message.GetDescriptor() == v1::Date::descriptor()) {
    return DateJson(static_cast<const v1::Date&>(message));
  }
  if (message.GetDescriptor() == v1::Amendment::descriptor()) {
    return AmendmentJson(static_cast<const v1::Amendment&>(message));
  }
  Json json = Json::object();
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) AddField(json, message, *field);
  return json;
}

Json EventJson(const v1::Event& event) { return MessageJson(event); }

}  // namespace muster
