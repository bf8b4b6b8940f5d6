// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Changes: what an amendment makes of some fields of an event or a report.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/event_kinds.h"
#include "ledger/event_parser.h"
#include "ledger/field_reader.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, 3> kReportFields = {"source", "published", "grade"};

bool HasKey(const EventKind& kind, std::string_view key) {
  return std::find(kind.keys.begin(), kind.keys.end(), key) != kind.keys.end();
}

// The names of the fields that change, sorted: those that are written and those that give way to
// them.
std::vector<std::string> ChangedFields(const EventKind& kind, const FieldReader& fields,
                                       const v1::Event& values) {
  std::vector<std::string> names;
  for (const Node::Entry& entry : fields.node().entries) names.push_back(entry.key);
  const bool has_who = HasKey(kind, "contingent") && HasKey(kind, "contributor");
  if (has_who && fields.Has("contingent")) {
    names.insert(names.end(), {"mission", "contributor", "component"});
  } else if (has_who && fields.Has("mission")) {
    names.emplace_back("contingent");
  }
  if (values.has_departure() && values.departure().all()) {
    names.insert(names.end(), {"all", "strength", "of_which"});
  } else if (values.has_departure() && values.departure().has_strength()) {
    names.emplace_back("all");
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

std::shared_ptr<v1::EventChange> ParseChange(std::string_view kind_name, const Node& change,
                                             const std::string& file, Refusals& refusals,
                                             v1::Event* refused) {
  RefusalSink sink(file, refusals);
  const EventKind* kind = FindEventKind(kind_name);
  if (kind == nullptr || !kind->amendable) {
    sink.Add(change.position, "wrong-change",
             fmt::format("the fields of an event of the kind '{}' cannot be changed", kind_name),
             "retract it, and write it anew");
    return nullptr;
  }
  std::vector<std::string_view> keys(kind->keys.begin(), kind->keys.end());
  keys.insert(keys.end(), {"according_to", "grade", "distinct"});
  FieldReader fields(
      sink, change,
      {.subject = kind->name, .position = change.position, .keys = keys, .partial = true});
  if (change.kind == Node::Kind::kMap && change.entries.empty()) {
    sink.Add(change.position, "empty-value", "the change names no field");
  }
  if (HasKey(*kind, "id") && change.Find("id") != nullptr) {
    fields.Refuse("id", "wrong-change", "an id cannot be changed: other events name it",
                  "retract the registration and write another");
  }
  if (change.Find("of") != nullptr && HasKey(*kind, "of")) {
    fields.Refuse("of", "wrong-change", "what an account is of cannot be changed",
                  "retract it, and write another account");
  }
  auto result = std::make_shared<v1::EventChange>();
  if (change.kind == Node::Kind::kMap) {
    kind->read(fields, *result->mutable_values());
    ReadCommonFields(fields, *result->mutable_values());
  }
  if (!fields.Finish()) {
    if (refused != nullptr) *refused = result->values();
    return nullptr;
  }
  for (std::string& name : ChangedFields(*kind, fields, result->values())) {
    result->add_fields(std::move(name));
  }
  return result;
}

std::shared_ptr<v1::ReportChange> ParseReportChange(const Node& change, const std::string& file,
                                                    Refusals& refusals) {
  RefusalSink sink(file, refusals);
  FieldReader fields(sink, change,
                     {.subject = "the change of a report",
                      .position = change.position,
                      .keys = kReportFields,
                      .partial = true});
  if (change.kind == Node::Kind::kMap && change.entries.empty()) {
    sink.Add(change.position, "empty-value", "the change names no field",
             "write source, published or grade with its new value");
  }
  auto result = std::make_shared<v1::ReportChange>();
  fields.Name("source", Need::kRequired, result->mutable_source());
  v1::Date published;
  if (fields.Date("published", Need::kOptional, &published)) {
    *result->mutable_published() = std::move(published);
  }
  fields.GradeText("grade", Need::kOptional, result->mutable_grade());
  if (!fields.Finish()) return nullptr;
  for (const std::string_view name : kReportFields) {
    if (change.Find(name) != nullptr) result->add_fields(std::string(name));
  }
  return result;
}

}  // namespace muster
