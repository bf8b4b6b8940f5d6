// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/field_reader.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/date.h"
#include "ledger/excerpt.h"
#include "ledger/grade.h"
#include "ledger/input_limits.h"
#include "ledger/scalar_reader.h"
#include "ledger/scalar_rules.h"
#include "ledger/spelling.h"
#include "ledger/strength.h"
#include "muster/v1/date.pb.h"
#include "muster/v1/strength.pb.h"

namespace muster {
namespace {

// Keys that stand beside the kind of an entry, and are often put inside it.
constexpr std::string_view kEntryKeys[] = {"quote",        "quotes", "occurrence",
                                           "according_to", "grade",  "distinct"};

std::string Listed(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

FieldReader::FieldReader(RefusalSink& sink, const Node& node, const Options& options)
    : sink_(sink), node_(node), options_(options), refusals_before_(sink.count()) {
  if (node.kind == Node::Kind::kMap) {
    for (const Node::Entry& entry : node.entries) {
      if (!Contains(options_.keys, entry.key)) RefuseUnknownKey(entry);
    }
  } else if (node.kind == Node::Kind::kNull) {
    sink.Add(options.position, "empty-value", fmt::format("{} is empty", options.subject),
             fmt::format("it takes the keys {}", Listed(options.keys)));
  } else {
    sink.Add(node.position, "wrong-type",
             fmt::format("{} must be a map, not {}", options.subject, NameOf(node.kind)),
             fmt::format("it takes the keys {}", Listed(options.keys)));
  }
}

void FieldReader::RefuseUnknownKey(const Node::Entry& entry) {
  const std::vector<std::string> keys(options_.keys.begin(), options_.keys.end());
  std::string hint;
  if (Contains(kEntryKeys, entry.key)) {
    hint = fmt::format("'{}' stands beside the event's kind, not inside it", entry.key);
  } else if (entry.key == "id" && Contains(options_.keys, "contingent")) {
    hint = "name the contingent with the key 'contingent'";
  } else if (const std::optional<std::string> nearest = NearestName(entry.key, keys)) {
    hint = fmt::format("did you mean '{}'?", *nearest);
  } else {
    hint = fmt::format("the keys of {} are {}", options_.subject, Listed(options_.keys));
  }
  sink_.Add(entry.key_position, "unknown-key",
            fmt::format("{} has no key '{}'", options_.subject, Excerpt(entry.key)),
            std::move(hint));
}

bool FieldReader::Has(std::string_view key) const {
  const Node* value = node_.Find(key);
  return value != nullptr && value->kind != Node::Kind::kNull;
}

SourcePosition FieldReader::PositionOf(std::string_view key) const {
  const Node* value = node_.Find(key);
  return value != nullptr ? value->position : options_.position;
}

const Node* FieldReader::Value(std::string_view key, Need need, Node::Kind kind) {
  const auto entry = std::find_if(node_.entries.begin(), node_.entries.end(),
                                  [key](const Node::Entry& e) { return e.key == key; });
  if (entry == node_.entries.end()) {
    if (need == Need::kRequired) Lacks(key);
    return nullptr;
  }
  const Node* value = &entry->value;
  const bool blank = value->kind == Node::Kind::kScalar && Trimmed(value->text).empty();
  if (value->kind == Node::Kind::kNull || blank) {
    if (options_.partial && need == Need::kOptional && !blank) return nullptr;
    // A value that is not written has no place of its own: readers put it where the next thing
    // begins.
    const SourcePosition position = blank ? value->position : entry->key_position;
    if (options_.partial) {
      sink_.Add(position, "empty-value", fmt::format("'{}' cannot be cleared", key));
    } else {
      sink_.Add(position, "empty-value", fmt::format("'{}' has no value", key),
                need == Need::kOptional ? "give a value or leave the key out" : "");
    }
    return nullptr;
  }
  if (value->kind != kind) {
    sink_.Add(value->position, "wrong-type",
              fmt::format("'{}' must be {}, not {}", key, NameOf(kind), NameOf(value->kind)));
    return nullptr;
  }
  return value;
}

const Node* FieldReader::List(std::string_view key, Need need) {
  const Node* list = Value(key, need, Node::Kind::kList);
  if (list == nullptr) return nullptr;
  if (list->items.empty()) {
    sink_.Add(list->position, "empty-value", fmt::format("the list '{}' is empty", key));
    return nullptr;
  }
  if (list->items.size() > kListItemsMax) {
    sink_.Add(list->position, "too-many",
              fmt::format("the list '{}' has {} items, more than {}", key, list->items.size(),
                          kListItemsMax));
    return nullptr;
  }
  return list;
}

const Node* FieldReader::Scalar(std::string_view key, Need need, std::size_t bytes_max) {
  const Node* value = Value(key, need, Node::Kind::kScalar);
  return value != nullptr && ReadScalar(sink_, *value, key, bytes_max) ? value : nullptr;
}

bool FieldReader::Name(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Scalar(key, need, kNameBytesMax);
  if (scalar != nullptr) *value = Trimmed(scalar->text);
  return scalar != nullptr;
}

bool FieldReader::Text(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Scalar(key, need, kTextBytesMax);
  if (scalar != nullptr) *value = Trimmed(scalar->text);
  return scalar != nullptr;
}

bool FieldReader::Id(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Value(key, need, Node::Kind::kScalar);
  if (scalar == nullptr || !ReadId(sink_, *scalar, key, false)) return false;
  *value = scalar->text;
  return true;
}

bool FieldReader::IdOrUnspecified(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Value(key, need, Node::Kind::kScalar);
  if (scalar == nullptr || !ReadId(sink_, *scalar, key, true)) return false;
  *value = scalar->text;
  return true;
}

bool FieldReader::Slugs(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Value(key, need, Node::Kind::kScalar);
  if (scalar == nullptr || !ReadSlugs(sink_, *scalar, key, false)) return false;
  *value = scalar->text;
  return true;
}

bool FieldReader::SlugsOrUnspecified(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Value(key, need, Node::Kind::kScalar);
  if (scalar == nullptr || !ReadSlugs(sink_, *scalar, key, true)) return false;
  *value = scalar->text;
  return true;
}

bool FieldReader::Country(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Value(key, need, Node::Kind::kScalar);
  if (scalar == nullptr || !ReadCountry(sink_, *scalar, key, false)) return false;
  *value = scalar->text;
  return true;
}

bool FieldReader::CountryOrUnspecified(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Value(key, need, Node::Kind::kScalar);
  if (scalar == nullptr || !ReadCountry(sink_, *scalar, key, true)) return false;
  *value = scalar->text;
  return true;
}

bool FieldReader::GradeText(std::string_view key, Need need, std::string* value) {
  const Node* scalar = Scalar(key, need, kNameBytesMax);
  if (scalar == nullptr) return false;
  const StatusOr<Grade> grade = ParseGrade(Trimmed(scalar->text));
  if (!grade.ok()) {
    sink_.Add(scalar->position, "bad-grade", grade.status());
    return false;
  }
  value->clear();
  if (grade->reliability != 0) *value += grade->reliability;
  if (grade->credibility != 0) *value += grade->credibility;
  return true;
}

bool FieldReader::Strength(std::string_view key, Need need, v1::Strength* value) {
  const Node* scalar = Scalar(key, need, kNameBytesMax);
  if (scalar == nullptr) return false;
  StatusOr<v1::Strength> strength = ParseStrength(scalar->text);
  if (!strength.ok()) {
    sink_.Add(scalar->position, "bad-strength", strength.status());
    return false;
  }
  *value = *std::move(strength);
  return true;
}

bool FieldReader::Date(std::string_view key, Need need, v1::Date* value) {
  const Node* scalar = Scalar(key, need, kNameBytesMax);
  if (scalar == nullptr) return false;
  StatusOr<v1::Date> date = ParseDate(Trimmed(scalar->text));
  if (!date.ok()) {
    sink_.Add(scalar->position, "bad-date", date.status());
    return false;
  }
  *value = *std::move(date);
  return true;
}

bool FieldReader::PlainDay(std::string_view key, Need need, v1::Date* value) {
  const Node* scalar = Scalar(key, need, kNameBytesMax);
  if (scalar == nullptr) return false;
  if (const StatusOr<Day> day = ParseDay(Trimmed(scalar->text)); !day.ok()) {
    sink_.Add(scalar->position, "bad-date", day.status());
    return false;
  }
  return Date(key, need, value);
}

bool FieldReader::Flag(std::string_view key, Need need, bool* value) {
  const Node* scalar = Scalar(key, need, kNameBytesMax);
  if (scalar == nullptr) return false;
  if (scalar->text != "true" && scalar->text != "false") {
    sink_.Add(scalar->position, "bad-value",
              fmt::format("'{}' must be true or false, not '{}'", key, Excerpt(scalar->text)));
    return false;
  }
  *value = scalar->text == "true";
  return true;
}

bool FieldReader::Degrees(std::string_view key, Need need, double least, double most,
                          double* value) {
  const Node* scalar = Scalar(key, need, kNameBytesMax);
  if (scalar == nullptr) return false;
  // from_chars would also take exponents, "inf" and "nan".
  const std::string_view text = scalar->text;
  const bool decimal = text.find_first_not_of("-.0123456789") == std::string_view::npos;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!decimal || error != std::errc() || end != text.data() + text.size() || number < least ||
      number > most) {
    sink_.Add(scalar->position, "bad-value",
              fmt::format("'{}' must be a number of degrees from {} to {}, not '{}'", key, least,
                          most, Excerpt(text)),
              "write decimal degrees, as in 18.54 or -72.34");
    return false;
  }
  *value = number;
  return true;
}

bool FieldReader::Enumeration(std::string_view key, Need need,
                              const google::protobuf::EnumDescriptor& names, int* value) {
  const Node* scalar = Scalar(key, need, kNameBytesMax);
  if (scalar == nullptr) return false;
  for (int i = 1; i < names.value_count(); ++i) {
    if (!IsNameOf(scalar->text, names.value(i)->name())) continue;
    *value = names.value(i)->number();
    return true;
  }
  std::vector<std::string> allowed;
  for (int i = 1; i < names.value_count(); ++i) {
    allowed.push_back(EnumerationName(names.value(i)->name()));
  }
  std::string hint = fmt::format("it is one of {}", fmt::join(allowed, ", "));
  if (const std::optional<std::string> nearest = NearestName(scalar->text, allowed)) {
    hint = fmt::format("did you mean '{}'? {}", *nearest, hint);
  }
  sink_.Add(scalar->position, "bad-value",
            fmt::format("'{}' is not a value of '{}'", Excerpt(scalar->text), key),
            std::move(hint));
  return false;
}

bool FieldReader::Names(std::string_view key, Need need, std::vector<std::string>* values) {
  const Node* list = List(key, need);
  if (list == nullptr) return false;
  const std::size_t before = sink_.count();
  std::vector<std::string> names;
  for (const Node& item : list->items) {
    if (ReadScalar(sink_, item, key, kNameBytesMax)) names.emplace_back(Trimmed(item.text));
  }
  if (sink_.count() != before) return false;
  *values = std::move(names);
  return true;
}

void FieldReader::Lacks(std::string_view what) {
  // Of a node that is no map, nothing can be said to be missing.
  if (!options_.partial && node_.kind == Node::Kind::kMap) missing_.push_back(what);
}

void FieldReader::Refuse(std::string_view key, std::string_view rule, std::string message,
                         std::string hint) {
  sink_.Add(PositionOf(key), rule, std::move(message), std::move(hint));
}

bool FieldReader::Finish() {
  if (!missing_.empty()) {
    sink_.Add(options_.position, "missing-key",
              fmt::format("{} lacks '{}'", options_.subject, fmt::join(missing_, "', '")));
  }
  return sink_.count() == refusals_before_;
}

}  // namespace muster
