// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/event_json.h"

#include <fmt/compile.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/reflection.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "ledger/quote.h"
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

// The types of messages that have a rule of their own. To ask a type for its descriptor each time
// costs more than to write a field.
struct Types {
  const google::protobuf::Descriptor* strength = v1::Strength::descriptor();
  const google::protobuf::Descriptor* date = v1::Date::descriptor();
  const google::protobuf::Descriptor* amendment = v1::Amendment::descriptor();
  const google::protobuf::Descriptor* who = v1::Who::descriptor();
  const google::protobuf::Descriptor* part = v1::Part::descriptor();
  const google::protobuf::Descriptor* label = v1::Label::descriptor();
  const google::protobuf::Descriptor* scope = v1::Scope::descriptor();
};

const Types& KnownTypes() {
  static const Types kTypes;
  return kTypes;
}

// Whether the text stands in JSON as it is, between quotation marks.
bool IsPlain(std::string_view text) {
  bool is_ascii = true;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == '"' || byte == '\\') return false;
    is_ascii = is_ascii && byte < 0x80;
  }
  return is_ascii || IsUtf8(text);
}

void AppendKey(std::string_view key, std::string* json) {
  if (json->back() != '{') json->push_back(',');
  json->push_back('"');
  json->append(key);
  json->append("\":");
}

template <typename Integer>
void AppendNumber(Integer number, std::string* json) {
  fmt::format_to(std::back_inserter(*json), FMT_COMPILE("{}"), number);
}

void AppendDay(std::int32_t day, std::string* json) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  const auto year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) {
    AppendJsonString(FormatDay({day}), json);
    return;
  }
  const auto digit = [](unsigned number) { return static_cast<char>('0' + number % 10); };
  const auto y = static_cast<unsigned>(year);
  const auto m = static_cast<unsigned>(date.month());
  const auto d = static_cast<unsigned>(date.day());
  const char text[] = {'"',           digit(y / 1000), digit(y / 100),
                       digit(y / 10), digit(y),        '-',
                       digit(m / 10), digit(m),        '-',
                       digit(d / 10), digit(d),        '"'};
  json->append(text, sizeof(text));
}

void AppendStrength(const v1::Strength& strength, std::string* json) {
  json->append("{\"text\":");
  AppendJsonString(strength.text(), json);
  fmt::format_to(std::back_inserter(*json), FMT_COMPILE(",\"least\":{},\"best\":{},\"most\":"),
                 strength.least(), strength.best());
  if (strength.has_most()) {
    AppendNumber(strength.most(), json);
  } else {
    json->append("null");
  }
  json->push_back('}');
}

void AppendDate(const v1::Date& date, std::string* json) {
  json->append("{\"text\":");
  AppendJsonString(date.text(), json);
  json->append(",\"earliest\":");
  if (date.has_earliest()) {
    AppendDay(date.earliest(), json);
  } else {
    json->append("null");
  }
  json->append(",\"best\":");
  AppendDay(date.best(), json);
  json->append(",\"latest\":");
  AppendDay(date.latest(), json);
  json->push_back('}');
}

void AppendMessage(const ProtoMessage& message, const google::protobuf::Descriptor* type,
                   std::string* json);

void AppendValue(const ProtoMessage& message, const FieldDescriptor& field, int index,
                 std::string* json) {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      AppendMessage(repeated ? reflection.GetRepeatedMessage(message, &field, index)
                             : reflection.GetMessage(message, &field),
                    field.message_type(), json);
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      AppendJsonString(EnumWord((repeated ? reflection.GetRepeatedEnum(message, &field, index)
                                          : reflection.GetEnum(message, &field))
                                    ->name()),
                       json);
      return;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      const std::string& text =
          repeated ? reflection.GetRepeatedStringReference(message, &field, index, &scratch)
                   : reflection.GetStringReference(message, &field, &scratch);
      AppendJsonString(field.type() == FieldDescriptor::TYPE_BYTES ? HexOf(text) : text, json);
      return;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      json->append(reflection.GetBool(message, &field) ? "true" : "false");
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      json->append(Json(reflection.GetDouble(message, &field)).dump());
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      AppendNumber(repeated ? reflection.GetRepeatedUInt64(message, &field, index)
                            : reflection.GetUInt64(message, &field),
                   json);
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      AppendNumber(reflection.GetUInt32(message, &field), json);
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      AppendNumber(reflection.GetInt32(message, &field), json);
      return;
    default:
      json->append("null");
  }
}

// Names and values as a map: `of_which`, `labels`.
template <typename Entries, typename AppendEntry>
void AppendMap(const Entries& entries, AppendEntry append, std::string* json) {
  json->push_back('{');
  for (const auto& entry : entries) {
    if (json->back() != '{') json->push_back(',');
    AppendJsonString(entry.name(), json);
    json->push_back(':');
    append(entry);
  }
  json->push_back('}');
}

void AppendFields(const ProtoMessage& message, const google::protobuf::Descriptor* type,
                  std::string* json);

void AppendRepeated(const ProtoMessage& message, const google::protobuf::Descriptor* type,
                    const FieldDescriptor& field, std::string* json) {
  const Reflection& reflection = *message.GetReflection();
  AppendKey(field.name(), json);
  const int size = reflection.FieldSize(message, &field);
  const google::protobuf::Descriptor* const items = field.message_type();
  if (items != nullptr && items == KnownTypes().part) {
    AppendMap(
        reflection.GetRepeatedFieldRef<v1::Part>(message, &field),
        [json](const v1::Part& part) { AppendStrength(part.strength(), json); }, json);
  } else if (items != nullptr && items == KnownTypes().label) {
    AppendMap(
        reflection.GetRepeatedFieldRef<v1::Label>(message, &field),
        [json](const v1::Label& label) { AppendJsonString(label.value(), json); }, json);
  } else if (size == 1 && type == KnownTypes().scope) {
    AppendValue(message, field, 0, json);
  } else {
    json->push_back('[');
    for (int i = 0; i < size; ++i) {
      if (i > 0) json->push_back(',');
      AppendValue(message, field, i, json);
    }
    json->push_back(']');
  }
}

void AppendFields(const ProtoMessage& message, const google::protobuf::Descriptor* type,
                  std::string* json) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  fields.reserve(16);
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated()) {
      AppendRepeated(message, type, *field, json);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
               field->message_type() == KnownTypes().who) {
      // `who` is no key of the report file; what it holds stands beside the strength.
      AppendFields(reflection.GetMessage(message, field), KnownTypes().who, json);
    } else {
      AppendKey(field->name(), json);
      AppendValue(message, *field, 0, json);
    }
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

void AppendMessage(const ProtoMessage& message, const google::protobuf::Descriptor* type,
                   std::string* json) {
  if (type == KnownTypes().strength) {
    AppendStrength(static_cast<const v1::Strength&>(message), json);
  } else if (type == KnownTypes().date) {
    AppendDate(static_cast<const v1::Date&>(message), json);
  } else if (type == KnownTypes().amendment) {
    json->append(AmendmentJson(static_cast<const v1::Amendment&>(message))
                     .dump(-1, ' ', false, Json::error_handler_t::replace));
  } else {
    json->push_back('{');
    AppendFields(message, type, json);
    json->push_back('}');
  }
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* json) {
  if (IsPlain(text)) {
    json->push_back('"');
    json->append(text);
    json->push_back('"');
  } else {
    json->append(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
  }
}

void AppendMessageJson(const google::protobuf::Message& message, std::string* json) {
  AppendMessage(message, message.GetDescriptor(), json);
}

Json StrengthJson(const v1::Strength& strength) { return MessageJson(strength); }

Json DateJson(const v1::Date& date) { return MessageJson(date); }

Json MessageJson(const google::protobuf::Message& message) {
  std::string text;
  AppendMessageJson(message, &text);
  return Json::parse(text);
}

Json EventJson(const v1::Event& event) { return MessageJson(event); }

}  // namespace muster
