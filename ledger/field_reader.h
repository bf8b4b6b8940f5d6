// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Field reader: reads the fields of one map of a draft, and refuses what is wrong with them.
//
// Thread-safety: thread-compatible.
#ifndef MUSTER_LEDGER_FIELD_READER_H_
#define MUSTER_LEDGER_FIELD_READER_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/draft.h"
#include "ledger/refusal_sink.h"

namespace google::protobuf {
class EnumDescriptor;
}  // namespace google::protobuf

namespace muster {

namespace v1 {
class Date;
class Strength;
}  // namespace v1

enum class Need { kRequired, kOptional };

// Reads `node` as a map of known keys. Every method that reads a field returns whether there is a
// value that was taken; false without a refusal means that the field is absent. Outputs are left
// alone unless the method returns true.
class FieldReader {
 public:
  struct Options {
    std::string_view subject;                // what the map is, for messages: "arrival"
    SourcePosition position;                 // where missing keys are reported
    std::span<const std::string_view> keys;  // must outlive the reader
    // The fields of an amendment's `change`: none need be there, and an empty value clears one.
    bool partial = false;
  };

  // Refuses a node that is not a map, and unknown keys. All arguments must outlive the reader.
  FieldReader(RefusalSink& sink, const Node& node, const Options& options);

  // Whether the key is there with a value.
  bool Has(std::string_view key) const;
  // The place of a field's value, or of the map.
  SourcePosition PositionOf(std::string_view key) const;

  // The value of a key, refused if it is not of `kind` or empty; null if there is none to take.
  const Node* Value(std::string_view key, Need need, Node::Kind kind);
  const Node* List(std::string_view key, Need need);

  // A name, on one line in all its forms; white space at its ends is dropped.
  bool Name(std::string_view key, Need need, std::string* value);
  // A free text; white space at its ends is dropped.
  bool Text(std::string_view key, Need need, std::string* value);
  // An id or a reference to one.
  bool Id(std::string_view key, Need need, std::string* value);
  // A path of slugs: a component or a duty.
  bool Slugs(std::string_view key, Need need, std::string* value);
  // A country code.
  bool Country(std::string_view key, Need need, std::string* value);
  // The same three, but "unspecified" is also taken, as that word.
  bool IdOrUnspecified(std::string_view key, Need need, std::string* value);
  bool SlugsOrUnspecified(std::string_view key, Need need, std::string* value);
  bool CountryOrUnspecified(std::string_view key, Need need, std::string* value);
  // "B2", "B" or "2", written so.
  bool GradeText(std::string_view key, Need need, std::string* value);
  bool Strength(std::string_view key, Need need, v1::Strength* value);
  bool Date(std::string_view key, Need need, v1::Date* value);
  // A plain day.
  bool PlainDay(std::string_view key, Need need, v1::Date* value);
  bool Flag(std::string_view key, Need need, bool* value);
  // A decimal number within [least, most].
  bool Degrees(std::string_view key, Need need, double least, double most, double* value);
  // A name of an enumeration: its value names in lower case with hyphens, without the first.
  bool Enumeration(std::string_view key, Need need, const google::protobuf::EnumDescriptor& names,
                   int* value);
  // A list of names.
  bool Names(std::string_view key, Need need, std::vector<std::string>* values);

  // A required field that is not there by another rule than its key: "contingent (or mission)".
  void Lacks(std::string_view what);
  // Refuses the value of a key.
  void Refuse(std::string_view key, std::string_view rule, std::string message,
              std::string hint = {});

  // Refuses the missing keys, in one refusal. REQUIRES: called once, after all fields were read.
  // Returns whether nothing at all was refused since the reader was made.
  bool Finish();

  bool partial() const { return options_.partial; }
  std::string_view subject() const { return options_.subject; }
  const Node& node() const { return node_; }
  RefusalSink& sink() { return sink_; }

 private:
  const Node* Scalar(std::string_view key, Need need, std::size_t bytes_max);
  void RefuseUnknownKey(const Node::Entry& entry);

  RefusalSink& sink_;
  const Node& node_;
  Options options_;
  std::size_t refusals_before_;
  std::vector<std::string_view> missing_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_FIELD_READER_H_
