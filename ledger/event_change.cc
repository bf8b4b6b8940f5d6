// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/event_change.h"

#include <memory>
#include <string>

#include "ledger/event_fields.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;

// Replaces `name` of `target` by that of `values`. False if one of the two does not have it.
bool ReplaceField(const google::protobuf::Message& values, google::protobuf::Message& target,
                  const std::string& name) {
  const FieldDescriptor* from = values.GetDescriptor()->FindFieldByName(name);
  const FieldDescriptor* to = target.GetDescriptor()->FindFieldByName(name);
  if (from == nullptr || to == nullptr) return false;
  if (from == to) {
    // Swapping carries presence and repetition along without a case for each type.
    const std::unique_ptr<google::protobuf::Message> copy(values.New());
    copy->CopyFrom(values);
    target.GetReflection()->SwapFields(copy.get(), &target, {to});
    return true;
  }
  if (from->is_repeated() != to->is_repeated() || from->cpp_type() != to->cpp_type()) return false;
  const Reflection* reflection = target.GetReflection();
  if (from->is_repeated()) {
    if (from->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        from->message_type() != to->message_type()) {
      return false;
    }
    reflection->ClearField(&target, to);
    const Reflection* source = values.GetReflection();
    for (int i = 0; i < source->FieldSize(values, from); ++i) {
      reflection->AddMessage(&target, to)->CopyFrom(source->GetRepeatedMessage(values, from, i));
    }
    return true;
  }
  if (from->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    reflection->SetString(&target, to, values.GetReflection()->GetString(values, from));
    return true;
  }
  if (from->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
      from->message_type() == to->message_type()) {
    if (values.GetReflection()->HasField(values, from)) {
      reflection->MutableMessage(&target, to)
          ->CopyFrom(values.GetReflection()->GetMessage(values, from));
    } else {
      reflection->ClearField(&target, to);
    }
    return true;
  }
  return false;
}

const google::protobuf::Message* SubMessage(const google::protobuf::Message& message,
                                            const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  return &message.GetReflection()->GetMessage(message, field);
}

v1::Who* MutableWho(google::protobuf::Message& body) {
  const FieldDescriptor* field = body.GetDescriptor()->FindFieldByName("who");
  if (field == nullptr) return nullptr;
  return google::protobuf::DynamicCastToGenerated<v1::Who>(
      body.GetReflection()->MutableMessage(&body, field));
}

bool IsWhoField(const std::string& name) {
  return name == "contingent" || name == "mission" || name == "contributor" || name == "component";
}

// One field of `who`, or of an event that has it beside its other fields.
void ReplaceWhoField(const google::protobuf::Message& values, google::protobuf::Message& body,
                     const std::string& name) {
  v1::Who* who = MutableWho(body);
  const google::protobuf::Message* from = SubMessage(values, "who");
  const google::protobuf::Message& source = from != nullptr ? *from : values;
  if (who == nullptr) {
    ReplaceField(source, body, name);
    return;
  }
  ReplaceField(source, *who, name);
  if (name == "contingent" && !who->contingent().empty()) {
    who->clear_mission();
    who->clear_contributor();
    who->clear_component();
  } else if (name != "contingent" && !who->mission().empty()) {
    who->clear_contingent();
  }
}

// `strength: all` is kept as a field of its own: one of the two stands.
void ReplaceDepartureStrength(const v1::Departure& values, v1::Departure& departure) {
  departure.set_all(values.all());
  if (values.has_strength() && !values.all()) {
    *departure.mutable_strength() = values.strength();
  } else {
    departure.clear_strength();
  }
}

}  // namespace

void ApplyEventChange(const v1::EventChange& change, v1::Event& event) {
  const google::protobuf::Message* values = BodyOf(change.values());
  google::protobuf::Message* body = MutableBodyOf(event);
  for (const std::string& name : change.fields()) {
    if (name == "according_to") {
      event.set_according_to(change.values().according_to());
    } else if (name == "grade") {
      event.set_grade(change.values().grade());
    } else if (name == "distinct") {
      event.set_distinct(change.values().distinct());
    } else if (values == nullptr || body == nullptr) {
      continue;
    } else if (IsWhoField(name)) {
      ReplaceWhoField(*values, *body, name);
    } else if ((name == "strength" || name == "all") && event.has_departure() &&
               change.values().has_departure()) {
      ReplaceDepartureStrength(change.values().departure(), *event.mutable_departure());
    } else {
      ReplaceField(*values, *body, name);
    }
  }
}

}  // namespace muster
